#include "asparagate/analysis/statistics/proportion.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/hodges_lehmann.hpp"

#include <boost/math/special_functions/beta.hpp>

#include <limits>

namespace asparagate {
namespace {

/// Clopper-Pearson for x of n that need not be whole (events scaled by a dilution).
ConfidenceInterval binomial_limits(double x, double rest, double confidence) {
    const double tail = (1 - confidence) / 2;
    return {x > 0 ? boost::math::ibeta_inv(x, rest + 1, tail) : 0.0,
            rest > 0 ? boost::math::ibetac_inv(x + 1, rest, tail) : 1.0};
}

/// log2 of the ratio of rates that a share `p` of all events after implies; -inf at 0, inf at 1.
double log2_rate_ratio(double p, double n0, double n1) {
    if (p <= 0) return -std::numeric_limits<double>::infinity();
    if (p >= 1) return std::numeric_limits<double>::infinity();
    return std::log2(p / (1 - p) * n0 / n1);
}

void check_counts(double k, double n, const char* which) {
    if (std::isfinite(k) && std::isfinite(n) && k >= 0 && n > 0) return;
    throw AnalysisError("log2 fold change", std::string(which) + " is " + format_number(k) + " of " + format_number(n) +
                                                "; expected a count from 0 and a positive total or volume");
}

}  // namespace

ConfidenceInterval clopper_pearson(std::uint64_t x, std::uint64_t n, double confidence) {
    constexpr const char* method = "Clopper-Pearson";
    if (n == 0 || x > n) {
        throw AnalysisError(method,
                            std::to_string(x) + " of " + std::to_string(n) + "; expected 0 <= x <= n and n >= 1");
    }
    check_confidence(confidence, method);
    return binomial_limits(static_cast<double>(x), static_cast<double>(n - x), confidence);
}

Log2FoldChange log2_fold_change(double k0, double n0, double k1, double n1, double pseudo_count) {
    check_counts(k0, n0, "before");
    check_counts(k1, n1, "after");
    Log2FoldChange change;
    const double c = pseudo_count;
    change.estimate = std::log2(((k1 + c) / (n1 + 2 * c)) / ((k0 + c) / (n0 + 2 * c)));
    const ConfidenceInterval share = binomial_limits(k1, k0, 0.95);
    change.low = k1 > 0 ? log2_rate_ratio(share.low, n0, n1) : -std::numeric_limits<double>::infinity();
    change.high = k0 > 0 ? log2_rate_ratio(share.high, n0, n1) : std::numeric_limits<double>::infinity();
    return change;
}

}  // namespace asparagate
