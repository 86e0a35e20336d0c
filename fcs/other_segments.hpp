#pragma once
#include "finding_log.hpp"
#include "header.hpp"

#include <string_view>
#include <vector>

namespace asparagate::detail {

/// OTHER segments: pairs of offsets that fill the bytes from 58 to the first of the other `segments`, wherever those
/// are announced. The standard has fields of eight bytes; where these make no sense, fields of 20 bytes and then of any
/// width that divides the gap are tried. What stays unclear is a finding.
std::vector<ByteRange> read_other_segments(std::string_view bytes, const std::vector<ByteRange>& segments,
                                           FindingLog& log);

}  // namespace asparagate::detail
