#include "asparagate/gating/membership.hpp"

namespace asparagate {

Membership::Membership(std::uint64_t n_events, bool value)
    : n_events_(n_events), words_((n_events + 63) / 64, value ? ~std::uint64_t{0} : 0) {
    if (value && n_events % 64 != 0) words_.back() = (std::uint64_t{1} << (n_events % 64)) - 1;
}

std::uint64_t Membership::count() const noexcept {
    std::uint64_t total = 0;
    for (const std::uint64_t word : words_) total += static_cast<std::uint64_t>(std::popcount(word));
    return total;
}

}  // namespace asparagate
