// Logicle: Moore and Parks 2012, doi:10.1002/cyto.a.22030. Names follow the paper.
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/gating_error.hpp"
#include "asparagate/gating/transform.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace asparagate {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

void check_parameters(double T, double W, double M, double A) {
    const bool finite = std::isfinite(T) && std::isfinite(W) && std::isfinite(M) && std::isfinite(A);
    if (finite && T > 0 && M > 0 && W >= 0 && W <= M / 2 && A >= -W && A <= M - 2 * W) return;
    throw GatingError("", "",
                      "logicle T=" + format_number(T) + " W=" + format_number(W) + " M=" + format_number(M) +
                          " A=" + format_number(A) +
                          " is outside its range: expected T > 0, M > 0, 0 <= W <= M/2, -W <= A <= M - 2W");
}

/// The d in (0, b] with 2 (ln d - ln b) + w (b + d) = 0: Newton steps, bisection where one leaves the bracket.
double solve_d(double b, double w) {
    if (w == 0) return b;
    double low = 0, high = b;
    double d = b * std::exp(-w * b);
    for (int i = 0; i < 200; ++i) {
        const double value = 2 * (std::log(d) - std::log(b)) + w * (b + d);
        (value < 0 ? low : high) = d;
        double next = d - value / (2 / d + w);
        if (!(next > low && next < high)) next = low + (high - low) / 2;
        if (std::abs(next - d) <= epsilon * d || next == low || next == high) return next;
        d = next;
    }
    return d;
}

}  // namespace

LogicleTransform LogicleTransform::make(double T, double W, double M, double A) {
    check_parameters(T, W, M, A);
    LogicleTransform t{Uninitialised{}};
    t.T_ = T, t.W_ = W, t.M_ = M, t.A_ = A;
    t.w_ = W / (M + A);
    t.x2_ = A / (M + A);
    t.x1_ = t.x2_ + t.w_;
    t.x0_ = t.x2_ + 2 * t.w_;
    t.b_ = (M + A) * std::numbers::ln10;
    t.d_ = solve_d(t.b_, t.w_);
    const double ca = std::exp(t.x0_ * (t.b_ + t.d_));
    const double fa = std::exp(t.b_ * t.x1_) - ca * std::exp(-t.d_ * t.x1_);
    t.a_ = T / (std::exp(t.b_) - fa - ca * std::exp(-t.d_));
    t.c_ = ca * t.a_;
    t.f_ = fa * t.a_;
    // Around x1 the two exponentials cancel; the Taylor series there keeps every digit. Its second coefficient is zero
    // by the definition of d.
    t.x_taylor_ = t.x1_ + t.w_ / 4;
    double positive = t.a_ * std::exp(t.b_ * t.x1_);
    double negative = -t.c_ * std::exp(-t.d_ * t.x1_);
    for (int i = 0; i < 16; ++i) {
        positive *= t.b_ / (i + 1);
        negative *= -t.d_ / (i + 1);
        t.taylor_[i] = positive + negative;
    }
    t.taylor_[1] = 0;
    return t;
}

double LogicleTransform::upper_branch(double y) const noexcept {
    if (y >= x_taylor_) return (a_ * std::exp(b_ * y) - f_) - c_ * std::exp(-d_ * y);
    const double u = y - x1_;
    double sum = taylor_[15] * u;
    for (int i = 14; i >= 2; --i) sum = (sum + taylor_[i]) * u;
    return (sum * u + taylor_[0]) * u;
}

double LogicleTransform::apply(double x) const noexcept {
    if (x == 0) return x1_;
    if (!std::isfinite(x)) return x;
    const double magnitude = std::abs(x);
    // Far above the top of scale only the first exponential counts, and it would overflow.
    const double asymptote = (std::log(magnitude) - std::log(a_)) / b_;
    // The tangent at zero lies above the curve; without a linear part the asymptote falls below zero before it does.
    const double tangent = x1_ + magnitude / taylor_[0];
    double y = magnitude < -f_ || asymptote < x1_ ? tangent : std::min(tangent, asymptote);
    if (magnitude < T_ * 1e16) {
        for (int i = 0; i < 40; ++i) {
            const double rise = a_ * std::exp(b_ * y), fall = c_ * std::exp(-d_ * y);
            const double error = y < x_taylor_ ? upper_branch(y) - magnitude : (rise - f_) - (fall + magnitude);
            const double slope = b_ * rise + d_ * fall, curvature = b_ * b_ * rise - d_ * d_ * fall;
            const double step = error / (slope * (1 - error * curvature / (2 * slope * slope)));
            y -= step;
            if (std::abs(step) < 3 * epsilon * std::max(1.0, std::abs(y))) break;
        }
    }
    return x < 0 ? 2 * x1_ - y : y;
}

double LogicleTransform::inverse(double y) const noexcept {
    if (!std::isfinite(y)) return y;
    return y >= x1_ ? upper_branch(y) : -upper_branch(2 * x1_ - y);
}

double LogicleTransform::slope(double y) const noexcept {
    const double u = y >= x1_ ? y : 2 * x1_ - y;
    return a_ * b_ * std::exp(b_ * u) + c_ * d_ * std::exp(-d_ * u);
}

}  // namespace asparagate
