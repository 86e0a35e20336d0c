#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// What one test gave in one draw; empty where it could not be made.
struct TestDraw {
    std::optional<double> estimate, p;
};

/// Fills everything of a conclusion that follows from its draws: bands, shares, whether it changes, and the sentence.
/// `estimate`, `p` and `p_min_attainable` are those of the gates as drawn.
void set_conclusion(ConclusionBand& conclusion, const std::vector<TestDraw>& draws, double alpha);

/// Share of the estimates' variance that follows `places` along a straight line: r squared over the draws that have an
/// estimate; 0 where one of the two does not vary.
double explained_share(const std::vector<TestDraw>& draws, const std::vector<double>& places);

/// 2.5th to 97.5th percentile; nothing for no values.
struct DrawBand {
    std::optional<double> low, high;
};
DrawBand band_of(const std::vector<double>& values);

}  // namespace asparagate
