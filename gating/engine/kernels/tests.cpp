// Which events lie in a range or in a polygon.
#include "kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/tests.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace asparagate::detail::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::ScalableTag<double>;
using Mask = hn::Mask<Doubles>;

/// The bits of one word, from one mask per vector of events.
template <class Test>
HWY_INLINE std::uint64_t word_of(Test test) {
    const Doubles d;
    const std::size_t lanes = hn::Lanes(d);
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < events_per_word; i += lanes) {
        std::uint8_t bits[8];
        hn::StoreMaskBits(d, test(i), bits);
        word |= static_cast<std::uint64_t>(bits[0]) << i;
    }
    return word;
}

HWY_INLINE Mask within(const double* x, ClosedRange range) {
    const Doubles d;
    const auto v = hn::LoadU(d, x);
    return hn::And(hn::Ge(v, hn::Set(d, range.least)), hn::Le(v, hn::Set(d, range.greatest)));
}

void TestRange(const double* x, std::size_t n_words, ClosedRange possible, ClosedRange sure, std::uint64_t* inside,
               std::uint64_t* unsure) {
    for (std::size_t w = 0; w < n_words; ++w) {
        if (unsure != nullptr) unsure[w] = 0;
        if (inside[w] == 0) continue;
        const double* at = x + w * events_per_word;
        inside[w] &= word_of([&](std::size_t i) { return within(at + i, possible); });
        if (unsure != nullptr) unsure[w] = inside[w] & ~word_of([&](std::size_t i) { return within(at + i, sure); });
    }
}

void TestPolygon(const Polygon& polygon, const double* x, const double* y, std::size_t n_words, std::uint64_t* inside) {
    const Doubles d;
    const auto x_low = hn::Set(d, polygon.x_low()), x_high = hn::Set(d, polygon.x_high());
    const auto y_low = hn::Set(d, polygon.y_low()), y_high = hn::Set(d, polygon.y_high());
    const auto& edges = polygon.edges();
    for (std::size_t w = 0; w < n_words; ++w) {
        if (inside[w] == 0) continue;
        inside[w] &= word_of([&](std::size_t i) {
            const auto px = hn::LoadU(d, x + w * events_per_word + i), py = hn::LoadU(d, y + w * events_per_word + i);
            const auto box =
                hn::And(hn::And(hn::Ge(px, x_low), hn::Lt(px, x_high)), hn::And(hn::Ge(py, y_low), hn::Lt(py, y_high)));
            auto odd = hn::MaskFromVec(hn::Zero(d));
            for (const Polygon::Edge& edge : edges) {
                const auto rise = hn::Sub(py, hn::Set(d, edge.y0));
                const auto run = hn::Sub(px, hn::Set(d, edge.x0));
                const auto level = hn::And(hn::Ge(py, hn::Set(d, edge.y0)), hn::Lt(py, hn::Set(d, edge.y1)));
                const auto right = hn::Gt(hn::Mul(hn::Set(d, edge.dx), rise), hn::Mul(run, hn::Set(d, edge.dy)));
                odd = hn::Xor(odd, hn::And(level, right));
            }
            return hn::And(box, odd);
        });
    }
}

void TestPolygonWithin(const Polygon& polygon, Slack slack, const double* x, const double* y, std::size_t n_words,
                       std::uint64_t* inside, std::uint64_t* unsure) {
    const Doubles d;
    const auto slack_x = hn::Set(d, slack.x), slack_y = hn::Set(d, slack.y);
    const double width = polygon.x_high() - polygon.x_low(), height = polygon.y_high() - polygon.y_low();
    // Far above the rounding of either side of the comparison for points in the box.
    constexpr double rounding = 1e-12;
    const auto near = [&](auto value, double border, auto allowed) {
        return hn::Le(hn::Abs(hn::Sub(value, hn::Set(d, border))), allowed);
    };
    for (std::size_t w = 0; w < n_words; ++w) {
        unsure[w] = 0;
        const std::uint64_t asked = inside[w];
        if (asked == 0) continue;
        std::uint64_t doubtful = 0;
        const std::uint64_t crossed = word_of([&](std::size_t i) {
            const auto px = hn::LoadU(d, x + w * events_per_word + i), py = hn::LoadU(d, y + w * events_per_word + i);
            const auto box =
                hn::And(hn::And(hn::Ge(px, hn::Set(d, polygon.x_low())), hn::Lt(px, hn::Set(d, polygon.x_high()))),
                        hn::And(hn::Ge(py, hn::Set(d, polygon.y_low())), hn::Lt(py, hn::Set(d, polygon.y_high()))));
            auto doubt = hn::Or(hn::Or(near(px, polygon.x_low(), slack_x), near(px, polygon.x_high(), slack_x)),
                                hn::Or(near(py, polygon.y_low(), slack_y), near(py, polygon.y_high(), slack_y)));
            doubt = hn::Or(doubt, hn::Or(hn::IsNaN(px), hn::IsNaN(py)));
            auto odd = hn::MaskFromVec(hn::Zero(d));
            for (const Polygon::Edge& edge : polygon.edges()) {
                const auto rise = hn::Sub(py, hn::Set(d, edge.y0));
                const auto run = hn::Sub(px, hn::Set(d, edge.x0));
                const auto level = hn::And(hn::Ge(py, hn::Set(d, edge.y0)), hn::Lt(py, hn::Set(d, edge.y1)));
                const auto cross = hn::Sub(hn::Mul(hn::Set(d, edge.dx), rise), hn::Mul(run, hn::Set(d, edge.dy)));
                const double allowed = (std::abs(edge.dx) * slack.y + std::abs(edge.dy) * slack.x) * (1 + rounding) +
                                       rounding * (std::abs(edge.dx) * height + std::abs(edge.dy) * width);
                odd = hn::Xor(odd, hn::And(level, hn::Gt(cross, hn::Zero(d))));
                // Where an edge ends, two of them have to agree about the level.
                doubt = hn::Or(doubt, hn::Or(near(py, edge.y0, slack_y), near(py, edge.y1, slack_y)));
                doubt = hn::Or(doubt, hn::And(level, hn::Le(hn::Abs(cross), hn::Set(d, allowed))));
            }
            std::uint8_t bits[8];
            hn::StoreMaskBits(d, doubt, bits);
            doubtful |= static_cast<std::uint64_t>(bits[0]) << i;
            return hn::And(box, odd);
        });
        inside[w] = asked & crossed;
        unsure[w] = asked & doubtful;
    }
}

}  // namespace asparagate::detail::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace asparagate::detail::kernels {

HWY_EXPORT(TestRange);
HWY_EXPORT(TestPolygon);
HWY_EXPORT(TestPolygonWithin);

void test_range(const double* x, std::size_t n_words, ClosedRange possible, ClosedRange sure, std::uint64_t* inside,
                std::uint64_t* unsure) {
    HWY_DYNAMIC_DISPATCH(TestRange)(x, n_words, possible, sure, inside, unsure);
}

void test_polygon(const Polygon& polygon, const double* x, const double* y, std::size_t n_words,
                  std::uint64_t* inside) {
    HWY_DYNAMIC_DISPATCH(TestPolygon)(polygon, x, y, n_words, inside);
}

void test_polygon_within(const Polygon& polygon, Slack slack, const double* x, const double* y, std::size_t n_words,
                         std::uint64_t* inside, std::uint64_t* unsure) {
    HWY_DYNAMIC_DISPATCH(TestPolygonWithin)(polygon, slack, x, y, n_words, inside, unsure);
}

}  // namespace asparagate::detail::kernels
#endif
