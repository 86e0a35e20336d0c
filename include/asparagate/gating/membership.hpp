#pragma once
#include <bit>
#include <cstdint>
#include <vector>

namespace asparagate {

/// One bit per event of a sample, in file order. Bits past the last event are zero.
class Membership {
public:
    Membership() = default;
    explicit Membership(std::uint64_t n_events, bool value = false);

    [[nodiscard]] std::uint64_t n_events() const noexcept { return n_events_; }
    [[nodiscard]] bool operator[](std::uint64_t event) const { return (words_[event >> 6] >> (event & 63)) & 1u; }
    void set(std::uint64_t event) { words_[event >> 6] |= std::uint64_t{1} << (event & 63); }
    [[nodiscard]] std::uint64_t count() const noexcept;
    [[nodiscard]] const std::vector<std::uint64_t>& words() const noexcept { return words_; }
    [[nodiscard]] std::vector<std::uint64_t>& words() noexcept { return words_; }
    bool operator==(const Membership&) const = default;

private:
    std::uint64_t n_events_ = 0;
    std::vector<std::uint64_t> words_;
};

}  // namespace asparagate
