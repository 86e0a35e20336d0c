#include "asparagate/analysis/convert.hpp"

#include "convert/delimited_events.hpp"
#include "convert/event_writers.hpp"
#include "convert/fcs_events.hpp"

#include "asparagate/fcs/edit_outline.hpp"
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/sha256.hpp"
#include "asparagate/fcs/version.hpp"

#include <algorithm>

namespace asparagate {
namespace {

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool is_delimited(const std::filesystem::path& path) {
    const std::string extension = lower_case(path.extension().string());
    return extension == ".csv" || extension == ".tsv" || extension == ".txt";
}

void check_table_input(const std::filesystem::path& input, const ConvertOptions& options) {
    if (options.strategy || options.compensate || !options.channels.empty() || options.all_data_sets ||
        options.data_set != 0)
        throw Error(ErrorKind::usage, input.string() +
                                          ": a table is converted whole: gating, compensation, --channels "
                                          "and --dataset need an FCS file");
}

/// One line that says how the values came about, for a keyword or attribute.
std::string conversion_text(const EventTable& table, const ConvertOptions& options) {
    const bool scale = options.values ? *options.values == ValueKind::scale
                                      : options.format != EventFormat::fcs || table.compensation != "none";
    std::string text = scale ? "values: scale" : "values: raw";
    if (options.deidentify)
        text += table.compensation == "none" ? "" : "; compensated";
    else
        text += "; compensation: " + table.compensation;
    if (!options.population.empty() && !options.deidentify)
        text += "; population: " + options.population + " of strategy " + strategy_hash(*options.strategy);
    return text;
}

/// Codes alone: messages repeat what the input says.
void withhold_messages(Findings& findings, const std::filesystem::path& output) {
    for (Finding& finding : findings) {
        finding.file = output.string();
        finding.keyword.clear();
        finding.message = "details are withheld in a de-identified conversion";
    }
}

/// Reads one input and makes one output of it.
class Conversion {
public:
    Conversion(const std::filesystem::path& input, const std::filesystem::path& output, const ConvertOptions& options,
               const TaskControl& control)
        : input_(input), output_(output), options_(options), control_(control) {}

    ConvertResult run() {
        read_tables();
        for (EventTable& table : tables_) finish_outline(table);
        if (options_.read.strict) refuse_warnings();
        write();
        ConvertResult result;
        result.n_parameters = tables_.front().outline.parameters.size();
        result.compensation = tables_.front().compensation;
        for (EventTable& table : tables_) {
            result.n_events += table.outline.n_events;
            std::move(table.findings.begin(), table.findings.end(), std::back_inserter(result.findings));
        }
        return result;
    }

private:
    void read_tables() {
        if (is_delimited(input_)) {
            check_table_input(input_, options_);
            tables_.push_back(delimited_event_table(input_, options_.read.timestep));
            if (!options_.fcs_version.empty()) tables_.back().outline.version = options_.fcs_version;
            return;
        }
        file_ = FcsFile::open(input_, options_.read);
        const std::vector<DataSet>& sets = file_->data_sets();
        if (options_.data_set >= sets.size())
            throw Error(ErrorKind::usage, input_.string() + ": --dataset " + std::to_string(options_.data_set) +
                                              " asked for, the file has " + std::to_string(sets.size()) +
                                              ", counted from 0");
        if (options_.all_data_sets && options_.format != EventFormat::fcs && sets.size() > 1)
            throw Error(ErrorKind::usage, input_.string() + ": has " + std::to_string(sets.size()) +
                                              " data sets, and only FCS holds several: choose one with --dataset");
        const std::size_t first = options_.all_data_sets ? 0 : options_.data_set;
        const std::size_t end = options_.all_data_sets ? sets.size() : first + 1;
        for (std::size_t i = first; i < end; ++i)
            tables_.push_back(fcs_event_table(*file_, sets[i], options_, control_));
        auto& findings = tables_.front().findings;
        findings.insert(findings.begin(), file_->findings().begin(), file_->findings().end());
    }

    void finish_outline(EventTable& table) {
        if (options_.deidentify) {
            withhold_messages(table.findings, output_);
            deidentify(table.outline, options_.date_secret, table.findings);
        }
        const bool from_fcs = file_.has_value();
        const Originality originality = table.changed ? Originality::data_modified
                                        : from_fcs    ? Originality::non_data_modified
                                                      : Originality::original;
        stamp_modification(table.outline, originality, input_hash(), conversion_text(table, options_));
    }

    /// The hash would let who has the input tell whose file the output is.
    [[nodiscard]] std::string input_hash() const { return options_.deidentify ? std::string() : sha256_file(input_); }

    void refuse_warnings() const {
        for (const EventTable& table : tables_)
            for (const Finding& finding : table.findings)
                if (finding.severity != Severity::note && options_.read.refuses(finding.code))
                    throw Error(ErrorKind::input, input_.string() + ": refused as strict conversion was asked for: " +
                                                      finding.code + ": " + finding.message);
    }

    [[nodiscard]] ProvenanceEntries provenance(const EventTable& table) const {
        ProvenanceEntries entries{{"program", "asparagate"},
                                  {"program_version", std::string(program_version())},
                                  {"conversion", conversion_text(table, options_)}};
        if (options_.deidentify) return entries;
        entries.emplace_back("input", input_.filename().string());
        entries.emplace_back("input_sha256", input_hash());
        if (!options_.command.empty()) entries.emplace_back("command", options_.command);
        return entries;
    }

    void write() {
        EventTable& table = tables_.front();
        switch (options_.format) {
            case EventFormat::fcs:
                return add_writer_findings(write_fcs_events(tables_, output_, control_));
            case EventFormat::csv:
                return write_delimited_events(table, output_, ',', control_);
            case EventFormat::tsv:
                return write_delimited_events(table, output_, '\t', control_);
            case EventFormat::hdf5:
                return write_hdf5_events(table, provenance(table), output_, control_);
            case EventFormat::h5ad:
                return write_h5ad_events(table, provenance(table), output_, control_);
        }
    }

    void add_writer_findings(Findings findings) {
        for (Finding& finding : findings) finding.file = output_.string();
        auto& all = tables_.back().findings;
        std::move(findings.begin(), findings.end(), std::back_inserter(all));
    }

    const std::filesystem::path& input_;
    const std::filesystem::path& output_;
    const ConvertOptions& options_;
    const TaskControl& control_;
    std::optional<FcsFile> file_;
    std::vector<EventTable> tables_;
};

}  // namespace

std::optional<EventFormat> event_format_named(std::string_view name) {
    const std::string lower = lower_case(std::string(name));
    if (lower == "fcs") return EventFormat::fcs;
    if (lower == "csv") return EventFormat::csv;
    if (lower == "tsv" || lower == "txt") return EventFormat::tsv;
    if (lower == "h5" || lower == "hdf5") return EventFormat::hdf5;
    if (lower == "h5ad") return EventFormat::h5ad;
    return std::nullopt;
}

ConvertResult convert_events(const std::filesystem::path& input, const std::filesystem::path& output,
                             const ConvertOptions& options, const TaskControl& control) {
    return Conversion(input, output, options, control).run();
}

}  // namespace asparagate
