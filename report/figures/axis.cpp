#include "figures/axis.hpp"

#include "figures/words.hpp"

namespace asparagate {

double Scale::operator()(double value) const {
    const double t = logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return from_mm + t * (to_mm - from_mm);
}

double Scale::clamped(double value) const {
    return (*this)(std::clamp(value, low, high));
}

std::vector<AxisTick> linear_ticks(double low, double high, int wanted) {
    const double raw = (high - low) / std::max(1, wanted);
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    const double fraction = raw / power;
    const double step = power * (fraction < 1.5 ? 1 : fraction < 3.5 ? 2 : fraction < 7.5 ? 5 : 10);
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    std::vector<AxisTick> ticks;
    // Multiples of the step by integer count: no rounding error accumulates.
    const auto first = static_cast<long long>(std::ceil(low / step - 1e-9));
    const auto last = static_cast<long long>(std::floor(high / step + 1e-9));
    for (long long i = first; i <= last; ++i) {
        const double value = static_cast<double>(i) * step;
        ticks.push_back({value, step >= 1 ? axis_number(value) : value == 0 ? "0" : fixed_words(value, decimals)});
    }
    return ticks;
}

namespace {

std::string decade_label(int exponent) {
    if (exponent >= -2 && exponent <= 4) return axis_number(std::pow(10.0, exponent));
    return "10" + superscript(exponent);
}

}  // namespace

std::vector<AxisTick> logarithmic_ticks(double low, double high, int room) {
    const int first = static_cast<int>(std::floor(std::log10(low) - 1e-9));
    const int last = static_cast<int>(std::ceil(std::log10(high) + 1e-9));
    const double decades = std::log10(high / low);
    const bool label_steps = decades * 3 <= room;
    const int skip = std::max(1, static_cast<int>(std::ceil(decades / std::max(1, room))));
    std::vector<AxisTick> ticks;
    for (int exponent = first; exponent <= last; ++exponent) {
        for (int digit = 1; digit <= 9; ++digit) {
            const double value = digit * std::pow(10.0, exponent);
            if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) continue;
            const bool step = digit == 1 || digit == 2 || digit == 5;
            if (digit == 1 && (exponent - first) % skip == 0)
                ticks.push_back({value, decade_label(exponent)});
            else if (label_steps && step)
                ticks.push_back({value, axis_number(value)});
            else
                ticks.push_back({value, ""});
        }
    }
    return ticks;
}

std::vector<AxisTick> ticks_for(const Scale& scale, int room) {
    return scale.logarithmic ? logarithmic_ticks(scale.low, scale.high, room)
                             : linear_ticks(scale.low, scale.high, room - 1);
}

Scale fitted_scale(const std::vector<double>& values, bool logarithmic, double from_mm, double to_mm) {
    Scale scale{logarithmic, 0, 1, from_mm, to_mm};
    if (values.empty()) return scale;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (logarithmic) {
        scale.low = *low / 1.25;
        scale.high = std::max(*high * 1.25, scale.low * 4);
        return scale;
    }
    const double span = *high > *low ? *high - *low : std::max(1.0, std::abs(*high));
    scale.low = *low >= 0 && *low < span ? 0 : *low - 0.06 * span;
    scale.high = *high <= 0 && -*high < span ? 0 : *high + 0.08 * span;
    if (scale.high <= scale.low) scale.high = scale.low + 1;
    return scale;
}

bool wants_logarithm(const std::vector<double>& values) {
    if (values.empty()) return false;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    return *low > 0 && *high / *low > 30;
}

void draw_y_axis(Canvas& canvas, const Scale& scale, const std::vector<AxisTick>& ticks, double x,
                 const std::string& title, double title_x, const AxisStyle& style) {
    canvas.line({x, scale.from_mm}, {x, scale.to_mm});
    for (const AxisTick& tick : ticks) {
        const double y = scale(tick.value);
        canvas.line({x, y}, {x - (tick.label.empty() ? style.tick_mm * 0.6 : style.tick_mm), y});
        if (!tick.label.empty())
            canvas.text({x - style.tick_mm - 0.5, y}, tick.label, style.labels, Side::right, Level::middle);
    }
    const double length = std::abs(scale.to_mm - scale.from_mm);
    if (!title.empty())
        canvas.text_upwards({title_x, (scale.from_mm + scale.to_mm) / 2}, elide(title, length + 6, style.title),
                            style.title);
}

void draw_x_axis(Canvas& canvas, const Scale& scale, const std::vector<AxisTick>& ticks, double y,
                 const std::string& title, const AxisStyle& style) {
    canvas.line({scale.from_mm, y}, {scale.to_mm, y});
    double label_end = -1e9;
    for (const AxisTick& tick : ticks) {
        const double x = scale(tick.value);
        const double half = text_width(tick.label, style.labels) / 2;
        const bool room = !tick.label.empty() && x - half > label_end + 0.8;
        canvas.line({x, y}, {x, y + (room ? style.tick_mm : style.tick_mm * 0.6)});
        if (!room) continue;
        canvas.text({x, y + style.tick_mm + 0.4}, tick.label, style.labels, Side::centre, Level::top);
        label_end = x + half;
    }
    if (!title.empty())
        canvas.text({(scale.from_mm + scale.to_mm) / 2, y + style.tick_mm + 0.6 + line_height(style.labels)}, title,
                    style.title, Side::centre, Level::top);
}

}  // namespace asparagate
