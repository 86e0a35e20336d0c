#include "evidence/censored_activity.hpp"

namespace asparagate {

const ActivitySample* CensoredActivity::sample(const std::string& patient, Period period, int nominal_day) const {
    for (const ActivitySample& sample : evidence_.activity)
        if (sample.patient == patient && sample.period == period && sample.nominal_day == nominal_day &&
            counts_for_rules(sample, evidence_.settings.domain))
            return &sample;
    return nullptr;
}

double CensoredActivity::limit(const std::vector<const ActivitySample*>& samples) {
    double highest = 0;
    for (const ActivitySample* sample : samples) {
        if (sample->given.qualifier == '<') highest = std::max(highest, sample->iu_l);
        highest = std::max(highest, sample->lloq_iu_l.value_or(0));
    }
    return highest;
}

double CensoredActivity::value(const ActivitySample& sample, double limit) {
    return std::max(sample.iu_l, limit);
}

}  // namespace asparagate
