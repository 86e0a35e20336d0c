// Rows of a file to weighted sums of their columns.
#include "kernels.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/sums.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace asparagate::detail::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_SCALAR
constexpr std::size_t tile_rows = 4;

/// Four floats of four rows each, turned to four columns.
HWY_INLINE void TurnTile(const std::byte* const (&rows)[tile_rows], const RowTile& tile, float* columns,
                         std::size_t column_stride) {
    const hn::CappedTag<float, tile_rows> d;
    const hn::Repartition<std::uint8_t, hn::CappedTag<float, tile_rows>> bytes;
    const auto load = [&](std::size_t r) {
        return hn::BitCast(d, hn::LoadU(bytes, reinterpret_cast<const std::uint8_t*>(rows[r]) + tile.offset_bytes));
    };
    const auto row0 = load(0), row1 = load(1), row2 = load(2), row3 = load(3);
    const auto even = hn::InterleaveLower(d, row0, row2), odd = hn::InterleaveLower(d, row1, row3);
    const auto even_high = hn::InterleaveUpper(d, row0, row2), odd_high = hn::InterleaveUpper(d, row1, row3);
    const auto store = [&](std::size_t lane, auto values) {
        if (tile.columns[lane] != RowTile::nowhere)
            hn::StoreU(values, d, columns + static_cast<std::size_t>(tile.columns[lane]) * column_stride);
    };
    store(0, hn::InterleaveLower(d, even, odd));
    store(1, hn::InterleaveUpper(d, even, odd));
    store(2, hn::InterleaveLower(d, even_high, odd_high));
    store(3, hn::InterleaveUpper(d, even_high, odd_high));
}
#endif

void GatherRows(const std::byte* rows, std::uint64_t row_bytes, const std::uint16_t* positions, std::size_t n,
                std::span<const RowTile> tiles, float* columns, std::size_t column_stride) {
    const auto row = [&](std::size_t k) { return rows + (positions != nullptr ? positions[k] : k) * row_bytes; };
    std::size_t k = 0;
#if HWY_TARGET != HWY_SCALAR
    for (; k + tile_rows <= n; k += tile_rows) {
        const std::byte* const four[tile_rows] = {row(k), row(k + 1), row(k + 2), row(k + 3)};
        for (const RowTile& tile : tiles) TurnTile(four, tile, columns + k, column_stride);
    }
#endif
    for (; k < n; ++k)
        for (const RowTile& tile : tiles)
            for (std::size_t lane = 0; lane < tile.columns.size(); ++lane)
                if (tile.columns[lane] != RowTile::nowhere)
                    std::memcpy(columns + static_cast<std::size_t>(tile.columns[lane]) * column_stride + k,
                                row(k) + tile.offset_bytes + lane * sizeof(float), sizeof(float));
}

void Widen(const float* x, std::size_t n, double* out) {
    const hn::ScalableTag<double> d;
    const hn::Rebind<float, decltype(d)> floats;
    for (std::size_t i = 0; i < n; i += hn::Lanes(d))
        hn::StoreU(hn::PromoteTo(d, hn::LoadU(floats, x + i)), d, out + i);
}

template <std::size_t n_sums, class D, class Column>
HWY_INLINE void SumTerms(D d, const Column* columns, std::size_t column_stride, std::size_t n_terms,
                         const double* weights, std::size_t n, double* const* out) {
    const hn::Rebind<Column, D> stored;
    const auto term = [&](std::size_t t, std::size_t i) {
        const auto values = hn::LoadU(stored, columns + t * column_stride + i);
        if constexpr (sizeof(Column) == sizeof(double))
            return values;
        else
            return hn::PromoteTo(d, values);
    };
    for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
        const auto first = term(0, i);
        hn::Vec<D> sum0 = hn::Mul(hn::Set(d, weights[0]), first), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        if constexpr (n_sums > 1) sum1 = hn::Mul(hn::Set(d, weights[n_terms]), first);
        if constexpr (n_sums > 2) sum2 = hn::Mul(hn::Set(d, weights[2 * n_terms]), first);
        if constexpr (n_sums > 3) sum3 = hn::Mul(hn::Set(d, weights[3 * n_terms]), first);
        for (std::size_t t = 1; t < n_terms; ++t) {
            const auto x = term(t, i);
            sum0 = hn::Add(sum0, hn::Mul(hn::Set(d, weights[t]), x));
            if constexpr (n_sums > 1) sum1 = hn::Add(sum1, hn::Mul(hn::Set(d, weights[n_terms + t]), x));
            if constexpr (n_sums > 2) sum2 = hn::Add(sum2, hn::Mul(hn::Set(d, weights[2 * n_terms + t]), x));
            if constexpr (n_sums > 3) sum3 = hn::Add(sum3, hn::Mul(hn::Set(d, weights[3 * n_terms + t]), x));
        }
        hn::StoreU(sum0, d, out[0] + i);
        if constexpr (n_sums > 1) hn::StoreU(sum1, d, out[1] + i);
        if constexpr (n_sums > 2) hn::StoreU(sum2, d, out[2] + i);
        if constexpr (n_sums > 3) hn::StoreU(sum3, d, out[3] + i);
    }
}

