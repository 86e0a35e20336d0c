#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/parameter.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace asparagate::detail {

/// Where a value of unknown size will be filled in.
struct RangePlace {
    std::size_t parameter;       ///< from 0
    std::uint64_t offset_bytes;  ///< in the file
};

/// HEADER and primary TEXT of a file with one data set whose DATA follows TEXT directly.
struct WrittenText {
    std::string bytes;
    std::vector<RangePlace> open_ranges;
};

/// Width of a `$PnR` that is filled in later.
constexpr std::size_t open_range_digits = 24;

/// @throws OutputError naming `path` for what FCS 3.1 cannot hold.
WrittenText write_header_and_text(const std::string& path, const std::vector<Parameter>& parameters,
                                  const Keywords& keywords, std::uint64_t n_events);

}  // namespace asparagate::detail
