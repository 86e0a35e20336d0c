#include "simulation/random.hpp"

#include <cmath>

namespace asparagate::simulation {
namespace {

std::uint64_t split_mix(std::uint64_t& state) noexcept {
    state += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed) noexcept {
    for (auto& word : state_) word = split_mix(seed);
}

double Random::normal() noexcept {
    if (has_spare_) {
        has_spare_ = false;
        return spare_;
    }
    double u, v, s;
    do {
        u = 2 * uniform() - 1;
        v = 2 * uniform() - 1;
        s = u * u + v * v;
    } while (s >= 1 || s == 0);
    const double factor = std::sqrt(-2 * std::log(s) / s);
    spare_ = v * factor;
    has_spare_ = true;
    return u * factor;
}

double Random::exponential() noexcept {
    return -std::log1p(-uniform());
}

std::uint64_t stream_seed(std::uint64_t seed, std::string_view name, std::uint64_t index) noexcept {
    std::uint64_t hash = 0xcbf29ce484222325u;  // FNV-1a
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    std::uint64_t state = seed;
    state = split_mix(state) ^ hash;
    state = split_mix(state) ^ index;
    return split_mix(state);
}

double normal_cdf(double z) noexcept {
    return 0.5 * std::erfc(-z * 0.70710678118654752440);
}

}  // namespace asparagate::simulation
