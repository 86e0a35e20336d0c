#include "settle_keywords.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"
#include "finding_log.hpp"
#include "outline_keywords.hpp"
#include "parameter_values.hpp"
#include "standard_keywords.hpp"
#include "text_writer.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace asparagate::detail {
namespace {

/// Each repair costs one reading of TEXT; real files need a handful.
constexpr std::size_t most_repairs = 500;

void check_parameters(const std::string& path, const std::vector<Parameter>& parameters) {
    if (parameters.empty()) throw OutputError(path, "FCS needs at least one parameter");
    std::unordered_set<std::string> seen;
    for (const Parameter& parameter : parameters) {
        const std::string shown = "channel name \"" + terminal_text(parameter.name) + "\"";
        if (parameter.name.empty()) throw OutputError(path, "a channel has no name; $PnN needs one");
        if (parameter.name.find(',') != std::string::npos)
            throw OutputError(path, shown + " holds a comma, which $PnN cannot");
        if (!seen.insert(parameter.name).second) throw OutputError(path, shown + " occurs twice; $PnN must be unique");
    }
}

/// Keys are ASCII: other bytes are written as %XX, so that nothing is lost.
std::string ascii_key(std::string_view key) {
    std::string ascii;
    for (const char c : trim(key)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7F) {
            ascii += c;
        } else {
            ascii += {'%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
        }
    }
    return ascii;
}

/// `$PnR` of integers: the power of two that leaves the mask as it is, exact beyond what a double prints.
std::string integer_range(const Parameter& parameter) {
    const std::uint64_t mask = parameter.mask;
    if (mask != ~0ull && (parameter.bits >= 64 || mask < (std::uint64_t{1} << parameter.bits) - 1)) {
        const bool exact = parameter.range && *parameter.range >= 1 &&
                           *parameter.range == std::floor(*parameter.range) &&
                           *parameter.range <= static_cast<double>(mask) + 1;
        return exact ? format_number(*parameter.range) : std::to_string(mask + 1);
    }
    return parameter.bits >= 64 ? "18446744073709551616" : std::to_string(std::uint64_t{1} << parameter.bits);
}

/// All pairs of one data set, made anew after each repair.
class PairBuilder {
public:
    PairBuilder(const FcsOutline& outline, const std::unordered_set<std::string>& moved,
                const std::unordered_map<std::string, std::string>& replaced)
        : outline_(outline), moved_(moved), replaced_(replaced) {}

    SettledKeywords build() {
        add_required();
        for (std::size_t p = 0; p < outline_.parameters.size(); ++p) add_parameter(p + 1, outline_.parameters[p]);
        for (const auto& [key, value] : outline_.keywords.entries()) add_keyword(key, value);
        if (outline_.version == "3.2" && !used_.contains("$CYT")) add("$CYT", "unknown", true);
        return std::move(settled_);
    }

private:
    void add(const std::string& key, std::string value, bool required) {
        used_.insert(upper_case(key));
        if (is_structural(key)) parameter_values_[key] = value;
        settled_.pairs.push_back({key, std::move(value), required});
    }

    void add_required() {
        const std::string open_offset(offset_digits, '0');
        for (const char* key : {"$BEGINANALYSIS", "$ENDANALYSIS", "$BEGINSTEXT", "$ENDSTEXT", "$BEGINDATA", "$ENDDATA"})
            add(key, open_offset, true);
        add("$BYTEORD", "1,2,3,4", true);
        add("$DATATYPE", std::string(1, outline_.datatype()), true);
        add("$MODE", "L", true);
        add("$NEXTDATA", open_offset, true);
        add("$PAR", std::to_string(outline_.parameters.size()), true);
        add("$TOT", std::to_string(outline_.n_events), true);
    }

    /// The file's own spelling where it says the same, else `formatted`.
    template <class Same>
    std::string spelling(const std::string& key, const std::string& formatted, Same same) const {
        const auto text = outline_.keywords.find(key);
        const bool kept =
            text && !moved_.contains(upper_case(key)) && trim(*text) == *text && !text->empty() && same(*text);
        return kept ? std::string(*text) : formatted;
    }

    std::string range_text(const std::string& key, const Parameter& parameter) const {
        if (parameter.datatype != 'I' && !parameter.range) return std::string(open_range_digits, '0');
        const std::string formatted =
            parameter.datatype == 'I' ? integer_range(parameter) : format_number(*parameter.range);
        return spelling(key, formatted, [&](std::string_view text) {
            const auto number = parse_number(text);
            return number && *number > 0 && parameter.range == number;
        });
    }

    std::string amplification_text(const std::string& key, const Parameter& parameter) const {
        // Floating-point values are linear: a logarithm here would have them decoded twice (RGLab/flowCore#99).
        const bool logarithmic = parameter.datatype == 'I' && parameter.log_decades > 0;
        const double decades = logarithmic ? parameter.log_decades : 0, offset = logarithmic ? parameter.log_offset : 0;
        return spelling(key, format_number(decades) + "," + format_number(offset), [&](std::string_view text) {
            const std::size_t comma = text.find(',');
            return comma != std::string_view::npos && parse_number(text.substr(0, comma)) == decades &&
                   parse_number(text.substr(comma + 1)) == offset;
        });
    }

