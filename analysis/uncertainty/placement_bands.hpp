#pragma once
#include "asparagate/analysis/evidence.hpp"
#include "asparagate/fcs/task_control.hpp"

#include <functional>

namespace asparagate {

/// Populations and medians of all samples in one draw, 0 to `draws`; called from several threads at a time.
using DrawnStudy = std::function<GatedStudy(std::size_t draw)>;

/// Where one line, or one patient's threshold, lay in each draw from 1 on.
struct DrawnPlace {
    std::string tube, name;
    std::vector<double> places;
};

/// Fills `bands` and `conclusions`: the study's fold changes and tests in every draw beside those of `evidence`. Draw
/// 0, the gates as drawn, is left out of the bands. Percentiles are of type 7.
void set_placement_bands(const Study& study, const Evidence& evidence, const DrawnStudy& drawn,
                         const std::vector<DrawnPlace>& places, unsigned threads, const TaskControl& control,
                         PlacementUncertainty& result);

}  // namespace asparagate
