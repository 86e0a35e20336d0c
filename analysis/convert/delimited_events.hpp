#pragma once
#include "convert/event_table.hpp"

#include <filesystem>

namespace asparagate {

/// A channel and its marker as one header cell and back: `FITC-A :: CD3`, as FlowJo exports have it; the channel alone
/// when there is no marker.
std::string header_cell(const Parameter& parameter);
Parameter parse_header_cell(const std::string& cell);

/// Events from a CSV or TSV table of numbers. A column becomes single precision when every number in it is the
/// shortest spelling of a single-precision value, else double; integers when some exceed 2^53.
/// @param timestep seconds per unit of a column Time; without it, they are seconds, and the note I-TIMESTEP says so
/// @throws Error(input) naming file, line and column: no number, a decimal comma, a ragged row.
EventTable delimited_event_table(const std::filesystem::path& path, const std::optional<double>& timestep);

}  // namespace asparagate
