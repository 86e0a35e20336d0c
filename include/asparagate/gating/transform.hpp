#pragma once
#include <string>
#include <variant>
#include <vector>

namespace asparagate {

// Every transform is strictly increasing on its domain and defined as in Gating-ML 2.0 section 6, so the top of scale
// T maps to 1. NaN maps to NaN. `inverse(apply(x))` returns x to 1e-9 of T.

/// y = x: the data as they are.
struct IdentityTransform {
    [[nodiscard]] double apply(double x) const noexcept { return x; }
    [[nodiscard]] double inverse(double y) const noexcept { return y; }
    bool operator==(const IdentityTransform&) const = default;
};

/// flin: y = (x + A) / (T + A). T > 0, 0 <= A <= T.
struct LinearTransform {
    double T = 262144, A = 0;
    [[nodiscard]] double apply(double x) const noexcept;
    [[nodiscard]] double inverse(double y) const noexcept;
    bool operator==(const LinearTransform&) const = default;
};

/// flog: y = log10(x / T) / M + 1 for x > 0, else -inf. T > 0, M > 0.
struct LogTransform {
    double T = 262144, M = 4.5;
    [[nodiscard]] double apply(double x) const noexcept;
    [[nodiscard]] double inverse(double y) const noexcept;
    bool operator==(const LogTransform&) const = default;
};

/// fasinh: y = (asinh(x sinh(M ln 10) / T) + A ln 10) / ((M + A) ln 10). T > 0, M > 0, 0 <= A.
struct AsinhTransform {
    double T = 262144, M = 4.5, A = 0;
    [[nodiscard]] double apply(double x) const noexcept;
    [[nodiscard]] double inverse(double y) const noexcept;
    bool operator==(const AsinhTransform&) const = default;
};

/// Logicle, Moore and Parks 2012 (doi:10.1002/cyto.a.22030): x = a e^(b y) - c e^(-d y) - f, y in display units where
/// T maps to 1. T > 0, M > 0, 0 <= W <= M/2, -W <= A <= M - 2W. Build with make(): the coefficients are solved there.
class LogicleTransform {
public:
    /// @throws GatingError when the parameters are outside their ranges.
    static LogicleTransform make(double T, double W, double M, double A);
    LogicleTransform() : LogicleTransform(make(262144, 0.5, 4.5, 0)) {}

    [[nodiscard]] double T() const noexcept { return T_; }
    [[nodiscard]] double W() const noexcept { return W_; }
    [[nodiscard]] double M() const noexcept { return M_; }
    [[nodiscard]] double A() const noexcept { return A_; }
    /// Halley iteration to the last bits; the fast paths of the engine must agree with it.
    [[nodiscard]] double apply(double x) const noexcept;
    [[nodiscard]] double inverse(double y) const noexcept;
    bool operator==(const LogicleTransform& o) const noexcept { return T_ == o.T_ && W_ == o.W_ && M_ == o.M_ && A_ == o.A_; }

private:
    struct Uninitialised {};
    explicit LogicleTransform(Uninitialised) {}
    [[nodiscard]] double upper_branch(double y) const noexcept;  ///< B(y) for y >= x1
    double T_ = 0, W_ = 0, M_ = 0, A_ = 0;
    double a_ = 0, b_ = 0, c_ = 0, d_ = 0, f_ = 0, w_ = 0, x0_ = 0, x1_ = 0, x2_ = 0, x_taylor_ = 0;
    double taylor_[16] = {};
};

using Transform = std::variant<IdentityTransform, LinearTransform, LogTransform, AsinhTransform, LogicleTransform>;

double apply(const Transform& transform, double x) noexcept;
double inverse(const Transform& transform, double y) noexcept;
/// "identity", "linear", "log", "asinh", "logicle".
std::string transform_type(const Transform& transform);

/// An axis tick: `position` on the transformed scale, `value` in data units, `label` such as "10^3" (empty on minor
/// ticks). Decades for log-like transforms, round numbers for linear ones; zero always marked.
struct Tick {
    double position;
    double value;
    std::string label;
};
/// Ticks whose positions lie within [low, high] of the transformed scale.
std::vector<Tick> axis_ticks(const Transform& transform, double low, double high);

}  // namespace asparagate
