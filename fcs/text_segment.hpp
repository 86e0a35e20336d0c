#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/read_options.hpp"
#include "finding_log.hpp"

#include <cstdint>
#include <string_view>

namespace asparagate::detail {

/// Primary TEXT. Its delimiter serves the other segments of keywords as well.
struct PrimaryText {
    Keywords keywords;
    char delimiter = '/';
};

/// Primary TEXT (FCS 3.1 section 3.2) as keywords in valid UTF-8. Doubled delimiters are escapes by the standard and
/// empty values in many files, so up to three readings are scored and the one with the fewest problems is taken.
/// @param text the segment, not empty. @param offset_bytes its place in the data set.
/// @throws FcsError on an unusable delimiter, on exceeded limits, and when a keyword that steers decoding occurs twice
/// with different values.
PrimaryText read_primary_text(std::string_view text, std::uint64_t offset_bytes, const ReadOptions& options,
                              FindingLog& log);

}  // namespace asparagate::detail
