#pragma once
#include "asparagate/analysis/power_table.hpp"

namespace asparagate {

/// What small studies do to models and t tests, by `plan.model_runs` simulated studies for each design (DOMAIN 5).
/// The best of `plan.tests` null markers: its AUC on the patients it was chosen on, by leave-one-out without and with
/// the choice inside every fold, and by leave-pair-out with the choice inside, for the groups `plan.null_groups`.
std::vector<PowerRow> null_marker_rows(const PowerPlan& plan);
/// Five-parameter Firth models fitted to `plan.model_sizes` patients of a population with AUC `plan.model_auc` and
/// prevalence `plan.model_prevalence`: apparent AUC, AUC and calibration slope in 2000 other patients.
std::vector<PowerRow> model_rows(const PowerPlan& plan);
/// How often the t tests reject at `plan.alpha` when five and two values come from one distribution.
std::vector<PowerRow> t_test_rows(const PowerPlan& plan);

}  // namespace asparagate
