#include "evidence/comparison_tests.hpp"

#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"
#include "asparagate/analysis/statistics/significance.hpp"
#include "asparagate/analysis/statistics/summary.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {
namespace {

/// p and the smallest p of exact tests are sums of the same terms; they differ by rounding at most.
constexpr double same_p = 1e-9;

std::optional<double> finite(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

void set_location(Comparison& comparison, const HodgesLehmann& location) {
    comparison.estimate = location.estimate;
    comparison.low = finite(location.low);
    comparison.high = finite(location.high);
    comparison.achieved = location.achieved;
    if (comparison.low || comparison.high) return;
    comparison.note += "; no 95 % interval exists for this n, the range of differences " +
                       short_text(location.range_low) + " to " + short_text(location.range_high) + " has level " +
                       short_text(100 * location.range_confidence) + " %";
}

}  // namespace

std::string p_sentence(const std::string& test, double p, double smallest, const std::string& design) {
    const std::string found = test + " p = " + short_text(p);
    if (p <= smallest * (1 + same_p)) return found + ", the smallest possible for " + design;
    return found + "; the smallest possible for " + design + " is " + short_text(smallest);
}

std::string beyond_reach(const std::optional<double>& smallest, double alpha) {
    if (!cannot_reach(smallest, alpha)) return {};
    return "; no result can reach p <= " + format_number(alpha);
}

std::string short_text(double value) {
    if (value == 0 || !std::isfinite(value)) return format_number(value);
    const int digits = static_cast<int>(std::max(0.0, 1 - std::floor(std::log10(std::abs(value)))));
    const double scale = std::pow(10.0, digits);
    return format_number(std::round(value * scale) / scale);
}

void compare_groups(Comparison& comparison, const std::vector<double>& x, const std::vector<double>& y) {
    comparison.test = exact_mann_whitney;
    comparison.n_1 = x.size();
    comparison.n_2 = y.size();
    if (!x.empty()) comparison.median_1 = median(x);
    if (!y.empty()) comparison.median_2 = median(y);
    if (x.empty() || y.empty()) {
        comparison.note = "not tested: " + std::to_string(x.size()) + " against " + std::to_string(y.size());
        return;
    }
    const MannWhitney test = mann_whitney(x, y);
    if (!test.exact) comparison.test = "Mann-Whitney, normal approximation";
    comparison.ties = test.ties;
    comparison.statistic = test.u;
    comparison.p = test.p_two_sided;
    comparison.p_min_attainable = test.p_min_attainable;
    comparison.note =
        p_sentence(test.exact ? exact_mann_whitney : "Mann-Whitney by normal approximation", test.p_two_sided,
                   test.p_min_attainable, std::to_string(x.size()) + " against " + std::to_string(y.size()));
    set_location(comparison, hodges_lehmann(x, y));
    const AreaUnderCurve area = area_under_curve(x, y);
    comparison.auc = area.theta;
    comparison.auc_low = area.low;
    comparison.auc_high = area.high;
}

void compare_pairs(Comparison& comparison, const std::vector<double>& before, const std::vector<double>& after,
                   const std::vector<double>& differences) {
    comparison.test = "exact signed rank";
    comparison.n_1 = differences.size();
    if (!before.empty()) comparison.median_1 = median(before);
    if (!after.empty()) comparison.median_2 = median(after);
    const bool all_zero = std::all_of(differences.begin(), differences.end(), [](double d) { return d == 0; });
    if (all_zero) {
        comparison.note = differences.empty() ? "not tested: no pairs" : "not tested: no pair differs";
        return;
    }
    const SignedRank test = signed_rank(differences);
    if (!test.exact) comparison.test = "signed rank, normal approximation";
    comparison.ties = test.ties;
    comparison.statistic = test.v;
    comparison.p = test.p_two_sided;
    comparison.p_min_attainable = test.p_min_attainable;
    std::string design = std::to_string(test.n) + (test.n == 1 ? " pair" : " pairs");
    if (test.zeros > 0) design += test.n == 1 ? " that differs" : " that differ";
    comparison.note = p_sentence(test.exact ? "exact signed rank" : "signed rank by normal approximation",
                                 test.p_two_sided, test.p_min_attainable, design);
    set_location(comparison, pseudomedian(differences));
}

}  // namespace asparagate
