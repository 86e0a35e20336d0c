#include "convert/delimited_events.hpp"

#include "convert/event_writers.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/fcs/output_file.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace asparagate {
namespace {

constexpr std::string_view marker_separator = " :: ";
constexpr double exact_in_double = 9007199254740992.0;  // 2^53
constexpr std::size_t write_bytes = 1 << 20;

template <class Value>
void append_shortest(std::string& text, Value value) {
    std::array<char, 64> digits{};
    const bool whole = std::abs(value) < 1e7f && value == std::trunc(value);
    const auto end = whole
                         ? std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed)
                         : std::to_chars(digits.data(), digits.data() + digits.size(), value);
    text.append(digits.data(), end.ptr);
}

void append_word(std::string& text, std::uint64_t word, const Parameter& parameter) {
    if (parameter.datatype == 'I') {
        text += std::to_string(word);
        return;
    }
    const double value = number_of_word(word, parameter);
    if (std::isnan(value))
        text += "nan";
    else if (parameter.datatype == 'F')
        append_shortest(text, static_cast<float>(value));
    else
        append_shortest(text, value);
}

/// Conversion of a double beyond the range of float is undefined; the largest float is spelled as such a double.
float nearest_single(double value) {
    constexpr double largest = std::numeric_limits<float>::max();
    return static_cast<float>(std::isfinite(value) ? std::clamp(value, -largest, largest) : value);
}

/// Whether the shortest spelling of the single-precision neighbour says the same number.
bool is_single_spelling(double value) {
    if (!std::isfinite(value)) return true;
    std::array<char, 64> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), nearest_single(value)).ptr;
    double spelled = 0;
    std::from_chars(digits.data(), end, spelled);
    return std::bit_cast<std::uint64_t>(spelled) == std::bit_cast<std::uint64_t>(value);
}

std::optional<double> parse_cell(std::string_view cell) {
    if (cell == "nan" || cell == "NaN" || cell == "NA") return std::numeric_limits<double>::quiet_NaN();
    if (cell == "inf" || cell == "Inf") return HUGE_VAL;
    if (cell == "-inf" || cell == "-Inf") return -HUGE_VAL;
    return parse_number(cell);
}

/// One column of the table while it is read.
class NumberColumn {
public:
    /// False when the cell is no number.
    bool add(std::string_view cell) {
        const auto value = parse_cell(cell);
        if (!value) return false;
        is_single_ = is_single_ && is_single_spelling(*value);
        largest_ = std::max(largest_, std::isfinite(*value) ? *value : 0.0);
        if (is_integer_) add_integer(cell);
        values_.push_back(*value);
        return true;
    }

    /// Type of the column, and its words.
    void finish(Parameter& parameter, std::vector<std::uint64_t>& words) {
        const bool needs_integers = is_integer_ && largest_ > exact_in_double;
        parameter.datatype = needs_integers ? 'I' : is_single_ ? 'F' : 'D';
        parameter.bits = parameter.datatype == 'F' ? 32 : 64;
        parameter.range.reset();
        if (needs_integers) parameter.range = std::exp2(64);
        words = std::move(integers_);
        words.resize(values_.size());
        if (needs_integers) return;
        for (std::size_t i = 0; i < words.size(); ++i)
            words[i] = is_single_ ? std::bit_cast<std::uint32_t>(nearest_single(values_[i]))
                                  : std::bit_cast<std::uint64_t>(values_[i]);
    }
    void widen(Parameter& parameter, std::vector<std::uint64_t>& words) const {
        parameter.datatype = 'D';
        parameter.bits = 64;
        for (std::size_t i = 0; i < words.size(); ++i) words[i] = std::bit_cast<std::uint64_t>(values_[i]);
    }

private:
    void add_integer(std::string_view cell) {
        const auto integer = parse_unsigned(cell);
        is_integer_ = integer.has_value();
        if (integer)
            integers_.push_back(*integer);
        else
            integers_ = {};
    }

    std::vector<double> values_;
    std::vector<std::uint64_t> integers_;  ///< as long as all are
    double largest_ = 0;
    bool is_single_ = true, is_integer_ = true;
};

[[noreturn]] void refuse_cell(const std::filesystem::path& path, std::size_t line, const std::string& column,
                              const std::string& cell) {
    const std::string place = path.string() + ":" + std::to_string(line) + ": column \"" + terminal_text(column) + "\"";
    if (trim(cell).empty()) throw Error(ErrorKind::input, place + " is empty; expected a number");
    std::string point = cell;
    std::replace(point.begin(), point.end(), ',', '.');
    if (point != cell && parse_number(point))
        throw Error(ErrorKind::input, place + " has a decimal comma, \"" + terminal_text(cell) +
                                          "\"; write numbers with a decimal point");
    throw Error(ErrorKind::input, place + " is \"" + terminal_text(cell) + "\"; expected a number");
}

