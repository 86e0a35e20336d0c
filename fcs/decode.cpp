#include "decode.hpp"

#include "byte_order.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace asparagate::detail {
namespace {

static_assert(std::endian::native == std::endian::little, "the loaders below swap big-endian words only");
static_assert(std::numeric_limits<float>::is_iec559 && std::numeric_limits<double>::is_iec559);

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

/// A word whose width the machine knows.
template <class Word, bool big>
struct NativeLoad {
    Word operator()(const std::byte* at) const {
        Word word;
        std::memcpy(&word, at, sizeof word);
        return big ? swapped(word) : word;
    }
};

/// 24, 40, 48 and 56 bits, and every mixed order: byte i carries bits 8 * ranks[i] and up.
struct RankedLoad {
    std::array<unsigned, 8> shifts;
    unsigned width;

    RankedLoad(std::span<const unsigned> ranks, unsigned width_bytes) : shifts{}, width(width_bytes) {
        const Endian endian = endian_of({ranks.begin(), ranks.end()}, width_bytes);
        for (unsigned i = 0; i < width; ++i) {
            shifts[i] = 8 * (endian == Endian::little ? i : endian == Endian::big ? width - 1 - i : ranks[i]);
        }
    }
    std::uint64_t operator()(const std::byte* at) const {
        std::uint64_t word = 0;
        for (unsigned i = 0; i < width; ++i) word |= static_cast<std::uint64_t>(at[i]) << shifts[i];
        return word;
    }
};

template <class Load, class Convert, class Value>
void decode_loop(const Column& column, std::span<Value> out, Load load, Convert convert) {
    const std::byte* at = column.first;
    for (Value& value : out) {
        value = convert(load(at));
        at += column.stride_bytes;
    }
}

/// Calls `use` with the loader of the column's width and byte order.
template <class Use>
void with_load(const Column& column, Use use) {
    const unsigned width = column.parameter->bits / 8;
    const Endian endian = endian_of({column.byte_ranks.begin(), column.byte_ranks.end()}, width);
    const bool native_width = width == 1 || width == 2 || width == 4 || width == 8;
    if (endian == Endian::mixed || !native_width) return use(RankedLoad(column.byte_ranks, width));
    const bool big = endian == Endian::big;
    if (width == 1) return use(NativeLoad<std::uint8_t, false>{});
    if (width == 2) return big ? use(NativeLoad<std::uint16_t, true>{}) : use(NativeLoad<std::uint16_t, false>{});
    if (width == 4) return big ? use(NativeLoad<std::uint32_t, true>{}) : use(NativeLoad<std::uint32_t, false>{});
    return big ? use(NativeLoad<std::uint64_t, true>{}) : use(NativeLoad<std::uint64_t, false>{});
}

}  // namespace

void decode_raw(const Column& column, std::span<double> out) {
    const char type = column.parameter->datatype;
    const std::uint64_t mask = column.parameter->mask;
    with_load(column, [&](auto load) {
        if (type == 'F') {
            decode_loop(column, out, load, [](std::uint64_t word) {
                return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(word)));
            });
        } else if (type == 'D') {
            decode_loop(column, out, load, [](std::uint64_t word) { return std::bit_cast<double>(word); });
        } else {
            decode_loop(column, out, load, [mask](std::uint64_t word) { return static_cast<double>(word & mask); });
        }
    });
}

void decode_words(const Column& column, std::span<std::uint64_t> out) {
    with_load(column, [&](auto load) { decode_loop(column, out, load, [](std::uint64_t word) { return word; }); });
}

LogScale::LogScale(const Parameter& parameter, std::uint64_t n_events)
    : decades_(parameter.log_decades), range_(*parameter.range), offset_(parameter.log_offset) {
    constexpr std::uint64_t largest = 0xFFFF;
    const std::uint64_t highest =
        parameter.bits < 64 ? parameter.mask & ((std::uint64_t{1} << parameter.bits) - 1) : parameter.mask;
    table_size_ = highest <= largest && n_events > highest ? static_cast<std::size_t>(highest) + 1 : 0;
}

double LogScale::decode(double raw) const {
    return std::pow(10.0, decades_ * raw / range_) * offset_;
}

void LogScale::apply(std::span<double> values) const {
    if (table_size_ == 0) {
        for (double& value : values) value = decode(value);
        return;
    }
    std::call_once(once_, [this] {
        table_.resize(table_size_);
        for (std::size_t raw = 0; raw < table_size_; ++raw) table_[raw] = decode(static_cast<double>(raw));
    });
    for (double& value : values) value = table_[static_cast<std::size_t>(value)];
}

}  // namespace asparagate::detail
