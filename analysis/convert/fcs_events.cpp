#include "convert/fcs_events.hpp"

#include "convert/event_decoder.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/edit_outline.hpp"
#include "asparagate/fcs/error.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace asparagate {
namespace {

std::vector<std::uint64_t> numbers_of(const Membership& members) {
    std::vector<std::uint64_t> numbers;
    numbers.reserve(static_cast<std::size_t>(members.count()));
    for (std::size_t w = 0; w < members.words().size(); ++w)
        for (std::uint64_t word = members.words()[w]; word != 0; word &= word - 1)
            numbers.push_back(w * 64 + static_cast<unsigned>(std::countr_zero(word)));
    return numbers;
}

/// Builds the table step by step, in the order in which the steps depend on each other.
class TableBuilder {
public:
    TableBuilder(const FcsFile& file, const DataSet& data_set, const ConvertOptions& options,
                 const TaskControl& control)
        : file_(file.path().string()), data_set_(data_set), options_(options), control_(control) {
        kind_ = options.values.value_or(options.format == EventFormat::fcs ? ValueKind::raw : ValueKind::scale);
        if (!options.strategy) return;
        const std::string sample = file.path().stem().string();
        strategy_ = strategy_for_sample(*options.strategy, sample, file.path());
        table_.findings = version_findings(*options.strategy, sample, file.path());
    }

    EventTable build() {
        table_.outline = outline_of(data_set_, file_, table_.findings);
        was_mixed_ = table_.outline.has_mixed_types();
        find_compensation();
        if (kind_ == ValueKind::scale) decode_to_scale(table_.outline);
        if (compensation_)
            mark_compensated(table_.outline, *compensation_->spillover(), compensation_->source(), table_.findings);
        gate();
        choose_channels();
        add_event_number();
        choose_types();
        table_.subset = selected_.has_value();
        table_.changed = kind_ == ValueKind::scale || compensation_ || selected_ || !options_.channels.empty();
        make_reader();
        return std::move(table_);
    }

private:
    [[nodiscard]] GateOptions gate_options() const {
        GateOptions gate;
        gate.threads = options_.threads;
        gate.read = options_.read;
        gate.max_memory_bytes = options_.max_memory_bytes;
        gate.memberships = true;
        if (!options_.compensate) return gate;
        gate.compensation_source = options_.compensation;
        gate.matrix = options_.matrix;
        gate.matrix_name = options_.matrix_name;
        return gate;
    }

    void find_compensation() {
        if (!options_.compensate || (!options_.matrix && options_.compensation == CompensationSource::none)) return;
        if (!options_.matrix && options_.compensation == CompensationSource::file && !data_set_.spillover())
            throw Error(ErrorKind::input, file_ +
                                              ": has no spillover matrix that can be used; give a matrix as CSV, or "
                                              "leave the values as they are with --compensate none");
        if (options_.values == ValueKind::raw)
            throw Error(ErrorKind::usage, "--values raw: compensation needs scale values; leave --values away");
        kind_ = ValueKind::scale;
        compensation_ = compensation_for(data_set_, strategy_, gate_options());
        if (compensation_ && !compensation_->spillover())
            throw Error(ErrorKind::input, file_ + ": " + compensation_->source() +
                                              " is an inverse or has more detectors than fluorochromes; convert "
                                              "compensates with square spillover matrices");
        if (compensation_)
            table_.compensation = compensation_->source();
        else
            table_.findings.push_back({"I-COMPENSATION", Severity::note, file_, "", "", std::nullopt,
                                       "the matrix is the identity, or the values are already compensated: they stay "
                                       "as they are"});
    }

    /// Evaluates the strategy where something depends on it: the events to write, or columns of populations.
    void gate() {
        const bool wants_columns = options_.format == EventFormat::hdf5 || options_.format == EventFormat::h5ad;
        if (!options_.strategy || (options_.population.empty() && !wants_columns)) return;
        SampleGates gates = gate_sample(data_set_, strategy_, file_, gate_options(), control_);
        std::move(gates.findings.begin(), gates.findings.end(), std::back_inserter(table_.findings));
        if (!options_.population.empty()) select(gates);
        if (!wants_columns) return;
        for (std::size_t i = 0; i < gates.rows.size(); ++i)
            if (gates.rows[i].count)
                table_.populations.push_back({gates.rows[i].population, among_selected(gates.memberships[i])});
    }

    void select(const SampleGates& gates) {
        const std::string shown = terminal_text(options_.population);
        const auto row = std::find_if(gates.rows.begin(), gates.rows.end(),
                                      [&](const PopulationRow& r) { return r.population == options_.population; });
        if (row == gates.rows.end())
            throw Error(ErrorKind::usage,
                        "--population " + shown + ": the strategy defines no such population; give its full path");
        if (!row->count) throw Error(ErrorKind::input, file_ + ": population " + shown + " is " + row->state);
        selected_ = numbers_of(gates.memberships[static_cast<std::size_t>(row - gates.rows.begin())]);
        select_events(table_.outline, selected_->size(), table_.findings);
    }

