#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "finding_log.hpp"
#include "header.hpp"

#include <cstdint>

namespace asparagate::detail {

/// DATA of one data set, proved to lie in the file.
struct DataExtent {
    std::uint64_t begin = 0;  ///< from the start of the data set
    std::uint64_t n_events = 0;
    ByteRange range;  ///< as the file gives it; 0,0 without events
};

/// Which of HEADER and TEXT tells the truth about DATA, and how many whole events it holds.
/// @param event_bytes width of one event. @param available bytes from the start of the data set to the end of the
/// file. @throws FcsError when the offsets contradict each other without a proof by `$TOT`, DATA is truncated, or it
/// overlaps HEADER or TEXT.
DataExtent find_data(const Header& header, const Keywords& keywords, std::uint64_t event_bytes, std::uint64_t available,
                     FindingLog& log);

/// `$BEGIN<name>`/`$END<name>` of FCS 3.x; nullopt when both are absent or empty.
/// @throws FcsError when they are no numbers.
std::optional<ByteRange> read_text_offsets(const Keywords& keywords, const std::string& name, FindingLog& log);

}  // namespace asparagate::detail
