#pragma once
#include "settle_keywords.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace asparagate::detail {

/// What decides HEADER, TEXT and every offset of one data set.
struct TextPlan {
    std::string version;
    std::vector<KeywordPair> pairs;
    std::vector<std::string> other_segments;
    std::uint64_t data_bytes = 0;
    std::uint64_t analysis_bytes = 0;
    std::optional<char> analysis_delimiter;  ///< first byte of ANALYSIS, when there is one
    std::uint64_t primary_text_bytes = 0;    ///< optional keywords beyond it go to supplemental TEXT
    bool more_follow = false;                ///< another data set comes behind this one
};

/// A `$PnR` that is filled in when all values are known.
struct RangePlace {
    std::size_t parameter;       ///< from 0
    std::uint64_t offset_bytes;  ///< of its value, from the start of the data set
};

struct LaidOutText {
    std::string bytes_before_data;  ///< HEADER, TEXT, OTHER segments, supplemental TEXT
    std::vector<RangePlace> open_ranges;
    std::vector<KeywordPair> pairs;  ///< with the offsets as written
};

/// Eight zeros, CRC not computed (FCS 3.1 section 3.5).
constexpr std::string_view crc_not_computed = "00000000";

/// Order: HEADER, TEXT, OTHER, supplemental TEXT, DATA, ANALYSIS, CRC, without gaps.
/// @throws OutputError naming `path` when TEXT or an OTHER segment would end beyond byte 99,999,999, when the sizes
/// exceed what a file can hold, or when a keyword starts or ends with the only delimiter left.
LaidOutText lay_out_text(const std::string& path, const TextPlan& plan);

}  // namespace asparagate::detail
