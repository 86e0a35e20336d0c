#include "evidence/censored_activity.hpp"

namespace asparagate {

namespace {

std::string key(const std::string& patient, Period period, int nominal_day) {
    return patient + (period == Period::before ? "\nbefore\n" : "\nafter\n") + std::to_string(nominal_day);
}

}  // namespace

CensoredActivity::CensoredActivity(const Evidence& evidence) {
    // Of two on one day the first in the table counts.
    for (const ActivitySample& sample : evidence.activity)
        if (counts_for_rules(sample, evidence.settings.domain))
            samples_.emplace(key(sample.patient, sample.period, sample.nominal_day), &sample);
}

const ActivitySample* CensoredActivity::sample(const std::string& patient, Period period, int nominal_day) const {
    const auto found = samples_.find(key(patient, period, nominal_day));
    return found == samples_.end() ? nullptr : found->second;
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