template <class Column>
HWY_INLINE void SumColumns(const Column* columns, std::size_t column_stride, std::size_t n_terms, const double* weights,
                           std::size_t n, std::span<double* const> out) {
    const hn::ScalableTag<double> d;
    while (!out.empty()) {
        const std::size_t together = std::min<std::size_t>(out.size(), 4);
        if (together == 4)
            SumTerms<4>(d, columns, column_stride, n_terms, weights, n, out.data());
        else if (together == 3)
            SumTerms<3>(d, columns, column_stride, n_terms, weights, n, out.data());
        else if (together == 2)
            SumTerms<2>(d, columns, column_stride, n_terms, weights, n, out.data());
        else
            SumTerms<1>(d, columns, column_stride, n_terms, weights, n, out.data());
        weights += together * n_terms;
        out = out.subspan(together);
    }
}

void SumFloats(const float* columns, std::size_t column_stride, std::size_t n_terms, const double* weights,
               std::size_t n, std::span<double* const> out) {
    SumColumns(columns, column_stride, n_terms, weights, n, out);
}

void SumDoubles(const double* columns, std::size_t column_stride, std::size_t n_terms, const double* weights,
                std::size_t n, std::span<double* const> out) {
    SumColumns(columns, column_stride, n_terms, weights, n, out);
}

}  // namespace asparagate::detail::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace asparagate::detail::kernels {

HWY_EXPORT(GatherRows);
HWY_EXPORT(Widen);
HWY_EXPORT(SumFloats);
HWY_EXPORT(SumDoubles);

std::vector<RowTile> make_tiles(std::span<const std::uint32_t> offsets_bytes, std::uint64_t row_bytes) {
    constexpr std::uint32_t tile_bytes = 16, float_bytes = 4;
    std::vector<std::size_t> order(offsets_bytes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return offsets_bytes[a] < offsets_bytes[b] || (offsets_bytes[a] == offsets_bytes[b] && a < b);
    });
    // The load stays within the row, so that the last one of a file ends with it.
    const auto last = static_cast<std::uint32_t>(row_bytes) - tile_bytes;
    std::vector<RowTile> tiles;
    for (const std::size_t column : order) {
        const std::uint32_t offset = offsets_bytes[column];
        const auto lane = [&] { return (offset - tiles.back().offset_bytes) / float_bytes; };
        if (tiles.empty() || lane() > 3 || tiles.back().columns[lane()] != RowTile::nowhere)
            tiles.push_back({std::min(offset, last), RowTile{}.columns});
        tiles.back().columns[lane()] = static_cast<std::int16_t>(column);
    }
    return tiles;
}

void gather_rows(const std::byte* rows, std::uint64_t row_bytes, const std::uint16_t* positions, std::size_t n,
                 std::span<const RowTile> tiles, float* columns, std::size_t column_stride) {
    HWY_DYNAMIC_DISPATCH(GatherRows)(rows, row_bytes, positions, n, tiles, columns, column_stride);
}

void widen(const float* x, std::size_t n, double* out) {
    HWY_DYNAMIC_DISPATCH(Widen)(x, n, out);
}

void weighted_sums(const float* columns, std::size_t column_stride, std::size_t n_terms, const double* weights,
                   std::size_t n, std::span<double* const> out) {
    HWY_DYNAMIC_DISPATCH(SumFloats)(columns, column_stride, n_terms, weights, n, out);
}

void weighted_sums(const double* columns, std::size_t column_stride, std::size_t n_terms, const double* weights,
                   std::size_t n, std::span<double* const> out) {
    HWY_DYNAMIC_DISPATCH(SumDoubles)(columns, column_stride, n_terms, weights, n, out);
}

}  // namespace asparagate::detail::kernels
#endif
