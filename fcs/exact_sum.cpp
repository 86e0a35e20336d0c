#include "exact_sum.hpp"

#include <bit>
#include <cmath>

namespace asparagate::detail {
namespace {

constexpr int chunk_bits = 32;
constexpr std::int64_t low_bits = 0xFFFFFFFF;

}  // namespace

void ExactSum::add(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const auto field = static_cast<unsigned>(bits >> 52 & 0x7FF);
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
    // Denormals have no hidden bit and the exponent of the smallest normal numbers.
    const std::uint64_t mantissa = field == 0 ? fraction : fraction | std::uint64_t{1} << 52;
    const unsigned exponent = field == 0 ? 1 : field;
    const unsigned shift = exponent % chunk_bits;
    const auto low = static_cast<std::int64_t>(mantissa << shift & 0xFFFFFFFF);
    const auto high = static_cast<std::int64_t>(mantissa >> (chunk_bits - shift));
    std::int64_t* chunk = &chunks_[exponent / chunk_bits];
    const bool negative = bits >> 63 != 0;
    chunk[0] += negative ? -low : low;
    chunk[1] += negative ? -high : high;
    if (--adds_left_ > 0) return;
    carry(chunks_);
    adds_left_ = adds_before_carry;
}

/// Leaves 0 to 2^32 - 1 in every chunk but the last, which keeps the sign.
void ExactSum::carry(Chunks& chunks) {
    for (std::size_t k = 0; k + 1 < n_chunks; ++k) {
        chunks[k + 1] += chunks[k] >> chunk_bits;  // towards minus infinity
        chunks[k] &= low_bits;
    }
}

double ExactSum::value() const {
    Chunks chunks = chunks_;
    carry(chunks);
    const bool negative = chunks.back() < 0;
    if (negative) {
        for (std::int64_t& chunk : chunks) chunk = -chunk;
        carry(chunks);
    }
    std::size_t top = n_chunks;
    while (top > 0 && chunks[top - 1] == 0) --top;
    if (top == 0) return 0;
    --top;
    // The leading 64 bits, the last of them set when any bit below is: enough to round once and correctly.
    const auto chunk = [&](std::size_t below) {
        return top >= below ? static_cast<std::uint64_t>(chunks[top - below]) : 0;
    };
    const int zeros = std::countl_zero(chunk(0)) - chunk_bits;
    std::uint64_t leading = (chunk(0) << chunk_bits | chunk(1)) << zeros | chunk(2) >> (chunk_bits - zeros);
    bool rest = (chunk(2) << zeros & 0xFFFFFFFF) != 0;
    for (std::size_t k = 0; k + 2 < top; ++k) rest = rest || chunks[k] != 0;
    leading |= rest ? 1 : 0;
    const int exponent = chunk_bits * (static_cast<int>(top) - 1) - 1075 - zeros;
    const double sum = std::ldexp(static_cast<double>(leading), exponent);
    return negative ? -sum : sum;
}

}  // namespace asparagate::detail
