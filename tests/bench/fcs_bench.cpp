// Reading FCS files, against the floor: what the same machine needs, in the same run, to split the mapped file into
// columns in fresh memory without looking at what the file says. docs/performance.md tells how to read the figures.
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/sha256.hpp"
#include "fcs/fcs_builder.hpp"
#include "floor.hpp"

#include <benchmark/benchmark.h>

#include <random>

namespace asparagate {
namespace {

constexpr std::size_t n_events = 1'000'000;

constexpr std::int64_t float32_little = 0, int16_big = 1;

using Sample = bench::EventBytes;

Sample write_sample(const test::TemporaryFolder& folder, std::int64_t kind) {
    const bool floats = kind == float32_little;
    const std::size_t n_parameters = floats ? 20 : 10, width = floats ? 4 : 2;
    test::FcsBuilder builder;
    builder.version(floats ? "3.1" : "2.0").datatype(floats ? 'F' : 'I').byte_order(floats ? "1,2,3,4" : "2,1");
    for (std::size_t p = 0; p < n_parameters; ++p)
        builder.parameter(std::string(1, static_cast<char>('A' + p)), static_cast<unsigned>(8 * width),
                          floats ? "262144" : "1024");
    std::mt19937 generator(1);
    std::string data(n_events * n_parameters * width, '\0');
    for (std::size_t at = 0; at < data.size(); at += width) {
        const auto value = static_cast<float>(generator() % 262144);
        const char word[] = {static_cast<char>(generator() % 4), static_cast<char>(generator())};
        std::memcpy(data.data() + at, floats ? reinterpret_cast<const char*>(&value) : word, width);
    }
    const std::size_t data_bytes = data.size();
    const std::string bytes = builder.data(std::move(data), n_events).bytes();
    const auto path = folder / (floats ? "float32.fcs" : "int16.fcs");
    std::ofstream(path, std::ios::binary) << bytes;
    return {path, floats ? bench::Words::float32_little : bench::Words::int16_big, bytes.size() - data_bytes, n_events,
            n_parameters};
}

const Sample& sample(std::int64_t kind) {
    static const test::TemporaryFolder folder;
    static const Sample samples[] = {write_sample(folder, float32_little), write_sample(folder, int16_big)};
    return samples[kind];
}

void count_bytes(benchmark::State& state, const Sample& file) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(file.bytes()));
}

void Floor(benchmark::State& state) {
    const Sample& file = sample(state.range(0));
    for (auto _ : state) bench::split_mapped_file(file, static_cast<std::size_t>(state.range(1)));
    count_bytes(state, file);
}

void ReadAll(benchmark::State& state) {
    const Sample& file = sample(state.range(0));
    for (auto _ : state) {
        const FcsFile opened = FcsFile::open(file.path);
        const auto events = opened.data_set().read_all<float>(ValueKind::raw, static_cast<unsigned>(state.range(1)));
        benchmark::DoNotOptimize(events.column(0).data());
    }
    count_bytes(state, file);
}

/// One parameter after the other in blocks, as statistics do.
void ReadColumnsInBlocks(benchmark::State& state) {
    const Sample& file = sample(state.range(0));
    const FcsFile opened = FcsFile::open(file.path);
    std::vector<double> values(4096);
    for (auto _ : state) {
        for (std::uint64_t first = 0; first + values.size() <= n_events; first += values.size()) {
            for (std::size_t p = 0; p < file.n_parameters; ++p)
                opened.data_set().read(p, first, values, ValueKind::scale);
            benchmark::DoNotOptimize(values.data());
        }
    }
    count_bytes(state, file);
}

/// All parameters of a block at once, as gating does.
void ReadBlocks(benchmark::State& state) {
    const Sample& file = sample(state.range(0));
    const FcsFile opened = FcsFile::open(file.path);
    constexpr std::size_t block = 4096;
    std::vector<double> values(block * file.n_parameters);
    std::vector<std::size_t> columns;
    std::vector<double*> targets;
    for (std::size_t p = 0; p < file.n_parameters; ++p) {
        columns.push_back(p);
        targets.push_back(values.data() + p * block);
    }
    for (auto _ : state) {
        for (std::uint64_t first = 0; first + block <= n_events; first += block) {
            opened.data_set().read_block(columns, first, block, targets, ValueKind::scale);
            benchmark::DoNotOptimize(values.data());
        }
    }
    count_bytes(state, file);
}

void InspectEvents(benchmark::State& state) {
    const Sample& file = sample(state.range(0));
    const FcsFile opened = FcsFile::open(file.path);
    for (auto _ : state)
        benchmark::DoNotOptimize(
            inspect_events(opened, opened.data_set(), static_cast<unsigned>(state.range(1))).size());
    count_bytes(state, file);
}

void OpenFile(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(FcsFile::open(sample(float32_little).path).data_sets().size());
    state.SetItemsProcessed(state.iterations());
}

void Sha256(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(sha256_file(sample(float32_little).path));
    count_bytes(state, sample(float32_little));
}

void per_kind_and_threads(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"int16_big", "threads"})->ArgsProduct({{float32_little, int16_big}, {1, 2}});
    benchmark->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
}
void per_kind(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgName("int16_big")->Arg(float32_little)->Arg(int16_big)->Unit(benchmark::kMillisecond);
}

BENCHMARK(Floor)->Apply(per_kind_and_threads);
BENCHMARK(ReadAll)->Apply(per_kind_and_threads);
BENCHMARK(ReadColumnsInBlocks)->Apply(per_kind);
BENCHMARK(ReadBlocks)->Apply(per_kind);
BENCHMARK(InspectEvents)->Apply(per_kind_and_threads);
BENCHMARK(OpenFile)->Unit(benchmark::kMicrosecond);
BENCHMARK(Sha256)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace asparagate
