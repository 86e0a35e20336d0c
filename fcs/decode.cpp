#include "decode.hpp"

#include "text_number.hpp"

#include <bit>
#include <cstring>
#include <limits>
#include <type_traits>

namespace asparagate::detail {
namespace {

static_assert(std::endian::native == std::endian::little, "the loaders below swap big-endian words only");
static_assert(std::numeric_limits<float>::is_iec559 && std::numeric_limits<double>::is_iec559);

template <unsigned width>
using WordOf = std::conditional_t<
    width == 1, std::uint8_t,
    std::conditional_t<width == 2, std::uint16_t, std::conditional_t<width <= 4, std::uint32_t, std::uint64_t>>>;

std::uint8_t swapped(std::uint8_t word) {
    return word;
}
std::uint16_t swapped(std::uint16_t word) {
    return __builtin_bswap16(word);
}
std::uint32_t swapped(std::uint32_t word) {
    return __builtin_bswap32(word);
}
std::uint64_t swapped(std::uint64_t word) {
    return __builtin_bswap64(word);
}

/// A word of `width` bytes in plain order.
template <unsigned width, bool big>
struct PlainLoad {
    using Word = WordOf<width>;
    Word operator()(const std::byte* at) const {
        Word word = 0;
        if constexpr (sizeof word == width) {
            std::memcpy(&word, at, sizeof word);
            return big ? swapped(word) : word;
        } else {
            for (unsigned i = 0; i < width; ++i)
                word |= static_cast<Word>(static_cast<Word>(at[i]) << 8 * (big ? width - 1 - i : i));
            return word;
        }
    }
};

/// A word in mixed order.
struct RankedLoad {
    using Word = std::uint64_t;
    std::array<unsigned, 8> shifts;
    unsigned width;

    Word operator()(const std::byte* at) const {
        Word word = 0;
        for (unsigned i = 0; i < width; ++i) word |= static_cast<Word>(at[i]) << shifts[i];
        return word;
    }
};

template <unsigned width, class Use>
void with_order(const WordFormat& format, Use use) {
    return format.endian == Endian::big ? use(PlainLoad<width, true>{}) : use(PlainLoad<width, false>{});
}

/// Calls `use` with the loader of the column's width and byte order.
template <class Use>
void with_load(const WordFormat& format, Use use) {
    if (format.endian == Endian::mixed) return use(RankedLoad{format.shifts, format.width_bytes});
    switch (format.width_bytes) {
        case 1:
            return use(PlainLoad<1, false>{});
        case 2:
            return with_order<2>(format, use);
        case 3:
            return with_order<3>(format, use);
        case 4:
            return with_order<4>(format, use);
        case 5:
            return with_order<5>(format, use);
        case 6:
            return with_order<6>(format, use);
        case 7:
            return with_order<7>(format, use);
        default:
            return with_order<8>(format, use);
    }
}

/// Signed conversions are one instruction, unsigned ones of 64 bits are several; small words fit either way.
template <class Value, class Word>
Value from_integer(Word word) {
    if constexpr (sizeof(Word) < 4)
        return static_cast<Value>(static_cast<std::int32_t>(word));
    else if constexpr (sizeof(Word) == 4)
        return static_cast<Value>(static_cast<std::int64_t>(word));
    else
        return static_cast<Value>(word);
}

template <class Value, class Float, class Word>
Value from_float(Word word) {
    if constexpr (std::is_integral_v<Value>) return word;
    using Bits = std::conditional_t<sizeof(Float) == 4, std::uint32_t, std::uint64_t>;
    return static_cast<Value>(std::bit_cast<Float>(static_cast<Bits>(word)));
}

/// The compiler turns the loop over words without gaps into vector instructions.
template <class Load, class Convert, class Value>
void decode_loop(const std::byte* at, std::uint64_t stride_bytes, std::span<Value> out, Load load, Convert convert) {
    constexpr std::size_t width = sizeof(typename Load::Word);
    if (stride_bytes == width) {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = convert(load(at + i * width));
    } else {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = convert(load(at + i * stride_bytes));
    }
}

}  // namespace

WordFormat word_format(char datatype, unsigned width_bytes, std::uint64_t offset_bytes,
                       std::span<const unsigned> ranks) {
    WordFormat format{.datatype = datatype, .offset_bytes = offset_bytes, .width_bytes = width_bytes};
    if (datatype == 'A') return format;
    format.endian = endian_of({ranks.begin(), ranks.end()}, width_bytes);
    if (format.endian == Endian::mixed) {
        for (unsigned i = 0; i < width_bytes; ++i) format.shifts[i] = 8 * ranks[i];
    }
    return format;
}

template <EventValue Value>
Value decode_text(std::string_view text) {
    const TextNumber number = parse_text_number(text).value_or(TextNumber{});
    if constexpr (std::is_integral_v<Value>)
        return number.integer;
    else if (number.unsigned_integer)
        return static_cast<Value>(number.integer);
    else
        return static_cast<Value>(number.value);
}

template <EventValue Value>
void decode(const WordFormat& format, const std::byte* first, std::uint64_t stride_bytes, std::span<Value> out) {
    if (format.datatype == 'A') {
        const auto* text = reinterpret_cast<const char*>(first);
        for (Value& value : out) {
            value = decode_text<Value>({text, format.width_bytes});
            text += stride_bytes;
        }
        return;
    }
    with_load(format, [&](auto load) {
        using Word = typename decltype(load)::Word;
        const auto run = [&](auto convert) { decode_loop(first, stride_bytes, out, load, convert); };
        if (format.datatype == 'F') return run([](Word word) { return from_float<Value, float>(word); });
        if (format.datatype == 'D') return run([](Word word) { return from_float<Value, double>(word); });
        const auto mask = static_cast<Word>(format.mask);
        run([mask](Word word) { return from_integer<Value>(static_cast<Word>(word & mask)); });
    });
}

template void decode(const WordFormat&, const std::byte*, std::uint64_t, std::span<float>);
template void decode(const WordFormat&, const std::byte*, std::uint64_t, std::span<double>);
template void decode(const WordFormat&, const std::byte*, std::uint64_t, std::span<std::uint64_t>);
template float decode_text(std::string_view);
template double decode_text(std::string_view);
template std::uint64_t decode_text(std::string_view);

}  // namespace asparagate::detail
