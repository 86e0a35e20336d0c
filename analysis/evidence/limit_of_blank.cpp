#include "evidence/limit_of_blank.hpp"

#include "asparagate/analysis/statistics/proportion.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

std::string key(const std::string& tube, const std::string& population) {
    return tube + '\n' + population;
}

std::string key(const std::string& patient, const std::string& tube, const std::string& population) {
    return patient + '\n' + key(tube, population);
}

double share_of(const BlankCount& blank) {
    return static_cast<double>(blank.count) / static_cast<double>(blank.parent_count);
}

/// Of ascending values; ranks count from 1.
double at_rank(const std::vector<double>& values, double rank) {
    const double within = std::clamp(rank, 1.0, static_cast<double>(values.size()));
    const double below = std::floor(within);
    const auto i = static_cast<std::size_t>(below) - 1;
    if (i + 1 == values.size()) return values[i];
    return values[i] + (within - below) * (values[i + 1] - values[i]);
}

bool is_named(const Study& study, const BlankCount& blank) {
    return std::any_of(study.blanks.begin(), study.blanks.end(), [&](const BlankTubes& named) {
        return named.tube == blank.tube && named.control == blank.control && named.population == blank.population;
    });
}

}  // namespace

std::optional<LimitOfBlank> limit_of_blank(const std::vector<BlankCount>& blanks, const DomainRules& rules) {
    LimitOfBlank limit;
    std::vector<double> shares;
    for (const BlankCount& blank : blanks) {
        if (blank.parent_count == 0) continue;
        shares.push_back(share_of(blank));
        limit.count += blank.count;
        limit.parent_count += blank.parent_count;
    }
    if (shares.empty()) return std::nullopt;
    limit.blanks = shares.size();
    const std::string level = format_number(100 * rules.blank_level);
    if (limit.blanks >= rules.blanks_for_percentile) {
        std::sort(shares.begin(), shares.end());
        limit.share = at_rank(shares, rules.blank_level * static_cast<double>(shares.size()) + 0.5);
        limit.method = level + "th percentile of the blanks";
    } else {
        // The upper end of a two-sided interval leaves half of what is outside above it.
        limit.share = clopper_pearson(limit.count, limit.parent_count, 2 * rules.blank_level - 1).high;
        limit.method = "one-sided " + level + " % upper limit of the pooled events";
    }
    return limit;
}

LimitsOfBlank::LimitsOfBlank(const Study& study, const std::vector<BlankCount>& blanks) {
    std::map<std::string, std::vector<BlankCount>> named, own;
    for (const BlankCount& blank : blanks)
        if (is_named(study, blank))
            named[key(blank.tube, blank.population)].push_back(blank);
        else
            own[key(blank.patient, blank.tube, blank.population)].push_back(blank);
    const auto add = [&](const auto& groups, auto& limits) {
        for (const auto& [name, group] : groups)
            if (auto limit = limit_of_blank(group, study.settings.domain)) limits.emplace(name, std::move(*limit));
    };
    add(named, of_study_);
    add(own, of_patient_);
}

const LimitOfBlank* LimitsOfBlank::find(const StudySample& sample, const std::string& population) const {
    if (const auto found = of_study_.find(key(sample.tube, population)); found != of_study_.end())
        return &found->second;
    const auto found = of_patient_.find(key(sample.patient, sample.tube, population));
    return found == of_patient_.end() ? nullptr : &found->second;
}

std::string detection_class(const PopulationRow& row, const LimitOfBlank* blank, const DetectionLimits& limits) {
    const bool detected = blank != nullptr && row.count && row.parent_count.value_or(0) > 0 && *row.count >= limits.lod;
    if (!detected) return row.state;
    const double share = static_cast<double>(*row.count) / static_cast<double>(*row.parent_count);
    return share > blank->share ? row.state : not_above_blank;
}

}  // namespace asparagate
