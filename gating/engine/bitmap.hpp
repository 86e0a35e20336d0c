#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace asparagate::detail {

/// Calls `visit` with the number of every bit that is set, ascending.
template <class Visit>
void for_each_bit(std::span<const std::uint64_t> words, Visit visit) {
    for (std::size_t w = 0; w < words.size(); ++w)
        for (std::uint64_t rest = words[w]; rest != 0; rest &= rest - 1)
            visit(w * 64 + static_cast<std::size_t>(std::countr_zero(rest)));
}

inline std::size_t count_bits(std::span<const std::uint64_t> words) {
    std::size_t count = 0;
    for (const std::uint64_t word : words) count += static_cast<std::size_t>(std::popcount(word));
    return count;
}

/// Sets the first `n` bits and clears the others.
inline void set_first_bits(std::span<std::uint64_t> words, std::size_t n) {
    for (std::size_t w = 0; w < words.size(); ++w) {
        const std::size_t left = n > w * 64 ? n - w * 64 : 0;
        words[w] = left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
    }
}

}  // namespace asparagate::detail
