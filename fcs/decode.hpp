#pragma once
#include "asparagate/fcs/event_matrix.hpp"
#include "byte_order.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace asparagate::detail {

/// How the words of one column lie in the events.
struct WordFormat {
    char datatype = 'F';             ///< I, F, D, or A: a number as text
    std::uint64_t offset_bytes = 0;  ///< from the start of an event
    unsigned width_bytes = 4;
    Endian endian = Endian::little;
    std::array<unsigned, 8> shifts{};        ///< where the bits of each successive byte go; for mixed order
    std::uint64_t mask = ~std::uint64_t{0};  ///< of integers
};

/// A word of `width_bytes` at `offset_bytes` in the order that `$BYTEORD` gives.
WordFormat word_format(char datatype, unsigned width_bytes, std::uint64_t offset_bytes,
                       std::span<const unsigned> ranks);

/// A number of type A that opening the file has checked. @pre parse_text_number accepts it
template <EventValue Value>
Value decode_text(std::string_view text);

/// Words of one column to values: integers after the mask, rounded to the nearest where Value cannot hold them; `F` and
/// `D` as numbers, or as their bits when Value is `std::uint64_t`. `F` to float keeps every bit, also of NaN.
/// @param first the column's word in the first event wanted. @param stride_bytes from one event to the next
template <EventValue Value>
void decode(const WordFormat& format, const std::byte* first, std::uint64_t stride_bytes, std::span<Value> out);

}  // namespace asparagate::detail
