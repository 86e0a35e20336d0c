#pragma once
#include "convert/event_table.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace asparagate {

/// What HDF5 and h5ad outputs say about where they come from: name and text.
using ProvenanceEntries = std::vector<std::pair<std::string, std::string>>;

/// Each writer makes an output that appears whole or not at all. @throws OutputError, Interrupted

/// All tables as data sets of one file; adds what could not be kept to the findings of the last table.
Findings write_fcs_events(const std::vector<EventTable>& tables, const std::filesystem::path& path,
                          const TaskControl& control);
/// Header `channel` or `channel :: marker`, numbers with the fewest digits that read back to the same bits.
void write_delimited_events(const EventTable& table, const std::filesystem::path& path, char separator,
                            const TaskControl& control);
/// Layout: docs/convert.md.
void write_hdf5_events(const EventTable& table, const ProvenanceEntries& provenance, const std::filesystem::path& path,
                       const TaskControl& control);
/// AnnData 0.8 on disk: https://anndata.readthedocs.io/en/0.8.0/fileformat-prose.html
void write_h5ad_events(const EventTable& table, const ProvenanceEntries& provenance, const std::filesystem::path& path,
                       const TaskControl& control);

}  // namespace asparagate
