#pragma once
#include "asparagate/analysis/statistics/monte_carlo.hpp"
#include "asparagate/analysis/statistics/proportion.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace asparagate {

/// Spearman's rho (Pearson of midranks) with its permutation p: all n! arrangements for n <= 10, else `draws` (fewer
/// beyond 2.5e8 steps) seeded Monte Carlo permutations with a Clopper-Pearson interval of p (DOMAIN 4.7).
struct Spearman {
    std::size_t n = 0;
    double rho = 0;  ///< NaN when a side is constant; p is then 1
    double p_two_sided = 1;
    double p_min_attainable = 1;
    double p_low = 0, p_high = 1;  ///< equal to p when exact
    bool ties = false;
    bool exact = true;
    std::uint64_t draws = 0;  ///< of the Monte Carlo p
};
/// @throws AnalysisError when lengths differ, n < 2 or a value is NaN.
Spearman spearman(std::span<const double> x, std::span<const double> y, std::uint64_t seed = 1,
                  std::uint64_t draws = 100000, unsigned threads = 0);

/// The same test over and over, as of many features against one activity: the distribution of rho depends on the tie
/// patterns alone and is found once for each. Results equal spearman()'s.
class SpearmanTester {
public:
    explicit SpearmanTester(const MonteCarlo& settings = {}) : settings_(settings) {}

    /// @throws AnalysisError as spearman()
    Spearman operator()(std::span<const double> x, std::span<const double> y);
    /// The smallest |rho| of these tie patterns whose p is at most `alpha`; nullopt when there is none.
    std::optional<double> smallest_rho(std::span<const double> x, std::span<const double> y, double alpha);

private:
    using Pattern = std::vector<std::int64_t>;  ///< centred doubled ranks, ascending
    /// Distribution of |sum of products| over all orders, or over drawn ones.
    struct NullSums {
        std::vector<std::int64_t> magnitudes;  ///< ascending, distinct
        std::vector<std::uint64_t> at_least;   ///< orders whose magnitude is not smaller
        std::uint64_t total = 0;
        bool exact = true;

        [[nodiscard]] PermutationP p(std::int64_t magnitude) const;
    };
    static NullSums exact_sums(const Pattern& x, const Pattern& y);
    static NullSums drawn_sums(const Pattern& x, const Pattern& y, const MonteCarlo& settings);
    const NullSums& sums_of(const Pattern& x, const Pattern& y);

    MonteCarlo settings_;
    std::map<std::pair<Pattern, Pattern>, NullSums> known_;
};

/// 95 % interval of Spearman's rho by Fisher's z with the standard error sqrt((1 + rho^2/2)/(n - 3)) (Bonett and Wright
/// 2000). For untied pairs and |rho| < 1; (-1, 1) below n = 4.
ConfidenceInterval spearman_interval(double rho, std::size_t n);

/// Bootstrap of Spearman's rho: every resample up to n = 9 (as multisets with their weights), else seeded ones.
/// Resamples in which a side is constant have no rho and are left out.
struct SpearmanBootstrap {
    double resamples = 0;  ///< with a rho
    double undefined = 0;  ///< share of all resamples in which a side is constant
    bool exact = true;
    ConfidenceInterval percentile{0, 0};  ///< 95 %
    ConfidenceInterval bca{0, 0};         ///< Efron 1987
};
/// @throws AnalysisError as spearman(), or when a side is constant.
SpearmanBootstrap bootstrap_spearman(std::span<const double> x, std::span<const double> y,
                                     const MonteCarlo& settings = {});

}  // namespace asparagate
