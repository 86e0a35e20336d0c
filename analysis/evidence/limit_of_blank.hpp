#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <unordered_map>

namespace asparagate {

/// What blanks show of a population that they do not hold (DOMAIN 3.5).
struct LimitOfBlank {
    double share = 0;  ///< of the parent, 0 to 1
    std::string method;
    std::uint64_t blanks = 0, count = 0, parent_count = 0;  ///< tubes with events in the parent, and their events
};

/// The share of the parent that blanks stay below at the rules' level (95 %). From the rules' number of blanks (20) on
/// the nonparametric percentile of their shares, at rank level * n + 0.5 with linear interpolation (CLSI EP17-A2); with
/// fewer the exact one-sided upper limit of their pooled events (Clopper and Pearson 1934). Tubes without events in the
/// parent are left out; nullopt when none is left.
std::optional<LimitOfBlank> limit_of_blank(const std::vector<BlankCount>& blanks, const DomainRules& rules);

/// The limits of a study: of populations that STUDY.toml names blanks for, from all of them; of thresholds from
/// controls, from the controls of the same patient and tube.
class LimitsOfBlank {
public:
    LimitsOfBlank(const Study& study, const std::vector<BlankCount>& blanks);
    /// nullptr where there is no blank.
    [[nodiscard]] const LimitOfBlank* find(const StudySample& sample, const std::string& population) const;

private:
    std::unordered_map<std::string, LimitOfBlank> of_study_, of_patient_;
};

inline constexpr const char* not_above_blank = "not above blank";

/// The detection class of a population: that of its count, but never detected where its share of the parent is not
/// above the limit of blank.
std::string detection_class(const PopulationRow& row, const LimitOfBlank* blank, const DetectionLimits& limits);

}  // namespace asparagate
