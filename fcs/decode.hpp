#pragma once
#include "asparagate/fcs/parameter.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

namespace asparagate::detail {

/// One column of row-major events in the mapped file.
struct Column {
    const std::byte* first;      ///< its word in the first event wanted
    std::uint64_t stride_bytes;  ///< width of one event
    const Parameter* parameter;
    std::span<const unsigned> byte_ranks;
};

/// Values as stored, integers after the mask. Reads out.size() words. Integers above 2^53 are rounded to a double.
void decode_raw(const Column& column, std::span<double> out);
/// Integer words before the mask. @pre the parameter is of type I
void decode_words(const Column& column, std::span<std::uint64_t> out);

/// Decoding of logarithmic integers: 10^(f1 x / `$PnR`) f2 (FCS 3.1 section 3.3.8). Keeps a table of every possible
/// value when that costs less than decoding the events one by one; the values are the same either way.
class LogScale {
public:
    /// @pre the parameter has log_decades > 0 and a range
    LogScale(const Parameter& parameter, std::uint64_t n_events);
    /// Raw values to scale values, in place. Thread-safe.
    void apply(std::span<double> values) const;

private:
    [[nodiscard]] double decode(double raw) const;

    double decades_, range_, offset_;
    std::size_t table_size_;  ///< 0 = no table
    mutable std::once_flag once_;
    mutable std::vector<double> table_;
};

}  // namespace asparagate::detail
