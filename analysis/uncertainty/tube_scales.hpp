#pragma once
#include "uncertainty/axis_scale.hpp"

#include "asparagate/analysis/study.hpp"
#include "asparagate/gating/engine.hpp"

namespace asparagate {

/// The scales of a tube's dimensions, as the first of its files that has them shows them: one range for all samples,
/// so that a gate is moved by the same distance in each.
class TubeScales {
public:
    TubeScales(const Study& study, const std::string& tube, const GateOptions& options);

    /// nullopt when no readable file has the dimension, or its range is not known.
    [[nodiscard]] std::optional<AxisScale> of(const Dimension& dimension);

private:
    const DataSet* data_set(std::size_t i);

    struct File {
        std::filesystem::path path;
        bool looked_at = false;
        std::optional<DataSet> data_set;
    };
    GatingStrategy strategy_;
    GateOptions options_;
    std::vector<File> files_;
};

}  // namespace asparagate
