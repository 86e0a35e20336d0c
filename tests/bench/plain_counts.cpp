// plain_counts STRATEGY FILE...: the counts of every population by the plain engine of the tests, which takes every
// event through every gate with no shortcut. Sums over the files; `population,count` per line.
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/strategy_file.hpp"
#include "gating/reference_engine.hpp"

#include <cstdio>

using namespace asparagate;

namespace {

constexpr std::uint64_t events_at_a_time = 100000;

void add_counts(const DataSet& data, const GatingStrategy& strategy, const std::vector<PopulationInfo>& populations,
                std::vector<std::uint64_t>& counts) {
    const auto compensation = compensation_for(data, strategy, {});
    for (std::uint64_t first = 0; first < data.n_events(); first += events_at_a_time) {
        const auto n = static_cast<std::size_t>(std::min(events_at_a_time, data.n_events() - first));
        std::vector<std::vector<double>> columns(data.parameters().size(), std::vector<double>(n));
        for (std::size_t p = 0; p < columns.size(); ++p) data.read(p, first, columns[p], ValueKind::scale);
        const test::ReferenceEngine engine(strategy, data.parameters(), std::move(columns), compensation);
        for (std::size_t event = 0; event < n; ++event)
            for (std::size_t p = 0; p < populations.size(); ++p)
                counts[p] += engine.contains(populations[p].path, event);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: plain_counts STRATEGY FILE...\n");
        return 2;
    }
    try {
        const GatingStrategy strategy = read_strategy_file(argv[1]).strategy;
        const auto populations = strategy.populations();
        std::vector<std::uint64_t> counts(populations.size());
        for (int i = 2; i < argc; ++i) add_counts(FcsFile::open(argv[i]).data_set(), strategy, populations, counts);
        for (std::size_t p = 0; p < populations.size(); ++p)
            std::printf("%s,%llu\n", populations[p].path.c_str(), static_cast<unsigned long long>(counts[p]));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 1;
    }
    return 0;
}
