// The transforms with a closed form: flin, flog and fasinh of Gating-ML 2.0 section 6, and the log axis of FlowJo.
#include "asparagate/gating/transform.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace asparagate {

double LinearTransform::apply(double x) const noexcept {
    return (x + A) / (T + A);
}

double LinearTransform::inverse(double y) const noexcept {
    return y * (T + A) - A;
}

double LogTransform::apply(double x) const noexcept {
    if (x == 0) return -std::numeric_limits<double>::infinity();
    if (!(x > 0)) return std::numeric_limits<double>::quiet_NaN();
    return std::log10(x / T) / M + 1;
}

double LogTransform::inverse(double y) const noexcept {
    return T * std::pow(10.0, (y - 1) * M);
}

double FlowJoLogTransform::apply(double x) const noexcept {
    if (x <= offset) return 0;
    return std::log10(x / offset) / decades;
}

double FlowJoLogTransform::inverse(double y) const noexcept {
    return offset * std::pow(10.0, std::max(y, 0.0) * decades);
}

double AsinhTransform::apply(double x) const noexcept {
    constexpr double ln10 = std::numbers::ln10;
    return (std::asinh(x * std::sinh(M * ln10) / T) + A * ln10) / ((M + A) * ln10);
}

double AsinhTransform::inverse(double y) const noexcept {
    constexpr double ln10 = std::numbers::ln10;
    return T * std::sinh(y * (M + A) * ln10 - A * ln10) / std::sinh(M * ln10);
}

}  // namespace asparagate
