#pragma once
#include "asparagate/fcs/fcs_file.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace asparagate::cli {

/// Declares the options that change how FCS files are read: overrides, `--allow`, limits. `--strict` belongs to every
/// command, so the command copies it into `options.strict`.
void add_read_options(CLI::App& app, ReadOptions& options);

/// `--dataset N|all|scan`, as given; empty when it was not.
struct DataSetChoice {
    std::string text;

    /// `scan`: data sets that nothing points to count as well.
    [[nodiscard]] bool scans() const { return text == "scan"; }
    /// Positions of the data sets meant; `without` says which when the option was not given.
    /// @throws Error(usage) when the file has no data set N.
    enum class Without { first, all };
    [[nodiscard]] std::vector<std::size_t> select(const FcsFile& file, Without without) const;
};
void add_data_set_option(CLI::App& app, DataSetChoice& choice);

}  // namespace asparagate::cli