    [[nodiscard]] Membership among_selected(const Membership& members) const {
        if (!selected_) return members;
        Membership restricted(selected_->size());
        for (std::size_t i = 0; i < selected_->size(); ++i)
            if (members[(*selected_)[i]]) restricted.set(i);
        return restricted;
    }

    void choose_channels() {
        sources_.resize(data_set_.parameters().size());
        std::iota(sources_.begin(), sources_.end(), std::size_t{0});
        if (options_.channels.empty()) return;
        std::vector<std::size_t> columns;
        for (const std::string& name : options_.channels) {
            const auto column = resolve_channel(strategy_, data_set_.parameters(), name);
            if (!column)
                throw Error(ErrorKind::usage, "--channels: " + file_ + " has no channel or more than one called \"" +
                                                  terminal_text(name) + "\"");
            if (std::find(columns.begin(), columns.end(), *column) != columns.end())
                throw Error(ErrorKind::usage, "--channels: " + terminal_text(name) + " is asked for twice");
            columns.push_back(*column);
        }
        select_parameters(table_.outline, columns, table_.findings);
        sources_ = std::move(columns);
    }

    /// Column `original_event`: the event's number in the file it came from, counted from 0.
    void add_event_number() {
        if (!selected_) return;
        const std::uint64_t n = std::max<std::uint64_t>(data_set_.n_events(), 2);
        Parameter number;
        number.name = "original_event";
        const auto taken = [&](const Parameter& p) { return p.name == number.name; };
        const auto& parameters = table_.outline.parameters;
        for (int k = 2; std::any_of(parameters.begin(), parameters.end(), taken); ++k)
            number.name = "original_event_" + std::to_string(k);
        number.datatype = 'I';
        number.bits = n > (std::uint64_t{1} << 32) ? 64 : 32;
        number.mask = std::bit_ceil(n) - 1;
        number.range = static_cast<double>(n);
        add_parameter(table_.outline, number);
    }

    void choose_types() {
        FcsOutline& outline = table_.outline;
        const bool wanted = options_.fcs_version == "3.1" || !was_mixed_;
        const bool mixed = wanted ? !unify_types(outline) : true;
        if (options_.fcs_version == "3.1" && mixed)
            throw Error(ErrorKind::usage, "--write-version 3.1: " + file_ +
                                              " mixes floating-point values with integers that they cannot hold, which "
                                              "needs FCS 3.2; --values scale decodes them");
        if (!options_.fcs_version.empty())
            outline.version = options_.fcs_version;
        else if (outline.has_mixed_types())
            outline.version = "3.2";
    }

    void make_reader() {
        const std::vector<Parameter>& parameters = table_.outline.parameters;
        std::vector<OutputColumn> columns;
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            const OutputColumn number{OutputColumn::From::event_number, 0, 0, kind_, parameters[i]};
            columns.push_back(i < sources_.size() ? value_column(sources_[i], parameters[i]) : number);
        }
        const auto decoder =
            std::make_shared<EventDecoder>(data_set_, std::move(columns), compensation_, std::move(selected_));
        table_.read = [decoder](std::uint64_t first, std::size_t count, EventBlock& block) {
            decoder->read(first, count, block);
        };
    }

    [[nodiscard]] OutputColumn value_column(std::size_t source, const Parameter& written) const {
        OutputColumn column{OutputColumn::From::numbers, source, 0, kind_, written};
        const Parameter& stored = data_set_.parameters()[source];
        if (compensation_) {
            const auto& channels = compensation_->detectors();
            const auto found = std::find(channels.begin(), channels.end(), stored.name);
            if (found != channels.end()) {
                column.from = OutputColumn::From::compensated;
                column.matrix_row = static_cast<std::size_t>(found - channels.begin());
                return column;
            }
        }
        const bool decoded = kind_ == ValueKind::scale &&
                             (stored.log_decades > 0 || stored.gain != 1 || stored.timestep.value_or(1) != 1);
        const bool same_type =
            stored.datatype == written.datatype || (stored.datatype == 'A' && written.datatype == 'I');
        if (!decoded && same_type) column.from = OutputColumn::From::words;
        return column;
    }

    std::string file_;
    const DataSet& data_set_;
    const ConvertOptions& options_;
    GatingStrategy strategy_;  ///< as it holds for this file
    const TaskControl& control_;
    ValueKind kind_ = ValueKind::raw;
    bool was_mixed_ = false;
    EventTable table_;
    std::optional<Compensation> compensation_;
    std::optional<std::vector<std::uint64_t>> selected_;  ///< numbers of the events wanted
    std::vector<std::size_t> sources_;                    ///< parameter of the file behind each output column
};

}  // namespace

EventTable fcs_event_table(const FcsFile& file, const DataSet& data_set, const ConvertOptions& options,
                           const TaskControl& control) {
    return TableBuilder(file, data_set, options, control).build();
}

}  // namespace asparagate
