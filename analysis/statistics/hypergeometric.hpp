#pragma once
#include <cstdint>
#include <vector>

namespace asparagate {

/// The first cell of a 2x2 table given all margins: row totals `row_1`, `row_2`, first column total `column`.
class ConditionalCell {
public:
    ConditionalCell(std::uint64_t row_1, std::uint64_t row_2, std::uint64_t column);

    [[nodiscard]] std::uint64_t lowest() const { return lowest_; }
    [[nodiscard]] std::uint64_t highest() const { return lowest_ + log_weight_.size() - 1; }
    /// Probabilities of lowest() .. highest() when the odds ratio is exp(log_odds).
    [[nodiscard]] std::vector<double> probabilities(double log_odds = 0) const;

private:
    std::uint64_t lowest_;
    std::vector<double> log_weight_;  ///< at odds ratio 1, 0 at the mode
};

/// Two-sided p of every value: the summed probability of all no likelier (within 1e-7 relative).
std::vector<double> two_sided_p(const std::vector<double>& probabilities);

}  // namespace asparagate
