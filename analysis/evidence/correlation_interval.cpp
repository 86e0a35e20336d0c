#include "evidence/correlations.hpp"
#include "run/parallel.hpp"
#include "statistics/midranks.hpp"

#include "asparagate/analysis/statistics/mann_whitney.hpp"

namespace asparagate {
namespace {

constexpr std::uint64_t bootstrap_draws = 2000;
constexpr std::size_t fewest_for_fisher = 5;
constexpr std::size_t fewest_for_bootstrap = 6;
constexpr std::size_t fewest_for_bca = 10;
/// Where one side is constant in more of the resamples, those left are no sample of what could have been found.
constexpr double most_undefined = 0.05;
/// |rho| nearer to 1 than this is 1.
constexpr double certain = 1e-12;

void set(Correlation& correlation, const ConfidenceInterval& interval, std::string name) {
    correlation.low = interval.low;
    correlation.high = interval.high;
    correlation.interval = std::move(name);
}

/// At |rho| = 1 neither Fisher's z nor a bootstrap has any width. Where Fisher's z may be used and where a bootstrap
/// covers the truth as often as it says was found by simulation (docs/statistics.md).
void set_rank_interval(Correlation& correlation, const TestSample& sample, const MonteCarlo& settings) {
    const bool ties = midranks(sample.values).ties() || midranks(sample.against).ties();
    const std::size_t n = sample.size();
    if (std::abs(*correlation.rho) >= 1 - certain) {
        correlation.interval = "none: at |rho| = 1 no method gives one";
    } else if (!ties && n >= fewest_for_fisher) {
        set(correlation, spearman_interval(*correlation.rho, n), "95 % Fisher z");
    } else if (n < fewest_for_bootstrap) {
        correlation.interval = "none: " + std::to_string(n) + (n == 1 ? " patient" : " patients") +
                               (ties ? ", with ties," : "") + " are too few";
    } else {
        const SpearmanBootstrap bootstrap = bootstrap_spearman(sample.values, sample.against, settings);
        if (bootstrap.undefined > most_undefined)
            correlation.interval = "none: most values of one side are tied";
        else if (n >= fewest_for_bca)
            set(correlation, bootstrap.bca, "95 % BCa bootstrap");
        else
            set(correlation, bootstrap.percentile, "95 % percentile of all resamples");
    }
}

void set_outcome_interval(Correlation& correlation, const TestSample& sample) {
    const AreaUnderCurve area = area_under_curve(sample.group(true), sample.group(false));
    set(correlation, {2 * area.low - 1, 2 * area.high - 1}, "95 % Newcombe");
}

void set_interval(Correlation& correlation, const TestSample& sample, const MonteCarlo& settings) {
    if (!correlation.rho)
        correlation.interval = "none: not computed";
    else if (sample.design == TestDesign::groups)
        set_outcome_interval(correlation, sample);
    else
        set_rank_interval(correlation, sample, settings);
}

}  // namespace

void add_intervals(Evidence& evidence, const std::vector<PlannedCorrelation>& planned, const TaskControl& control) {
    const MonteCarlo settings{evidence.settings.seed, bootstrap_draws, 1};
    parallel_items(planned.size(), plan_threads(evidence.settings.threads, planned.size(), 0, 0), control,
                   [&](std::size_t i) { set_interval(evidence.correlations.at(i), planned[i].sample, settings); });
}

}  // namespace asparagate
