#pragma once
#include "evidence/restoration.hpp"

namespace asparagate {

/// One day of one period for every patient, fit for rank tests: what lies below the highest LLOQ of the samples
/// involved stands at that limit, tied lowest (DOMAIN 4.13).
class CensoredActivity {
public:
    explicit CensoredActivity(const Evidence& evidence) : evidence_(evidence) {}

    /// The sample that counts, or null.
    [[nodiscard]] const ActivitySample* sample(const std::string& patient, Period period, int nominal_day) const;
    /// Highest limit among `samples` that are censored or carry an LLOQ; 0 when none does.
    [[nodiscard]] static double limit(const std::vector<const ActivitySample*>& samples);
    [[nodiscard]] static double value(const ActivitySample& sample, double limit);

private:
    const Evidence& evidence_;
};

}  // namespace asparagate
