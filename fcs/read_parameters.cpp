#include "read_parameters.hpp"

#include "asparagate/fcs/number.hpp"
#include "byte_order.hpp"
#include "parameter_values.hpp"
#include "standard_keywords.hpp"
#include "text_segment.hpp"
#include "time_parameter.hpp"

#include <algorithm>
#include <unordered_set>

namespace asparagate::detail {
namespace {

std::string_view require(const Keywords& keywords, const std::string& key, FindingLog& log) {
    const std::string_view text = trim(keywords.find(key).value_or(""));
    if (text.empty()) log.refuse({"TEXT", key}, key + " is missing; the events cannot be decoded without it");
    return text;
}

/// One of a few capital letters; small ones are accepted.
char read_letter(const std::string& key, std::string_view text, FindingLog& log) {
    const std::string upper = upper_case(text);
    if (upper != text) log.warn("W-CASE", {"TEXT", key}, key + "=" + in_quotes(text) + " is read as " + upper);
    return upper.size() == 1 ? upper[0] : '?';
}

void check_mode(const Keywords& keywords, const std::string& version, FindingLog& log) {
    const std::string_view text = trim(keywords.find("$MODE").value_or(""));
    if (text.empty()) {
        if (version != "3.2")
            log.warn("W-VERSION", {"TEXT", "$MODE"},
                     "$MODE is missing, which FCS " + version + " requires; read as L (list)");
        return;
    }
    const char mode = read_letter("$MODE", text, log);
    if (mode == 'C' || mode == 'U') {
        log.refuse({"TEXT", "$MODE"}, std::string("$MODE=") + mode + (mode == 'C' ? " (correlated" : " (univariate") +
                                          " histograms) is not supported; expected L, list mode");
    }
    if (mode != 'L') log.refuse({"TEXT", "$MODE"}, "$MODE=" + in_quotes(text) + " is unknown; expected L, list mode");
}

char read_datatype(const std::string& key, std::string_view text, FindingLog& log) {
    const char type = read_letter(key, text, log);
    if (type != 'I' && type != 'F' && type != 'D' && type != 'A')
        log.refuse({"TEXT", key}, key + "=" + in_quotes(text) + " is unknown; expected I, F, D or A");
    return type;
}

/// `$PnDATATYPE` of FCS 3.2, or nothing. Earlier versions do not know it.
std::string_view own_datatype(std::size_t index, const Keywords& keywords, const std::string& version) {
    return version == "3.2" ? trim(keywords.find(parameter_key(index, "DATATYPE")).value_or("")) : std::string_view();
}

/// `$PnDATATYPE` if there is one, else `$DATATYPE`.
char read_parameter_datatype(std::size_t index, const Keywords& keywords, const std::string& version, char datatype,
                             FindingLog& log) {
    const std::string_view own = own_datatype(index, keywords, version);
    const std::string key = parameter_key(index, "DATATYPE");
    if (own.empty()) {
        if (version == "3.2" && keywords.contains(key))
            log.warn("W-TEXT-EMPTY", {"TEXT", key}, key + " is blank; read as $DATATYPE=" + std::string(1, datatype));
        return datatype;
    }
    const char type = read_datatype(key, own, log);
    if (type == 'A' && datatype != 'A')
        log.refuse({"TEXT", key}, key + "=A, but $DATATYPE=" + datatype + "; only $DATATYPE can say A");
    return type;
}

/// `$PAR`, proved by the keywords of every parameter, so that a wrong one costs no memory.
std::size_t read_parameter_count(const Keywords& keywords, const std::string& version, char datatype,
                                 const ReadLimits& limits, FindingLog& log) {
    const std::string_view text = require(keywords, "$PAR", log);
    const auto count = parse_unsigned(text);
    if (!count || *count == 0 || *count > limits.parameters) {
        log.refuse({"TEXT", "$PAR"}, "$PAR=" + in_quotes(text) + " is no number of parameters; expected 1 to " +
                                         std::to_string(limits.parameters));
    }
    for (std::size_t n = 1; n <= *count; ++n) {
        require(keywords, parameter_key(n, "B"), log);
        const std::string_view type = own_datatype(n, keywords, version);
        const bool integer = type.empty() ? datatype == 'I' : upper_case(type) == "I";
        const std::string range_key = parameter_key(n, "R");
        if (integer && !keywords.contains(range_key))
            log.refuse({"TEXT", range_key}, range_key + " is missing, but $PAR=" + std::string(text) +
                                                "; the integers of parameter " + std::to_string(n) +
                                                " cannot be decoded without it");
    }
    return static_cast<std::size_t>(*count);
}

/// `$PnB` of type A: characters, 0 for free format.
unsigned read_characters(const std::string& key, std::string_view text, Layout& layout, FindingLog& log) {
    if (text == "*") {
        layout.free_text = true;
        return 0;
    }
    const auto characters = parse_unsigned(text);
    if (!characters || *characters == 0 || *characters > 20)
        log.refuse({"TEXT", key},
                   key + "=" + in_quotes(text) + " is no width of a number as text; expected 1 to 20 characters or *");
    return static_cast<unsigned>(*characters);
}

/// Free format is read number after number, so every parameter has to be in it.
void check_free_text(const Layout& layout, FindingLog& log) {
    if (!layout.free_text) return;
    for (const Parameter& parameter : layout.parameters) {
        if (parameter.datatype == 'A' && parameter.bits == 0) continue;
        log.refuse({"TEXT", parameter_key(parameter.index, "B")},
                   "some $PnB are * (free format), but " + parameter_key(parameter.index, "B") +
                       " is not; where each number lies cannot be known");
    }
}

/// `$PnB`: the width of the word in bits.
unsigned read_bits(const Parameter& parameter, const Keywords& keywords, Layout& layout, FindingLog& log) {
    const std::string key = parameter_key(parameter.index, "B");
    const std::string_view text = require(keywords, key, log);
    const auto bits = parse_unsigned(text);
    if (parameter.datatype == 'A') return read_characters(key, text, layout, log);
    if (parameter.datatype != 'I') {
        const unsigned expected = parameter.datatype == 'F' ? 32 : 64;
        if (bits != expected && layout.width_to_prove.empty()) layout.width_to_prove = key;
        return expected;
    }
    if (!bits || *bits == 0 || *bits > 64)
        log.refuse({"TEXT", key}, key + "=" + in_quotes(text) + " is no width of an integer; expected 1 to 64 bits");
    if (*bits % 8 != 0 && !layout.packed) {
        layout.packed = true;
        layout.width_to_prove = key;
    }
    return static_cast<unsigned>((*bits + 7) / 8 * 8);
}

void read_name(Parameter& parameter, const Keywords& keywords, const std::string& version, FindingLog& log) {
    const std::string key = parameter_key(parameter.index, "N");
    const std::string_view text = trim(keywords.find(key).value_or(""));
    parameter.name = text;
    if (text.empty()) {
        parameter.name = parameter_key(parameter.index, "").substr(1);
        log.warn("W-NAME-MISSING", {"TEXT", key}, key + " is missing; the channel is called " + parameter.name);
    } else if (text.find(',') != std::string_view::npos && version >= "3.1") {
        log.warn("W-VERSION", {"TEXT", key},
                 key + "=" + in_quotes(text) + " holds a comma, which FCS " + version + " forbids");
    }
}

Parameter read_parameter(std::size_t index, const Keywords& keywords, const std::string& version, Layout& layout,
                         FindingLog& log) {
    Parameter parameter;
    parameter.index = index;
    parameter.datatype = read_parameter_datatype(index, keywords, version, layout.datatype, log);
    parameter.bits = read_bits(parameter, keywords, layout, log);
    read_name(parameter, keywords, version, log);
    read_marker(parameter, keywords, log);
    read_range(parameter, keywords, log);
    return parameter;
}

void make_names_unique(std::vector<Parameter>& parameters, FindingLog& log) {
    std::unordered_set<std::string> names;
    for (const Parameter& parameter : parameters) names.insert(parameter.name);
    std::unordered_set<std::string> seen;
    for (Parameter& parameter : parameters) {
        if (seen.insert(parameter.name).second) continue;
        std::string unique = parameter.name + "#" + std::to_string(parameter.index);
        while (names.contains(unique) || seen.contains(unique)) unique += '#';
        log.warn("W-NAME-DUP", {"TEXT", parameter_key(parameter.index, "N")},
                 "channel name " + in_quotes(parameter.name) + " occurs again; parameter " +
                     std::to_string(parameter.index) + " is called " + in_quotes(unique));
        parameter.name = unique;
        seen.insert(std::move(unique));
    }
}

void check_byte_order(Layout& layout, const std::string& version, FindingLog& log) {
    const LogPlace place{"TEXT", "$BYTEORD", std::nullopt};
    const std::string found = "$BYTEORD=" + in_quotes(layout.byte_order);
    const auto ranks = parse_byte_order(layout.byte_order);
    if (!ranks)
        log.refuse(
            place,
            found + " is no byte order; expected 1,2,3,4, 4,3,2,1 or another permutation of 1 to the bytes per word");
    layout.byte_ranks = *ranks;
    bool other_width = false;
    for (const Parameter& parameter : layout.parameters) {
        const unsigned width = stored_bytes(parameter);
        if (width == 1 || parameter.datatype == 'A') continue;
        const bool fits = width == ranks->size();
        if (ranks->size() == 1 || (!fits && endian_of(*ranks, width) == Endian::mixed)) {
            log.refuse(place, found + " does not say how the " + std::to_string(width) + " bytes of parameter " +
                                  std::to_string(parameter.index) + " are ordered");
        }
        other_width |= !fits;
    }
    const bool endian_keyword = ranks->size() == 4 && endian_of(*ranks, 4) != Endian::mixed;
    // `1` says nothing about words; single bytes need no order.
    other_width |= ranks->size() == 1;
    if (version >= "3.1" ? !endian_keyword : other_width) {
        log.warn("W-BYTEORD", place,
                 found +
                     (version >= "3.1" ? " is not allowed in FCS " + version
                                       : std::string(" differs in length from the words of DATA")) +
                     "; read as the order of every word it fits");
    }
}

}  // namespace

unsigned stored_bytes(const Parameter& parameter) {
    return parameter.datatype == 'A' ? parameter.bits : parameter.bits / 8;
}

Layout read_layout(const Keywords& keywords, const std::string& version, const ReadOptions& options, FindingLog& log) {
    Layout layout;
    layout.datatype = read_datatype("$DATATYPE", require(keywords, "$DATATYPE", log), log);
    if (layout.datatype == 'A' && version >= "3.1")
        log.note("I-DEPRECATED", {"TEXT", "$DATATYPE"}, "$DATATYPE=A is deprecated in FCS " + version);
    check_mode(keywords, version, log);
    layout.byte_order = require(keywords, "$BYTEORD", log);
    const std::size_t count = read_parameter_count(keywords, version, layout.datatype, options.limits, log);
    const std::size_t findings_before = log.count();
    for (std::size_t n = 1; n <= count; ++n) {
        layout.parameters.push_back(read_parameter(n, keywords, version, layout, log));
        layout.column_offsets.push_back(layout.event_bytes);
        layout.event_bytes += stored_bytes(layout.parameters.back());
    }
    check_free_text(layout, log);
    make_names_unique(layout.parameters, log);
    choose_time(layout.parameters, options, log);
    // Time has neither logarithm nor gain, so both wait until it is known.
    for (Parameter& parameter : layout.parameters) {
        read_amplification(parameter, keywords, version, log);
        read_gain(parameter, keywords, log);
    }
    log.fold_parameters(findings_before);
    read_timestep(layout.parameters, keywords, version, options, log);
    check_byte_order(layout, version, log);
    return layout;
}

}  // namespace asparagate::detail
