#include "text_writer.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/error.hpp"
#include "header.hpp"
#include "standard_keywords.hpp"

#include <algorithm>
#include <unordered_map>

namespace asparagate::detail {
namespace {

constexpr std::uint64_t largest_header_offset = 99'999'999;

std::string padded(std::uint64_t value, std::size_t width, char fill) {
    const std::string digits = std::to_string(value);
    return digits.size() < width ? std::string(width - digits.size(), fill) + digits : digits;
}

/// Whether keywords can hold the delimiter doubled, which neither the start nor the end of a word can.
bool can_be_doubled(const TextPlan& plan, char delimiter) {
    return std::none_of(plan.pairs.begin(), plan.pairs.end(), [&](const KeywordPair& pair) {
        const auto touches = [&](const std::string& word) {
            return word.starts_with(delimiter) || word.ends_with(delimiter);
        };
        return touches(pair.key) || touches(pair.value);
    });
}

/// The delimiter of ANALYSIS where it can be that of TEXT too, as ANALYSIS is read with it and its bytes stay as they
/// are; else the first candidate that occurs nowhere; record separator, to be doubled, when every candidate occurs.
char choose_delimiter(const TextPlan& plan) {
    // Other programs build regular expressions from a delimiter, so not every one that ANALYSIS may have is safe.
    constexpr std::string_view safe = "\t\n\x0C\r\x1E!#%&,/:;|~";
    const auto& own = plan.analysis_delimiter;
    if (own && safe.find(*own) != std::string_view::npos && can_be_doubled(plan, *own)) return *own;
    for (const char candidate : {'|', '/', '\x0C', '\x1E', '!', '~'}) {
        const bool free = std::none_of(plan.pairs.begin(), plan.pairs.end(), [&](const KeywordPair& pair) {
            return pair.key.find(candidate) != std::string::npos || pair.value.find(candidate) != std::string::npos;
        });
        if (free) return candidate;
    }
    return '\x1E';
}

std::string escaped(const std::string& path, const std::string& token, char delimiter) {
    if (token.front() == delimiter || token.back() == delimiter) {
        throw OutputError(path,
                          "keyword text \"" + terminal_text(token) +
                              "\" starts or ends with the only delimiter left, which FCS cannot hold; shorten it");
    }
    std::string text;
    for (const char c : token) {
        if (c == delimiter) text += delimiter;
        text += c;
    }
    return text + delimiter;
}

/// First and last byte of a segment of that size that begins at `at`; 0,0 when it is empty.
ByteRange take(std::uint64_t& at, std::uint64_t size) {
    if (size == 0) return {};
    const ByteRange range{at, at + size - 1};
    at += size;
    return range;
}

std::string header_fields(const ByteRange& range) {
    const bool fits = range.last <= largest_header_offset;
    return padded(fits ? range.first : 0, 8, ' ') + padded(fits ? range.last : 0, 8, ' ');
}

/// One TEXT segment, and where the values begin that are filled in later.
class TextSegment {
public:
    TextSegment(const std::string& path, char delimiter) : path_(path), delimiter_(delimiter), text_(1, delimiter) {}

