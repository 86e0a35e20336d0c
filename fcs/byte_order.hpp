#pragma once
#include <optional>
#include <string_view>
#include <vector>

namespace asparagate::detail {

/// `$BYTEORD` as the significance of each successive byte, counted from 0: little-endian is 0,1,2,3. nullopt for
/// anything but a permutation of 1..k, k at most 8.
std::optional<std::vector<unsigned>> parse_byte_order(std::string_view text);

enum class Endian { little, big, mixed };

/// How a word of `width_bytes` is stored. Plain orders hold for every width; single bytes have no order.
Endian endian_of(const std::vector<unsigned>& ranks, unsigned width_bytes);

}  // namespace asparagate::detail
