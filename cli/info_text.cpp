#include "command.hpp"
#include "info_view.hpp"
#include "text_columns.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"

#include <cmath>

namespace asparagate::cli {
namespace {

constexpr const char* indent = "  ";

/// 1234567 as "1,234,567".
std::string grouped(std::uint64_t n) {
    std::string digits = std::to_string(n);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
    return digits;
}

std::string rounded(double value, int digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return text;
}

template <class Value>
std::string number_or_blank(const std::optional<Value>& value) {
    return value ? format_number(static_cast<double>(*value)) : "";
}

/// "1 h 2 min", "14 min 59.75 s", "59.5 s"
std::string in_words(double seconds) {
    const double hours = std::floor(seconds / 3600), minutes = std::floor(std::fmod(seconds, 3600) / 60);
    const std::string rest = rounded(std::fmod(seconds, 60), 4) + " s";
    if (hours > 0) return format_number(hours) + " h " + format_number(minutes) + " min";
    return minutes > 0 ? format_number(minutes) + " min " + rest : rest;
}

/// Joins what there is with commas.
class Phrase {
public:
    void add(const std::string& text) {
        if (!text.empty()) text_ += (text_.empty() ? "" : ", ") + text;
    }
    /// `text` with the value behind it, if there is one.
    void add(const std::string& text, const std::string& value) {
        if (!value.empty()) add(text + value);
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

void print_line(const char* label, const std::string& text) {
    if (!text.empty()) std::printf("%s%-13s %s\n", indent, label, terminal_text(text).c_str());
}

std::string type_name(const Parameter& parameter) {
    if (parameter.datatype == 'A') return "numbers as text";
    return std::to_string(parameter.bits) + "-bit " + (parameter.datatype == 'I' ? "integers" : "floating point");
}

std::string value_types(const DataSet& data_set) {
    std::vector<std::string> names;
    for (const Parameter& parameter : data_set.parameters()) {
        const std::string name = type_name(parameter);
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : " and ") + name;
    return text;
}

std::string byte_order_name(const std::string& order) {
    return order == "1,2,3,4" ? "little-endian" : order == "4,3,2,1" ? "big-endian" : "byte order " + order;
}

std::string keyword_text(const DataSet& data_set, const char* key) {
    return std::string(trim(data_set.keywords().find(key).value_or("")));
}

std::string cytometer(const Metadata& metadata) {
    return metadata.cytometer + (metadata.serial_number.empty() ? "" : " (" + metadata.serial_number + ")");
}

/// What the file says when it cannot be typed is shown as written.
std::string acquired(const DataSet& data_set) {
    const Metadata& metadata = data_set.metadata();
    Phrase phrase;
    if (metadata.begin)
        phrase.add(to_iso_8601(*metadata.begin) + (metadata.end ? " to " + to_iso_8601(*metadata.end) : ""));
    else
        phrase.add(metadata.date ? to_iso_8601(*metadata.date) : keyword_text(data_set, "$DATE"));
    if (metadata.duration_seconds) phrase.add(in_words(*metadata.duration_seconds));
    if (const auto rate = data_set.events_per_second()) phrase.add(rounded(*rate, 3) + " events/s");
    return phrase.text();
}

std::string run(const Metadata& metadata) {
    Phrase phrase;
    if (metadata.trigger)
        phrase.add("trigger " + metadata.trigger->channel + " at " + format_number(metadata.trigger->threshold));
    phrase.add("flow rate ", metadata.flow_rate);
    if (metadata.volume_nl) phrase.add(format_number(*metadata.volume_nl) + " nl");
    if (metadata.events_aborted) phrase.add(grouped(*metadata.events_aborted) + " events aborted");
    if (metadata.events_lost) phrase.add(grouped(*metadata.events_lost) + " lost");
    return phrase.text();
}

std::string sample(const DataSet& data_set) {
    Phrase phrase;
    phrase.add(data_set.metadata().sample_number);
    phrase.add("specimen ", keyword_text(data_set, "$SRC"));
    phrase.add("recorded as ", keyword_text(data_set, "$FIL"));
    return phrase.text();
}

std::string carrier(const Metadata& metadata) {
    Phrase phrase;
    phrase.add(metadata.carrier_type);
    phrase.add(metadata.carrier_id);
    phrase.add(metadata.location_id);
    return phrase.text();
}

std::string spillover(const DataSet& data_set) {
    if (!data_set.spillover()) return "none";
    const SpilloverMatrix& matrix = *data_set.spillover();
    const std::string source = data_set.spillover_keyword() + ", " + counted(matrix.size(), "channel");
    if (matrix.is_identity()) return source + ", identity: it compensates nothing";
    std::size_t dye = 0, channel = 1;
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        for (std::size_t j = 0; j < matrix.size(); ++j) {
            if (i != j && std::abs(matrix(i, j)) > std::abs(matrix(dye, channel))) dye = i, channel = j;
        }
    }
    return source + ", largest " + rounded(100 * matrix(dye, channel), 3) + " % of " + matrix.channels[dye] + " into " +
           matrix.channels[channel] + ", condition number " + rounded(condition_number(matrix), 3) + "; not applied";
}

std::string hardware_compensation(const Metadata& metadata) {
    if (!metadata.hardware_compensation) return {};
    const HardwareCompensation& compensation = *metadata.hardware_compensation;
    if (compensation.shares.empty()) return compensation.keyword + ": nothing subtracted";
    return compensation.keyword + ": the instrument subtracted spillover of " +
           counted(compensation.shares.size(), "pair") + " of fluorescences before it stored the values";
}

std::string segments(const DataSetView& view) {
    Phrase phrase;
    if (const auto& analysis = view.data_set.analysis())
        phrase.add("ANALYSIS of " + grouped(analysis->size()) + " bytes");
    for (const OtherSegment& other : view.data_set.other_segments())
        phrase.add("OTHER of " + grouped(other.bytes.size()) + " bytes");
    if (view.crc == CrcState::matches) phrase.add("CRC matches");
    if (view.crc == CrcState::differs) phrase.add("CRC differs");
    return phrase.text();
}

std::string excitation(const Parameter& parameter) {
    std::string text;
    for (const double wavelength : parameter.wavelengths_nm)
        text += (text.empty() ? "" : " ") + format_number(wavelength);
    return text;
}

/// How stored values become scale values, where they differ.
std::string scale(const Parameter& parameter) {
    if (parameter.timestep) return format_number(*parameter.timestep) + " s";
    if (parameter.log_decades > 0)
        return "log " + format_number(parameter.log_decades) + " decades from " + format_number(parameter.log_offset);
    return parameter.gain != 1 ? "gain " + format_number(parameter.gain) : "";
}

template <class CellOf>
std::vector<std::string> cells(const std::vector<Parameter>& parameters, const CellOf& cell_of) {
    std::vector<std::string> column;
    for (const Parameter& parameter : parameters) column.push_back(cell_of(parameter));
    return column;
}

template <class CellOf>
std::vector<std::string> cells(const std::vector<ParameterStatistics>& statistics, const CellOf& cell_of) {
    std::vector<std::string> column;
    for (const ParameterStatistics& item : statistics) column.push_back(cell_of(item));
    return column;
}

void print_parameters(const DataSetView& view) {
    using enum TextColumns::Align;
    const auto& parameters = view.data_set.parameters();
    TextColumns table;
    table.add("#", right, cells(parameters, [](const Parameter& p) { return std::to_string(p.index); }));
    table.add("channel", left, cells(parameters, [](const Parameter& p) { return p.name; }));
    table.add("marker", left, cells(parameters, [](const Parameter& p) { return p.marker; }));
    table.add("target", left, cells(parameters, [](const Parameter& p) { return p.analyte; }));
    table.add("dye", left, cells(parameters, [](const Parameter& p) { return p.tag; }));
    table.add("type", left, cells(parameters, [](const Parameter& p) { return p.type; }));
    table.add("detector", left, cells(parameters, [](const Parameter& p) { return p.detector; }));
    table.add("nm", left, cells(parameters, excitation));
    table.add("filter", left, cells(parameters, [](const Parameter& p) { return p.filter; }));
    table.add("volts", right, cells(parameters, [](const Parameter& p) { return number_or_blank(p.voltage); }));
    table.add("bits", right, cells(parameters, [](const Parameter& p) { return std::to_string(p.bits); }));
    table.add("range", right, cells(parameters, [](const Parameter& p) { return number_or_blank(p.range); }));
    table.add("scale", left, cells(parameters, scale));
    if (!view.statistics.empty()) {
        const auto shown = [](const std::optional<double>& value) { return value ? rounded(*value, 7) : "-"; };
        table.add("min", right, cells(view.statistics, [&](const auto& s) { return shown(s.minimum); }));
        table.add("max", right, cells(view.statistics, [&](const auto& s) { return shown(s.maximum); }));
        table.add("mean", right, cells(view.statistics, [&](const auto& s) { return shown(s.mean); }));
    }
    std::printf("%s", table.text(indent).c_str());
}

void print_data_set(const DataSetView& view, std::size_t n_data_sets) {
    const DataSet& data_set = view.data_set;
    if (n_data_sets > 1) std::printf("%sdata set %zu of %zu, counted from 0\n", indent, data_set.index(), n_data_sets);
    print_line("format", "FCS " + data_set.version() + ", " + grouped(data_set.n_events()) + " events x " +
                             counted(data_set.parameters().size(), "parameter") + ", " + value_types(data_set) + ", " +
                             byte_order_name(data_set.byte_order()));
    print_line("cytometer", cytometer(data_set.metadata()));
    print_line("acquired", acquired(data_set));
    print_line("sample", sample(data_set));
    print_line("carrier", carrier(data_set.metadata()));
    print_line("run", run(data_set.metadata()));
    print_line("spillover", spillover(data_set));
    print_line("hardware", hardware_compensation(data_set.metadata()));
    print_line("unstained", data_set.metadata().unstained_info);
    print_line("segments", segments(view));
    print_parameters(view);
}

std::string count_findings(const Findings& findings) {
    const auto notes = static_cast<std::size_t>(std::count_if(
        findings.begin(), findings.end(), [](const Finding& finding) { return finding.severity == Severity::note; }));
    return counted(findings.size() - notes, "warning") + ", " + counted(notes, "note");
}

}  // namespace

void print_info_text(const FileView& file) {
    std::printf("%s\n", terminal_text(file.path).c_str());
    for (const DataSetView& view : file.data_sets) print_data_set(view, file.n_data_sets);
    if (!file.findings.empty()) print_line("findings", count_findings(file.findings));
}

}  // namespace asparagate::cli