std::vector<NumberColumn> read_columns(const std::filesystem::path& path, DelimitedReader& reader) {
    std::vector<NumberColumn> columns(reader.columns().size());
    DelimitedText::Row row{};
    while (reader.next_row(row)) {
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (!columns[c].add(row.cells[c])) refuse_cell(path, row.line, reader.columns()[c], row.cells[c]);
    }
    return columns;
}

/// A table does not say in what Time counts, and FCS has to.
void set_timestep(EventTable& table, const std::optional<double>& timestep, const std::string& file) {
    const auto time = std::find_if(table.outline.parameters.begin(), table.outline.parameters.end(),
                                   [](const Parameter& p) { return p.is_time(); });
    if (time == table.outline.parameters.end()) return;
    table.outline.keywords.set("$TIMESTEP", format_number(timestep.value_or(1)));
    if (timestep) return;
    Finding finding;
    finding.code = "I-TIMESTEP";
    finding.severity = Severity::note;
    finding.file = file;
    finding.message = "column \"" + time->name + "\" is taken for seconds ($TIMESTEP 1); --timestep gives another unit";
    table.findings.push_back(std::move(finding));
}

}  // namespace

std::string header_cell(const Parameter& parameter) {
    const bool marked = !parameter.marker.empty();
    return marked ? parameter.name + std::string(marker_separator) + parameter.marker : parameter.name;
}

Parameter parse_header_cell(const std::string& cell) {
    Parameter parameter;
    const std::size_t at = cell.find(marker_separator);
    parameter.name = trim(cell.substr(0, at));
    if (at != std::string::npos) parameter.marker = trim(cell.substr(at + marker_separator.size()));
    return parameter;
}

EventTable delimited_event_table(const std::filesystem::path& path, const std::optional<double>& timestep) {
    DelimitedReader reader(path);
    std::vector<NumberColumn> columns = read_columns(path, reader);
    EventTable table;
    std::vector<Parameter>& parameters = table.outline.parameters;
    const auto words = std::make_shared<std::vector<std::vector<std::uint64_t>>>(columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        parameters.push_back(parse_header_cell(unguarded_cell(reader.columns()[c])));
        parameters.back().index = c + 1;
        columns[c].finish(parameters.back(), (*words)[c]);
        table.outline.n_events = (*words)[c].size();
    }
    set_timestep(table, timestep, path.string());
    const auto has = [&](char type) {
        return std::any_of(parameters.begin(), parameters.end(),
                           [&](const Parameter& p) { return p.datatype == type; });
    };
    if (has('I') && (has('F') || has('D'))) table.outline.version = "3.2";
    if (has('D'))
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (parameters[c].datatype == 'F') columns[c].widen(parameters[c], (*words)[c]);
    table.read = [words](std::uint64_t first, std::size_t count, EventBlock& block) {
        block.resize(words->size(), count);
        for (std::size_t c = 0; c < words->size(); ++c)
            std::copy_n((*words)[c].begin() + static_cast<std::ptrdiff_t>(first), count, block.columns[c].begin());
    };
    return table;
}

void write_delimited_events(const EventTable& table, const std::filesystem::path& path, char separator,
                            const TaskControl& control) {
    OutputFile file(path);
    const std::vector<Parameter>& parameters = table.outline.parameters;
    std::string text;
    for (const Parameter& parameter : parameters) {
        if (parameter.name.find(marker_separator) != std::string::npos)
            throw OutputError(path.string(), "channel name \"" + terminal_text(parameter.name) +
                                                 "\" holds \" :: \", which parts channel and marker in a table; choose "
                                                 "another format");
        if (&parameter != &parameters.front()) text += separator;
        text += delimited_cell(header_cell(parameter), separator);
    }
    text += '\n';
    for_each_block(table, control, [&](const EventBlock& block, std::uint64_t, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t p = 0; p < parameters.size(); ++p) {
                if (p > 0) text += separator;
                append_word(text, block.columns[p][i], parameters[p]);
            }
            text += '\n';
            if (text.size() < write_bytes) continue;
            file.write(text);
            text.clear();
        }
    });
    file.write(text);
    file.commit();
}

}  // namespace asparagate
