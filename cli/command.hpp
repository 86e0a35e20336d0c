#pragma once
#include "asparagate/gating/population_table.hpp"
#include "console.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace asparagate::cli {

/// Exit codes that scripts rely on (docs/cli.md). Errors map through ErrorKind.
enum ExitCode {
    done = 0,
    internal_error = 1,
    usage_error = 2,
    input_error = 3,
    some_failed = 4,
    limit_broken = 5,
    output_error = 6,
    interrupted = 130
};

/// Options every command takes.
struct CommonOptions {
    unsigned threads = 0;
    std::string format;  ///< csv, tsv, json; empty = the command's default
    bool strict = false;
    std::uint64_t max_memory_bytes = 0;
    bool force = false;
    bool quiet = false;
    std::filesystem::path log;

    [[nodiscard]] TableFormat table_format() const;
    /// `threads`, or the number of cores where it is 0.
    [[nodiscard]] unsigned thread_count() const;
};

/// A subcommand: `add` declares its options on the parser; the returned function runs it and gives the exit code.
using Run = std::function<int(const CommonOptions&, Console&)>;
Run add_info(CLI::App& app);
Run add_check(CLI::App& app);
Run add_convert(CLI::App& app);
Run add_gate(CLI::App& app);
Run add_strategy(CLI::App& app);
Run add_run(CLI::App& app);
Run add_report(CLI::App& app);
Run add_simulate(CLI::App& app);
Run add_stats(CLI::App& app);
Run add_power(CLI::App& app);
Run add_predict(CLI::App& app);
Run add_verify(CLI::App& app);

/// The command line as typed, quoted for a shell, for provenance.
const std::string& command_line();

/// Sends `text` to stdout ("" or "-") or to a file that appears whole. @throws OutputError
void write_output(const std::string& text, const std::filesystem::path& path);

/// Refuses outputs that are an input, or two outputs of one name; empty paths and "-" do not count.
/// @throws Error(usage)
void refuse_overwriting(const std::vector<std::filesystem::path>& outputs,
                        const std::vector<std::filesystem::path>& inputs);
/// Refuses a results folder that holds an input, whose file a result might replace. @throws Error(usage)
void refuse_folder_of_inputs(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& inputs);

/// Starts the program that draws figures and report.html into a results folder. @throws Error when it is not built in
/// or fails. `language` is "en" or "zh".
void draw_report(const std::filesystem::path& folder, const std::string& language, Console& console);
/// `--language` of `run` and `report`.
void add_language_option(CLI::App& app, std::string& language);

/// `counted(3, "file")` is "3 files".
std::string counted(std::uint64_t n, const std::string& noun);

}  // namespace asparagate::cli
