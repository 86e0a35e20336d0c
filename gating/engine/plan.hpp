#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/gating/strategy.hpp"
#include "channel_binding.hpp"
#include "edge.hpp"
#include "ellipsoid.hpp"
#include "fast_scale.hpp"
#include "flowjo_grid.hpp"
#include "polygon.hpp"

namespace asparagate::detail {

inline constexpr std::size_t none = static_cast<std::size_t>(-1);
/// The population of all events, parent of the topmost gates.
inline constexpr std::size_t all_events = none - 1;

/// One dimension of a gate in one file.
struct Axis {
    std::size_t column = 0;  ///< index into Plan::columns
    Transform transform;
    [[nodiscard]] bool is_identity() const noexcept { return std::holds_alternative<IdentityTransform>(transform); }
};

using ScalePointer = std::shared_ptr<const FastScale>;

struct RectangleTest {
    std::vector<Axis> axes;
    std::vector<EdgeInterval> intervals;
};
/// A shape on the transformed scale, with a box around it in data units.
struct PolygonTest {
    std::vector<Axis> axes;  ///< two
    std::vector<EdgeInterval> box;
    std::vector<ScalePointer> scales;
    Polygon polygon;
    [[nodiscard]] bool contains(std::span<const double> point) const { return polygon.contains(point[0], point[1]); }
};
/// A polygon on the channels of FlowJo.
struct GridTest {
    std::vector<Axis> axes;  ///< two
    std::array<FlowJoAxis, 2> channels;
    FlowJoGrid grid;
};
struct EllipsoidTest {
    std::vector<Axis> axes;
    std::vector<EdgeInterval> box;
    std::vector<ScalePointer> scales;
    Ellipsoid ellipsoid;
    [[nodiscard]] bool contains(std::span<const double> point) const { return ellipsoid.contains(point); }
};
struct QuadrantTest {
    std::vector<Axis> axes;                            ///< one per divider
    std::vector<std::vector<EdgeInterval>> intervals;  ///< of each divider, ascending; NaN is in none
    std::vector<std::vector<int>> quadrants;           ///< per output of the gate, one interval or `any` per divider
};
struct BooleanTest {
    struct Operand {
        std::size_t population;
        bool complement;
    };
    bool all_of = true;
    std::vector<Operand> operands;
};
using GateTest = std::variant<RectangleTest, PolygonTest, GridTest, EllipsoidTest, QuadrantTest, BooleanTest>;

/// Indices of the columns that a gate looks at.
std::vector<std::size_t> columns_of(const GateTest& test);

struct PlannedGate {
    std::size_t node = 0;              ///< index into GatingStrategy::nodes
    std::size_t parent = all_events;   ///< population
    std::vector<std::size_t> outputs;  ///< populations; one unless a quadrant
    GateTest test;
};

/// A strategy bound to the parameters of one data set: names resolved, bounds carried to the data scale, gates in an
/// order in which parents and operands come first.
struct Plan {
    std::vector<PopulationInfo> populations;
    std::vector<std::size_t> parents;    ///< of each population
    std::vector<std::string> obstacles;  ///< why a population is not computable; empty when it is
    std::vector<Column> columns;
    std::vector<PlannedGate> gates;  ///< computable ones only
    Findings findings;               ///< G-MARKER, G-MATRIX, G-CONTROL, G-SCALE, G-ELLIPSE, G-GRID

    [[nodiscard]] std::size_t population(std::string_view path) const;  ///< all_events for "/", none when unknown
    [[nodiscard]] bool is_same_or_below(std::size_t population, std::size_t ancestor) const;
};

/// Scales made once for every gate, and plan, that uses the transform: each takes some thousand values to make.
using ScaleCache = std::vector<std::pair<Transform, ScalePointer>>;

/// @throws GatingError on an undefined parent, operand or transform, a boolean cycle, a gate with inconsistent sizes,
/// or a strategy that has versions still.
Plan make_plan(const GatingStrategy& strategy, const DataSet& data_set, const AppliedCompensation& compensation,
               const std::string& sample, ScaleCache* scales = nullptr);

/// Node indices such that parents and boolean operands come first; ties in file order. `where` opens error messages.
std::vector<std::size_t> evaluation_order(const GatingStrategy& strategy, const std::string& where);

/// Index of the column in the plan, added when new.
std::size_t add_column(Plan& plan, const Column& column);

/// Parameters of the file that the columns are made from, ascending.
std::vector<std::size_t> parameters_read(const Plan& plan);

}  // namespace asparagate::detail
