#include "data_set_chain.hpp"

#include "asparagate/fcs/number.hpp"
#include "header.hpp"

#include <string>

namespace asparagate::detail {
namespace {

constexpr std::uint64_t crc_bytes = 8;

/// `$NEXTDATA` 0 does not prove the end: some writers leave it out and go on. Looks for a HEADER whose TEXT offsets
/// are numbers, as the magic alone may occur by chance.
std::size_t count_hidden(std::string_view bytes, std::uint64_t end, std::size_t max_data_sets) {
    std::size_t count = 0;
    for (std::uint64_t at = end; at < bytes.size() && count < max_data_sets;) {
        const auto found = bytes.find("FCS", static_cast<std::size_t>(at));
        if (found == std::string_view::npos) break;
        const std::string_view candidate = bytes.substr(found);
        const bool complete = candidate.size() > header_size && starts_like_fcs(candidate);
        const OffsetPair text =
            complete ? parse_offset_pair(candidate.substr(10, 8), candidate.substr(18, 8)) : OffsetPair{};
        count += text.range && text.range->ordered();
        at = found + 3;
    }
    return count;
}

void report_hidden(std::string_view bytes, std::uint64_t end, const ReadOptions& options, FindingLog& log) {
    if (bytes.size() <= end || bytes.size() - end <= header_size + crc_bytes) return;
    const std::size_t hidden = count_hidden(bytes, end, options.limits.data_sets);
    if (hidden == 0) return;
    log.warn("W-NEXTDATA-HIDDEN", {"TEXT", "$NEXTDATA"},
             "$NEXTDATA ends the chain, but " + std::to_string(hidden) +
                 " more HEADERs follow this data set; they are not read");
}

}  // namespace

std::uint64_t next_data_set(const Keywords& keywords, std::string_view bytes, std::uint64_t end,
                            const ReadOptions& options, FindingLog& log) {
    const LogPlace place{"TEXT", "$NEXTDATA", std::nullopt};
    const std::string_view text = trim(keywords.find("$NEXTDATA").value_or(""));
    if (text.empty()) {
        log.warn("W-NEXTDATA", place, "$NEXTDATA is missing; this is taken for the last data set");
        return 0;
    }
    const std::string found = "$NEXTDATA=" + in_quotes(text);
    const auto next = parse_unsigned(text);
    if (!next) {
        log.warn("W-NEXTDATA", place, found + " is not a distance in bytes; this is taken for the last data set");
        return 0;
    }
    if (*next == 0) {
        report_hidden(bytes, end, options, log);
        return 0;
    }
    if (*next < end) {
        log.warn(
            "W-NEXTDATA", place,
            found + " points into this data set, which ends at byte " + std::to_string(end) + "; it is not followed");
        return 0;
    }
    if (*next >= bytes.size() || !starts_like_fcs(bytes.substr(static_cast<std::size_t>(*next)))) {
        log.warn("W-NEXTDATA", place, found + ", but no FCS HEADER is there; it is not followed");
        return 0;
    }
    return *next;
}

}  // namespace asparagate::detail
