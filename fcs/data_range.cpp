#include "data_range.hpp"

#include "asparagate/fcs/number.hpp"
#include "data_proof.hpp"
#include "event_count.hpp"

#include <optional>

namespace asparagate::detail {
namespace {

constexpr std::uint64_t header_field_limit = 100'000'000;  // eight digits

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
ByteRange prove(const ByteRange& in_header, const ByteRange& in_text, const DataProof& proof, FindingLog& log) {
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
    if (in_header.last >= proof.available && in_text.last >= proof.available)
        log.refuse(
            {"TEXT", "$ENDDATA"},
            both(in_header, in_text) + "; the file has " + std::to_string(proof.available) +
                " bytes and is truncated (--recover-truncated with --data-offsets=header or text reads the whole "
                "events that are there)");
    const std::string expected =
        proof.data_bytes ? "$TOT asks for " + std::to_string(*proof.data_bytes) + " bytes" : "$TOT is missing";
    log.refuse({"TEXT", "$ENDDATA"},
               both(in_header, in_text) + "; " + expected + " and cannot tell which offset is right (the file has " +
                   std::to_string(proof.available) + " bytes); --data-offsets=header or text chooses");
}

ByteRange choose(const Header& header, const std::optional<ByteRange>& in_text, const DataProof& proof,
                 FindingLog& log) {
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

/// `--data-offsets`: one side is believed without proof.
ByteRange forced(const Header& header, const std::optional<ByteRange>& in_text, bool by_header, FindingLog& log) {
    const std::optional<ByteRange> wanted = by_header ? header.data : in_text;
    const std::string option = std::string("--data-offsets=") + (by_header ? "header" : "text");
    if (!wanted || wanted->empty())
        log.refuse({by_header ? "HEADER" : "TEXT", "$BEGINDATA"}, option + ": no DATA offsets are there");
    const std::optional<ByteRange> other = by_header ? in_text : header.data;
    if (other != wanted)
        log.note("I-OVERRIDE", {"TEXT", "$BEGINDATA"},
                 option + ": DATA is bytes " + describe(*wanted) + "; the other side says " +
                     (other ? describe(*other) : "nothing"));
    return *wanted;
}

/// In later data sets some writers count from the start of the file: taken so only where `$TOT` proves it.
void make_relative(std::optional<ByteRange>& range, const char* segment, std::uint64_t base, const DataProof& proof,
                   FindingLog& log) {
    if (!range || !range->ordered() || base == 0 || range->first < base) return;
    if (proof.fits_exactly(*range) || proof.fits_loosely(*range)) return;
    const ByteRange relative{range->first - base, range->last - base};
    if (!proof.fits_exactly(relative)) return;
    log.warn("W-OFF-MISMATCH", {segment, "$BEGINDATA"},
             std::string(segment) + " counts the offsets of DATA, " + describe(*range) +
                 ", from the start of the file; read as " + describe(relative) + ", which $TOT proves");
    range = relative;
}

/// iQue writes `$ENDDATA` = `$BEGINDATA`: the end follows from `$TOT` if the file holds as much.
void complete_end(ByteRange& range, const DataProof& proof, FindingLog& log) {
    if (range.empty() || range.first != range.last || proof.data_bytes.value_or(0) <= 1) return;
    const ByteRange complete{range.first, range.first + *proof.data_bytes - 1};
    if (!proof.lies_in_file(complete)) return;
    log.warn("W-OFF-MISMATCH", {"TEXT", "$ENDDATA"},
             "DATA begins and ends at byte " + std::to_string(range.first) + "; its end is taken from $TOT");
    range = complete;
}

/// DATA may not cover HEADER, TEXT or bytes beyond the file. An end that equals the size of the file is the common
/// exclusive end, which the length rule judges. Where DATA and TEXT share one byte, the earlier one ends before it.
void check_place(ByteRange& range, const Header& header, std::uint64_t available, bool recover, FindingLog& log) {
    const LogPlace place{"DATA", "$ENDDATA", std::nullopt};
    if (range.first < header_size || range.last < range.first) {
        log.refuse(place, "DATA offsets " + describe(range) + " are impossible; expected 58 or more, begin before end");
    }
    if (range.first >= available || (range.last > available && !recover)) {
        log.refuse(place,
                   "DATA (bytes " + describe(range) + ") ends past the end of the file: " + std::to_string(available) +
                       " bytes are there; the file is truncated or the offset is wrong" +
                       (range.first < available ? " (--recover-truncated reads the whole events that are there)" : ""));
    }
    const std::uint64_t shared = shared_bytes(range, header.text);
    if (shared == 1) {
        log.warn("W-OFF-END1", {"HEADER", "", 18}, "TEXT and DATA share one byte; the earlier one ends before it");
        if (range.first < header.text.first) --range.last;
    } else if (shared > 1) {
        log.refuse(place, "DATA (bytes " + describe(range) + ") overlaps TEXT (bytes " + describe(header.text) +
                              ") by " + std::to_string(shared) + " bytes");
    }
}

/// `$BEGINDATA` and `$ENDDATA` where they count. FCS 2.0 has no such keywords: HEADER holds, and theirs are compared.
std::optional<ByteRange> data_offsets_of_text(const Header& header, const Keywords& keywords, bool forced_text,
                                              FindingLog& log) {
    if (header.version != "2.0" || forced_text) return read_text_offsets(keywords, "DATA", log);
    const auto begin = keywords.find("$BEGINDATA"), end = keywords.find("$ENDDATA");
    if (begin && end && parse_offset_pair(*begin, *end).range != header.data)
        log.warn("W-OFF-MISMATCH", {"TEXT", "$BEGINDATA"},
                 "$BEGINDATA and $ENDDATA, which FCS 2.0 does not know, differ from HEADER, which is used");
    return std::nullopt;
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

DataExtent find_data(const Header& header, const Keywords& keywords, std::uint64_t event_bytes, std::uint64_t base,
                     std::uint64_t available, const ReadOptions& options, FindingLog& log) {
    using Offsets = ReadOptions::DataOffsets;
    DataProof proof{read_total(keywords, header.version, log), std::nullopt, event_bytes, available};
    if (proof.total && event_bytes > 0) proof.data_bytes = checked_data_bytes(*proof.total, event_bytes, log);
    auto in_text = data_offsets_of_text(header, keywords, options.data_offsets == Offsets::text, log);
    Header claimed = header;
    make_relative(claimed.data, "HEADER", base, proof, log);
    make_relative(in_text, "TEXT", base, proof, log);
    ByteRange range = options.data_offsets == Offsets::by_rule
                          ? choose(claimed, in_text, proof, log)
                          : forced(claimed, in_text, options.data_offsets == Offsets::header, log);
    if (range.empty()) {
        if (proof.total.value_or(0) != 0)
            log.refuse({"TEXT", "$TOT"}, "$TOT=" + std::to_string(*proof.total) +
                                             " events, but neither HEADER nor TEXT says where DATA is");
        return {};
    }
    complete_end(range, proof, log);
    check_place(range, header, available, options.recover_truncated, log);
    return {range.first, count_events(range, proof, options, log), range};
}

}  // namespace asparagate::detail