    void add(const KeywordPair& pair) {
        text_ += escaped(path_, pair.key, delimiter_);
        if (pair.required) value_at_[pair.key] = text_.size();
        text_ += escaped(path_, pair.value, delimiter_);
    }
    void fill_in(const std::string& key, std::uint64_t value) {
        text_.replace(value_at_.at(key), offset_digits, padded(value, offset_digits, '0'));
    }
    [[nodiscard]] std::size_t value_at(const std::string& key) const { return value_at_.at(key); }
    [[nodiscard]] const std::string& bytes() const { return text_; }
    [[nodiscard]] std::uint64_t size() const { return text_.size() > 1 ? text_.size() : 0; }

private:
    const std::string& path_;
    char delimiter_;
    std::string text_;
    std::unordered_map<std::string, std::size_t> value_at_;
};

struct Segments {
    ByteRange text, supplemental, data, analysis;
    std::vector<ByteRange> other;
    std::uint64_t next = 0;  ///< start of the next data set; 0 when none follows
};

Segments place_segments(const std::string& path, const TextPlan& plan, std::uint64_t text_bytes,
                        std::uint64_t supplemental_bytes) {
    Segments segments;
    std::uint64_t at = header_size + 16 * plan.other_segments.size();
    segments.text = take(at, text_bytes);
    for (const std::string& other : plan.other_segments) segments.other.push_back(take(at, other.size()));
    if (at > largest_header_offset + 1)
        throw OutputError(path,
                          "the keywords and OTHER segments exceed 99,999,999 bytes, more than HEADER can point to");
    segments.supplemental = take(at, supplemental_bytes);
    std::uint64_t end = 0;
    if (__builtin_add_overflow(at, plan.data_bytes, &end) || __builtin_add_overflow(end, plan.analysis_bytes, &end) ||
        end > INT64_MAX / 2)
        throw OutputError(path, std::to_string(plan.data_bytes) + " bytes of events exceed what a file can hold");
    segments.data = take(at, plan.data_bytes);
    segments.analysis = take(at, plan.analysis_bytes);
    if (plan.more_follow) segments.next = at + crc_not_computed.size();
    return segments;
}

void fill_in_offsets(TextSegment& text, std::vector<KeywordPair>& pairs, const Segments& segments) {
    const std::unordered_map<std::string, std::uint64_t> offsets{{"$BEGINSTEXT", segments.supplemental.first},
                                                                 {"$ENDSTEXT", segments.supplemental.last},
                                                                 {"$BEGINDATA", segments.data.first},
                                                                 {"$ENDDATA", segments.data.last},
                                                                 {"$BEGINANALYSIS", segments.analysis.first},
                                                                 {"$ENDANALYSIS", segments.analysis.last},
                                                                 {"$NEXTDATA", segments.next}};
    for (KeywordPair& pair : pairs) {
        const auto offset = offsets.find(pair.key);
        if (offset == offsets.end()) continue;
        text.fill_in(pair.key, offset->second);
        pair.value = padded(offset->second, offset_digits, '0');
    }
}

}  // namespace

LaidOutText lay_out_text(const std::string& path, const TextPlan& plan) {
    const char delimiter = choose_delimiter(plan);
    TextSegment primary(path, delimiter), supplemental(path, delimiter);
    for (const KeywordPair& pair : plan.pairs)
        if (pair.required) primary.add(pair);
    for (const KeywordPair& pair : plan.pairs) {
        if (pair.required) continue;
        const std::uint64_t bytes = primary.size() + pair.key.size() + pair.value.size() + 2;
        (bytes <= plan.primary_text_bytes && supplemental.size() == 0 ? primary : supplemental).add(pair);
    }
    const Segments segments = place_segments(path, plan, primary.size(), supplemental.size());
    LaidOutText laid_out;
    laid_out.pairs = plan.pairs;
    fill_in_offsets(primary, laid_out.pairs, segments);
    for (const KeywordPair& pair : plan.pairs) {
        const auto key = parse_parameter_key(pair.key);
        if (key && key->suffix == "R" && pair.value == std::string(open_range_digits, '0'))
            laid_out.open_ranges.push_back(
                {static_cast<std::size_t>(key->index - 1), segments.text.first + primary.value_at(pair.key)});
    }
    std::string& bytes = laid_out.bytes_before_data;
    bytes = "FCS" + plan.version + "    " + header_fields(segments.text) + header_fields(segments.data) +
            header_fields(segments.analysis);
    for (const ByteRange& other : segments.other) bytes += header_fields(other);
    bytes += primary.bytes();
    for (const std::string& other : plan.other_segments) bytes += other;
    if (supplemental.size() > 0) bytes += supplemental.bytes();
    return laid_out;
}

}  // namespace asparagate::detail
