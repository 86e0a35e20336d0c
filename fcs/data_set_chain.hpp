#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/read_options.hpp"
#include "finding_log.hpp"

#include <cstdint>
#include <string_view>

namespace asparagate::detail {

/// Where the next data set lies.
struct NextDataSet {
    std::uint64_t distance = 0;  ///< from the start of this one; 0 after the last
    bool hidden = false;         ///< found by a scan: nothing points to it
};

/// The next data set by `$NEXTDATA`. A distance that cannot be followed (inside this
/// data set, beyond the file, nothing there) ends the chain with a finding, unless a HEADER lies within 16 bytes of it.
/// Data sets behind the end of the chain are a finding, or are read when `options` ask for a scan.
/// @param bytes from the start of this data set to the end of the file. @param end first byte after its segments.
NextDataSet next_data_set(const Keywords& keywords, std::string_view bytes, std::uint64_t end,
                          const ReadOptions& options, FindingLog& log);

}  // namespace asparagate::detail
