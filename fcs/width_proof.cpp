#include "width_proof.hpp"

#include "asparagate/fcs/number.hpp"
#include "parameter_values.hpp"

#include <algorithm>

namespace asparagate::detail {
namespace {

/// Lengths that HEADER and TEXT give DATA. Which of them holds is decided elsewhere, with findings.
std::vector<std::uint64_t> possible_lengths(const Header& header, const Keywords& keywords) {
    std::vector<std::uint64_t> lengths;
    const auto add = [&](std::uint64_t first, std::uint64_t last) {
        if (last >= first && last != 0 && last != UINT64_MAX) lengths.push_back(last - first + 1);
    };
    if (header.data) add(header.data->first, header.data->last);
    const auto begin = parse_unsigned(keywords.find("$BEGINDATA").value_or(""));
    const auto end = parse_unsigned(keywords.find("$ENDDATA").value_or(""));
    if (header.version != "2.0" && begin && end) add(*begin, *end);
    return lengths;
}

/// Whether one of the lengths is `$TOT` events of that width, or one byte more (an exclusive end).
bool holds_total(const std::vector<std::uint64_t>& lengths, std::uint64_t total, std::uint64_t event_bytes) {
    std::uint64_t bytes = 0;
    if (__builtin_mul_overflow(total, event_bytes, &bytes)) return false;
    return std::any_of(lengths.begin(), lengths.end(),
                       [&](std::uint64_t length) { return length == bytes || length - 1 == bytes; });
}

/// Without `$TOT`: whether one of the lengths is a whole number of such events.
bool holds_whole_events(const std::vector<std::uint64_t>& lengths, std::uint64_t event_bytes) {
    return std::any_of(lengths.begin(), lengths.end(),
                       [&](std::uint64_t length) { return length % event_bytes <= 1 && length >= event_bytes; });
}

/// Width of an event with the parameters that follow `$PAR` without a gap; nothing when there are none.
std::optional<std::uint64_t> width_beyond_par(const Layout& layout, const Keywords& keywords) {
    std::uint64_t bytes = layout.event_bytes;
    for (std::size_t n = layout.parameters.size() + 1;; ++n) {
        const auto bits = parse_unsigned(keywords.find(parameter_key(n, "B")).value_or(""));
        if (!bits || *bits == 0 || *bits > 64) return bytes == layout.event_bytes ? std::nullopt : std::optional(bytes);
        bytes += (*bits + 7) / 8;
    }
}

}  // namespace

void check_widths(const Layout& layout, const Header& header, const Keywords& keywords, FindingLog& log) {
    if (layout.event_bytes == 0) return;  // free format has no width
    const auto total = parse_unsigned(keywords.find("$TOT").value_or(""));
    const std::vector<std::uint64_t> lengths = possible_lengths(header, keywords);
    const auto fits = [&](std::uint64_t event_bytes) {
        return total ? holds_total(lengths, *total, event_bytes) : holds_whole_events(lengths, event_bytes);
    };
    if (layout.free_text || lengths.empty() || fits(layout.event_bytes)) return;
    if (layout.packed) {
        const std::string& key = layout.width_to_prove;
        log.refuse({"TEXT", key},
                   key + "=" + std::string(trim(keywords.find(key).value_or(""))) +
                       ": integers that are not whole bytes, and DATA does not hold them in whole bytes; "
                       "the standard does not say in which order the bits of packed integers come");
    }
    if (const auto wider = width_beyond_par(layout, keywords); wider && fits(*wider)) {
        log.refuse({"TEXT", "$PAR"}, "$PAR=" + std::to_string(layout.parameters.size()) +
                                         " is too small: DATA fits the parameters beyond it, from " +
                                         parameter_key(layout.parameters.size() + 1, "B") + " on");
    }
}

void prove_width(const Layout& layout, const DataExtent& data, const Keywords& keywords, FindingLog& log) {
    const std::string& key = layout.width_to_prove;
    if (key.empty()) return;
    const std::string found =
        key + "=" + in_quotes(keywords.find(key).value_or("")) +
        (layout.packed ? " is not a whole number of bytes" : " is not the width of floating-point data (F 32, D 64)");
    const bool proved = keywords.contains("$TOT") && !data.range.empty() &&
                        holds_total({data.range.size()}, data.n_events, layout.event_bytes);
    if (!proved)
        log.refuse({"TEXT", key}, found + ", and the length of DATA does not prove the width of " +
                                      (layout.packed ? "whole bytes" : "the type"));
    log.warn(
        "W-PNB", {"TEXT", key},
        found + "; the length of DATA proves the width of " + (layout.packed ? "the next whole bytes" : "the type"));
}

}  // namespace asparagate::detail
