#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

/// One version of a claimed proportion: as printed, or as the study's patients give it.
struct ClaimVersion {
    std::string statement;
    std::string outcome, subgroup;  ///< conditions as text
    std::string version;            ///< "as printed" or "from the patients"
    std::uint64_t k = 0, n = 0;
    std::optional<double> percent, low, high, wilson_low, wilson_high;    ///< 95 %, percent
    std::optional<double> posterior_mean, posterior_low, posterior_high;  ///< Beta(1,1), percent
    std::optional<double> above_half;                                     ///< P(proportion > 1/2)
    bool conflict = false;                                                ///< the two versions differ
    std::vector<std::string> patients;                                    ///< with the outcome; from the patients only
    std::string source;
    std::vector<std::string> not_known = {};  ///< left out of n because a condition is not known of them
};

/// Two subgroups of the same outcome against each other, by one version of the claims.
struct ClaimTest {
    std::string outcome, subgroup_1, subgroup_2, version;
    std::uint64_t k_1 = 0, n_1 = 0, k_2 = 0, n_2 = 0;
    std::optional<double> p, p_min_attainable;    ///< Fisher, two-sided
    std::optional<double> odds_ratio, low, high;  ///< conditional, exact 95 %; infinite ends are empty
};

/// How many patients an analysis has, and what that many allow.
struct AnalysisSize {
    std::string analysis;        ///< activity, antibodies, flow, outcome
    std::uint64_t n = 0;         ///< with data
    std::uint64_t not_done = 0;  ///< missing on purpose
    std::uint64_t missing = 0;   ///< missing otherwise
    std::vector<std::string> not_done_patients;
    std::uint64_t possible_aar = 0, possible_aanr = 0;     ///< of those not marked as not done
    std::optional<double> p_min_between;                   ///< smallest two-sided exact Mann-Whitney p without ties
    std::optional<double> p_min_paired, p_min_paired_aar;  ///< smallest two-sided signed rank p: all, AAR
};

/// One line of the cohort's description (the letter's Table 1).
struct CohortRow {
    std::string characteristic;                ///< "sex", "age_years"
    std::string level;                         ///< "M"; empty for a number
    std::uint64_t k = 0, n = 0;                ///< with the level, of patients where it is known
    std::optional<double> percent, low, high;  ///< Clopper-Pearson 95 %
    std::optional<double> median, first_quartile, third_quartile, minimum, maximum;
};

/// One population of one sample against the limits of detection (DOMAIN 3.4 and 3.5).
struct DetectionRow {
    std::string sample, population;
    std::optional<std::uint64_t> count, parent_count;
    std::string state;  ///< detection class; "not above blank" where the share is not above the limit of blank
    std::optional<double> sensitivity_percent;  ///< LOD events as percent of the parent
    std::optional<double> percent_upper;        ///< of the parent, exact upper 95 % bound (two-sided)
    std::string platform;                       ///< beads, volumetric, dual; empty without a count
    std::optional<double> cells_per_ul, low, high;
    std::optional<double> cv_percent;  ///< coefficient of variation of the counts that enter, and of the analyser
    std::vector<std::string> flags;    ///< CBC_TIME
    std::string statement;             ///< below the LOD or not above the blank: what may be said

    std::optional<double> lob_percent;  ///< limit of blank (LOB), percent of the parent; empty without a blank
    std::optional<std::uint64_t> blanks, blank_count, blank_parent_count;  ///< tubes that give it, and their events
    std::string lob_method;
};

}  // namespace asparagate
