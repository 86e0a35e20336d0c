#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/parameter_statistics.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace asparagate::cli {

/// One data set and what was computed from its events; without `--statistics` nothing was.
struct DataSetView {
    DataSet data_set;
    std::vector<ParameterStatistics> statistics;  ///< one per parameter, or empty
    std::optional<CrcState> crc;
};

/// What `info` shows of one file, in whichever format.
struct FileView {
    std::string path;
    std::size_t n_data_sets = 0;  ///< of the file; `data_sets` holds those that were asked for
    std::vector<DataSetView> data_sets;
    Findings findings;
};

/// The record of docs/cli.md, one line of `--format json`.
nlohmann::ordered_json info_record(const FileView& file);

/// Prints the view for people, on stdout.
void print_info_text(const FileView& file);

/// One row per parameter, `separator` between cells; the header first.
void print_info_header(bool statistics, char separator);
void print_info_rows(const FileView& file, char separator);

}  // namespace asparagate::cli
