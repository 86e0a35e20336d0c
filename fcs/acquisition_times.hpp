#pragma once
#include "asparagate/fcs/metadata.hpp"
#include "optional_keywords.hpp"

#include <string>

namespace asparagate::detail {

/// Fills date, begin, end, duration and last modification from `$DATE $BTIM $ETIM $BEGINDATETIME $ENDDATETIME
/// $LAST_MODIFIED`. `$BEGINDATETIME` and `$ENDDATETIME` win where they can be read. Nothing is guessed: a date in
/// another order than the standard's is read only by `date_format` (ReadOptions::date_format; empty = none).
/// @throws Error(usage) when `date_format` is no format of dates.
void read_times(Metadata& metadata, OptionalKeywords& keywords, const std::string& date_format);

}  // namespace asparagate::detail
