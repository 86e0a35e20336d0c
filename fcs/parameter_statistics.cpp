#include "asparagate/fcs/parameter_statistics.hpp"

#include "exact_sum.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace asparagate {
namespace {

/// Events at a time: all columns of them come from bytes that are still in the cache.
constexpr std::size_t block_events = 4096;

struct Accumulator {
    detail::ExactSum sum;
    double minimum = HUGE_VAL, maximum = -HUGE_VAL;
    std::uint64_t n_finite = 0;

    void add(std::span<const double> values) {
        for (const double value : values) {
            if (!std::isfinite(value)) continue;
            sum.add(value);
            minimum = std::min(minimum, value);
            maximum = std::max(maximum, value);
            ++n_finite;
        }
    }

    [[nodiscard]] ParameterStatistics result(std::uint64_t n_events) const {
        ParameterStatistics statistics{n_finite, n_events - n_finite, {}, {}, {}, {}};
        if (n_finite == 0) return statistics;
        statistics.minimum = minimum;
        statistics.maximum = maximum;
        statistics.sum = sum.value();
        statistics.mean = *statistics.sum / static_cast<double>(n_finite);
        return statistics;
    }
};

}  // namespace

std::vector<ParameterStatistics> parameter_statistics(const DataSet& data_set, ValueKind kind,
                                                      const TaskControl& control) {
    std::vector<Accumulator> accumulators(data_set.parameters().size());
    std::array<double, block_events> block;
    for (std::uint64_t first = 0; first < data_set.n_events(); first += block_events) {
        control.throw_if_stopped();
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(block_events, data_set.n_events() - first));
        for (std::size_t p = 0; p < accumulators.size(); ++p) {
            data_set.read(p, first, std::span(block).first(count), kind);
            accumulators[p].add(std::span(block).first(count));
        }
    }
    std::vector<ParameterStatistics> statistics;
    for (const Accumulator& accumulator : accumulators) statistics.push_back(accumulator.result(data_set.n_events()));
    return statistics;
}

}  // namespace asparagate
