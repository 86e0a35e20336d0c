#pragma once
#include <cstdint>

namespace asparagate {

struct ConfidenceInterval {
    double low;
    double high;
};

/// Exact binomial interval (Clopper and Pearson 1934). n >= 1.
ConfidenceInterval clopper_pearson(std::uint64_t x, std::uint64_t n, double confidence = 0.95);

/// Change of a proportion k/n from before (0) to after (1) on the log2 scale (DOMAIN 3.6): estimate
/// log2(((k1+c)/(n1+2c))/((k0+c)/(n0+2c))) with the pseudo-count c; interval from the conditional binomial of k1 given
/// k0+k1
/// (-inf when k1 = 0, +inf when k0 = 0). With volumes instead of totals it is the change of a concentration.
struct Log2FoldChange {
    double estimate;
    double low, high;
};
Log2FoldChange log2_fold_change(double k0, double n0, double k1, double n1, double pseudo_count = 0.5);

}  // namespace asparagate
