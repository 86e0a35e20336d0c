#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/contingency.hpp"
#include "statistics/hypergeometric.hpp"
#include "statistics/root.hpp"

#include <limits>
#include <numeric>

namespace asparagate {
namespace {

constexpr const char* method = "Fisher's exact test";
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t largest_support = 1'000'000;
constexpr std::uint64_t largest_count = std::uint64_t{1} << 52;

/// The observed cell among all that the margins allow.
struct ObservedCell {
    ConditionalCell cell;
    std::size_t position;

    [[nodiscard]] bool is_lowest() const { return position == 0; }
    [[nodiscard]] bool is_highest() const { return position == cell.highest() - cell.lowest(); }
    [[nodiscard]] double at_least(double log_odds) const { return tail(log_odds, true); }
    [[nodiscard]] double at_most(double log_odds) const { return tail(log_odds, false); }
    [[nodiscard]] double mean(double log_odds) const {
        const auto p = cell.probabilities(log_odds);
        double sum = 0;
        for (std::size_t i = 0; i < p.size(); ++i) sum += static_cast<double>(i) * p[i];
        return sum;
    }

private:
    [[nodiscard]] double tail(double log_odds, bool upper) const {
        const auto p = cell.probabilities(log_odds);
        const auto here = static_cast<std::ptrdiff_t>(position);
        return upper ? std::accumulate(p.rbegin(), p.rend() - here, 0.0)
                     : std::accumulate(p.begin(), p.begin() + here + 1, 0.0);
    }
};

/// exp of the root of an increasing function of the log odds.
template <class Function>
double odds_where_zero(Function increasing) {
    double reach = 1;
    while (reach < 700 && increasing(reach) < 0) reach *= 2;
    double depth = 1;
    while (depth < 700 && increasing(-depth) > 0) depth *= 2;
    return std::exp(root_between(increasing, -depth, reach));
}

void fill_odds_ratio(FisherExact& result, const ObservedCell& observed) {
    constexpr double tail = 0.025;
    if (observed.is_lowest() && observed.is_highest()) {
        result.odds_ratio = std::numeric_limits<double>::quiet_NaN();
        result.high = infinity;
        return;
    }
    const auto found = static_cast<double>(observed.position);
    result.odds_ratio = observed.is_lowest()    ? 0
                        : observed.is_highest() ? infinity
                                                : odds_where_zero([&](double t) { return observed.mean(t) - found; });
    result.low = observed.is_lowest() ? 0 : odds_where_zero([&](double t) { return observed.at_least(t) - tail; });
    result.high =
        observed.is_highest() ? infinity : odds_where_zero([&](double t) { return tail - observed.at_most(t); });
}

void check_table(const Table2x2& table) {
    std::uint64_t total = 0;
    for (const auto& row : table) {
        for (const std::uint64_t count : row) {
            if (count > largest_count) throw AnalysisError(method, "a count above 2^52; expected smaller counts");
            total += count;
        }
    }
    if (total == 0) throw AnalysisError(method, "all counts are 0; expected at least one observation");
    const std::uint64_t smallest_margin = std::min(
        {table[0][0] + table[0][1], table[1][0] + table[1][1], table[0][0] + table[1][0], table[0][1] + table[1][1]});
    if (smallest_margin >= largest_support)
        throw AnalysisError(method, "the smallest margin is " + std::to_string(smallest_margin) +
                                        "; at most 1000000 tables are enumerated");
}

}  // namespace

FisherExact fisher_exact(const Table2x2& table) {
    check_table(table);
    const ConditionalCell cell(table[0][0] + table[0][1], table[1][0] + table[1][1], table[0][0] + table[1][0]);
    const ObservedCell observed{cell, static_cast<std::size_t>(table[0][0] - cell.lowest())};
    const std::vector<double> probabilities = cell.probabilities();
    const std::vector<double> p = two_sided_p(probabilities);
    const double here = probabilities[observed.position];
    double as_likely = 0;
    for (const double other : probabilities)
        if (std::abs(other - here) <= 1e-7 * here) as_likely += other;
    FisherExact result;
    result.p_two_sided = p[observed.position];
    result.p_mid_two_sided = result.p_two_sided - as_likely / 2;
    result.p_greater = std::min(1.0, observed.at_least(0));
    result.p_less = std::min(1.0, observed.at_most(0));
    result.p_min_attainable = *std::min_element(p.begin(), p.end());
    fill_odds_ratio(result, observed);
    return result;
}

}  // namespace asparagate
