#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/gating/compensation.hpp"
#include "asparagate/gating/strategy.hpp"
#include "edge.hpp"
#include "ellipsoid.hpp"
#include "polygon.hpp"

namespace asparagate::detail {

inline constexpr std::size_t none = static_cast<std::size_t>(-1);
/// The population of all events, parent of the topmost gates.
inline constexpr std::size_t all_events = none - 1;

/// Values of one parameter in data units: as the file scales them, or compensated as a weighted sum of several.
struct Column {
    struct Term {
        std::size_t raw;  ///< index into Plan::raw_parameters
        double weight;
    };
    std::size_t parameter = 0;
    bool compensated = false;
    std::vector<Term> terms;  ///< weights that are exactly 0 are left out
};

/// One dimension of a gate in one file.
struct Axis {
    std::size_t column = 0;  ///< index into Plan::columns
    Transform transform;
    [[nodiscard]] bool is_identity() const noexcept { return std::holds_alternative<IdentityTransform>(transform); }
};

struct RectangleTest {
    std::vector<Axis> axes;
    std::vector<EdgeInterval> intervals;
};
struct PolygonTest {
    std::array<Axis, 2> axes;
    std::array<EdgeInterval, 2> box;
    Polygon polygon;
};
struct EllipsoidTest {
    std::vector<Axis> axes;
    std::vector<EdgeInterval> box;
    Ellipsoid ellipsoid;
};
struct QuadrantTest {
    std::array<Axis, 2> axes;
    std::array<Edge, 2> dividers;
};
struct BooleanTest {
    struct Operand {
        std::size_t population;
        bool complement;
    };
    bool all_of = true;
    std::vector<Operand> operands;
};
using GateTest = std::variant<RectangleTest, PolygonTest, EllipsoidTest, QuadrantTest, BooleanTest>;

struct PlannedGate {
    std::size_t node = 0;                                        ///< index into GatingStrategy::nodes
    std::size_t parent = all_events;                             ///< population
    std::array<std::size_t, 4> outputs{none, none, none, none};  ///< populations; only the first unless a quadrant
    GateTest test;
};

/// A strategy bound to the parameters of one data set: names resolved, bounds carried to the data scale, gates in an
/// order in which parents and operands come first.
struct Plan {
    std::vector<PopulationInfo> populations;
    std::vector<std::size_t> parents;    ///< of each population
    std::vector<std::string> obstacles;  ///< why a population is not computable; empty when it is
    std::vector<std::size_t> raw_parameters;
    std::vector<Column> columns;
    std::vector<PlannedGate> gates;  ///< computable ones only
    Findings findings;               ///< G-MARKER, G-CONTROL, G-SCALE

    [[nodiscard]] std::size_t population(std::string_view path) const;  ///< all_events for "/", none when unknown
    [[nodiscard]] bool is_same_or_below(std::size_t population, std::size_t ancestor) const;
};

/// @throws GatingError on an undefined parent, operand or transform, a boolean cycle, or a gate with inconsistent
/// sizes.
Plan make_plan(const GatingStrategy& strategy, const DataSet& data_set, const std::optional<Compensation>& compensation,
               const std::string& sample);

/// Node indices such that parents and boolean operands come first; ties in file order. `where` opens error messages.
std::vector<std::size_t> evaluation_order(const GatingStrategy& strategy, const std::string& where);

/// Index of the column in the plan, added when new. Empty terms are never returned.
std::size_t add_column(Plan& plan, std::size_t parameter, const DataSet& data_set,
                       const std::optional<Compensation>& compensation, bool compensated);

}  // namespace asparagate::detail
