#include "segments.hpp"

namespace asparagate::detail {
namespace {

bool lies_inside(const ByteRange& range, std::uint64_t available) {
    return range.ordered() && range.first >= header_size && range.last < available;
}

}  // namespace

std::optional<ByteRange> find_analysis(const Header& header, const Keywords& keywords, const ByteRange& data,
                                       std::uint64_t available, FindingLog& log) {
    ByteRange range = header.analysis;
    const auto in_text = header.version == "2.0" ? std::nullopt : read_text_offsets(keywords, "ANALYSIS", log);
    if (in_text && !in_text->empty() && *in_text != range) {
        if (!range.empty())
            log.warn("W-OFF-MISMATCH", {"HEADER", "$BEGINANALYSIS", 42},
                     "HEADER gives ANALYSIS as bytes " + describe(range) + ", TEXT as " + describe(*in_text) + "; " +
                         (lies_inside(range, available) ? "HEADER" : "TEXT") + " is used");
        if (!lies_inside(range, available)) range = *in_text;
    }
    if (range.empty()) return std::nullopt;
    const bool inside = lies_inside(range, available);
    if (inside && shared_bytes(range, data) <= 1 && shared_bytes(range, header.text) <= 1) return range;
    log.warn("W-OFF-MISMATCH", {"HEADER", "", 42},
             "ANALYSIS, bytes " + describe(range) + ", " +
                 (inside ? "overlaps TEXT or DATA" : "lies outside the file") + " and is ignored");
    return std::nullopt;
}

std::optional<ByteRange> find_supplemental_text(const Header& header, const Keywords& keywords, std::uint64_t available,
                                                FindingLog& log) {
    if (header.version == "2.0") return std::nullopt;
    const auto range = read_text_offsets(keywords, "STEXT", log);
    if (!range || range->empty()) return std::nullopt;
    const LogPlace place{"TEXT", "$BEGINSTEXT", range->first};
    if (!lies_inside(*range, available)) {
        log.warn("W-STEXT", place,
                 "supplemental TEXT, bytes " + describe(*range) + ", lies outside the file and is ignored");
        return std::nullopt;
    }
    if (shared_bytes(*range, header.text) > 0) {
        log.warn("W-STEXT", place, "supplemental TEXT, bytes " + describe(*range) + ", overlaps TEXT and is ignored");
        return std::nullopt;
    }
    return range;
}

}  // namespace asparagate::detail
