// Exact and drawn tests of two hundred values, named for what a user waits for (docs/statistics.md).
#include "asparagate/analysis/statistics/correlation.hpp"
#include "asparagate/analysis/statistics/friedman.hpp"
#include "asparagate/analysis/statistics/kendall.hpp"
#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/permutation_test.hpp"
#include "asparagate/analysis/statistics/signed_rank.hpp"

#include <benchmark/benchmark.h>

#include <random>
#include <vector>

namespace asparagate {
namespace {

constexpr std::size_t n_values = 200;

/// Without ties, or with many where values are rounded.
std::vector<double> values(std::size_t n, bool tied, unsigned seed) {
    std::mt19937_64 generator(seed);
    std::vector<double> result(n);
    for (double& value : result) value = static_cast<double>(generator() % (tied ? 40 : 1'000'000'007));
    return result;
}

bool tied(const benchmark::State& state) {
    return state.range(0) != 0;
}

void compare_two_groups(benchmark::State& state) {
    const auto x = values(n_values / 2, tied(state), 1), y = values(n_values / 2, tied(state), 2);
    for (auto _ : state) benchmark::DoNotOptimize(mann_whitney(x, y));
}
BENCHMARK(compare_two_groups)->ArgName("tied")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void shift_of_two_groups(benchmark::State& state) {
    const auto x = values(n_values / 2, false, 1), y = values(n_values / 2, false, 2);
    for (auto _ : state) benchmark::DoNotOptimize(hodges_lehmann(x, y));
}
BENCHMARK(shift_of_two_groups)->Unit(benchmark::kMillisecond);

void compare_pairs(benchmark::State& state) {
    auto differences = values(n_values, tied(state), 3);
    for (double& difference : differences) difference -= tied(state) ? 18.5 : 490'000'003.5;
    for (auto _ : state) benchmark::DoNotOptimize(signed_rank(differences));
}
BENCHMARK(compare_pairs)->ArgName("tied")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void compare_three_occasions(benchmark::State& state) {
    std::vector<std::vector<double>> rows;
    for (unsigned i = 0; i < n_values; ++i) rows.push_back(values(3, tied(state), i));
    for (auto _ : state) benchmark::DoNotOptimize(friedman(rows));
}
BENCHMARK(compare_three_occasions)->ArgName("tied")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void correlate_by_spearman(benchmark::State& state) {
    const auto x = values(n_values, tied(state), 4), y = values(n_values, tied(state), 5);
    for (auto _ : state) benchmark::DoNotOptimize(spearman(x, y));
}
BENCHMARK(correlate_by_spearman)->ArgName("tied")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->UseRealTime();

void correlate_by_kendall(benchmark::State& state) {
    const auto x = values(n_values, tied(state), 4), y = values(n_values, tied(state), 5);
    for (auto _ : state) benchmark::DoNotOptimize(kendall(x, y));
}
BENCHMARK(correlate_by_kendall)->ArgName("tied")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->UseRealTime();

void permute_means(benchmark::State& state) {
    const auto x = values(n_values / 2, false, 6), y = values(n_values / 2, false, 7);
    for (auto _ : state) benchmark::DoNotOptimize(permutation_mean_difference(x, y));
}
BENCHMARK(permute_means)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace asparagate
