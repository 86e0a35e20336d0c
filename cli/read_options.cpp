#include "read_options.hpp"

#include "asparagate/fcs/number.hpp"
#include "command.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <numeric>

namespace asparagate::cli {
namespace {

constexpr const char* group = "Reading FCS files that break the rules";

std::string check_data_set(const std::string& text) {
    if (text == "all" || text == "scan" || parse_unsigned(text)) return {};
    return "expected a number counted from 0, all or scan";
}

void add_offset_options(CLI::App& app, ReadOptions& options) {
    using Offsets = ReadOptions::DataOffsets;
    app.add_option("--data-offsets", options.data_offsets,
                   "Believe the DATA offsets of HEADER or of TEXT (header, text)")
        ->transform(
            CLI::Transformer(std::map<std::string, Offsets>{{"header", Offsets::header}, {"text", Offsets::text}}))
        ->group(group);
    using Count = ReadOptions::EventCount;
    app.add_option("--event-count", options.event_count,
                   "Where DATA is longer than $TOT says: read $TOT events, or what its size holds (total, size)")
        ->transform(CLI::Transformer(std::map<std::string, Count>{{"total", Count::total}, {"size", Count::size}}))
        ->group(group);
    app.add_flag("--recover-truncated", options.recover_truncated,
                 "Read the whole events that are there of a file that ends too early")
        ->group(group);
}

void add_text_options(CLI::App& app, ReadOptions& options) {
    app.add_option("--fcs-version", options.fcs_version, "Version to read by, whatever HEADER says")
        ->check(CLI::IsMember({"2.0", "3.0", "3.1", "3.2"}))
        ->group(group);
    app.add_option("--delimiter", options.delimiter, "Byte (0 to 255) that delimits TEXT, whatever its first byte is")
        ->check(CLI::Range(0, 255))
        ->group(group);
    app.add_option("--date-format", options.date_format, "How $DATE is written, such as dd/mm/yyyy")->group(group);
    app.add_option("--time-name", options.time_name, "Channel that is Time")->group(group);
    app.add_option("--timestep", options.timestep, "Seconds per unit of Time, whatever $TIMESTEP says")
        ->check(CLI::PositiveNumber)
        ->group(group);
}

void add_limit_options(CLI::App& app, ReadLimits& limits) {
    app.add_option("--max-text", limits.text_bytes, "Largest TEXT, such as 64MB")
        ->transform(CLI::AsSizeValue(false))
        ->group(group);
    app.add_option("--max-value", limits.value_bytes, "Longest value of a keyword, such as 16MB")
        ->transform(CLI::AsSizeValue(false))
        ->group(group);
    app.add_option("--max-keywords", limits.keywords, "Most keywords in TEXT")->capture_default_str()->group(group);
    app.add_option("--max-parameters", limits.parameters, "Largest $PAR")->capture_default_str()->group(group);
    app.add_option("--max-datasets", limits.data_sets, "Most data sets of a file")->capture_default_str()->group(group);
}

}  // namespace

void add_read_options(CLI::App& app, ReadOptions& options) {
    app.add_option("--allow", options.allow, "Codes of warnings that --strict lets pass, such as W-CYT,W-PAD")
        ->delimiter(',')
        ->group(group);
    add_offset_options(app, options);
    add_text_options(app, options);
    add_limit_options(app, options.limits);
}

void add_data_set_option(CLI::App& app, DataSetChoice& choice) {
    app.add_option("--dataset", choice.text,
                   "Data set of the file, counted from 0; all; or scan: all, and those that nothing points to")
        ->check(CLI::Validator(check_data_set, "N|all|scan"));
}

std::vector<std::size_t> DataSetChoice::select(const FcsFile& file, Without without) const {
    const std::size_t count = file.data_sets().size();
    if (text.empty() && without == Without::first) return {0};
    if (const auto only = parse_unsigned(text)) {
        if (*only >= count)
            throw Error(ErrorKind::usage, file.path().string() + ": --dataset " + text + " asked for, the file has " +
                                              counted(count, "data set") + ", counted from 0");
        return {static_cast<std::size_t>(*only)};
    }
    std::vector<std::size_t> all(count);
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

}  // namespace asparagate::cli
