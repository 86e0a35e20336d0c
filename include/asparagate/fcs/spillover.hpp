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

/// `n,name1..namen,f11..fnn` as `$SPILLOVER` holds it, shortest round-trip digits.
std::string format_spillover(const SpilloverMatrix& matrix);

}  // namespace asparagate
