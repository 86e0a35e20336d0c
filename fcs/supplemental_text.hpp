#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/read_options.hpp"
#include "finding_log.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace asparagate::detail {

/// Supplemental TEXT: adds its keywords to `keywords`, which it may not override. Whatever is wrong with it is a
/// finding, as it holds optional keywords only.
void read_supplemental_text(std::string_view text, std::uint64_t offset_bytes, char primary_delimiter,
                            const ReadLimits& limits, Keywords& keywords, FindingLog& log);

/// Keywords of ANALYSIS; nullopt, with a finding, when it holds something else, which the standard does not forbid in
/// words and some programs do.
std::optional<Keywords> read_analysis_text(std::string_view text, std::uint64_t offset_bytes, char primary_delimiter,
                                           const ReadLimits& limits, FindingLog& log);

}  // namespace asparagate::detail
