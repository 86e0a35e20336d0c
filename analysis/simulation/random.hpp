#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace asparagate::simulation {

/// xoshiro256++ (Blackman and Vigna, doi:10.1145/3460772) with its own normal and exponential samplers: the standard
/// library's distributions differ between implementations, a synthetic cohort must not.
class Random {
public:
    explicit Random(std::uint64_t seed) noexcept;

    std::uint64_t next() noexcept {
        const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }
    /// In [0, 1), 53 bits.
    double uniform() noexcept { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    /// Standard normal, Marsaglia's polar method.
    double normal() noexcept;
    /// Mean 1.
    double exponential() noexcept;

private:
    std::array<std::uint64_t, 4> state_;
    double spare_ = 0;
    bool has_spare_ = false;
};

/// Seed of the stream called `name`, `index`: streams are independent, whatever order they are used in.
std::uint64_t stream_seed(std::uint64_t seed, std::string_view name, std::uint64_t index = 0) noexcept;

/// Standard normal distribution function.
double normal_cdf(double z) noexcept;

}  // namespace asparagate::simulation
