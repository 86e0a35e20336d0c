#include "fast_scale.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <functional>
#include <numbers>

namespace asparagate::detail {
namespace {

/// Of the numbers that the transform and the line are made of; each rounds to 1e-16.
constexpr double rounding = 1e-13;

/// A function to be cut into pieces.
struct Bending {
    std::function<double(double)> value;
    std::function<double(double)> slope;  ///< dy/dx, by y
    double knee = 0;                      ///< data value where the straight part around zero ends
    double first = 0, top = 0;            ///< smallest and largest x of the pieces
    bool symmetric = true;
    double centre = 0;  ///< value(0)

    /// What is added to x, so that pieces of a length in proportion to the sum are short enough where the bend is.
    [[nodiscard]] double offset() const { return knee / 4; }
};

template <class LinearAroundZero>
requires std::same_as<LinearAroundZero, LogicleTransform> || std::same_as<LinearAroundZero, HyperlogTransform> Bending
bending(const LinearAroundZero& t) {
    const double centre = t.apply(0), steepness = (t.M() + t.A()) * std::numbers::ln10;
    return {[t](double x) { return t.apply(x); },
            [t](double y) { return 1 / t.slope(y); },
            t.slope(centre) / steepness,
            0,
            2 * t.T(),
            true,
            centre};
}

Bending bending(const AsinhTransform& t) {
    const double factor = std::sinh(t.M * std::numbers::ln10) / t.T, span = (t.M + t.A) * std::numbers::ln10;
    return {[t](double x) { return t.apply(x); },
            [=, centre = t.apply(0)](double y) { return factor / (span * std::cosh((y - centre) * span)); },
            1 / factor,
            0,
            2 * t.T,
            true,
            t.apply(0)};
}

Bending bending(const LogTransform& t) {
    constexpr double smallest = 0x1p-20;  // of the top; below it there are hardly any events
    return {[t](double x) { return t.apply(x); },
            [t](double y) { return 1 / (t.M * std::numbers::ln10 * t.inverse(y)); },
            0,
            smallest * t.T,
            2 * t.T,
            false,
            0};
}

template <class Other>
std::optional<Bending> bending(const Other&) {
    return std::nullopt;
}

double start_of(std::int64_t piece) {
    return std::bit_cast<double>(piece << (52 - kernels::PiecewiseLinear::pieces_per_octave_log2));
}

/// Parameters at the ends of what doubles hold make curves that are flat, or endless, in places.
bool can_be_cut(const Bending& curve) {
    constexpr double most_pieces = 20000;
    const double begin = curve.first + curve.offset(), end = curve.top + curve.offset();
    if (!std::isnormal(begin) || !std::isfinite(end)) return false;
    if (!(std::log2(end / begin) * (1 << kernels::PiecewiseLinear::pieces_per_octave_log2) < most_pieces)) return false;
    return std::isfinite(curve.value(curve.first)) && std::isfinite(curve.value(curve.top)) &&
           std::isfinite(curve.slope(curve.value(curve.first))) && curve.slope(curve.value(curve.top)) > 0;
}

}  // namespace

struct FastScale::Pieces {
    std::vector<double> value, slope;
    kernels::PiecewiseLinear function;
    double error = 0;

    explicit Pieces(const Bending& curve) {
        function.offset = curve.offset();
        function.symmetric = curve.symmetric;
        function.twice_centre = 2 * curve.centre;
        const auto first = kernels::piece_number(curve.first + function.offset);
        const auto last = kernels::piece_number(curve.top + function.offset);
        function.s_begin = start_of(first), function.s_end = start_of(last + 1);
        // The first piece of a symmetric curve may begin below x = 0, where its mirror image is asked instead.
        Node begin(curve, std::max(function.s_begin - function.offset, curve.first));
        for (auto piece = first; piece <= last; ++piece) {
            const Node end(curve, start_of(piece + 1) - function.offset);
            add_piece(begin, end, start_of(piece));
            begin = end;
        }
        function.value = value.data(), function.slope = slope.data();
        // The curve bends one way, so that its slope times x is at most its rise.
        const double steepest = curve.slope(curve.value(curve.first)) * (curve.first + function.offset);
        error += rounding * (1 + std::abs(begin.y) + std::abs(curve.centre) + steepest);
    }

private:
    struct Node {
        double x, y, slope;
        Node(const Bending& curve, double at) : x(at), y(curve.value(at)), slope(curve.slope(y)) {}
    };

    /// The chord lies below the curve, the tangents at its ends above; they are farthest from the chord where they
    /// meet.
    void add_piece(const Node& begin, const Node& end, double s) {
        const double length = end.x - begin.x, chord = (end.y - begin.y) / length;
        const double bend = begin.slope - end.slope;
        const double meet = bend > 0 ? std::clamp(length * (chord - end.slope) / bend, 0.0, length) : 0;
        const double gap = std::max(0.0, begin.slope - chord) * meet;
        error = std::max(error, gap / 2);
        slope.push_back(chord);
        value.push_back(begin.y + gap / 2 - chord * (begin.x + function.offset - s));
    }
};

FastScale::FastScale(const Transform& transform) : transform_(transform) {
    const TransformRange range = transform_range(transform);
    low_ = range.low, high_ = range.high;
    const auto inspect = [this](const auto& function) {
        const std::optional<Bending> curve = bending(function);
        if (!curve || !can_be_cut(*curve)) return;
        pieces_ = std::make_shared<const Pieces>(*curve);
        error_ = pieces_->error;
    };
    const auto* bounded = std::get_if<BoundedTransform>(&transform);
    if (bounded != nullptr)
        std::visit(inspect, bounded->function);
    else
        std::visit(
            [&](const auto& function) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(function)>, BoundedTransform>) inspect(function);
            },
            transform);
}

void FastScale::bound(double* y, std::size_t n) const {
    for (std::size_t i = 0; i < n; ++i) y[i] = y[i] < low_ ? low_ : y[i] > high_ ? high_ : y[i];
}

void FastScale::apply(const double* x, std::size_t n, double* y) const {
    if (pieces_ == nullptr) {
        std::visit(
            [&](const auto& function) { std::transform(x, x + n, y, [&](double v) { return function.apply(v); }); },
            transform_);
        return;
    }
    kernels::apply_pieces(pieces_->function, x, n, y);
    if (std::holds_alternative<BoundedTransform>(transform_)) bound(y, n);
}

}  // namespace asparagate::detail
