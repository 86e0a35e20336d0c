#include "convert/event_matrix_rows.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/error.hpp"

#include <algorithm>

namespace asparagate {
namespace {

constexpr std::uint64_t exact_in_double = std::uint64_t{1} << 53;
constexpr std::uint64_t exact_in_single = std::uint64_t{1} << 24;

std::uint64_t largest_word(const Parameter& parameter) {
    const std::uint64_t all = parameter.bits >= 64 ? ~0ull : (std::uint64_t{1} << parameter.bits) - 1;
    return std::min(parameter.mask, all);
}

void check_exact(std::uint64_t word, const Parameter& parameter, const std::filesystem::path& output) {
    if (parameter.datatype != 'I' || word <= exact_in_double) return;
    throw OutputError(output.string(),
                      "channel " + terminal_text(parameter.name) + " holds " + std::to_string(word) +
                          ", an integer that a matrix of doubles does not hold; convert to FCS or CSV");
}

}  // namespace

bool fits_single(const EventTable& table) {
    return std::all_of(table.outline.parameters.begin(), table.outline.parameters.end(), [](const Parameter& p) {
        return p.datatype == 'F' || (p.datatype == 'I' && largest_word(p) <= exact_in_single);
    });
}

std::optional<std::size_t> original_event_column(const EventTable& table) {
    const auto& parameters = table.outline.parameters;
    if (!table.subset) return std::nullopt;
    return parameters.size() - 1;
}

std::vector<std::int64_t> write_event_matrix(const EventTable& table, Hdf5Writer& file, const std::string& path,
                                             const std::filesystem::path& output, const TaskControl& control) {
    const auto number_column = original_event_column(table);
    const auto& parameters = table.outline.parameters;
    const std::size_t n_channels = number_column.value_or(parameters.size());
    file.begin_matrix(path, table.outline.n_events, n_channels, fits_single(table));
    std::vector<std::int64_t> numbers;
    std::vector<double> rows;
    for_each_block(table, control, [&](const EventBlock& block, std::uint64_t first, std::size_t count) {
        rows.resize(count * n_channels);
        for (std::size_t c = 0; c < n_channels; ++c) {
            for (std::size_t i = 0; i < count; ++i) {
                check_exact(block.columns[c][i], parameters[c], output);
                rows[i * n_channels + c] = number_of_word(block.columns[c][i], parameters[c]);
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            const double number = number_column ? number_of_word(block.columns[*number_column][i], parameters.back())
                                                : static_cast<double>(first + i);
            numbers.push_back(static_cast<std::int64_t>(number));
        }
        file.append_rows(path, rows);
    });
    return numbers;
}

std::string channel_type(const Parameter& parameter) {
    return parameter.is_time() ? "time" : parameter.is_scatter() ? "scatter" : "fluorescence";
}

}  // namespace asparagate
