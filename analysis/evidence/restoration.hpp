#pragma once
#include "asparagate/analysis/evidence.hpp"

namespace asparagate {

/// The activity points of one patient and period that count: drawn after the dose they are named for, of a product
/// whose samples on day 7, 14 and 21 the rules are about.
struct ActivityCourse {
    const ActivitySample* day7 = nullptr;
    const ActivitySample* day14 = nullptr;
    const ActivitySample* day21 = nullptr;
};
/// The first usable sample of each day; more of the same day are named in `findings` and not used.
ActivityCourse activity_course(const std::vector<ActivitySample>& activity, const std::string& patient, Period period,
                               const DomainRules& rules, Findings& findings);

/// False for samples that another asparaginase disturbs (DOMAIN F5) and for products that the rules do not cover.
bool counts_for_rules(const ActivitySample& sample, const DomainRules& rules);

/// At least `threshold` IU/L; exactly the threshold is adequate. nullopt when there is no sample or its censoring
/// leaves it open (`<150` against 100). A value beyond its own limits of quantification stands for that limit.
std::optional<bool> is_adequate(const ActivitySample* sample, double threshold_iu_l);
/// At or above its lower limit of quantification; nullopt when there is no sample.
std::optional<bool> is_quantified(const ActivitySample* sample);
/// Which side of the stated value the truth lies on: -1 below, 0 at it, 1 above.
int censoring(const ActivitySample& sample);
/// The value, or the limit of quantification that it lies beyond.
double stated_value(const ActivitySample& sample);
/// Silent-inactivation rule of DOMAIN 2.2 for pegaspargase: day 7 below the threshold and/or day 14 below the LLOQ.
std::optional<bool> is_inactive(const ActivityCourse& course, double threshold_iu_l);

/// Rules R-A, R-B and R-C of DOMAIN 2.3. A rule is about a course that was inactive before; where a point that the
/// rule names is missing, or the course before was not inactive, it is not evaluable.
Restoration restoration(const std::string& rule, const ActivityCourse& before, const ActivityCourse& after,
                        double threshold_iu_l);

/// log2(after / before) on day 7 (R-D). A side below its LLOQ (or above its upper limit) stands at the limit and makes
/// the value a bound; both sides censored the same way leave it undefined.
struct ActivityChange {
    std::optional<double> log2_change;
    std::string bound;  ///< "", "at least", "at most"
};
ActivityChange activity_change(const ActivitySample* before, const ActivitySample* after);

/// DOMAIN 2.2, symptoms x activity: "tolerant", "silent inactivation", "allergic-like reaction",
/// "neutralising clinical hypersensitivity" or "unclassified".
std::string activity_status(std::optional<bool> symptoms, const ActivityCourse& course, double threshold_iu_l);

/// "adequate", "below threshold", "below LLOQ", "undecided", "descriptive" (a day on which the rule of the product does
/// not judge) or "other asparaginase", for the activity table. The level is that of the product (DOMAIN 2.2).
std::string activity_class(const ActivitySample& sample, const StudySettings& settings);

/// Every patient of the study with group, restoration and flags.
/// `liver` is graded.
std::vector<PatientEvidence> patient_evidence(const Study& study, const std::vector<LiverSample>& liver,
                                              Findings& findings);

}  // namespace asparagate
