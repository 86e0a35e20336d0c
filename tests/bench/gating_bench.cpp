// Named for what a user waits for. The floor is the time of summing the file's bytes, measured in the same run.
#include "asparagate/fcs/fcs_writer.hpp"
#include "asparagate/gating/engine.hpp"

#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>

namespace asparagate {
namespace {

constexpr std::uint64_t n_events = 1000000;
constexpr std::size_t n_parameters = 20;

/// 1 M events x 20 parameters float32: 6 scatter, 14 dyes with 8 % spillover to the next, two populations per dye.
std::filesystem::path sample_file() {
    static const std::filesystem::path path = [] {
        const auto file = std::filesystem::temp_directory_path() / "asparagate_bench.fcs";
        SpilloverMatrix spillover;
        std::vector<Parameter> parameters(n_parameters);
        for (std::size_t p = 0; p < n_parameters; ++p) {
            parameters[p].index = p + 1;
            parameters[p].name =
                p < 6 ? std::string(p < 3 ? "FSC-" : "SSC-") + "AHW"[p % 3] : "Dye" + std::to_string(p - 5) + "-A";
            parameters[p].range = 262144;
            if (p >= 6) spillover.channels.push_back(parameters[p].name);
        }
        const std::size_t n = spillover.size();
        spillover.values.assign(n * n, 0);
        for (std::size_t i = 0; i < n; ++i) {
            spillover.values[i * n + i] = 1;
            if (i + 1 < n) spillover.values[i * n + i + 1] = 0.08;
        }
        Keywords keywords;
        keywords.set("$SPILLOVER", format_spillover(spillover));
        std::mt19937 generator(1);
        std::normal_distribution<float> noise;
        FcsWriter writer(file, parameters, keywords, n_events);
        std::vector<float> event(n_parameters);
        for (std::uint64_t i = 0; i < n_events; ++i) {
            for (std::size_t p = 0; p < n_parameters; ++p) {
                event[p] = p < 6 ? 90000 + 15000 * noise(generator)
                                 : (generator() & 1 ? 8000 + 2000 * noise(generator) : 120 * noise(generator));
            }
            writer.append(event);
        }
        writer.finish();
        return file;
    }();
    return path;
}

/// Scatter polygon, range, then a quadrant and two ranges below each other: six populations on six channels.
const GatingStrategy& strategy() {
    static const GatingStrategy tree = parse_strategy(R"(
[strategy]
name = "bench"
[transforms.fluorescence]
type = "logicle"
[scales]
default = "fluorescence"
[population."/Singlets"]
gate = "polygon"
x = "FSC-A"
y = "FSC-H"
vertices = [[50000, 50000], [150000, 60000], [140000, 150000], [60000, 140000]]
[population."/Singlets/Live"]
gate = "range"
x = "Dye1-A"
max = 2500
[population."/Singlets/Live/Quadrant"]
gate = "quadrant"
x = "Dye2-A"
y = "Dye3-A"
x_divider = 2500
y_divider = 2500
names = { "+-" = "A", "-+" = "B" }
[population."/Singlets/Live/A/Bright"]
gate = "range"
x = "Dye4-A"
min = 2500
[population."/Singlets/Live/B/Bright"]
gate = "range"
x = "Dye5-A"
min = 2500
)",
                                                      "bench");
    return tree;
}

void SumTheBytesOfTheFile(benchmark::State& state) {
    std::ifstream stream(sample_file(), std::ios::binary);
    std::vector<std::uint64_t> words(std::filesystem::file_size(sample_file()) / 8);
    stream.read(reinterpret_cast<char*>(words.data()), static_cast<std::streamsize>(words.size() * 8));
    for (auto _ : state) benchmark::DoNotOptimize(std::accumulate(words.begin(), words.end(), std::uint64_t{0}));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(words.size() * 8));
}
BENCHMARK(SumTheBytesOfTheFile)->Unit(benchmark::kMillisecond);

void Gate1MEventsOf20Parameters(benchmark::State& state) {
    GateOptions options;
    options.threads = static_cast<unsigned>(state.range(0));
    for (auto _ : state) {
        const FcsFile file = FcsFile::open(sample_file());
        benchmark::DoNotOptimize(gate_sample(file.data_set(), strategy(), "bench", options).rows.size());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(n_events));
}
BENCHMARK(Gate1MEventsOf20Parameters)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void LogicleOf1MValues(benchmark::State& state) {
    const LogicleTransform logicle;
    std::vector<double> values(n_events);
    std::iota(values.begin(), values.end(), -1000.0);
    for (auto _ : state) {
        double sum = 0;
        for (const double x : values) sum += logicle.apply(x);
        benchmark::DoNotOptimize(sum);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(n_events));
}
BENCHMARK(LogicleOf1MValues)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace asparagate
