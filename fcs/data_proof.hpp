#pragma once
#include "header.hpp"

#include <cstdint>
#include <optional>

namespace asparagate::detail {

/// What decides whether a range can be DATA.
struct DataProof {
    std::optional<std::uint64_t> total;       ///< `$TOT`
    std::optional<std::uint64_t> data_bytes;  ///< `$TOT` times event width; nullopt when either is unknown
    std::uint64_t event_bytes = 0;            ///< 0 when the width varies
    std::uint64_t available = 0;              ///< bytes from the start of the data set to the end of the file

    [[nodiscard]] bool lies_in_file(const ByteRange& range) const {
        return range.ordered() && range.first >= header_size && range.last < available;
    }
    [[nodiscard]] bool fits_exactly(const ByteRange& range) const {
        if (!data_bytes) return false;
        if (*data_bytes == 0) return range.empty();
        return lies_in_file(range) && range.size() == *data_bytes;
    }
    /// Exclusive ends and padding, which the length rule tolerates.
    [[nodiscard]] bool fits_loosely(const ByteRange& range) const {
        if (!data_bytes || !range.ordered() || range.first < header_size || range.last > available) return false;
        return range.size() == *data_bytes + 1 ||
               (lies_in_file(range) && range.size() > *data_bytes && range.size() < *data_bytes + event_bytes);
    }
};

}  // namespace asparagate::detail
