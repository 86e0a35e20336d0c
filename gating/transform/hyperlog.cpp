// Hyperlog as Gating-ML 2.0 section 6.5 states it; names follow the standard.
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/gating_error.hpp"
#include "asparagate/gating/transform.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace asparagate {
namespace {

void check_parameters(double T, double W, double M, double A) {
    const bool finite = std::isfinite(T) && std::isfinite(W) && std::isfinite(M) && std::isfinite(A);
    if (finite && T > 0 && M > 0 && W > 0 && W <= M / 2 && A >= -W && A <= M - 2 * W) return;
    throw GatingError("", "",
                      "hyperlog T=" + format_number(T) + " W=" + format_number(W) + " M=" + format_number(M) +
                          " A=" + format_number(A) +
                          " is outside its range: expected T > 0, M > 0, 0 < W <= M/2, -W <= A <= M - 2W");
}

}  // namespace

HyperlogTransform HyperlogTransform::make(double T, double W, double M, double A) {
    check_parameters(T, W, M, A);
    HyperlogTransform t{Uninitialised{}};
    t.T_ = T, t.W_ = W, t.M_ = M, t.A_ = A;
    const double w = W / (M + A), x2 = A / (M + A), x0 = x2 + 2 * w;
    t.x1_ = x2 + w;
    t.b_ = (M + A) * std::numbers::ln10;
    const double ca = std::exp(t.b_ * x0) / w;
    const double fa = std::exp(t.b_ * t.x1_) + ca * t.x1_;
    const double a = T / (std::exp(t.b_) + ca - fa);
    t.c_ = ca * a;
    t.growth_ = a * std::exp(t.b_ * t.x1_);
    return t;
}

/// By the definition of f the constant terms cancel at x1; expm1 keeps every digit of what is left.
double HyperlogTransform::rise(double u) const noexcept {
    return growth_ * std::expm1(b_ * u) + c_ * u;
}

double HyperlogTransform::apply(double x) const noexcept {
    if (x == 0) return x1_;
    if (!std::isfinite(x)) return x;
    const double magnitude = std::abs(x);
    // Either term alone gives an upper bound; from there Newton descends on a convex function without overshooting.
    double u = std::min(magnitude / (growth_ * b_ + c_), std::log1p(magnitude / growth_) / b_);
    for (int i = 0; i < 100; ++i) {
        const double step = (rise(u) - magnitude) / (growth_ * b_ * std::exp(b_ * u) + c_);
        u -= step;
        if (!(step > 2 * std::numeric_limits<double>::epsilon() * u)) break;
    }
    return x < 0 ? x1_ - u : x1_ + u;
}

double HyperlogTransform::inverse(double y) const noexcept {
    if (!std::isfinite(y)) return y;
    return y >= x1_ ? rise(y - x1_) : -rise(x1_ - y);
}

double HyperlogTransform::slope(double y) const noexcept {
    return growth_ * b_ * std::exp(b_ * std::abs(y - x1_)) + c_;
}

}  // namespace asparagate
