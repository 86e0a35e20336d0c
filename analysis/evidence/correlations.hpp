#pragma once
#include "evidence/test_sample.hpp"

#include "asparagate/analysis/evidence.hpp"
#include "asparagate/analysis/statistics/correlation.hpp"

namespace asparagate {

/// A correlation of the study before it is made.
struct PlannedCorrelation {
    Correlation correlation;  ///< what is set against what; `note` says why not, where it must not be
    TestSample sample;        ///< orders against an activity, groups (first = restored) against restored activity
};
/// Each feature's log2 fold change, follow-up and baseline value, and each antibody's log2 ratio, against the activity
/// after blinatumomab on day 7 and 14 (below-LLOQ values tied lowest) and against restored activity by the study's
/// rule. None in a blind study: what became of the patients is hidden with their groups.
std::vector<PlannedCorrelation> planned_correlations(const Evidence& evidence);

/// Fills n, rho, p and the note from `sample`: exact Spearman or Mann-Whitney with Cliff's delta. Unless
/// `correlation.note` tells why not. No interval.
void make_correlation(Correlation& correlation, const TestSample& sample, double alpha, SpearmanTester& tester);

/// All of them with p_holm and p_bh within family, quantity and what they are set against; without intervals.
/// `planned` are planned_correlations(evidence). @throws Interrupted
std::vector<Correlation> correlations(const Evidence& evidence, const std::vector<PlannedCorrelation>& planned,
                                      const TaskControl& control);
/// Tests with the same key are adjusted for each other.
std::string family_key(const Correlation& correlation);

/// Sets low, high and interval of every correlation of `evidence`: Fisher's z where values do not tie, else a
/// bootstrap, Newcombe's for Cliff's delta; or why there is none.
void add_intervals(Evidence& evidence, const std::vector<PlannedCorrelation>& planned, const TaskControl& control);

}  // namespace asparagate
