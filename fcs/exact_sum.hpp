#pragma once
#include <array>
#include <cstdint>

namespace asparagate::detail {

/// Sum of doubles without any rounding until it is asked for: a fixed-point number of 2,144 bits, as in Neal, "Fast
/// exact summation using small and large superaccumulators", arXiv:1505.05571.
class ExactSum {
public:
    /// @pre value is finite.
    void add(double value);
    /// The sum rounded to the nearest double, ties to even; infinite when it is too large for one.
    [[nodiscard]] double value() const;

private:
    static constexpr std::size_t n_chunks = 67;
    // Each add changes a chunk by less than 2^53, so that 1,000 of them fit beside what 32 bits hold.
    static constexpr unsigned adds_before_carry = 1000;
    using Chunks = std::array<std::int64_t, n_chunks>;

    static void carry(Chunks& chunks);

    Chunks chunks_{};  ///< chunk k counts units of 2^(32 k - 1075)
    unsigned adds_left_ = adds_before_carry;
};

}  // namespace asparagate::detail
