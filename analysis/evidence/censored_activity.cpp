#include "evidence/censored_activity.hpp"

namespace asparagate {

const ActivitySample* CensoredActivity::sample(const std::string& patient, Period period, int nominal_day) const {
    for (const ActivitySample& sample : evidence_.activity)
        if (sample.patient == patient && sample.period == period && sample.nominal_day == nominal_day &&
            counts_for_rules(sample, evidence_.settings.domain))
            return &sample;
    return nullptr;
}

CensoringLimits CensoredActivity::limits(const std::vector<const ActivitySample*>& samples) {
    CensoringLimits limits;
    for (const ActivitySample* sample : samples) {
        if (sample->given.qualifier == '<') limits.low = std::max(limits.low, sample->iu_l);
        limits.low = std::max(limits.low, sample->lloq_iu_l.value_or(0));
        if (sample->given.qualifier == '>') limits.high = std::min(limits.high, sample->iu_l);
        limits.high = std::min(limits.high, sample->uloq_iu_l.value_or(limits.high));
    }
    // Limits that cross leave no order at all.
    limits.high = std::max(limits.low, limits.high);
    return limits;
}

double CensoredActivity::value(const ActivitySample& sample, const CensoringLimits& limits) {
    return std::clamp(sample.iu_l, limits.low, limits.high);
}

}  // namespace asparagate
