#pragma once
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace asparagate {

// Every transform increases on its domain and is defined as in Gating-ML 2.0 section 6, so the top of scale T maps to
// 1. NaN maps to NaN, infinities to themselves unless the transform ends somewhere. `inverse(apply(x))` returns x to
// 1e-9 of T wherever the transform increases strictly.

/// y = x: the data as they are.
struct IdentityTransform {
    [[nodiscard]] double apply(double x) const noexcept { return x; }
    [[nodiscard]] double inverse(double y) const noexcept { return y; }
    bool operator==(const IdentityTransform&) const = default;
};

/// flin: y = (x + A) / (T + A). T > 0, -T < A <= T; Gating-ML asks 0 <= A. An axis of FlowJo from `min` to `max` has
/// T = max and A = -min.
struct LinearTransform {
    double T = 262144, A = 0;
    [[nodiscard]] double apply(double x) const noexcept;
    [[nodiscard]] double inverse(double y) const noexcept;
    bool operator==(const LinearTransform&) const = default;
};

/// flog: y = log10(x / T) / M + 1; -inf for x = 0, NaN below: no value there. T > 0, M > 0.
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
    /// dx/dy at a finite y.
    [[nodiscard]] double slope(double y) const noexcept;
    bool operator==(const LogicleTransform& o) const noexcept {
        return T_ == o.T_ && W_ == o.W_ && M_ == o.M_ && A_ == o.A_;
    }

private:
    struct Uninitialised {};
    explicit LogicleTransform(Uninitialised) {}
    [[nodiscard]] double upper_branch(double y) const noexcept;  ///< B(y) for y >= x1
    double T_ = 0, W_ = 0, M_ = 0, A_ = 0;
    double a_ = 0, b_ = 0, c_ = 0, d_ = 0, f_ = 0, w_ = 0, x0_ = 0, x1_ = 0, x2_ = 0, x_taylor_ = 0;
    double taylor_[16] = {};
};

/// Hyperlog, Bagwell 2005 (doi:10.1002/cyto.a.20114) as Gating-ML 2.0 section 6.5 states it: x = a e^(b y) + c y - f.
/// T > 0, M > 0, 0 < W <= M/2, -W <= A <= M - 2W.
class HyperlogTransform {
public:
    /// @throws GatingError when the parameters are outside their ranges.
    static HyperlogTransform make(double T, double W, double M, double A);
    HyperlogTransform() : HyperlogTransform(make(262144, 0.5, 4.5, 0)) {}

    [[nodiscard]] double T() const noexcept { return T_; }
    [[nodiscard]] double W() const noexcept { return W_; }
    [[nodiscard]] double M() const noexcept { return M_; }
    [[nodiscard]] double A() const noexcept { return A_; }
    /// Newton iteration to the last bits.
    [[nodiscard]] double apply(double x) const noexcept;
    [[nodiscard]] double inverse(double y) const noexcept;
    /// dx/dy at a finite y.
    [[nodiscard]] double slope(double y) const noexcept;
    bool operator==(const HyperlogTransform& o) const noexcept {
        return T_ == o.T_ && W_ == o.W_ && M_ == o.M_ && A_ == o.A_;
    }

private:
    struct Uninitialised {};
    explicit HyperlogTransform(Uninitialised) {}
    [[nodiscard]] double rise(double u) const noexcept;  ///< x at the distance u >= 0 above the image of zero
    double T_ = 0, W_ = 0, M_ = 0, A_ = 0;
    double b_ = 0, c_ = 0, growth_ = 0, x1_ = 0;  ///< growth_ = a e^(b x1)
};

/// The biexponential axis of FlowJo: a table of 4097 values with straight lines between them, as FlowJo makes it.
/// y = position in the table / 4096, so that the axis is 0 to 1; values beyond its ends map to the ends.
class BiexTransform {
public:
    /// @throws GatingError when the parameters make no finite, strictly increasing table.
    static BiexTransform make(double max_range, double positive_decades, double negative_decades, double width);
    BiexTransform() : BiexTransform(make(262144, 4.5, 0, -10)) {}

