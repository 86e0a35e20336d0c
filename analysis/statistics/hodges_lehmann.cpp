#include "statistics/hodges_lehmann.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"
#include "asparagate/fcs/number.hpp"
#include "statistics/midranks.hpp"
#include "statistics/rank_sums.hpp"

#include <boost/math/distributions/normal.hpp>

#include <limits>
#include <numeric>

namespace asparagate {
namespace {

constexpr const char* method_two = "Hodges-Lehmann";
constexpr const char* method_one = "pseudomedian";

std::vector<std::int64_t> plain_ranks(std::size_t n) {
    std::vector<std::int64_t> ranks(n);
    std::iota(ranks.begin(), ranks.end(), std::int64_t{1});
    return ranks;
}

/// The smallest q with P(S <= q) >= tail, as R's qwilcox and qsignrank define it; the interval leaves out the q - 1
/// outermost pairwise values on each side.
OrderStatisticLevel exact_level(const SumDistribution& sums, double confidence) {
    const double tail = (1 - confidence) / 2;
    OrderStatisticLevel level;
    level.range_confidence = 1 - 2 * sums.probability.front();
    double below = 0;  // P(S < q)
    for (std::size_t q = 0; q < sums.probability.size(); ++q) {
        const double up_to = below + sums.probability[q];
        if (up_to >= tail * (1 - 1e-12)) {
            level.rank = q;
            if (q > 0) level.achieved = 1 - 2 * below;
            return level;
        }
        below = up_to;
    }
    return level;
}

OrderStatisticLevel normal_level(double mean, double variance, double confidence) {
    const boost::math::normal sum(mean, std::sqrt(variance));
    OrderStatisticLevel level;
    const double q = std::floor(boost::math::quantile(sum, (1 - confidence) / 2));
    level.range_confidence = 1 - 2 * boost::math::cdf(sum, 0.5);
    if (q < 1) return level;
    level.rank = static_cast<std::size_t>(q);
    level.achieved = 1 - 2 * boost::math::cdf(sum, q - 0.5);
    return level;
}

OrderStatisticLevel two_sample_level(std::size_t n_x, std::size_t n_y, double confidence) {
    const auto ranks = plain_ranks(n_x + n_y);
    const std::size_t smaller = std::min(n_x, n_y);
    if (subset_sums_work(ranks, smaller) <= exact_work_limit) {
        return exact_level(subset_sums(ranks, smaller), confidence);
    }
    const double pairs = static_cast<double>(n_x) * static_cast<double>(n_y);
    return normal_level(pairs / 2, pairs * static_cast<double>(n_x + n_y + 1) / 12, confidence);
}

OrderStatisticLevel one_sample_level(std::size_t size, double confidence) {
    const auto ranks = plain_ranks(size);
    if (sign_sums_work(ranks) <= exact_work_limit) return exact_level(sign_sums(ranks), confidence);
    const auto n = static_cast<double>(size);
    return normal_level(n * (n + 1) / 4, n * (n + 1) * (2 * n + 1) / 24, confidence);
}

void refuse_too_many(double pairs, const char* method) {
    if (pairs <= pairwise_limit) return;
    throw AnalysisError(
        method, format_number(pairs) + " pairwise values; at most " + format_number(pairwise_limit) + " are computed");
}

}  // namespace

void check_confidence(double confidence, const char* method) {
    if (confidence > 0 && confidence < 1) return;
    throw AnalysisError(method, "confidence " + format_number(confidence) + "; expected a number between 0 and 1");
}

HodgesLehmann interval_of(std::vector<double> pairwise, const OrderStatisticLevel& level) {
    std::sort(pairwise.begin(), pairwise.end());
    const std::size_t count = pairwise.size();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    HodgesLehmann result;
    result.estimate = (pairwise[(count - 1) / 2] + pairwise[count / 2]) / 2;
    result.range_low = pairwise.front();
    result.range_high = pairwise.back();
    result.range_confidence = level.range_confidence;
    result.achieved = level.achieved;
    result.low = level.rank > 0 ? pairwise[level.rank - 1] : -infinity;
    result.high = level.rank > 0 ? pairwise[count - level.rank] : infinity;
    return result;
}

HodgesLehmann hodges_lehmann(std::span<const double> x, std::span<const double> y, double confidence) {
    if (x.empty() || y.empty())
        throw AnalysisError(method_two, "a group is empty; expected at least one value in each");
    refuse_nonfinite(x, method_two);
    refuse_nonfinite(y, method_two);
    check_confidence(confidence, method_two);
    refuse_too_many(static_cast<double>(x.size()) * static_cast<double>(y.size()), method_two);
    std::vector<double> differences;
    differences.reserve(x.size() * y.size());
    for (const double a : x) {
        for (const double b : y) differences.push_back(a - b);
    }
    return interval_of(std::move(differences), two_sample_level(x.size(), y.size(), confidence));
}

HodgesLehmann pseudomedian(std::span<const double> differences, double confidence) {
    if (differences.empty()) throw AnalysisError(method_one, "no differences; expected at least one");
    refuse_nonfinite(differences, method_one);
    check_confidence(confidence, method_one);
    const auto n = static_cast<double>(differences.size());
    refuse_too_many(n * (n + 1) / 2, method_one);
    std::vector<double> walsh;
    walsh.reserve(differences.size() * (differences.size() + 1) / 2);
    for (std::size_t i = 0; i < differences.size(); ++i) {
        for (std::size_t j = i; j < differences.size(); ++j) walsh.push_back((differences[i] + differences[j]) / 2);
    }
    return interval_of(std::move(walsh), one_sample_level(differences.size(), confidence));
}

}  // namespace asparagate
