#pragma once
#include "evidence/test_sample.hpp"

#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// A test of the study before it is made.
struct PlannedComparison {
    Comparison comparison;  ///< what is compared; `note` says why not, where it must not be
    TestSample sample;
};
/// Which tests are made follows from the study alone, never from a p-value.
std::vector<PlannedComparison> planned_comparisons(const Evidence& evidence);

/// Fills n, medians, statistic, p, estimate and the note from `sample`. Unless `comparison.note` tells why not.
void make_comparison(Comparison& comparison, const TestSample& sample, double alpha);

/// Every test of the study (docs/results.md): group against group by the exact Mann-Whitney test, before against after
/// by the exact signed-rank test. Needs the patients, fold changes, antibodies and activity of `evidence`; p_holm and
/// p_bh within family, quantity and sample. `planned` are planned_comparisons(evidence). @throws Interrupted
std::vector<Comparison> comparisons(const Evidence& evidence, const std::vector<PlannedComparison>& planned,
                                    Findings& findings, const TaskControl& control);
/// Tests with the same key are adjusted for each other.
std::string family_key(const Comparison& comparison);

}  // namespace asparagate
