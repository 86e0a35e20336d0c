// The parts of gating, named for what a user waits for. Whole processes against the floor are measured by `run`.
#include "asparagate/gating/scaled_events.hpp"
#include "asparagate/gating/session.hpp"
#include "cell_model.hpp"
#include "engine/fast_scale.hpp"
#include "fcs/fcs_builder.hpp"

#include <benchmark/benchmark.h>

#include <numeric>

namespace asparagate {
namespace {

constexpr std::uint64_t n_events = 1'000'000, cohort_events = 200'000;
constexpr std::size_t n_parameters = 20, cohort_samples = 14;

const std::filesystem::path& sample_file() {
    static const test::TemporaryFolder folder;
    static const std::filesystem::path path = [] {
        bench::write_cells(folder / "sample.fcs", n_events, n_parameters, 1);
        return folder / "sample.fcs";
    }();
    return path;
}

const std::vector<std::filesystem::path>& cohort_files() {
    static const test::TemporaryFolder folder;
    static const std::vector<std::filesystem::path> paths = [] {
        std::vector<std::filesystem::path> result;
        for (std::size_t i = 0; i < cohort_samples; ++i) {
            result.push_back(folder / ("s" + std::to_string(i) + ".fcs"));
            bench::write_cells(result.back(), cohort_events, n_parameters, static_cast<unsigned>(100 + i));
        }
        return result;
    }();
    return paths;
}

/// Twenty populations: lymphocytes by a scatter polygon, then a quadrant, ranges and polygons on logicle scales.
GatingStrategy twenty_populations(double lymphocyte_edge) {
    GatingStrategy s;
    s.transforms["logicle"] = LogicleTransform{};
    s.scales["default"] = "logicle";
    const auto range = [](const std::string& parent, const std::string& name, const std::string& channel) {
        return GateNode{parent, name, RectangleGate{{{channel}}, {{2000, INFINITY}}, {}, {}}, ""};
    };
    s.nodes.push_back({"/", "Singlets",
                       PolygonGate{{Dimension{"FSC-A"}, Dimension{"FSC-H"}},
                                   {{5000, 2000}, {200000, 145000}, {260000, 235000}, {260000, 250000}, {5000, 8000}},
                                   {}},
                       ""});
    s.nodes.push_back(
        {"/Singlets", "Lymphocytes",
         PolygonGate{
             {Dimension{"FSC-A"}, Dimension{"SSC-A"}},
             {{38000, lymphocyte_edge}, {52000, 7000}, {90000, 15000}, {95000, 30000}, {70000, 42000}, {40000, 36000}},
             {}},
         ""});
    s.nodes.push_back(
        {"/Singlets/Lymphocytes", "Lineage",
         QuadrantGate::crossing({Dimension{"FITC-A"}, Dimension{"PE-A"}}, {2000, 2000}, {"NK like", "T", "B", "Both"}),
         ""});
    s.nodes.push_back(
        {"/Singlets/Lymphocytes/NK like", "NK",
         PolygonGate{{Dimension{"APC-A"}, Dimension{"PE-Cy7-A"}},
                     {{1000, 0}, {4000, 300}, {200000, 300}, {250000, 200000}, {3000, 200000}, {1000, 1000}},
                     {}},
         ""});
    const std::string t = "/Singlets/Lymphocytes/T";
    for (const char* channel : {"BV421-A", "BV510-A", "BV605-A", "BV650-A"})
        s.nodes.push_back(range(t, channel, channel));
    for (const char* channel : {"BV711-A", "BV786-A", "AF700-A"}) {
        s.nodes.push_back(range(t + "/BV421-A", channel, channel));
        s.nodes.push_back(range(t + "/BV510-A", channel, channel));
        s.nodes.push_back(range("/Singlets/Lymphocytes/B", channel, channel));
    }
    return s;
}

GateOptions on(const benchmark::State& state) {
    GateOptions options;
    options.threads = static_cast<unsigned>(state.range(0));
    return options;
}

void count_events(benchmark::State& state, std::uint64_t events) {
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events));
}

void GateOneFile(benchmark::State& state) {
    const GatingStrategy strategy = twenty_populations(8000);
    for (auto _ : state) {
        const FcsFile file = FcsFile::open(sample_file());
        benchmark::DoNotOptimize(gate_sample(file.data_set(), strategy, "bench", on(state)).rows.size());
    }
    count_events(state, n_events);
}

void ScaleAllFluorescence(benchmark::State& state) {
    const FcsFile file = FcsFile::open(sample_file());
    GatingStrategy strategy;
    strategy.transforms["logicle"] = LogicleTransform{};
    std::vector<Dimension> dimensions;
    for (const Parameter& parameter : file.data_set().parameters())
        if (parameter.is_fluorescence()) dimensions.push_back({parameter.name, "logicle"});
    for (auto _ : state)
        benchmark::DoNotOptimize(scaled_events(file.data_set(), strategy, dimensions, on(state)).n_bytes());
    count_events(state, n_events * dimensions.size());
}

