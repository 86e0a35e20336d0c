#include "transpose.hpp"

#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace asparagate::detail {
namespace {

/// A register of 16 bytes, in the notation that GCC and Clang share for every processor.
template <class Word>
using Register [[gnu::vector_size(16)]] = Word;

template <class Word>
Register<Word> load(const std::byte* at) {
    Register<Word> row;
    std::memcpy(&row, at, sizeof row);
    return row;
}

template <class Word>
void store(Word* at, const Register<Word>& column) {
    std::memcpy(at, &column, sizeof column);
}

/// Words of the lower (upper) halves of a and b in turn.
Register<std::uint32_t> lower(Register<std::uint32_t> a, Register<std::uint32_t> b) {
    return __builtin_shufflevector(a, b, 0, 4, 1, 5);
}
Register<std::uint32_t> upper(Register<std::uint32_t> a, Register<std::uint32_t> b) {
    return __builtin_shufflevector(a, b, 2, 6, 3, 7);
}
Register<std::uint16_t> lower(Register<std::uint16_t> a, Register<std::uint16_t> b) {
    return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
Register<std::uint16_t> upper(Register<std::uint16_t> a, Register<std::uint16_t> b) {
    return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

/// Rows of a square tile to its columns: interleaving row i with row i + n/2, log2(n) times over, transposes it.
template <class Word, std::size_t n>
void transpose_tile(Register<Word> (&tile)[n]) {
    for (std::size_t step = 1; step < n; step *= 2) {
        Register<Word> next[n];
        for (std::size_t i = 0; i < n / 2; ++i) {
            next[2 * i] = lower(tile[i], tile[i + n / 2]);
            next[2 * i + 1] = upper(tile[i], tile[i + n / 2]);
        }
        for (std::size_t i = 0; i < n; ++i) tile[i] = next[i];
    }
}

}  // namespace

template <class Word>
void transpose(const std::byte* first, std::uint64_t stride_bytes, std::size_t n_rows, Word* columns) {
    constexpr std::size_t n = transposed_columns(sizeof(Word));
    std::size_t row = 0;
    for (; row + n <= n_rows; row += n) {
        Register<Word> tile[n];
        for (std::size_t i = 0; i < n; ++i) tile[i] = load<Word>(first + (row + i) * stride_bytes);
        transpose_tile<Word>(tile);
        for (std::size_t i = 0; i < n; ++i) store<Word>(columns + i * n_rows + row, tile[i]);
    }
    for (; row < n_rows; ++row) {
        for (std::size_t i = 0; i < n; ++i)
            std::memcpy(columns + i * n_rows + row, first + row * stride_bytes + i * sizeof(Word), sizeof(Word));
    }
}

template void transpose(const std::byte*, std::uint64_t, std::size_t, std::uint16_t*);
template void transpose(const std::byte*, std::uint64_t, std::size_t, std::uint32_t*);

void stream_copy(void* target, const void* source, std::size_t n_bytes) {
    std::size_t done = 0;
#ifdef __SSE2__
    auto* to = static_cast<__m128i*>(target);
    const auto* from = static_cast<const __m128i*>(source);
    for (; done + sizeof(__m128i) <= n_bytes; done += sizeof(__m128i)) _mm_stream_si128(to++, _mm_loadu_si128(from++));
#endif
    std::memcpy(static_cast<std::byte*>(target) + done, static_cast<const std::byte*>(source) + done, n_bytes - done);
}

void stream_fence() {
#ifdef __SSE2__
    _mm_sfence();
#endif
}

}  // namespace asparagate::detail
