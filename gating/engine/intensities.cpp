#include "intensities.hpp"

#include "parallel.hpp"
#include "statistics.hpp"

#include <algorithm>
#include <bit>

namespace asparagate::detail {
namespace {

void gather(std::vector<double>& values, const std::vector<double>& column, const Membership& members) {
    values.clear();
    const auto& words = members.words();
    for (std::size_t word = 0; word < words.size(); ++word)
        for (std::uint64_t bits = words[word]; bits != 0; bits &= bits - 1)
            values.push_back(column[word * 64 + static_cast<std::size_t>(std::countr_zero(bits))]);
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
    const int threads = static_cast<int>(
        std::clamp<std::size_t>(std::min(channels.size(), most_columns), 1, static_cast<std::size_t>(run.threads)));
    std::vector<std::vector<std::vector<std::pair<std::string, std::optional<double>>>>> found(channels.size());
    ExceptionCarrier carrier;
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (std::size_t c = 0; c < channels.size(); ++c)
        carrier.run([&] {
            control.throw_if_stopped();
            const auto column = read_column(data_set, columns[c], threads == 1 ? run.threads : 1);
            std::vector<double> values;
            found[c].resize(plan.populations.size());
            for (std::size_t p = 0; p < plan.populations.size(); ++p) {
                if (!plan.obstacles[p].empty()) continue;
                gather(values, column, memberships[p]);
                found[c][p] = channel_statistics(values);
            }
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
