#pragma once
#include "evidence/restoration.hpp"

#include <limits>
#include <unordered_map>

namespace asparagate {

/// Between them the samples of a rank test can be ordered.
struct CensoringLimits {
    double low = 0;
    double high = std::numeric_limits<double>::infinity();
};

/// One day of one period for every patient, fit for rank tests: what lies below the highest LLOQ of the samples
/// involved stands at that limit, tied lowest (DOMAIN 4.13), and what lies above the lowest upper limit at that one.
class CensoredActivity {
public:
    /// Refers to the evidence, which must outlive it and keep its activity.
    explicit CensoredActivity(const Evidence& evidence);

    /// The sample that counts, or null.
    [[nodiscard]] const ActivitySample* sample(const std::string& patient, Period period, int nominal_day) const;
    /// Highest lower and lowest upper limit among `samples` that are censored or carry limits.
    [[nodiscard]] static CensoringLimits limits(const std::vector<const ActivitySample*>& samples);
    [[nodiscard]] static double value(const ActivitySample& sample, const CensoringLimits& limits);

private:
    std::unordered_map<std::string, const ActivitySample*> samples_;
};

}  // namespace asparagate
