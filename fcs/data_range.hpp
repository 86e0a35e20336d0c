#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/read_options.hpp"
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
/// @param event_bytes width of one event; 0 when it varies, then `$TOT` alone counts.
/// @param base start of the data set in the file, which some writers count offsets of later data sets without.
/// @param available bytes from there to the end of the file.
/// @throws FcsError when the offsets contradict each other without a proof by `$TOT`, DATA is truncated, or it
/// overlaps HEADER or TEXT, unless an override says what to do.
DataExtent find_data(const Header& header, const Keywords& keywords, std::uint64_t event_bytes, std::uint64_t base,
                     std::uint64_t available, const ReadOptions& options, FindingLog& log);

/// `$BEGIN<name>`/`$END<name>` of FCS 3.x; nullopt when both are absent or empty.
/// @throws FcsError when they are no numbers.
std::optional<ByteRange> read_text_offsets(const Keywords& keywords, const std::string& name, FindingLog& log);

}  // namespace asparagate::detail