/// The gate below which lie 18 of the 20 populations.
void MoveOneGateOf20Populations(benchmark::State& state) {
    SampleSession session(sample_file(), twenty_populations(8000), on(state));
    double edge = 8000;
    for (auto _ : state) {
        session.set_strategy(twenty_populations(edge += 1));
        benchmark::DoNotOptimize(session.snapshot()->rows.size());
    }
    count_events(state, n_events);
}

void MoveOneGateIn14Samples(benchmark::State& state) {
    std::vector<SampleSession> sessions;
    for (const auto& path : cohort_files()) sessions.emplace_back(path, twenty_populations(8000), on(state));
    double edge = 8000;
    for (auto _ : state) {
        const GatingStrategy strategy = twenty_populations(edge += 1);
        for (SampleSession& session : sessions) {
            session.set_strategy(strategy);
            benchmark::DoNotOptimize(session.snapshot()->rows.size());
            benchmark::DoNotOptimize(session.medians({"FITC-A"}).data());
        }
    }
    count_events(state, cohort_events * cohort_samples);
}

/// The same with the medians of a marker in every population.
void MoveOneGateAndItsMedians(benchmark::State& state) {
    SampleSession session(sample_file(), twenty_populations(8000), on(state));
    double edge = 8000;
    for (auto _ : state) {
        session.set_strategy(twenty_populations(edge += 1));
        benchmark::DoNotOptimize(session.medians({"FITC-A"}).data());
    }
    count_events(state, n_events);
}

void DrawDensityOf1MEvents(benchmark::State& state) {
    SampleSession session(sample_file(), twenty_populations(8000));
    const Dimension x{"FITC-A"}, y{"PE-A"};
    const auto columns = std::array{session.column(x), session.column(y)};
    const auto x_range = session.display_range(x), y_range = session.display_range(y);
    constexpr std::array probabilities = {0.1, 0.5, 0.9};
    for (auto _ : state) {
        const DensityGrid grid = density_grid(columns[0], columns[1], nullptr, 512, 512, x_range, y_range);
        benchmark::DoNotOptimize(contour_levels(grid, probabilities).data());
    }
    count_events(state, n_events);
}

std::vector<double> ramp(double low, double high) {
    std::vector<double> values(1 << 12);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = low + (high - low) * static_cast<double>(i * 2654435761 % values.size()) /
                              static_cast<double>(values.size());
    return values;
}

void LogicleOfAColumn(benchmark::State& state) {
    const detail::FastScale scale{Transform(LogicleTransform{})};
    const std::vector<double> values = ramp(-1000, 262144);
    std::vector<double> scaled(values.size());
    for (auto _ : state) {
        scale.apply(values.data(), values.size(), scaled.data());
        benchmark::DoNotOptimize(scaled.data());
    }
    count_events(state, values.size());
}

void LogicleExactly(benchmark::State& state) {
    const LogicleTransform logicle;
    const std::vector<double> values = ramp(-1000, 262144);
    for (auto _ : state) {
        double sum = 0;
        for (const double x : values) sum += logicle.apply(x);
        benchmark::DoNotOptimize(sum);
    }
    count_events(state, values.size());
}

void PolygonOf6Vertices(benchmark::State& state) {
    const detail::Polygon polygon({{0.1, 0.1}, {0.5, 0.02}, {0.9, 0.2}, {0.95, 0.7}, {0.5, 0.9}, {0.1, 0.6}});
    const std::vector<double> x = ramp(0, 1);
    std::vector<double> y(x.rbegin(), x.rend());
    std::vector<std::uint64_t> inside(x.size() / 64);
    for (auto _ : state) {
        std::fill(inside.begin(), inside.end(), ~std::uint64_t{0});
        detail::kernels::test_polygon(polygon, x.data(), y.data(), inside.size(), inside.data());
        benchmark::DoNotOptimize(inside.data());
    }
    count_events(state, x.size());
}

void on_one_and_two_threads(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgName("threads")->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();
}

BENCHMARK(GateOneFile)->Apply(on_one_and_two_threads);
BENCHMARK(ScaleAllFluorescence)->Apply(on_one_and_two_threads);
BENCHMARK(MoveOneGateOf20Populations)->Apply(on_one_and_two_threads);
BENCHMARK(MoveOneGateAndItsMedians)->Apply(on_one_and_two_threads);
BENCHMARK(MoveOneGateIn14Samples)->Apply(on_one_and_two_threads);
BENCHMARK(DrawDensityOf1MEvents)->Unit(benchmark::kMillisecond);
BENCHMARK(LogicleOfAColumn);
BENCHMARK(LogicleExactly);
BENCHMARK(PolygonOf6Vertices);

}  // namespace
}  // namespace asparagate
