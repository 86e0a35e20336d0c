#include "segments.hpp"

#include "asparagate/fcs/number.hpp"

#include <algorithm>
#include <string>

namespace asparagate::detail {
namespace {

bool lies_inside(const ByteRange& range, std::uint64_t available) {
    return range.ordered() && range.first >= header_size && range.last < available;
}

/// Offsets of a segment that a file can do without. nullopt when they say nothing.
std::optional<ByteRange> optional_offsets(const Header& header, const Keywords& keywords, const std::string& name,
                                          FindingLog& log) {
    if (header.version == "2.0") return std::nullopt;
    const std::string begin_key = "$BEGIN" + name, end_key = "$END" + name;
    const std::string_view begin = trim(keywords.find(begin_key).value_or(""));
    const std::string_view end = trim(keywords.find(end_key).value_or(""));
    if ((begin.empty() || end.empty()) && header.version != "3.2") {
        log.warn("W-OFF-MISSING", {"TEXT", begin.empty() ? begin_key : end_key},
                 begin_key + " or " + end_key + " is missing or empty, which FCS " + header.version +
                     " requires; read as 0");
    }
    if (!parse_offset_pair(begin, end).range) {
        log.warn(name == "STEXT" ? "W-STEXT" : "W-OFF-MISMATCH", {"TEXT", begin_key},
                 begin_key + "=" + in_quotes(begin) + ", " + end_key + "=" + in_quotes(end) +
                     " are not byte offsets in a file; read as no segment");
        return std::nullopt;
    }
    return read_text_offsets(keywords, name, log);
}

}  // namespace

std::optional<ByteRange> find_analysis(const Header& header, const Keywords& keywords, const ByteRange& data,
                                       std::uint64_t available, FindingLog& log) {
    ByteRange range = header.analysis;
    const auto in_text = optional_offsets(header, keywords, "ANALYSIS", log);
    if (in_text && !in_text->empty() && *in_text != range) {
        if (!range.empty())
            log.warn("W-OFF-MISMATCH", {"HEADER", "$BEGINANALYSIS", 42},
                     "HEADER gives ANALYSIS as bytes " + describe(range) + ", TEXT as " + describe(*in_text) + "; " +
                         (lies_inside(range, available) ? "HEADER" : "TEXT") + " is used");
        if (!lies_inside(range, available)) range = *in_text;
    }
    if (range.empty()) return std::nullopt;
    const bool inside = lies_inside(range, available);
    const std::uint64_t shared = std::max(shared_bytes(range, data), shared_bytes(range, header.text));
    if (inside && shared == 1) {
        log.warn("W-OFF-END1", {"HEADER", "", 42},
                 "ANALYSIS shares one byte with TEXT or DATA; the earlier one ends before it");
        if ((range.last == data.first || range.last == header.text.first) && range.first < range.last) --range.last;
    }
    if (inside && shared <= 1) return range;
    log.warn("W-OFF-MISMATCH", {"HEADER", "", 42},
             "ANALYSIS, bytes " + describe(range) + ", " +
                 (inside ? "overlaps TEXT or DATA" : "lies outside the file") + " and is ignored");
    return std::nullopt;
}

std::optional<ByteRange> find_supplemental_text(const Header& header, const Keywords& keywords, std::uint64_t available,
                                                FindingLog& log) {
    const auto range = optional_offsets(header, keywords, "STEXT", log);
    if (!range || range->empty()) return std::nullopt;
    const LogPlace place{"TEXT", "$BEGINSTEXT", range->first};
    if (!lies_inside(*range, available)) {
        log.warn("W-STEXT", place,
                 "supplemental TEXT, bytes " + describe(*range) +
                     (range->first > range->last ? ", ends before it begins" : ", lies outside the file") +
                     " and is ignored");
        return std::nullopt;
    }
    if (shared_bytes(*range, header.text) > 0) {
        log.warn("W-STEXT", place, "supplemental TEXT, bytes " + describe(*range) + ", overlaps TEXT and is ignored");
        return std::nullopt;
    }
    return range;
}

}  // namespace asparagate::detail
