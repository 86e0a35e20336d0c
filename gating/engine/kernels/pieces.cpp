// Piecewise linear functions of whole columns.
#include "kernels.hpp"

#include <bit>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/pieces.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace asparagate::detail::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void ApplyPieces(const PiecewiseLinear& f, const double* x, std::size_t n, double* y) {
    const hn::ScalableTag<double> d;
    const hn::RebindToSigned<decltype(d)> di;
    constexpr int shift = 52 - PiecewiseLinear::pieces_per_octave_log2;
    const auto first = hn::Set(di, piece_number(f.s_begin));
    const auto begin = hn::Set(d, f.s_begin), end = hn::Set(d, f.s_end), offset = hn::Set(d, f.offset);
    const auto leading = hn::Set(di, ~((std::int64_t{1} << shift) - 1));
    const auto twice_centre = hn::Set(d, f.twice_centre);
    const auto nowhere = hn::Set(d, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
        const auto v = hn::LoadU(d, x + i);
        const auto reach = hn::Add(f.symmetric ? hn::Abs(v) : v, offset);
        const auto known = hn::And(hn::Ge(reach, begin), hn::Lt(reach, end));
        const auto s = hn::IfThenElse(known, reach, begin);
        const auto bits = hn::BitCast(di, s);
        const auto piece = hn::Sub(hn::ShiftRight<shift>(bits), first);
        const auto start = hn::BitCast(d, hn::And(bits, leading));
        const auto value = hn::GatherIndex(d, f.value, piece), slope = hn::GatherIndex(d, f.slope, piece);
        const auto upper = hn::Add(value, hn::Mul(slope, hn::Sub(s, start)));
        const auto below = hn::Lt(v, hn::Zero(d));
        const auto result = f.symmetric ? hn::IfThenElse(below, hn::Sub(twice_centre, upper), upper) : upper;
        hn::StoreU(hn::IfThenElse(known, result, nowhere), d, y + i);
    }
}

}  // namespace asparagate::detail::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace asparagate::detail::kernels {

HWY_EXPORT(ApplyPieces);

std::int64_t piece_number(double s) {
    return std::bit_cast<std::int64_t>(s) >> (52 - PiecewiseLinear::pieces_per_octave_log2);
}

void apply_pieces(const PiecewiseLinear& f, const double* x, std::size_t n, double* y) {
    HWY_DYNAMIC_DISPATCH(ApplyPieces)(f, x, n, y);
}

}  // namespace asparagate::detail::kernels
#endif
