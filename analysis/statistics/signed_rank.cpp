#include "asparagate/analysis/statistics/signed_rank.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/significance.hpp"
#include "statistics/midranks.hpp"
#include "statistics/rank_sums.hpp"

#include <boost/math/distributions/normal.hpp>

#include <numeric>

namespace asparagate {
namespace {

constexpr const char* method = "signed rank";

/// Doubled ranks of the non-zero differences and the sum of the positive ones.
struct SignedRanks {
    std::vector<std::int64_t> ranks;
    std::int64_t positive = 0;
    bool ties = false;
};

struct TwoSided {
    double p = 1;
    bool exact = true;
};

/// `with_zeros` ranks zeros as well and then drops them (Pratt 1959).
SignedRanks rank_differences(std::span<const double> differences, bool with_zeros) {
    std::vector<double> magnitudes;
    std::vector<double> signs;
    for (const double difference : differences) {
        if (difference == 0 && !with_zeros) continue;
        magnitudes.push_back(std::abs(difference));
        signs.push_back(difference);
    }
    const Midranks all = midranks(magnitudes);
    SignedRanks signed_ranks;
    for (std::size_t i = 0; i < signs.size(); ++i) {
        if (signs[i] == 0) continue;
        signed_ranks.ranks.push_back(all.doubled[i]);
        if (signs[i] > 0) signed_ranks.positive += all.doubled[i];
    }
    std::vector<std::int64_t> sorted = signed_ranks.ranks;
    std::sort(sorted.begin(), sorted.end());
    signed_ranks.ties = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    return signed_ranks;
}

double normal_p(const SignedRanks& data, std::int64_t distance) {
    // The sum of +- rank/2 has variance sum(rank^2)/4, whatever the ties.
    double squares = 0;
    for (const std::int64_t rank : data.ranks) squares += static_cast<double>(rank) * static_cast<double>(rank) / 4;
    const double sigma = std::sqrt(squares / 4);
    const double z = std::max(static_cast<double>(distance) / 4 - 0.5, 0.0) / sigma;
    return std::min(1.0, 2 * boost::math::cdf(boost::math::complement(boost::math::normal(), z)));
}

TwoSided two_sided(const SignedRanks& data) {
    if (data.ranks.empty()) return {};
    const std::int64_t all = std::accumulate(data.ranks.begin(), data.ranks.end(), std::int64_t{0});
    const std::int64_t distance = std::abs(2 * data.positive - all);
    if (sign_sums_work(data.ranks) > exact_work_limit) return {normal_p(data, distance), false};
    return {sign_sums(data.ranks).at_least_as_far(all, distance), true};
}

}  // namespace

SignedRank signed_rank(std::span<const double> differences) {
    if (differences.empty()) throw AnalysisError(method, "no differences; expected at least one");
    refuse_nan(differences, method);
    const SignedRanks dropped = rank_differences(differences, false);
    const SignedRanks pratt = rank_differences(differences, true);
    const TwoSided p_dropped = two_sided(dropped);
    const TwoSided p_pratt = two_sided(pratt);

    SignedRank result;
    result.n = dropped.ranks.size();
    result.zeros = differences.size() - result.n;
    result.v = static_cast<double>(dropped.positive) / 2;
    result.p_two_sided = p_dropped.p;
    result.v_pratt = static_cast<double>(pratt.positive) / 2;
    result.p_two_sided_pratt = p_pratt.p;
    // All signs equal is one arrangement on each side, whatever the ties.
    result.p_min_attainable = std::min(1.0, std::ldexp(2.0, -static_cast<int>(std::min<std::size_t>(result.n, 2000))));
    result.ties = dropped.ties;
    result.exact = p_dropped.exact && p_pratt.exact;
    if (result.exact) result.p_two_sided = at_least_smallest(result.p_two_sided, result.p_min_attainable);
    return result;
}

}  // namespace asparagate