    [[nodiscard]] double max_range() const noexcept { return max_range_; }
    [[nodiscard]] double positive_decades() const noexcept { return positive_decades_; }
    [[nodiscard]] double negative_decades() const noexcept { return negative_decades_; }
    [[nodiscard]] double width() const noexcept { return width_; }
    [[nodiscard]] double apply(double x) const noexcept;
    [[nodiscard]] double inverse(double y) const noexcept;
    /// The 4097 data values of the table, ascending.
    [[nodiscard]] const std::vector<double>& table() const noexcept { return *table_; }
    bool operator==(const BiexTransform& o) const noexcept {
        return max_range_ == o.max_range_ && positive_decades_ == o.positive_decades_ &&
               negative_decades_ == o.negative_decades_ && width_ == o.width_;
    }

private:
    struct Uninitialised {};
    explicit BiexTransform(Uninitialised) {}
    double max_range_ = 0, positive_decades_ = 0, negative_decades_ = 0, width_ = 0;
    std::shared_ptr<const std::vector<double>> table_;
};

/// The logarithmic axis of FlowJo: y = log10(max(x, offset) / offset) / decades, so that the axis is 0 to 1 and what
/// lies below its start is at its start. offset > 0, decades > 0.
struct FlowJoLogTransform {
    double offset = 1, decades = 4.5;
    [[nodiscard]] double apply(double x) const noexcept;
    [[nodiscard]] double inverse(double y) const noexcept;
    bool operator==(const FlowJoLogTransform&) const = default;
};

/// An axis given by its values at equal distances, as FlowJo 9 stores its own: straight lines between them, 0 to 1;
/// values beyond its ends map to the ends.
class TableTransform {
public:
    /// @throws GatingError unless there are at least two values, finite and strictly ascending.
    static TableTransform make(std::vector<double> values);
    TableTransform() : TableTransform(make({0, 1})) {}

    [[nodiscard]] const std::vector<double>& values() const noexcept { return *values_; }
    [[nodiscard]] double apply(double x) const noexcept;
    [[nodiscard]] double inverse(double y) const noexcept;
    bool operator==(const TableTransform& o) const noexcept { return values_ == o.values_ || *values_ == *o.values_; }

private:
    explicit TableTransform(std::shared_ptr<const std::vector<double>> values) : values_(std::move(values)) {}
    std::shared_ptr<const std::vector<double>> values_;
};

using UnboundedTransform =
    std::variant<IdentityTransform, LinearTransform, LogTransform, AsinhTransform, LogicleTransform, HyperlogTransform,
                 BiexTransform, FlowJoLogTransform, TableTransform>;

/// A transform whose result is clipped: boundMin and boundMax of Gating-ML 2.0. NaN stays NaN.
struct BoundedTransform {
    UnboundedTransform function;
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    [[nodiscard]] double apply(double x) const noexcept;
    /// Of the nearest value within the bounds.
    [[nodiscard]] double inverse(double y) const noexcept;
    bool operator==(const BoundedTransform&) const = default;
};

using Transform = std::variant<IdentityTransform, LinearTransform, LogTransform, AsinhTransform, LogicleTransform,
                               HyperlogTransform, BiexTransform, FlowJoLogTransform, TableTransform, BoundedTransform>;

double apply(const Transform& transform, double x) noexcept;
double inverse(const Transform& transform, double y) noexcept;
/// "identity", "linear", "log", "asinh", "logicle", "hyperlog", "biex", "flowjo_log", "table"; that of the function for
/// a bounded one.
std::string transform_type(const Transform& transform);

/// The smallest and largest result; infinite unless the transform ends there, as biex and bounded ones do.
struct TransformRange {
    double low, high;
};
TransformRange transform_range(const Transform& transform) noexcept;
/// Data below this have no place on the scale: 0 for log, else -inf.
double transform_domain_start(const Transform& transform) noexcept;

/// fratio of Gating-ML 2.0 section 6.6: a new dimension A (x - B) / (y - C) from two channels, clipped to the bounds.
struct Ratio {
    std::string numerator;    ///< channel or marker
    std::string denominator;  ///< channel or marker
    double A = 1, B = 0, C = 0;
    double bound_min = -std::numeric_limits<double>::infinity();
    double bound_max = std::numeric_limits<double>::infinity();
    /// Infinite or NaN where y = C.
    [[nodiscard]] double apply(double x, double y) const noexcept;
    bool operator==(const Ratio&) const = default;
};

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
