#include "data_range.hpp"

#include "asparagate/fcs/number.hpp"

#include <optional>

namespace asparagate::detail {
namespace {

constexpr std::uint64_t header_field_limit = 100'000'000;  // eight digits

/// What decides whether a range can be DATA.
struct Proof {
    std::optional<std::uint64_t> data_bytes;  ///< `$TOT` times event width
    std::uint64_t event_bytes;
    std::uint64_t available;

    [[nodiscard]] bool lies_in_file(const ByteRange& range) const {
        return range.ordered() && range.first >= header_size && range.last < available;
    }
    [[nodiscard]] bool fits_exactly(const ByteRange& range) const {
        if (!data_bytes) return false;
        if (*data_bytes == 0) return range.empty();
        return lies_in_file(range) && range.size() == *data_bytes;
    }
    /// Exclusive ends and padding, which the length rule tolerates.
    [[nodiscard]] bool fits_loosely(const ByteRange& range) const {
        if (!data_bytes || !range.ordered() || range.first < header_size || range.last > available) return false;
        return range.size() == *data_bytes + 1 ||
               (lies_in_file(range) && range.size() > *data_bytes && range.size() < *data_bytes + event_bytes);
    }
};

std::optional<std::uint64_t> read_total(const Keywords& keywords, const std::string& version, FindingLog& log) {
    const auto text = keywords.find("$TOT");
    if (!text || trim(*text).empty()) {
        if (version != "2.0")
            log.warn("W-TOT-MISSING", {"TEXT", "$TOT"},
                     "$TOT is missing; the number of events is taken from the length of DATA");
        return std::nullopt;
    }
    const auto total = parse_unsigned(*text);
    if (!total) log.refuse({"TEXT", "$TOT"}, "$TOT=" + in_quotes(*text) + " is not a number of events");
    return total;
}

std::uint64_t checked_data_bytes(std::uint64_t total, std::uint64_t event_bytes, FindingLog& log) {
    std::uint64_t bytes = 0;
    if (__builtin_mul_overflow(total, event_bytes, &bytes) || bytes > INT64_MAX) {
        log.refuse({"TEXT", "$TOT"}, "$TOT=" + std::to_string(total) + " events of " + std::to_string(event_bytes) +
                                         " bytes exceed what a file can hold");
    }
    return bytes;
}

std::string both(const ByteRange& in_header, const ByteRange& in_text) {
    return "HEADER gives DATA as bytes " + describe(in_header) + ", TEXT as " + describe(in_text);
}

/// Rule 6: HEADER and TEXT differ, so `$TOT` has to tell which one holds.
ByteRange prove(const ByteRange& in_header, const ByteRange& in_text, const Proof& proof, FindingLog& log) {
    for (const bool exactly : {true, false}) {
        const auto fits = [&](const ByteRange& range) {
            return exactly ? proof.fits_exactly(range) : proof.fits_loosely(range);
        };
        const bool header_fits = fits(in_header);
        if (header_fits == fits(in_text)) {
            if (header_fits) break;
            continue;
        }
        log.warn("W-OFF-MISMATCH", {"TEXT", "$BEGINDATA"},
                 both(in_header, in_text) + "; only " + (header_fits ? "HEADER" : "TEXT") + " fits $TOT and is used");
        return header_fits ? in_header : in_text;
    }
    const std::string expected =
        proof.data_bytes ? "$TOT asks for " + std::to_string(*proof.data_bytes) + " bytes" : "$TOT is missing";
    log.refuse({"TEXT", "$ENDDATA"}, both(in_header, in_text) + "; " + expected +
                                         " and cannot tell which offset is right (the file has " +
                                         std::to_string(proof.available) + " bytes)");
}

ByteRange choose(const Header& header, const std::optional<ByteRange>& in_text, const Proof& proof, FindingLog& log) {
    if (!header.data) {
        if (in_text && !in_text->empty()) {
            log.warn("W-OFF-DIGITS", {"HEADER", "", 26},
                     "the DATA offsets of HEADER are not numbers; those of TEXT are used");
            return *in_text;
        }
        log.refuse({"HEADER", "", 26}, "the DATA offsets of HEADER are not numbers, and TEXT gives none");
    }
    const ByteRange in_header = *header.data;
    if (in_text && in_header == *in_text) return in_header;
    if (in_header.empty()) return in_text.value_or(ByteRange{});
    if (!in_text || in_text->empty()) {
        if (header.version != "2.0") {
            log.warn("W-OFF-MISSING", {"TEXT", "$BEGINDATA"},
                     "TEXT gives no DATA offsets; those of HEADER, " + describe(in_header) + ", are used");
        }
        return in_header;
    }
    if (in_header.last == header_field_limit - 1 || in_header.last == 0) {
        log.warn("W-OFF-99999999", {"HEADER", "", 26},
                 both(in_header, *in_text) + "; the HEADER field was too narrow and TEXT is used");
        return *in_text;
    }
    if (in_text->first % header_field_limit == in_header.first &&
        in_text->last % header_field_limit == in_header.last) {
        log.warn("W-OFF-DIGITS", {"HEADER", "", 26},
                 both(in_header, *in_text) + "; HEADER lost the leading digits and TEXT is used");
        return *in_text;
    }
    return prove(in_header, *in_text, proof, log);
}

/// DATA may not cover HEADER, TEXT or bytes beyond the file. An end that equals the size of the file is the common
/// exclusive end, which the length rule judges.
void check_place(const ByteRange& range, const Header& header, std::uint64_t available, FindingLog& log) {
    const LogPlace place{"DATA", "$ENDDATA", std::nullopt};
    if (range.first < header_size || range.last < range.first) {
        log.refuse(place, "DATA offsets " + describe(range) + " are impossible; expected 58 or more, begin before end");
    }
    if (range.last > available) {
        log.refuse(place, "DATA ends at byte " + std::to_string(range.last) +
                              ", past the end of the file: " + std::to_string(available) +
                              " bytes are there; the file is truncated or the offset is wrong");
    }
    if (range.first < header.text.first && range.last == header.text.first) return;
    const std::uint64_t shared = shared_bytes(range, header.text);
    if (shared == 1) log.warn("W-OFF-END1", {"HEADER", "", 18}, "TEXT and DATA share one byte, which is read as DATA");
    if (shared > 1) {
        log.refuse(place, "DATA (bytes " + describe(range) + ") overlaps TEXT (bytes " + describe(header.text) +
                              ") by " + std::to_string(shared) + " bytes");
    }
}

/// The length rule: how many events a range of that length holds.
std::uint64_t count_events(const ByteRange& range, std::optional<std::uint64_t> total, const Proof& proof,
                           FindingLog& log) {
    const std::uint64_t length = range.size();
    const std::uint64_t present = length - (range.last == proof.available ? 1 : 0);
    if (!total) {
        const std::uint64_t rest = length % proof.event_bytes;
        if (rest != 0) {
            log.warn(rest == 1 ? "W-OFF-END1" : "W-TOT-PAD", {"DATA", "$ENDDATA"},
                     "DATA ends " + std::to_string(rest) + (rest == 1 ? " byte" : " bytes") +
                         " after the last whole event; the rest is ignored");
        }
        return present / proof.event_bytes;
    }
    const std::uint64_t needed = *proof.data_bytes;
    const std::string lengths = "DATA has " + std::to_string(length) + " bytes, $TOT=" + std::to_string(*total) +
                                " events of " + std::to_string(proof.event_bytes) + " bytes need " +
                                std::to_string(needed);
    if (present < needed) log.refuse({"DATA", "$TOT"}, lengths + "; DATA is truncated or $TOT is wrong");
    if (length == needed) return *total;
    if (length == needed + 1) {
        log.warn("W-OFF-END1", {"DATA", "$ENDDATA"}, lengths + ": the end offset is one byte too high");
    } else if (length < needed + proof.event_bytes) {
        log.warn("W-TOT-PAD", {"DATA", "$TOT"}, lengths + "; the bytes after the last event are ignored");
    } else {
        log.refuse({"DATA", "$TOT"}, lengths + "; expected the same, so $TOT, $PAR, a $PnB or an offset is wrong");
    }
    return *total;
}

}  // namespace

std::optional<ByteRange> read_text_offsets(const Keywords& keywords, const std::string& name, FindingLog& log) {
    const std::string begin_key = "$BEGIN" + name, end_key = "$END" + name;
    const std::string_view begin = keywords.find(begin_key).value_or("");
    const std::string_view end = keywords.find(end_key).value_or("");
    if (trim(begin).empty() && trim(end).empty()) return std::nullopt;
    const OffsetPair pair = parse_offset_pair(begin, end);
    if (!pair.range) {
        log.refuse({"TEXT", end_key}, begin_key + "=" + in_quotes(begin) + ", " + end_key + "=" + in_quotes(end) +
                                          " are not byte offsets in a file");
    }
    if (pair.pseudo_empty)
        log.warn("W-OFF-MISMATCH", {"TEXT", end_key},
                 begin_key + " and " + end_key + " end before they begin and are read as no segment");
    if (trim(begin) != begin || trim(end) != end)
        log.warn("W-PAD", {"TEXT", end_key}, "blanks around " + begin_key + " or " + end_key);
    return pair.range;
}

DataExtent find_data(const Header& header, const Keywords& keywords, std::uint64_t event_bytes, std::uint64_t available,
                     FindingLog& log) {
    const auto total = read_total(keywords, header.version, log);
    Proof proof{std::nullopt, event_bytes, available};
    if (total) proof.data_bytes = checked_data_bytes(*total, event_bytes, log);
    // FCS 2.0 has no such keywords: HEADER alone counts.
    const auto in_text = header.version == "2.0" ? std::nullopt : read_text_offsets(keywords, "DATA", log);
    const ByteRange range = choose(header, in_text, proof, log);
    if (range.empty()) {
        if (total.value_or(0) != 0)
            log.refuse({"TEXT", "$TOT"},
                       "$TOT=" + std::to_string(*total) + " events, but neither HEADER nor TEXT says where DATA is");
        return {};
    }
    check_place(range, header, available, log);
    const std::uint64_t n_events = count_events(range, total, proof, log);
    return {range.first, n_events, range};
}

}  // namespace asparagate::detail
