#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace asparagate {

struct StudySettings;

/// One threshold or rule of the domain as it was in force, with where it comes from; tables and report print it.
struct Rule {
    std::string name;    ///< "tdm.pegaspargase.adequate_iu_l": table and key of rules.toml
    std::string value;   ///< "100", "7, 14", "R-A"
    std::string unit;    ///< "IU/L", "days"; empty for a name or a ratio
    std::string source;  ///< publication, label, "study.toml", ...
};

/// How activity after one product is judged (DOMAIN 2.2). Days count from the dose.
struct ProductRule {
    std::vector<double> judged_days;       ///< on which the level says adequate or not
    std::vector<double> descriptive_days;  ///< shown, never judged
    double window_days = 1;                ///< still counts as that day
    double adequate_iu_l = 100;            ///< exactly this is adequate
};

/// Every number of the domain that a study may change in its rules.toml (docs/study.md); these are the defaults.
struct DomainRules {
    std::map<std::string, ProductRule> products = default_products();  ///< by product
    double other_window_days = 1;                                      ///< of products that are not named
    std::vector<double> sensitivity_thresholds_iu_l = {20, 50, 100, 250, 400};

    /// UNIT_SUSPECT: above `unit_high`, or below `unit_low` where the table's median is at least
    /// `unit_plausible_median`.
    double unit_high_iu_l = 10000, unit_low_iu_l = 2, unit_plausible_median_iu_l = 20;

    double igg_half_life_days = 21;
    double blinatumomab_course_days = 28;
    double pseudo_count = 0.5;  ///< of log2 fold changes of counts
    /// Share of FLOOR pairs above which a feature is not set against groups or outcomes.
    double largest_floor_share = 0.5;
    /// How far thresholds of controls are moved to show what hangs on them: share of the dimension's transformed range.
    double threshold_shift = 0.1;
    /// Limit of blank: the share of blanks that it leaves below it, and from how many blanks on their own percentile
    /// gives it (before, their pooled events).
    double blank_level = 0.95;
    std::uint64_t blanks_for_percentile = 20;
    double cbc_hours = 24;  ///< between the blood count and the flow sample of a dual-platform count

    /// LFT_HIGH_AFTER_ASP: grades 1 to 4 begin above these multiples of the upper limit of normal.
    std::vector<double> alt_times_uln = {1, 3, 5, 20};
    std::vector<double> ast_times_uln = {1, 3, 5, 20};
    std::vector<double> bilirubin_times_uln = {1, 1.5, 3, 10};
    std::uint64_t liver_flag_grade = 3;
    double liver_days_after_dose = 42;

    std::uint64_t model_patients = 20, model_smaller_group = 5;  ///< below these only description
    std::uint64_t fewest_comparators = 20;                       ///< a percentile among fewer others is not shown

    static std::map<std::string, ProductRule> default_products();
    /// The rule of a product; nullptr for one that is not named.
    [[nodiscard]] const ProductRule* product(const std::string& name) const;
    [[nodiscard]] double window_days(const std::string& product) const;
    /// Whether R-A to R-C may judge activity after this product: days 7 and 14 are judged days. True for no product.
    [[nodiscard]] bool restoration_covers(const std::string& product) const;
};

/// Every rule of the settings with its built-in source.
std::vector<Rule> default_rules(const StudySettings& settings);
/// Sets what a rule of that name stands for. @throws AnalysisError on an unknown name or a value out of its range.
void apply_rule(StudySettings& settings, const Rule& rule);
/// Takes the values of `settings.rules` from the settings; sources stay.
void refresh_rules(StudySettings& settings);
/// A commented rules.toml that says exactly `settings.rules`, or the defaults where there are none.
std::string format_rules(const StudySettings& settings);

}  // namespace asparagate
