#pragma once
#include "document/content.hpp"

namespace asparagate {

// What the study is made of and what it is held against; without rows where there is nothing to show.
/// Sex, age, risk and reaction of the cohort.
ReportTable cohort_table(const Evidence& evidence);
/// How many patients each analysis has and the smallest p that so many allow.
ReportTable analysis_table(const Evidence& evidence);
/// Proportions as a publication prints them, beside what the study's patients give.
ReportTable claim_table(const Evidence& evidence);
/// Two subgroups of a claim against each other.
ReportTable claim_test_table(const Evidence& evidence);
/// What the clusters of the heatmap are worth.
ReportTable clustering_table(const Evidence& evidence);
/// Every threshold and rule in force, with its source.
ReportTable rule_table(const Evidence& evidence);

}  // namespace asparagate