    void add_parameter(std::size_t index, const Parameter& parameter) {
        const auto key = [&](const char* suffix) { return parameter_key(index, suffix); };
        add(key("N"), parameter.name, true);
        add_marker(key("S"), parameter);
        add(key("B"), std::to_string(parameter.bits), true);
        add(key("E"), amplification_text(key("E"), parameter), true);
        add(key("R"), range_text(key("R"), parameter), true);
        add_datatype(key("DATATYPE"), parameter);
        add_gain(key("G"), parameter);
        if (parameter.timestep) {
            const auto same = [&](std::string_view text) { return parse_number(text) == parameter.timestep; };
            add("$TIMESTEP", spelling("$TIMESTEP", format_number(*parameter.timestep), same), true);
        }
    }

    /// Blanks around the label stay, and a blank label stays one.
    void add_marker(const std::string& key, const Parameter& parameter) {
        const auto text = outline_.keywords.find(key);
        const bool same = text && !text->empty() && !moved_.contains(key) && trim(*text) == parameter.marker;
        if (same) return add(key, std::string(*text), false);
        if (!parameter.marker.empty()) add(key, parameter.marker, false);
    }

    void add_datatype(const std::string& key, const Parameter& parameter) {
        const std::string type(1, parameter.datatype);
        const bool said = outline_.version == "3.2" && outline_.keywords.find(key) == type;
        if (said || parameter.datatype != outline_.datatype()) add(key, type, true);
    }

    void add_gain(const std::string& key, const Parameter& parameter) {
        const bool applies = !parameter.is_time() && !(parameter.datatype == 'I' && parameter.log_decades > 0);
        const auto same = [&](std::string_view text) { return parse_number(text) == parameter.gain; };
        // A gain of 1 is written where the file has it: other keywords stay as they were, too.
        if (parameter.gain == 1 && !outline_.keywords.contains(key)) return;
        if (applies) {
            add(key, spelling(key, format_number(parameter.gain), same), false);
        } else if (const auto text = outline_.keywords.find(key); text && parse_number(*text) == 1.0) {
            add(key, spelling(key, "1", same), false);
        }
    }

    void note(const char* code, Severity severity, const std::string& key, const std::string& message) {
        settled_.findings.push_back(keyword_finding(code, severity, key, message));
    }

    /// A `$` keyword that the version to be written does not define.
    [[nodiscard]] bool is_foreign(std::string_view key) const {
        const auto parameter_key = parse_parameter_key(key);
        if (parameter_key && (parameter_key->index == 0 || parameter_key->index > outline_.parameters.size()))
            return true;
        const KeywordStanding standing = keyword_standing(key, outline_.version);
        return standing != KeywordStanding::standard && standing != KeywordStanding::deprecated;
    }

    void add_keyword(const std::string& key, const std::string& value) {
        std::string name = ascii_key(key);
        if (is_structural(name) || (upper_case(name) == "$TIMESTEP" && used_.contains("$TIMESTEP")))
            return add_structural(upper_case(name), value);
        if (name.empty() || name == "$" || value.empty()) {
            note(
                "I-KEY-EMPTY", Severity::note, key,
                value.empty() ? "has no value, which FCS cannot hold, and is left out" : "has no name and is left out");
            return;
        }
        if (const auto repaired = replaced_.find(upper_case(name)); repaired != replaced_.end()) {
            add_private(name, value, "is written as " + in_quotes(repaired->second) + "; what it was is");
            return add(name, repaired->second, false);
        }
        if (moved_.contains(upper_case(name))) return add_private(name, value, "would make readers warn");
        if (name[0] == '$' && is_foreign(name))
            return add_private(name, value, "is no keyword of FCS " + outline_.version);
        if (name != trim(key))
            note("I-KEY-CHANGED", Severity::note, key, "is written as " + name + ", since keywords are ASCII");
        if (used_.contains(upper_case(name))) return add_private(name, value, "occurs twice");
        add(name, value, false);
    }

    /// What the parameters decide: another spelling or value is a change, and a gain or label that is not written keeps
    /// its value under a private name. The layout of the file is nobody's keyword.
    void add_structural(const std::string& key, const std::string& value) {
        if (!value.empty() && moved_.contains(key)) return add_private(key, value, "is not of the form FCS wants");
        const auto parameter_key = parse_parameter_key(key);
        if (!parameter_key) return;
        if (parameter_key->index == 0 || parameter_key->index > outline_.parameters.size())
            return value.empty() ? note_empty(key) : add_private(key, value, "is of a parameter that is not there");
        const auto written = parameter_values_.find(key);
        if (written == parameter_values_.end()) {
            if (value.empty()) return note_empty(key);
            const char type = outline_.parameters[static_cast<std::size_t>(parameter_key->index - 1)].datatype;
            const bool follows = upper_case(parameter_key->suffix) == "DATATYPE" && value == std::string(1, type);
            if (!follows) add_private(key, value, "does not apply to what is written");
        } else if (written->second != value && parameter_key->suffix != "N") {
            note("I-KEY-CHANGED", Severity::note, key,
                 "was " + in_quotes(value) + " and is written as " + in_quotes(written->second));
        }
    }

