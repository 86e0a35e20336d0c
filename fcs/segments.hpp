#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "data_range.hpp"
#include "finding_log.hpp"
#include "header.hpp"

#include <optional>
#include <string_view>

namespace asparagate::detail {

/// ANALYSIS by HEADER, or by TEXT where HEADER gives 0 since the segment lies too far back; nullopt without one. A
/// segment that cannot be true is a finding and is left alone.
std::optional<ByteRange> find_analysis(const Header& header, const Keywords& keywords, const ByteRange& data,
                                       std::uint64_t available, FindingLog& log);

/// Supplemental TEXT (FCS 3.0 and later). Wrong offsets cost optional keywords only, so they are a finding.
std::optional<ByteRange> find_supplemental_text(const Header& header, const Keywords& keywords, std::uint64_t available,
                                                FindingLog& log);

}  // namespace asparagate::detail
