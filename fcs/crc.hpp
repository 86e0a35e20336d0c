#pragma once
#include "asparagate/fcs/fcs_file.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace asparagate::detail {

constexpr std::size_t crc_field_bytes = 8;

/// CRC-16/CCITT with reflected bits and start 0 (FCS 3.0 section 3.5); "123456789" gives 0x2189.
std::uint16_t crc16(std::string_view bytes);

/// Compares `field`, the eight bytes behind `bytes`, with their CRC. The standard names neither the base of the number
/// nor the order of its bytes, so decimal and hexadecimal numbers match in both orders.
CrcState compare_crc(std::string_view bytes, std::string_view field);

}  // namespace asparagate::detail