    void note_empty(const std::string& key) {
        note("I-KEY-EMPTY", Severity::note, key, "has no value, which FCS cannot hold, and is left out");
    }

    void add_private(const std::string& key, const std::string& value, const std::string& reason) {
        std::string name = private_name(key, outline_.keywords);
        while (used_.contains(upper_case(name))) name = "KEPT " + name;
        note("I-KEY-MOVED", Severity::note, key, reason + "; kept as " + name);
        add(name, value, false);
    }

    const FcsOutline& outline_;
    const std::unordered_set<std::string>& moved_;
    const std::unordered_map<std::string, std::string>& replaced_;
    std::unordered_set<std::string> used_;
    std::unordered_map<std::string, std::string> parameter_values_;  ///< what the format and the parameters decided
    SettledKeywords settled_;
};

/// FCS 3.0 counts sixtieths of a second, `hh:mm:ss:tt`; later versions hundredths, `hh:mm:ss.cc`.
std::optional<std::string> time_in_hundredths(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (std::count(text.begin(), text.end(), ':') != 3) return std::nullopt;
    const auto sixtieths = parse_unsigned(text.substr(colon + 1));
    if (!sixtieths || *sixtieths >= 60) return std::nullopt;
    const std::string hundredths = std::to_string(*sixtieths * 100 / 60);
    return std::string(text.substr(0, colon)) + '.' + (hundredths.size() < 2 ? "0" : "") + hundredths;
}

std::string without_padding(std::string_view text) {
    std::string closed;
    for (const char c : trim(text))
        if (c != ' ') closed += c;
    return closed;
}

/// Finds by trial what the reader would warn about, and repairs it.
class Settlement {
public:
    Settlement(const std::string& path, const FcsOutline& outline) : path_(path), outline_(outline) {}

    SettledKeywords run() {
        for (std::size_t repairs = 0;; ++repairs) {
            SettledKeywords settled = PairBuilder(outline_, moved_, replaced_).build();
            const FcsFile trial = read_trial(settled.pairs);
            if (repairs == most_repairs)
                throw OutputError(path_, "more than " + std::to_string(most_repairs) +
                                             " keywords are not of the form FCS wants; correct the input's keywords");
            if (!repair(trial)) {
                settled.unavoidable = unavoidable_;
                return settled;
            }
        }
    }

private:
    /// The data set without its events, as the reader sees it.
    FcsFile read_trial(const std::vector<KeywordPair>& pairs) const {
        TextPlan plan;
        plan.version = outline_.version;
        plan.pairs = pairs;
        for (KeywordPair& pair : plan.pairs)
            if (pair.key == "$TOT") pair.value = "0";
        plan.primary_text_bytes = outline_.primary_text_bytes;
        const LaidOutText text = lay_out_text(path_, plan);
        try {
            return FcsFile::from_bytes(text.bytes_before_data + "00000000", path_);
        } catch (const FcsError& error) {
            throw OutputError(path_, std::string("FCS cannot hold its keywords: ") + error.what());
        }
    }

    /// Acts on the first warning that something can be done about.
    bool repair(const FcsFile& trial) {
        unavoidable_.clear();
        for (const Finding& finding : trial.findings()) {
            if (finding.severity == Severity::note) continue;
            if (repair(finding, trial.data_set())) return true;
            unavoidable_.insert(finding.code);
        }
        return false;
    }

    bool repair(const Finding& finding, const DataSet& trial) {
        const std::string key = upper_case(finding.keyword);
        const auto value = trial.keywords().find(key);
        // A unit of Time that is not known cannot be written, nor can a name be changed under those who use it.
        if (!value || moved_.contains(key) || finding.code == "W-TIME-NAME") return false;
        const auto replace = [&](std::string text) {
            return !text.empty() && replaced_.emplace(key, std::move(text)).second;
        };
        if (finding.code == "W-PAD" && !is_structural(key) && replace(without_padding(*value))) return true;
        if (finding.code == "W-SPILL-REPAIRED" && trial.spillover() && replace(format_spillover(*trial.spillover())))
            return true;
        if (finding.code == "W-TIME-FORM") {
            const auto time = time_in_hundredths(*value);
            if (time && replace(*time)) return true;
        }
        if (is_required(key)) return false;
        replaced_.erase(key);
        return moved_.insert(key).second;
    }

    static bool is_required(const std::string& key) {
        const auto parameter = parse_parameter_key(key);
        return !parameter && is_structural(key);
    }

    const std::string& path_;
    const FcsOutline& outline_;
    std::unordered_set<std::string> moved_;                  ///< in capitals
    std::unordered_map<std::string, std::string> replaced_;  ///< by capitals
    std::set<std::string> unavoidable_;
};

}  // namespace

SettledKeywords settle_keywords(const std::string& path, const FcsOutline& outline) {
    check_parameters(path, outline.parameters);
    return Settlement(path, outline).run();
}

}  // namespace asparagate::detail
