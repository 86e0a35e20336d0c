#include "asparagate/analysis/statistics/monte_carlo_rank.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "statistics/arrangements.hpp"
#include "statistics/midranks.hpp"

#include <numeric>

namespace asparagate {
namespace {

std::int64_t sum_of(std::span<const std::int64_t> values) {
    return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

/// P(|sum of random signs times ranks| >= |observed|).
PermutationP sign_p(const std::vector<std::int64_t>& ranks, std::int64_t observed, const MonteCarlo& settings) {
    return count_draws("signed ranks", 1, settings,
                       [&]() -> Draw {
                           return [&, observed](simulation::Random& random, std::span<std::uint64_t> raised) {
                               std::int64_t sum = 0;
                               std::uint64_t bits = 0;
                               for (std::size_t i = 0; i < ranks.size(); ++i) {
                                   if (i % 64 == 0) bits = random.next();
                                   sum += (bits >> (i % 64) & 1U) != 0 ? ranks[i] : -ranks[i];
                               }
                               raised[0] += std::abs(sum) >= std::abs(observed);
                           };
                       })
        .p(0);
}

PermutationP signed_rank_p(std::span<const double> differences, bool with_zeros, const MonteCarlo& settings) {
    std::vector<double> kept, magnitudes;
    for (const double difference : differences) {
        if (difference == 0 && !with_zeros) continue;
        kept.push_back(difference);
        magnitudes.push_back(std::abs(difference));
    }
    std::vector<std::int64_t> ranks = midranks(magnitudes).doubled;
    std::int64_t observed = 0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (kept[i] == 0) ranks[i] = 0;
        observed += kept[i] > 0 ? ranks[i] : -ranks[i];
    }
    return sign_p(ranks, observed, settings);
}

}  // namespace

MannWhitneyDraws mann_whitney_draws(std::span<const double> x, std::span<const double> y, const MonteCarlo& settings) {
    constexpr const char* method = "Mann-Whitney";
    if (x.empty() || y.empty()) throw AnalysisError(method, "a group is empty; expected at least one value in each");
    refuse_nan(x, method);
    refuse_nan(y, method);
    check_draws(settings, method);
    std::vector<double> pooled(x.begin(), x.end());
    pooled.insert(pooled.end(), y.begin(), y.end());
    const std::vector<std::int64_t> ranks = midranks(pooled).doubled;
    // The smaller group is drawn; its sum mirrors the other's.
    const bool of_x = x.size() <= y.size();
    const std::size_t size = of_x ? x.size() : y.size();
    const std::int64_t observed = of_x ? sum_of(std::span(ranks).first(size)) : sum_of(std::span(ranks).last(size));
    const auto expected = static_cast<std::int64_t>(size * (ranks.size() + 1));
    const ArrangementCounts counts = count_subsets(
        ranks.size(), size, 3, affordable(settings, static_cast<double>(size)), [&]() -> ArrangementVisitor {
            return [&](std::span<const std::size_t> chosen, std::span<std::uint64_t> raised) {
                std::int64_t sum = 0;
                for (const std::size_t i : chosen) sum += ranks[i];
                raised[0] += std::abs(sum - expected) >= std::abs(observed - expected);
                raised[1] += sum >= observed;
                raised[2] += sum <= observed;
            };
        });
    return {counts.p(0), counts.p(of_x ? 1 : 2), counts.p(of_x ? 2 : 1)};
}

SignedRankDraws signed_rank_draws(std::span<const double> differences, const MonteCarlo& settings) {
    constexpr const char* method = "signed rank";
    if (differences.empty()) throw AnalysisError(method, "no differences; expected at least one");
    refuse_nan(differences, method);
    check_draws(settings, method);
    const MonteCarlo enough = affordable(settings, static_cast<double>(differences.size()));
    return {signed_rank_p(differences, false, enough), signed_rank_p(differences, true, enough)};
}

}  // namespace asparagate
