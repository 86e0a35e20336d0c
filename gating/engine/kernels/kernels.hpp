#pragma once
#include "../polygon.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// The loops over events, compiled for several instruction sets and chosen at run time (Google Highway). Every function
/// gives the same bits on each of them: no fused multiply-add, the same order of operations per event.
///
/// Bitmaps hold one bit per event, 64 to a word. Columns that belong to a bitmap are read in whole words, so that they
/// need room for a multiple of 64 values; what lies behind the last event is ignored.
namespace asparagate::detail::kernels {

inline constexpr std::size_t events_per_word = 64;

[[nodiscard]] constexpr std::size_t words_for(std::size_t n_events) {
    return (n_events + events_per_word - 1) / events_per_word;
}

/// Both ends belong to it. NaN is in none.
struct ClosedRange {
    double least, greatest;
};

/// Clears the bits of `inside` where x is not within `possible`. `unsure`, where given, gets what is left but not
/// within `sure`.
void test_range(const double* x, std::size_t n_words, ClosedRange possible, ClosedRange sure, std::uint64_t* inside,
                std::uint64_t* unsure);

/// How far a coordinate may be from the exact one.
struct Slack {
    double x = 0, y = 0;
};

/// Clears the bits of `inside` where Polygon::contains is false.
void test_polygon(const Polygon& polygon, const double* x, const double* y, std::size_t n_words, std::uint64_t* inside);
/// The same for coordinates that are known within `slack`, or not at all (NaN): `unsure` gets the events, of those in
/// `inside` at first, whose exact coordinates have to be asked; what `inside` says about them means nothing.
void test_polygon_within(const Polygon& polygon, Slack slack, const double* x, const double* y, std::size_t n_words,
                         std::uint64_t* inside, std::uint64_t* unsure);

/// A piecewise linear function of s = |x| + offset (symmetric) or x + offset. Pieces have the length
/// 2^-pieces_per_octave_log2 of their octave, so that the leading bits of s number them.
struct PiecewiseLinear {
    static constexpr int pieces_per_octave_log2 = 7;

    const double* value = nullptr;  ///< at the start of each piece
    const double* slope = nullptr;
    double offset = 0;
    double s_begin = 0, s_end = 0;  ///< from the start of the first piece to the end of the last; NaN beyond
    bool symmetric = true;          ///< f(-x) = twice_centre - f(x)
    double twice_centre = 0;
};
/// Number of the piece that holds s > 0; consecutive pieces have consecutive numbers.
[[nodiscard]] std::int64_t piece_number(double s);

/// y[i] = f(x[i]), NaN where x is NaN or beyond the pieces. Both columns need room for a multiple of 8 values.
void apply_pieces(const PiecewiseLinear& f, const double* x, std::size_t n, double* y);

/// 16 bytes of every row of a file, and the columns that their four floats go to.
struct RowTile {
    static constexpr std::int16_t nowhere = -1;
    std::uint32_t offset_bytes = 0;  ///< within the row
    std::array<std::int16_t, 4> columns = {nowhere, nowhere, nowhere, nowhere};
};
/// Tiles that hold the floats at `offsets_bytes` of a row; the i-th goes to column i.
/// @pre row_bytes >= 16; it and the offsets are multiples of 4
std::vector<RowTile> make_tiles(std::span<const std::uint32_t> offsets_bytes, std::uint64_t row_bytes);

/// Copies the floats of the tiles of `n` rows to columns of `column_stride` values. `positions` numbers the rows;
/// nullptr = 0 to n - 1.
void gather_rows(const std::byte* rows, std::uint64_t row_bytes, const std::uint16_t* positions, std::size_t n,
                 std::span<const RowTile> tiles, float* columns, std::size_t column_stride);

/// Floats to doubles. Both have room for a multiple of 8 values.
void widen(const float* x, std::size_t n, double* out);

/// out[m][i] = sum over t, in ascending order, of weights[m * n_terms + t] * columns[t * column_stride + i], each step
/// rounded to double. @pre n_terms > 0; columns and outputs have room for a multiple of 8 values
void weighted_sums(const float* columns, std::size_t column_stride, std::size_t n_terms, const double* weights,
                   std::size_t n, std::span<double* const> out);
void weighted_sums(const double* columns, std::size_t column_stride, std::size_t n_terms, const double* weights,
                   std::size_t n, std::span<double* const> out);

}  // namespace asparagate::detail::kernels
