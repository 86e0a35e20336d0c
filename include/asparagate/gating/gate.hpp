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
    std::string channel;            ///< channel or marker as the strategy names it; resolved against each file's panel
    std::string transform;          ///< name of a transform of the strategy; empty = its default for this channel
    bool compensated = true;        ///< false: raw values even where the strategy compensates
    bool operator==(const Dimension&) const = default;
};

/// The numbers a gate is written in.
enum class GateUnits {
    data,   ///< compensated values before the transform: what the axis labels show
    scale   ///< after the transform, as in Gating-ML 2.0
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
    std::string control;            ///< such as "FMO GzmB"; matches the control column of a study's samples
    double percentile = 99.5;
    std::size_t minimum_events = 500;
    double fallback = 0;
    bool operator==(const ControlThreshold&) const = default;
};

/// Range (one dimension) or rectangle (more). NaN is in no gate.
struct RectangleGate {
    std::vector<Dimension> dimensions;
    std::vector<Interval> bounds;               ///< one per dimension
    GateUnits units = GateUnits::data;
    std::optional<ControlThreshold> control;    ///< replaces bounds[0].min; only with one dimension
    bool operator==(const RectangleGate&) const = default;
};

/// Even-odd crossing rule on straight edges of the transformed scale; lower and left boundary inside, upper and right
/// outside (docs/gate-semantics.md). At least 3 finite vertices.
struct PolygonGate {
    std::array<Dimension, 2> dimensions;
    std::vector<std::array<double, 2>> vertices;
    GateUnits units = GateUnits::data;
    bool operator==(const PolygonGate&) const = default;
};

/// (x - mean)' covariance^-1 (x - mean) <= distance_square, on the transformed scale (Gating-ML 2.0 section 5.3).
/// The covariance is row-major and positive definite.
struct EllipsoidGate {
    std::vector<Dimension> dimensions;
    std::vector<double> mean;
    std::vector<double> covariance;
    double distance_square = 1;
    bool operator==(const EllipsoidGate&) const = default;
};

/// Two dividers that split the parent in four; an event on a divider belongs to the upper side. Each quadrant is a
/// population named by `names` in the order (x-,y-), (x+,y-), (x-,y+), (x+,y+); an empty name leaves it out.
struct QuadrantGate {
    std::array<Dimension, 2> dimensions;
    std::array<double, 2> dividers{};
    std::array<std::string, 4> names;
    GateUnits units = GateUnits::data;
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

/// "range", "rectangle", "polygon", "ellipse", "quadrant", "boolean".
std::string gate_type(const Gate& gate);

}  // namespace asparagate
