#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/transform.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

// Shares of the visible axis: labels closer than the first would touch, ticks closer than the second would blur.
constexpr double label_distance = 0.05, tick_distance = 0.004;

/// count x 10^exponent, correctly rounded for the exponents of an axis, so that 3 x 10^-1 is written 0.3.
double decimal(double count, int exponent) {
    return exponent >= 0 ? count * std::pow(10.0, exponent) : count / std::pow(10.0, -exponent);
}

/// Steps of 1, 2 or 5 times a power of ten, about five over the axis, each with five minor ones.
std::vector<Tick> linear_ticks(const Transform& transform, double low, double high) {
    const double first = asparagate::inverse(transform, low), last = asparagate::inverse(transform, high);
    const double span = last - first;
    if (!std::isfinite(span) || span <= 0) return {};
    int exponent = static_cast<int>(std::floor(std::log10(span / 5)));
    int factor = 1;
    if (span / decimal(1, exponent) > 6) factor = 2;
    if (span / decimal(2, exponent) > 6) factor = 5;
    if (span / decimal(5, exponent) > 6) factor = 1, ++exponent;
    constexpr int minor_per_step = 5;
    const double minor = decimal(2 * factor, exponent - 1);
    std::vector<Tick> ticks;
    const double begin = std::ceil(first / minor - 1e-9), end = std::floor(last / minor + 1e-9);
    for (double k = begin; k <= end; ++k) {
        const double value = decimal(k * 2 * factor, exponent - 1);
        const bool major = std::fmod(k, minor_per_step) == 0;
        ticks.push_back(
            {asparagate::apply(transform, value), value, major ? format_number(value == 0 ? 0.0 : value) : ""});
    }
    return ticks;
}

/// Decades on both sides of zero, as far down as they can be told from it.
class DecadeTicks {
public:
    DecadeTicks(const Transform& transform, double low, double high)
        : transform_(transform), low_(low), high_(high), span_(high - low), zero_(asparagate::apply(transform, 0)) {}

    std::vector<Tick> make() {
        const double reach =
            std::max(std::abs(asparagate::inverse(transform_, low_)), std::abs(asparagate::inverse(transform_, high_)));
        if (!std::isfinite(reach) || reach <= 0) return {};
        top_ = static_cast<int>(std::floor(std::log10(reach)));
        const double decade = std::abs(position(1, top_ + 1) - position(1, top_));
        // A decade that the end of the axis cuts off has no width.
        const double decades_per_label = decade > 0 ? std::ceil(label_distance * span_ / decade) : 1;
        stride_ = static_cast<int>(std::clamp(decades_per_label, 1.0, 1000.0));
        add_side(1);
        if (std::isfinite(zero_) && transform_domain_start(transform_) < 0) add_side(-1);
        if (zero_ >= low_ && zero_ <= high_) ticks_.push_back({zero_, 0, "0"});
        std::sort(ticks_.begin(), ticks_.end(), [](const Tick& a, const Tick& b) { return a.position < b.position; });
        return std::move(ticks_);
    }

private:
    [[nodiscard]] double position(double mantissa, int exponent) const {
        return asparagate::apply(transform_, decimal(mantissa, exponent));
    }
    /// False when no lower decade can show.
    bool add_decade(int sign, int exponent) {
        for (int mantissa = 1; mantissa <= 9; ++mantissa) {
            const bool major = mantissa == 1;
            if (!major && stride_ > 1) break;
            const double place = position(sign * mantissa, exponent);
            if (place < low_ || place > high_ || std::abs(place - zero_) < tick_distance * span_) continue;
            const bool labelled = major && exponent % stride_ == 0 && std::abs(place - zero_) >= label_distance * span_;
            ticks_.push_back({place, decimal(sign * mantissa, exponent), labelled ? label(sign, exponent) : ""});
        }
        const double upper_end = position(sign, exponent + 1);
        return std::abs(upper_end - zero_) >= tick_distance * span_ && (std::isfinite(zero_) || upper_end > low_);
    }
    void add_side(int sign) {
        for (int exponent = top_; exponent > -300; --exponent)
            if (!add_decade(sign, exponent)) return;
    }
    [[nodiscard]] static std::string label(int sign, int exponent) {
        return (sign < 0 ? "-10^" : "10^") + std::to_string(exponent);
    }

    const Transform& transform_;
    double low_, high_, span_, zero_;
    int top_ = 0, stride_ = 1;
    std::vector<Tick> ticks_;
};

}  // namespace

std::vector<Tick> axis_ticks(const Transform& transform, double low, double high) {
    if (!(high > low) || !std::isfinite(high - low)) return {};
    const std::string type = transform_type(transform);
    const bool linear = type == "identity" || type == "linear";
    auto ticks = linear ? linear_ticks(transform, low, high) : DecadeTicks(transform, low, high).make();
    // What a clipping transform maps to its ends is not at that place.
    const TransformRange range = transform_range(transform);
    std::erase_if(ticks, [=](const Tick& tick) {
        return !(tick.position >= low && tick.position <= high && tick.position > range.low &&
                 tick.position < range.high);
    });
    return ticks;
}

}  // namespace asparagate
