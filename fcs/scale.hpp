#pragma once
#include "asparagate/fcs/parameter.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace asparagate::detail {

/// Largest value that the integer words of `parameter` can hold after the mask; numbers as text know no limit.
std::uint64_t highest_integer(const Parameter& parameter);

/// Raw values of one parameter to scale values: logarithmic integers to 10^(f1 x / `$PnR`) f2 (FCS 3.1 section 3.3.8),
/// Time to seconds, linear values divided by `$PnG`. Logarithms come from a table of every possible value when that
/// costs less than decoding the events one by one; the values are the same either way.
class Scale {
public:
    Scale(const Parameter& parameter, std::uint64_t n_events);
    /// Raw values to scale values, in place. Thread-safe.
    void apply(std::span<double> values) const;
    /// Fills the table, if there is to be one. apply does so when it is needed first.
    void prepare() const;

private:
    [[nodiscard]] double decode_log(double raw) const;

    double decades_, range_, offset_;  ///< decades_ 0 = linear
    double factor_, gain_;
    std::size_t table_size_ = 0;  ///< 0 = no table
    mutable std::once_flag once_;
    mutable std::vector<double> table_;
};

/// nullptr when scale values are the raw ones.
std::unique_ptr<const Scale> make_scale(const Parameter& parameter, std::uint64_t n_events);

}  // namespace asparagate::detail
