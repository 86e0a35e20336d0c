#pragma once
#include <cstddef>
#include <cstdint>

namespace asparagate::detail {

/// Columns that transpose() turns at once: as many words as a vector register of 16 bytes holds.
constexpr std::size_t transposed_columns(unsigned width_bytes) {
    return width_bytes == 2 || width_bytes == 4 ? 16 / width_bytes : 1;
}

/// Copies words that lie side by side in each row to columns: the word of row r and column c goes to
/// columns[c * n_rows + r]. Whole tiles move through registers, which is several times faster than word by word.
/// @param Word `std::uint16_t` or `std::uint32_t`. @param first the first word of the first row.
/// @param columns room for transposed_columns(sizeof(Word)) * n_rows words
template <class Word>
void transpose(const std::byte* first, std::uint64_t stride_bytes, std::size_t n_rows, Word* columns);

/// Copies past the caches: for results larger than they are, which nobody reads at once. `target` must be aligned to
/// 16 bytes. Another thread sees the values after stream_fence().
void stream_copy(void* target, const void* source, std::size_t n_bytes);
void stream_fence();

}  // namespace asparagate::detail
