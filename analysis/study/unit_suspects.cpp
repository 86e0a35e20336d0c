#include "study/unit_suspects.hpp"

#include "asparagate/analysis/statistics/summary.hpp"

namespace asparagate {

std::vector<bool> unit_suspects(const std::vector<ActivitySample>& samples, const DomainRules& rules) {
    std::vector<bool> suspect(samples.size());
    std::vector<double> known;
    for (const ActivitySample& sample : samples)
        if (sample.given.qualifier == '=' && sample.iu_l > 0) known.push_back(sample.iu_l);
    const bool others_plausible = !known.empty() && median(known) >= rules.unit_plausible_median_iu_l;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double value = samples[i].iu_l;
        const bool low = samples[i].given.qualifier == '=' && value > 0 && value < rules.unit_low_iu_l;
        suspect[i] = value > rules.unit_high_iu_l || (low && others_plausible);
    }
    return suspect;
}

}  // namespace asparagate
