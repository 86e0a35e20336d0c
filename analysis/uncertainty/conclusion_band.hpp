#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// What one test gave in one draw; empty where it could not be made.
struct TestDraw {
    std::optional<double> estimate, p;
};

/// Fills everything of a conclusion that follows from its draws: bands, shares, whether it changes, and the sentence.
/// `estimate`, `p` and `p_min_attainable` are those of the gates as drawn. Of `settings` alpha and the share of the
/// draws in which a conclusion has to hold.
void set_conclusion(ConclusionBand& conclusion, const std::vector<TestDraw>& draws, const StudySettings& settings);

/// How closely the estimates follow `places`: Spearman's rho squared over the draws that have an estimate, the share of
/// the variance of their ranks; 0 where one of the two does not vary.
double explained_share(const std::vector<TestDraw>& draws, const std::vector<double>& places);

/// 2.5th to 97.5th percentile; nothing for no values.
struct DrawBand {
    std::optional<double> low, high;
};
DrawBand band_of(const std::vector<double>& values);

}  // namespace asparagate
