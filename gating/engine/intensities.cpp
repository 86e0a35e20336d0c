#include "intensities.hpp"

#include "bitmap.hpp"
#include "parallel.hpp"
#include "statistics_in_passes.hpp"

#include <algorithm>

namespace asparagate::detail {
namespace {

using NamedStatistics = std::vector<std::pair<std::string, std::optional<double>>>;

void gather(std::vector<double>& values, const std::vector<double>& column, const Membership& members) {
    values.clear();
    for_each_bit(members.words(), [&](std::size_t event) { values.push_back(column[event]); });
}

/// The statistics of a column that is wholly in memory, by population.
std::vector<NamedStatistics> held_statistics(const DataSet& data_set, const Plan& plan, const Column& column,
                                             const std::vector<Membership>& memberships, int threads) {
    const auto held = read_column(data_set, column, threads);
    std::vector<double> values;
    std::vector<NamedStatistics> result(plan.populations.size());
    for (std::size_t p = 0; p < result.size(); ++p) {
        if (!plan.obstacles[p].empty()) continue;
        gather(values, held, memberships[p]);
        result[p] = channel_statistics(values);
    }
    return result;
}

/// The same in passes over the file.
std::vector<NamedStatistics> streamed_statistics(const DataSet& data_set, const Plan& plan, const Column& column,
                                                 const std::vector<Membership>& memberships,
                                                 const TaskControl& control) {
    std::vector<const Membership*> computable;
    for (std::size_t p = 0; p < memberships.size(); ++p)
        if (plan.obstacles[p].empty()) computable.push_back(&memberships[p]);
    const auto parts = statistics_in_passes(data_set, column, computable, control);
    std::vector<NamedStatistics> result(plan.populations.size());
    std::size_t next = 0;
    for (std::size_t p = 0; p < result.size(); ++p)
        if (plan.obstacles[p].empty()) result[p] = named_statistics(parts[next++]);
    return result;
}

}  // namespace

std::vector<IntensityRow> intensity_rows(const DataSet& data_set, const Plan& plan,
                                         const std::optional<Compensation>& compensation,
                                         const std::vector<Membership>& memberships, const RunOptions& run,
                                         std::size_t most_columns, const TaskControl& control) {
    std::vector<std::size_t> channels;
    std::vector<Column> columns;
    for (std::size_t p = 0; p < data_set.parameters().size(); ++p)
        if (data_set.parameters()[p].is_fluorescence()) {
            channels.push_back(p);
            columns.push_back(parameter_column(p, data_set, compensation ? &*compensation : nullptr));
        }
    const std::size_t at_once = most_columns == 0 ? channels.size() : std::min(channels.size(), most_columns);
    const int threads = static_cast<int>(std::clamp<std::size_t>(at_once, 1, static_cast<std::size_t>(run.threads)));
    std::vector<std::vector<NamedStatistics>> found(channels.size());
    ExceptionCarrier carrier;
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (std::size_t c = 0; c < channels.size(); ++c)
        carrier.run([&] {
            control.throw_if_stopped();
            found[c] = most_columns == 0
                           ? streamed_statistics(data_set, plan, columns[c], memberships, control)
                           : held_statistics(data_set, plan, columns[c], memberships, threads == 1 ? run.threads : 1);
        });
    carrier.rethrow();
    std::vector<IntensityRow> rows;
    for (std::size_t p = 0; p < plan.populations.size(); ++p)
        for (std::size_t c = 0; c < channels.size(); ++c) {
            const Parameter& parameter = data_set.parameters()[channels[c]];
            for (auto& [name, value] : found[c][p])
                rows.push_back({run.sample, plan.populations[p].path, parameter.name, parameter.marker, name, value});
        }
    return rows;
}

}  // namespace asparagate::detail
