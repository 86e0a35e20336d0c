#include "data_set_chain.hpp"

#include "asparagate/fcs/number.hpp"
#include "header.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace asparagate::detail {
namespace {

/// How far `$NEXTDATA` may be off.
constexpr std::uint64_t nearby_bytes = 16;

/// A HEADER whose TEXT offsets are numbers, as the magic alone may occur by chance.
bool is_header(std::string_view bytes) {
    if (bytes.size() <= header_size || !starts_like_fcs(bytes)) return false;
    const OffsetPair text = parse_offset_pair(bytes.substr(10, 8), bytes.substr(18, 8));
    return text.range && text.range->ordered() && text.range->first >= header_size;
}

/// A data set that nothing points to follows at once, but for the CRC and padding to a block of the disk. A file may
/// end in far more bytes than can be searched.
constexpr std::uint64_t gap_bytes = std::uint64_t{64} << 10;

/// Byte of the first HEADER from `at` on; nullopt without one.
std::optional<std::uint64_t> find_header(std::string_view bytes, std::uint64_t at) {
    while (at < bytes.size()) {
        const auto found = bytes.find("FCS", static_cast<std::size_t>(at));
        if (found == std::string_view::npos) return std::nullopt;
        if (is_header(bytes.substr(found))) return found;
        at = found + 3;
    }
    return std::nullopt;
}

/// Behind the end of a chain: `$NEXTDATA` 0 does not prove it, as some writers leave it out and go on. Reports the
/// data sets there, or gives the first one when scanning was asked for.
NextDataSet hidden_data_set(std::string_view bytes, std::uint64_t end, const ReadOptions& options, FindingLog& log) {
    const LogPlace place{"TEXT", "$NEXTDATA", std::nullopt};
    const auto first = find_header(bytes.substr(0, static_cast<std::size_t>(end + gap_bytes)), end);
    if (!first) return {};
    if (options.scan_data_sets) {
        log.note(
            "I-OVERRIDE", place,
            "--dataset=scan: nothing points to the data set at byte " + std::to_string(*first) + ", which is read");
        return {*first, true};
    }
    std::size_t count = 0;
    for (auto at = first; at && count < options.limits.data_sets; at = find_header(bytes, *at + 3)) ++count;
    log.warn("W-NEXTDATA-HIDDEN", place,
             "$NEXTDATA ends the chain, but " + std::to_string(count) +
                 " more HEADERs follow this data set; they are not read (--dataset=scan reads them)");
    return {};
}

/// A HEADER close to where `$NEXTDATA` points; 0 without one.
std::uint64_t nearby_data_set(std::string_view bytes, std::uint64_t next, std::uint64_t end) {
    const std::uint64_t lowest = std::max(end, next > nearby_bytes ? next - nearby_bytes : 0);
    if (next > bytes.size() + nearby_bytes) return 0;
    const std::uint64_t highest = next + nearby_bytes + header_size + 1;
    return find_header(bytes.substr(0, static_cast<std::size_t>(highest)), lowest).value_or(0);
}

}  // namespace

NextDataSet next_data_set(const Keywords& keywords, std::string_view bytes, std::uint64_t end,
                          const ReadOptions& options, FindingLog& log) {
    const std::string_view text = trim(keywords.find("$NEXTDATA").value_or(""));
    const std::string found = "$NEXTDATA=" + in_quotes(text);
    const auto stop = [&](const std::string& message) {
        log.warn("W-NEXTDATA", {"TEXT", "$NEXTDATA"}, message);
        return hidden_data_set(bytes, end, options, log);
    };
    if (text.empty()) return stop("$NEXTDATA is missing; this is taken for the last data set");
    const auto next = parse_unsigned(text);
    if (!next) return stop(found + " is not a distance in bytes; this is taken for the last data set");
    if (*next == 0) return hidden_data_set(bytes, end, options, log);
    if (*next >= end && *next < bytes.size() && starts_like_fcs(bytes.substr(static_cast<std::size_t>(*next))))
        return {*next};
    if (const std::uint64_t nearby = nearby_data_set(bytes, *next, end)) {
        log.warn("W-NEXTDATA", {"TEXT", "$NEXTDATA"},
                 found + " is off by a few bytes; the next data set begins at byte " + std::to_string(nearby));
        return {nearby};
    }
    if (*next < end)
        return stop(found + " points into this data set, which ends at byte " + std::to_string(end) +
                    "; it is not followed");
    return stop(found + ", but no FCS HEADER is there; it is not followed");
}

}  // namespace asparagate::detail
