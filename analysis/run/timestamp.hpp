#pragma once
#include <string>

namespace asparagate {

/// Now in UTC as `2026-01-31T12:00:00Z`, or the time that SOURCE_DATE_EPOCH names (reproducible-builds.org).
std::string utc_timestamp();

}  // namespace asparagate
