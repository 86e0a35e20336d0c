#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// Measured spillover: row i is the dye of channel i, column j the share of it seen in channel j
/// (FCS 3.1 section 3.2.20). Row-major, channels.size() squared values.
struct SpilloverMatrix {
    std::vector<std::string> channels;
    std::vector<double> values;

    [[nodiscard]] std::size_t size() const noexcept { return channels.size(); }
    [[nodiscard]] double operator()(std::size_t dye, std::size_t channel) const { return values[dye * size() + channel]; }
    [[nodiscard]] bool is_identity() const noexcept;
    bool operator==(const SpilloverMatrix&) const = default;
};

/// Beyond it the inverse has lost half of the digits of a double, so a matrix is not applied.
inline constexpr double largest_condition_number = 1e8;

/// Largest singular value divided by the smallest: by how much compensation can magnify an error; infinite for a
/// singular matrix. Cost grows with the third power of the number of channels.
double condition_number(const SpilloverMatrix& matrix);

/// `n,name1..namen,f11..fnn` as `$SPILLOVER` holds it, shortest round-trip digits.
std::string format_spillover(const SpilloverMatrix& matrix);

}  // namespace asparagate
