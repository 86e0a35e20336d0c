#pragma once
#include "uncertainty/axis_scale.hpp"

#include "asparagate/analysis/evidence.hpp"

#include <functional>

namespace asparagate {

/// Where the gates of one strategy lie in each draw. Draw 0 is the strategy as it is; in the others every line has a
/// normal shift of its own on the transformed scale, the same for all samples that share it. A line is a bound of a
/// range or rectangle, a divider of a quadrant, a polygon or an ellipse; lines that are equal are one line, drawn
/// once, wherever in the tree they stand, so that populations which meet at it still do. Booleans follow.
class GateMoves {
public:
    /// A line, named after the first gate that has it.
    struct Line {
        std::string name;    ///< "/Singlets/Live (Viability 2500)"
        std::string stream;  ///< of its shifts
    };

    /// `name` tells strategies of a study apart. `scale_of` is nullopt for a dimension that cannot be moved.
    using ScaleOf = std::function<std::optional<AxisScale>(const Dimension&)>;
    GateMoves(const GatingStrategy& strategy, std::string name, std::string tube, const UncertaintySettings& settings,
              std::uint64_t seed, const ScaleOf& scale_of);

    /// The strategy with its versions, moved. Control thresholds stay named; their fallbacks move.
    [[nodiscard]] GatingStrategy moved(std::size_t draw) const;
    /// A threshold found in a control, moved where the study gives its gate a tolerance of its own.
    [[nodiscard]] double moved_threshold(std::size_t node, double value, std::size_t draw) const;
    /// Seed of what is random about the threshold of a node in one draw.
    [[nodiscard]] std::uint64_t threshold_seed(std::size_t node, std::size_t draw) const;

    [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
    /// Shift of a line in one draw, in units of its sd.
    [[nodiscard]] double standard_shift(const Line& line, std::size_t draw) const;

    /// One row per gate and dimension. `uses` are the thresholds that the controls gave with the gates as drawn: whose
    /// fallback was taken instead is said.
    [[nodiscard]] std::vector<GatePlacement> placements(const std::vector<ThresholdUse>& uses) const;
    [[nodiscard]] const GatingStrategy& strategy() const { return strategy_; }
    /// Everything that decides the moves besides strategy and draw, for keys of kept results.
    [[nodiscard]] const std::string& key() const { return key_; }

private:
    /// A dimension of a gate: its scale, and the sd of a shift along it.
    struct Axis {
        std::optional<AxisScale> scale;
        std::string line;  ///< names the dimension in the streams of its lines
        double sd = 0;     ///< scale units
    };
    /// What a gate needs to be moved.
    struct Movable {
        std::vector<Axis> axes;
        double threshold_sd = 0;  ///< of a control's threshold
    };

    Movable movable(const std::string& path, const Gate& gate, const UncertaintySettings& settings,
                    const ScaleOf& scale_of);
    [[nodiscard]] std::string bound_stream(const Axis& axis, double value, GateUnits units) const;
    [[nodiscard]] std::string shape_stream(const Gate& gate, const Movable& movable, std::size_t dimension) const;
    void list_lines(const std::string& path, const Gate& gate, const Movable& movable);
    void list_line(const std::string& name, const Axis& axis, const std::string& stream);
    [[nodiscard]] double shift(const Axis& axis, const std::string& stream, std::size_t draw) const;
    [[nodiscard]] double moved_bound(const Axis& axis, double value, GateUnits units, std::size_t draw) const;
    void move(Gate& gate, const Movable& movable, std::size_t draw) const;
    void move(RectangleGate& gate, const Movable& movable, std::size_t draw) const;
    void move(PolygonGate& gate, const Movable& movable, std::size_t draw) const;
    void move(EllipsoidGate& gate, const Movable& movable, std::size_t draw) const;
    void move(QuadrantGate& gate, const Movable& movable, std::size_t draw) const;
    void move(BooleanGate&, const Movable&, std::size_t) const {}

    GatingStrategy strategy_;
    std::string name_, tube_;
    std::uint64_t seed_;
    std::vector<Movable> nodes_;
    std::vector<std::vector<Movable>> versions_;  ///< by version, then by its gates
    std::vector<GatePlacement> placements_;
    std::vector<Line> lines_;
    std::string key_;
};

/// Path of a gate, `parent/name`; of a quadrant too, whose populations have other paths.
std::string gate_path_of(const GateNode& node);

}  // namespace asparagate
