#pragma once
#include "convert/event_table.hpp"

#include "store/hdf5_writer.hpp"

#include <optional>

namespace asparagate {

/// Whether single precision holds every value of the table.
bool fits_single(const EventTable& table);

/// The position of the `original_event` column that a subset has at its end; nullopt for all events.
std::optional<std::size_t> original_event_column(const EventTable& table);

/// All values as an n_events x n_channels matrix, `original_event` left out, and its numbers.
/// @throws OutputError naming `output` for an integer that a double does not hold
std::vector<std::int64_t> write_event_matrix(const EventTable& table, Hdf5Writer& file, const std::string& path,
                                             const std::filesystem::path& output, const TaskControl& control);

/// "fluorescence", "scatter" or "time".
std::string channel_type(const Parameter& parameter);

}  // namespace asparagate
