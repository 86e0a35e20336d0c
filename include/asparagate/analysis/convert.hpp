#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/task_control.hpp"
#include "asparagate/gating/engine.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// What events can be written as. docs/convert.md describes each.
enum class EventFormat { fcs, csv, tsv, hdf5, h5ad };

/// By name ("fcs", "csv", "tsv", "h5", "hdf5", "h5ad"), any case; nullopt for anything else.
std::optional<EventFormat> event_format_named(std::string_view name);

struct ConvertOptions {
    EventFormat format = EventFormat::fcs;
    std::optional<ValueKind> values;  ///< none: raw into FCS, else scale; compensated values are scale values
    std::optional<GatingStrategy> strategy;
    std::string population;             ///< full path; only its events are written; empty = all
    std::vector<std::string> channels;  ///< names or markers, in output order; empty = all
    /// Compensates the values; gating then uses the same matrix. Otherwise gating follows the strategy and the values
    /// stay as they are.
    bool compensate = false;
    CompensationSource compensation = CompensationSource::file;
    std::optional<SpilloverMatrix> matrix;  ///< with `compensate`, in place of `compensation`
    std::string matrix_name;
    std::size_t data_set = 0;    ///< counted from 0
    bool all_data_sets = false;  ///< into one FCS file, as they were
    std::string fcs_version;     ///< "3.1" or "3.2"; empty = what the content needs
    bool deidentify = false;
    std::optional<std::string> date_secret;  ///< shifts dates of a de-identified output; none = removes them
    ReadOptions read;
    unsigned threads = 0;
    std::uint64_t max_memory_bytes = 0;
    std::string command;  ///< for the provenance of HDF5 and h5ad
};

struct ConvertResult {
    std::uint64_t n_events = 0;
    std::size_t n_parameters = 0;
    std::string compensation;  ///< applied to the values
    Findings findings;         ///< of reading, gating, converting and writing
};

/// Writes the events of `input` (FCS, or CSV and TSV by their extension) to `output`, which appears whole or not at
/// all. Blocks of events pass through, so FCS files may exceed memory; a CSV table is held in memory.
/// @throws Error(input) for what cannot be read, Error(usage) for options that contradict each other or the input,
/// OutputError, GatingError, Interrupted; under read.strict also for a warning about what would be lost.
ConvertResult convert_events(const std::filesystem::path& input, const std::filesystem::path& output,
                             const ConvertOptions& options, const TaskControl& control = {});

}  // namespace asparagate
