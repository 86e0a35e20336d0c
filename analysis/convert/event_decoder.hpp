#pragma once
#include "convert/event_table.hpp"

#include "asparagate/gating/compensation.hpp"

#include <optional>

namespace asparagate {

/// Where the values of one output column come from.
struct OutputColumn {
    enum class From { words, numbers, compensated, event_number } from = From::words;
    std::size_t source = 0;      ///< parameter of the file
    std::size_t matrix_row = 0;  ///< of the compensation
    ValueKind kind = ValueKind::raw;
    Parameter parameter;  ///< as written
};

/// Decodes, compensates and selects the events of one data set, block by block.
class EventDecoder {
public:
    /// @param selected numbers of the events wanted, ascending; none = all
    EventDecoder(DataSet data_set, std::vector<OutputColumn> columns, std::optional<Compensation> compensation,
                 std::optional<std::vector<std::uint64_t>> selected);
    void read(std::uint64_t first, std::size_t count, EventBlock& block);

private:
    void decode_events(std::uint64_t first, std::size_t count, EventBlock& block);
    void decode_column(const OutputColumn& column, std::uint64_t first, std::span<std::uint64_t> words);
    void read_matrix_channels(std::uint64_t first, std::size_t count);
    void compensate(std::span<const double> weights);

    DataSet data_set_;
    std::vector<OutputColumn> columns_;
    std::optional<Compensation> compensation_;
    std::optional<std::vector<std::uint64_t>> selected_;
    std::vector<std::size_t> matrix_parameters_;
    std::vector<std::vector<double>> matrix_values_;
    std::vector<double> numbers_;
    EventBlock span_;
};

}  // namespace asparagate
