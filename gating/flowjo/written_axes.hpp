#pragma once
#include "../engine/channel_binding.hpp"
#include "asparagate/gating/engine.hpp"
#include "display_element.hpp"

#include <array>
#include <map>
#include <vector>

namespace asparagate::flowjo {

/// An axis of a gate as it is written for one file.
struct WrittenAxis {
    std::string name;               ///< as FlowJo shows it: `Comp-PE-A`
    Transform scale;                ///< of the strategy
    Transform display;              ///< the axis that FlowJo draws it on
    std::optional<ScaleLine> line;  ///< where the one is straight on the other
};

/// The axes of one data set for a workspace: their names, the matrices behind them, displays that hold every gate and,
/// where they are free to, every event.
class WrittenAxes {
public:
    /// @throws GatingError for a matrix that FlowJo has no form for.
    WrittenAxes(const GatingStrategy& strategy, const DataSet& data_set, const GateOptions& options);

    /// `where` names the population in errors. @throws GatingError when FlowJo has nothing like the dimension.
    [[nodiscard]] WrittenAxis axis(const Dimension& dimension, const std::string& where) const;
    /// A bound with the same events of this file below it as `bound` and none on it: FlowJo includes the upper bound.
    [[nodiscard]] double clear_of_events(const Dimension& dimension, double bound) const;

    void write_matrices(detail::XmlText& xml) const;
    void write_displays(detail::XmlText& xml) const;

private:
    struct Matrix {
        std::string reference;  ///< Dimension::compensation
        std::string name, prefix;
        SpectrumMatrix values;
    };
    struct Display {
        Transform scale;
        std::array<double, 2> extent;  ///< of gates and events in data units
        Transform axis;
    };
    void add_matrix(const std::string& reference, const std::string& name, std::optional<SpectrumMatrix> values);
    void gather_matrices();
    void gather_displays();
    void add_gate(const GateNode& node);
    void add_display(const Dimension& dimension, std::array<double, 2> extent, const std::string& where);
    [[nodiscard]] detail::BoundDimension bound(const Dimension& dimension, const std::string& where) const;
    [[nodiscard]] std::string shown_name(const Dimension& dimension, const detail::BoundDimension& bound) const;
    [[nodiscard]] Transform display_axis(const Display& display, double range) const;

    const GatingStrategy& strategy_;
    const DataSet& data_set_;
    const GateOptions& options_;
    detail::AppliedCompensation compensation_;
    bool from_flowjo_;  ///< linear axes are FlowJo's own
    std::vector<Matrix> matrices_;
    std::map<std::string, Display> displays_;  ///< by FlowJo's name
};

}  // namespace asparagate::flowjo
