#pragma once
#include "asparagate/fcs/fcs_file.hpp"

namespace asparagate::detail {

/// Adds the warning G-DATASETS when `file` holds more data sets than the first, which alone is gated.
/// @throws Error(input) when `read` refuses that warning.
void report_ignored_data_sets(const FcsFile& file, const ReadOptions& read, Findings& findings);

}  // namespace asparagate::detail
