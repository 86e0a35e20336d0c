#include "header.hpp"

#include "asparagate/fcs/number.hpp"

#include <algorithm>
#include <array>

namespace asparagate::detail {
namespace {

/// An offset field without the blanks and NULs that writers pad with.
std::string_view trim_field(std::string_view field) {
    constexpr std::string_view padding(" \0\t\r\n", 5);
    const auto first = field.find_first_not_of(padding);
    if (first == std::string_view::npos) return {};
    return field.substr(first, field.find_last_not_of(padding) - first + 1);
}

bool is_right_justified(std::string_view field) {
    const auto first = field.find_first_not_of(' ');
    return first == std::string_view::npos ||
           (field.find_first_of(std::string_view(" \0", 2), first) == std::string_view::npos &&
            (field[first] != '0' || first + 1 == field.size()));
}

bool is_read_version(std::string_view version) {
    return version == "2.0" || version == "3.0" || version == "3.1" || version == "3.2";
}

/// The version HEADER states, or `forced` in its place.
std::string choose_version(std::string_view stated, const std::string& forced, FindingLog& log) {
    const LogPlace place{"HEADER", "", 3};
    if (!forced.empty()) {
        if (!is_read_version(forced))
            log.refuse(place, "--fcs-version=" + forced + " is not supported; expected 2.0, 3.0, 3.1 or 3.2");
        if (stated != forced)
            log.note("I-OVERRIDE", place,
                     "--fcs-version: read as FCS " + forced + "; HEADER says " + in_quotes(stated));
        return forced;
    }
    if (!is_read_version(stated)) {
        log.refuse(place, "FCS version " + in_quotes(stated) + " is not supported" +
                              "; expected 2.0, 3.0, 3.1 or 3.2 (--fcs-version reads it as one of them)");
    }
    return std::string(stated);
}

/// What a file is that people take for an FCS file by mistake, and what to do; empty when its start tells nothing.
std::string other_kind(std::string_view bytes) {
    using namespace std::string_view_literals;
    struct Kind {
        std::string_view start, words;
    };
    constexpr Kind kinds[] = {
        {"version https://git-lfs.github.com/spec/"sv, "the Git LFS pointer to one; fetch it with `git lfs pull`"sv},
        {"\x1F\x8B"sv, "a file packed by gzip; unpack it first"sv},
        {"PK\x03\x04"sv, "a zip archive (an .acs, .wspt or .xlsx file is one too); unpack it first"sv},
        {"7z\xBC\xAF\x27\x1C"sv, "a 7-Zip archive; unpack it first"sv},
        {"BZh"sv, "a file packed by bzip2; unpack it first"sv},
        {"\xFD"
         "7zXZ"sv,
         "a file packed by xz; unpack it first"sv},
        {"\x89HDF\r\n"sv, "an HDF5 file (.h5, .h5ad); FCS files and CSV or TSV tables are read"sv},
        {"%PDF-"sv, "a PDF document"sv},
        {"<!DOCTYPE html"sv, "a web page; the download may have ended at a log-in page"sv},
        {"<html"sv, "a web page; the download may have ended at a log-in page"sv},
        {"<?xml"sv, "an XML document, such as a workspace or a Gating-ML file"sv},
    };
    for (const Kind& kind : kinds)
        if (bytes.starts_with(kind.start)) return "is not an FCS file but " + std::string(kind.words);
    return {};
}

std::string read_version(std::string_view bytes, const std::string& forced, FindingLog& log) {
    if (const std::string kind = other_kind(bytes); !kind.empty()) log.refuse({"HEADER", ""}, kind);
    const std::string_view magic = bytes.substr(0, 6);
    if (!magic.starts_with("FCS")) {
        log.refuse({"HEADER", "", 0}, "is not an FCS file: it starts with " + in_quotes(magic) +
                                          "; expected FCS2.0, FCS3.0, FCS3.1 or FCS3.2");
    }
    const std::string version = choose_version(magic.substr(3), forced, log);
    if (bytes.size() < header_size) {
        log.refuse({"HEADER", ""},
                   "the file ends inside HEADER: " + std::to_string(bytes.size()) + " bytes; expected at least 58");
    }
    if (bytes.substr(6, 4) != "    ")
        log.warn("W-PAD", {"HEADER", "", 6},
                 "bytes 6 to 9 are " + in_quotes(bytes.substr(6, 4)) + "; expected four blanks");
    return version;
}

OffsetPair header_pair(std::string_view bytes, std::size_t at, std::size_t width) {
    return parse_offset_pair(trim_field(bytes.substr(at, width)), trim_field(bytes.substr(at + width, width)));
}

void check_justification(std::string_view bytes, FindingLog& log) {
    for (std::size_t at = 10; at < header_size; at += 8) {
        if (is_right_justified(bytes.substr(at, 8))) continue;
        log.warn("W-PAD", {"HEADER", "", at},
                 "offset field " + in_quotes(bytes.substr(at, 8)) + " is not right-justified with blanks");
        return;
    }
}

ByteRange read_text_range(std::string_view bytes, FindingLog& log) {
    const OffsetPair pair = header_pair(bytes, 10, 8);
    if (!pair.range || pair.range->empty()) {
        log.refuse({"HEADER", "", 10},
                   "TEXT offsets are " + in_quotes(bytes.substr(10, 16)) + "; expected two numbers");
    }
    const ByteRange text = *pair.range;
    if (!text.ordered() || text.first < header_size) {
        log.refuse({"HEADER", "", 10},
                   "TEXT offsets " + describe(text) + " are impossible; expected 58 or more, begin before end");
    }
    if (text.last >= bytes.size()) {
        log.refuse({"HEADER", "", 18}, "TEXT ends at byte " + std::to_string(text.last) +
                                           ", beyond the end of the file: " + std::to_string(bytes.size()) +
                                           " bytes are there; the file is truncated");
    }
    return text;
}

/// TEXT that shares its last byte with the segment behind it ends before it.
void end_before(ByteRange& text, const ByteRange& next, FindingLog& log) {
    if (!next.ordered() || next.first != text.last || text.size() == 1) return;
    --text.last;
    log.warn("W-OFF-END1", {"HEADER", "", 18},
             "TEXT and the next segment share byte " + std::to_string(next.first) + "; TEXT is read one byte shorter");
}

}  // namespace

std::string describe(const ByteRange& range) {
    return std::to_string(range.first) + " to " + std::to_string(range.last);
}

std::uint64_t shared_bytes(const ByteRange& a, const ByteRange& b) {
    if (!a.ordered() || !b.ordered()) return 0;
    const std::uint64_t first = std::max(a.first, b.first);
    const std::uint64_t last = std::min(a.last, b.last);
    return first <= last ? last - first + 1 : 0;
}

OffsetPair parse_offset_pair(std::string_view first, std::string_view last) {
    first = trim_field(first);
    last = trim_field(last);
    const auto digits_only = [](std::string_view text) {
        return text.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (digits_only(first) && last == "-1")
        return {.range = parse_unsigned(first).value_or(1) == 0 ? std::optional(ByteRange{}) : std::nullopt,
                .pseudo_empty = true};
    if (!digits_only(first) || !digits_only(last)) return {};
    const auto begin = first.empty() ? std::optional<std::uint64_t>(0) : parse_unsigned(first);
    const auto end = last.empty() ? std::optional<std::uint64_t>(0) : parse_unsigned(last);
    // Offsets near 2^64 cannot be true, and keeping them out makes every later sum safe.
    if (!begin || !end || *begin > INT64_MAX || *end > INT64_MAX) return {};
    if (*begin > 1 && *end == *begin - 1) return {.range = ByteRange{}, .pseudo_empty = true};
    return {.range = ByteRange{*begin, *end}};
}

Header read_header(std::string_view bytes, const ReadOptions& options, FindingLog& log) {
    Header header;
    header.version = read_version(bytes, options.fcs_version, log);
    check_justification(bytes, log);
    header.text = read_text_range(bytes, log);
    const OffsetPair data = header_pair(bytes, 26, 8);
    header.data = data.range;
    const OffsetPair analysis = header_pair(bytes, 42, 8);
    header.analysis = analysis.range.value_or(ByteRange{});
    if (!analysis.range) {
        log.warn("W-OFF-DIGITS", {"HEADER", "", 42},
                 "ANALYSIS offsets are " + in_quotes(bytes.substr(42, 16)) + ", no numbers; read as no segment");
    }
    if (data.pseudo_empty || analysis.pseudo_empty) {
        log.warn("W-OFF-MISMATCH", {"HEADER", "", data.pseudo_empty ? 26u : 42u},
                 "offsets that end before they begin are read as no segment");
    }
    for (const ByteRange& next : {header.data.value_or(ByteRange{}), header.analysis})
        end_before(header.text, next, log);
    return header;
}

bool starts_like_fcs(std::string_view bytes) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return bytes.size() >= 10 && bytes.starts_with("FCS") && digit(bytes[3]) && bytes[4] == '.' && digit(bytes[5]) &&
           bytes.substr(6, 4) == "    ";
}

}  // namespace asparagate::detail
