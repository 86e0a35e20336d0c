#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "finding_log.hpp"
#include "tokeniser.hpp"

#include <cstdint>
#include <string_view>

namespace asparagate::detail {

/// Limits of the keyword segments; real files stay far below.
constexpr std::uint64_t max_text_bytes = std::uint64_t{64} << 20;
constexpr std::size_t max_keywords = 1'000'000;
constexpr std::size_t max_value_bytes = std::size_t{16} << 20;
constexpr std::uint64_t max_parameters = 65'535;

/// Primary TEXT (FCS 3.1 section 3.2) as keywords in valid UTF-8. Doubled delimiters are escapes by the standard and
/// empty values in many files, so up to three readings are scored and the one with the fewest problems is taken.
/// @param text the segment. @param offset_bytes its place in the data set.
/// @throws FcsError on an unusable delimiter, on exceeded limits, and when a keyword that steers decoding occurs twice
/// with different values.
Keywords read_primary_text(std::string_view text, std::uint64_t offset_bytes, FindingLog& log);

/// Supplemental TEXT: adds its keywords to `keywords`, which it may not override. Whatever is wrong with it is a
/// finding, as it holds optional keywords only.
void read_supplemental_text(std::string_view text, std::uint64_t offset_bytes, char primary_delimiter,
                            Keywords& keywords, FindingLog& log);

}  // namespace asparagate::detail
