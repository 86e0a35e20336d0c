#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/gating/strategy.hpp"
#include "axis_transform.hpp"

#include <map>
#include <set>

namespace asparagate::flowjo {

/// The matrix of a sample and how FlowJo marks channels that it compensates.
struct SampleMatrix {
    std::string name;
    std::string prefix = "Comp-", suffix;
    std::optional<SpectrumMatrix> matrix{};  ///< none: the matrix of the file
    bool identity = false;                   ///< nothing is to be done, whatever the channel
    std::string obstacle{};                  ///< why it cannot be used
};

/// An axis of a gate as the strategy has it.
struct GateAxis {
    Dimension dimension;
    std::optional<Transform> display;  ///< the axis on which FlowJo draws, in the units of `dimension`
    std::string transform;             ///< its name in the strategy
    std::string obstacle;              ///< why there is no display
    double factor = 1;                 ///< from FlowJo's coordinates to the units of `dimension`: Time alone
    bool is_time = false;
    /// The rules of FlowJo-compatible evaluation for polygons, and for ends of rectangles, are known for it.
    bool has_grid = false, has_ends = false;
};

/// Names, matrix and display axes of one sample: what turns FlowJo's names of axes into dimensions.
class SampleAxes {
public:
    SampleAxes(const Keywords& keywords, std::vector<SampleMatrix> matrices);

    void add_display(const std::string& name, DisplayAxis axis);
    /// @throws Unsupported when the sample has no such channel or it has to be compensated by a matrix that is not
    /// there.
    [[nodiscard]] GateAxis resolve(const std::string& name) const;
    /// Matrices, transforms and default scales of the strategy, from what the axes are.
    void describe(GatingStrategy& strategy) const;
    /// The dimension names its transform where that is not the strategy's default scale.
    [[nodiscard]] Dimension dimension(const GateAxis& axis, const GatingStrategy& strategy) const;
    /// `$PnN` of the parameter that FlowJo shows as `name`; names that FlowJo shows alike are refused.
    [[nodiscard]] std::optional<std::string> channel(const std::string& name) const;

private:
    struct Named {
        std::string channel;
        const SampleMatrix* matrix = nullptr;
    };
    [[nodiscard]] Named named(const std::string& name) const;
    [[nodiscard]] bool has_parameters() const { return !channels_.empty(); }
    [[nodiscard]] double time_factor(const DisplayAxis* display) const;

    std::vector<SampleMatrix> matrices_;
    std::map<std::string, std::vector<std::string>> channels_;  ///< as FlowJo shows them -> `$PnN`
    std::map<std::string, DisplayAxis> displays_;
    std::optional<double> timestep_;
};

}  // namespace asparagate::flowjo
