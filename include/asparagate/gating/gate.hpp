#pragma once
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace asparagate {

/// One axis of a gate: channel, compensation and transform together, so that a gate cannot run on the wrong data.
struct Dimension {
    std::string channel;      ///< channel or marker as the strategy names it, resolved against each file's panel; or a
                              ///< fluorochrome of the matrix; or the name of a ratio
    std::string transform{};  ///< name of a transform of the strategy; empty = its default for this channel
    std::string compensation{};  ///< empty = the strategy's; else `uncompensated`, `file_compensation` or a matrix name
    bool ratio = false;          ///< `channel` names one of GatingStrategy::ratios
    bool operator==(const Dimension&) const = default;
};

/// The references that are not names of matrices: values as the file holds them, and the file's own `$SPILLOVER`.
inline constexpr const char* uncompensated = "none";
inline constexpr const char* file_compensation = "file";

/// The numbers a gate is written in.
enum class GateUnits {
    data,  ///< compensated values before the transform: what the axis labels show
    scale  ///< after the transform, as in Gating-ML 2.0
};

/// Half-open [min, max): Gating-ML 2.0 section 5.1.1. An infinite bound is open to that side, infinities included.
struct Interval {
    double min = -std::numeric_limits<double>::infinity();
    double max = std::numeric_limits<double>::infinity();
    bool operator==(const Interval&) const = default;
};

/// A lower bound that comes from a control tube: the percentile (0-100, type 7) of the control's events in the same
/// parent population. `fallback` (data units) is used, with a finding, when no control with at least
/// `minimum_events` such events is given. DOMAIN: one threshold per patient and marker.
struct ControlThreshold {
    std::string control;  ///< such as "FMO GzmB"; matches the control column of a study's samples
    double percentile = 99.5;
    std::size_t minimum_events = 500;
    double fallback = 0;
    bool operator==(const ControlThreshold&) const = default;
};

/// Range (one dimension) or rectangle (more). NaN is in no gate.
struct RectangleGate {
    std::vector<Dimension> dimensions;
    std::vector<Interval> bounds;  ///< one per dimension
    GateUnits units = GateUnits::data;
    std::optional<ControlThreshold> control;  ///< replaces bounds[0].min; only with one dimension
    bool operator==(const RectangleGate&) const = default;
};

inline constexpr int largest_flowjo_resolution = 1024;

/// Even-odd crossing rule on straight edges of the transformed scale; lower and left boundary inside, upper and right
/// outside (docs/gate-semantics.md). At least 3 finite vertices.
struct PolygonGate {
    std::array<Dimension, 2> dimensions;
    std::vector<std::array<double, 2>> vertices;
    GateUnits units = GateUnits::data;
    int flowjo_resolution = 0;  ///< channels per axis on which FlowJo tests it: see Evaluation::flowjo; 0 = none
    bool operator==(const PolygonGate&) const = default;
};

/// (x - mean)' covariance^-1 (x - mean) <= distance_square, on the transformed scale (Gating-ML 2.0 section 5.3).
/// The covariance is row-major with a positive diagonal. One that is not symmetric and positive definite is used as it
/// is, with finding G-ELLIPSE.
struct EllipsoidGate {
    std::vector<Dimension> dimensions;
    std::vector<double> mean;
    std::vector<double> covariance;
    double distance_square = 1;
    bool operator==(const EllipsoidGate&) const = default;
};

/// Dividers that cut the parent along one dimension each, and populations made of their intervals (Gating-ML 2.0
/// section 5.4). A divider of n values has the intervals 0 to n; an event on a value belongs to the upper one.
struct QuadrantGate {
    struct Divider {
        Dimension dimension;
        std::vector<double> values;  ///< strictly ascending
        bool operator==(const Divider&) const = default;
    };
    /// One population: the interval of each divider, or `any` where a divider does not matter.
    struct Quadrant {
        static constexpr int any = -1;
        std::string name;
        std::vector<int> intervals;
        bool operator==(const Quadrant&) const = default;
    };
    std::vector<Divider> dividers;
    std::vector<Quadrant> quadrants;
    GateUnits units = GateUnits::data;

    /// Two dividers of one value, and populations in the order (x-,y-), (x+,y-), (x-,y+), (x+,y+); an empty name leaves
    /// one out.
    static QuadrantGate crossing(const std::array<Dimension, 2>& dimensions, const std::array<double, 2>& values,
                                 const std::array<std::string, 4>& names, GateUnits units = GateUnits::data);
    /// The names that make crossing() give this gate; nullopt when nothing does.
    [[nodiscard]] std::optional<std::array<std::string, 4>> crossing_names() const;
    bool operator==(const QuadrantGate&) const = default;
};

/// Logic over other populations (full paths), within the parent.
struct BooleanGate {
    enum class Operation { all_of, any_of };
    struct Operand {
        std::string population;
        bool complement = false;
        bool operator==(const Operand&) const = default;
    };
    Operation operation = Operation::all_of;
    std::vector<Operand> operands;
    bool operator==(const BooleanGate&) const = default;
};

using Gate = std::variant<RectangleGate, PolygonGate, EllipsoidGate, QuadrantGate, BooleanGate>;

/// The dimensions of a gate in its own order; none for a boolean.
std::vector<Dimension> gate_dimensions(const Gate& gate);

/// "range", "rectangle", "polygon", "ellipse", "quadrant", "boolean".
std::string gate_type(const Gate& gate);

}  // namespace asparagate
