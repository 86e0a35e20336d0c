#include "other_segments.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace asparagate::detail {
namespace {

constexpr std::size_t standard_width = 8;
constexpr std::size_t widest = 20;  // digits of 2^64

bool is_blank(std::string_view text) {
    return text.find_first_not_of(std::string_view(" \0", 2)) == std::string_view::npos;
}

/// Reads the gap with fields of one width; nullopt when anything there makes no sense.
class PairReader {
public:
    PairReader(std::string_view gap, std::uint64_t available, std::vector<ByteRange> segments)
        : gap_(gap), available_(available), main_segments_(std::move(segments)) {}

    [[nodiscard]] std::optional<std::vector<ByteRange>> read(std::size_t width) const {
        std::vector<ByteRange> taken = main_segments_, ranges;
        std::size_t at = 0, end = gap_.size();
        for (; at + 2 * width <= end; at += 2 * width) {
            const std::string_view fields = gap_.substr(at, 2 * width);
            if (is_blank(fields)) continue;
            const OffsetPair pair = parse_offset_pair(fields.substr(0, width), fields.substr(width));
            if (!pair.range) return std::nullopt;
            if (pair.range->empty()) continue;
            if (!is_free(*pair.range, taken)) return std::nullopt;
            taken.push_back(*pair.range);
            ranges.push_back(*pair.range);
            // An OTHER segment may itself be the first one behind the pairs.
            end = std::min(end, static_cast<std::size_t>(pair.range->first - header_size));
        }
        if (at > end || !is_blank(gap_.substr(at, end - at))) return std::nullopt;
        return ranges;
    }

private:
    /// Neighbours that share one byte are an end counted one too far, which occurs in every segment.
    [[nodiscard]] bool is_free(const ByteRange& range, const std::vector<ByteRange>& taken) const {
        return range.ordered() && range.first >= header_size && range.last < available_ &&
               std::all_of(taken.begin(), taken.end(),
                           [&](const ByteRange& other) { return shared_bytes(range, other) <= 1; });
    }

    std::string_view gap_;
    std::uint64_t available_;
    std::vector<ByteRange> main_segments_;
};

std::vector<std::size_t> widths_to_try(std::size_t gap_bytes) {
    std::vector<std::size_t> widths{standard_width, widest};
    for (std::size_t width = widest - 1; width > 0; --width) {
        if (width != standard_width && gap_bytes % (2 * width) == 0) widths.push_back(width);
    }
    return widths;
}

/// An OTHER segment whose last byte is the first of another segment ends before it.
void shorten(std::vector<ByteRange>& ranges, const std::vector<ByteRange>& segments, FindingLog& log) {
    for (ByteRange& range : ranges) {
        const bool shares = std::any_of(segments.begin(), segments.end(), [&](const ByteRange& other) {
            return other.first == range.last && range.first < range.last;
        });
        if (!shares) continue;
        log.warn(
            "W-OFF-END1", {"HEADER", "", header_size},
            "an OTHER segment shares byte " + std::to_string(range.last) + " with the next segment and ends before it");
        --range.last;
    }
}

}  // namespace

std::vector<ByteRange> read_other_segments(std::string_view bytes, const std::vector<ByteRange>& segments,
                                           FindingLog& log) {
    std::uint64_t first_segment = bytes.size();
    for (const ByteRange& range : segments) first_segment = std::min(first_segment, range.first);
    if (first_segment <= header_size) return {};
    const std::string_view gap = bytes.substr(header_size, static_cast<std::size_t>(first_segment - header_size));
    if (is_blank(gap)) return {};
    const PairReader reader(gap, bytes.size(), segments);
    for (const std::size_t width : widths_to_try(gap.size())) {
        auto ranges = reader.read(width);
        if (!ranges) continue;
        if (width != standard_width) {
            log.warn("W-OTHER", {"HEADER", "", header_size},
                     "offsets of OTHER segments are " + std::to_string(width) + " bytes wide; expected 8");
        }
        shorten(*ranges, segments, log);
        return std::move(*ranges);
    }
    log.warn("W-OTHER", {"HEADER", "", header_size},
             "bytes 58 to " + std::to_string(first_segment - 1) + " are no offsets of OTHER segments and are ignored");
    return {};
}

}  // namespace asparagate::detail
