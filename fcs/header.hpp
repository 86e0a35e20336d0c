#pragma once
#include "asparagate/fcs/read_options.hpp"
#include "finding_log.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate::detail {

/// First and last byte of a segment, inclusive, from the start of the data set. 0,0 is no segment.
struct ByteRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    [[nodiscard]] bool empty() const noexcept { return first == 0 && last == 0; }
    [[nodiscard]] bool ordered() const noexcept { return !empty() && first <= last; }
    /// Length in bytes. @pre ordered(), and last < 2^64 - 1
    [[nodiscard]] std::uint64_t size() const noexcept { return last - first + 1; }
    bool operator==(const ByteRange&) const = default;
};

/// `4085 to 50368`
std::string describe(const ByteRange& range);
/// Bytes that two segments share.
std::uint64_t shared_bytes(const ByteRange& a, const ByteRange& b);

/// A pair of offsets as text: "0,-1" and "b,b-1" mean no segment, as some writers have it.
struct OffsetPair {
    std::optional<ByteRange> range;  ///< nullopt when it is no pair of numbers
    bool pseudo_empty = false;
};
OffsetPair parse_offset_pair(std::string_view first, std::string_view last);

constexpr std::uint64_t header_size = 58;

/// HEADER of one data set.
struct Header {
    std::string version;  ///< "2.0", "3.0", "3.1", "3.2"
    ByteRange text;
    std::optional<ByteRange> data;  ///< nullopt when the fields are no numbers (some writers overflow them)
    ByteRange analysis;
};

/// Reads and checks HEADER (FCS 3.1 section 3.1). @param bytes from the start of the data set to the end of the file.
/// @throws FcsError on a version that is not read, or TEXT offsets that cannot be true.
Header read_header(std::string_view bytes, const ReadOptions& options, FindingLog& log);

/// "FCS3.1    " as ten bytes: something that a data set can start with.
bool starts_like_fcs(std::string_view bytes);

}  // namespace asparagate::detail
