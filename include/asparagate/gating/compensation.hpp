#pragma once
#include "asparagate/fcs/spillover.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace asparagate {

/// The inverse of a spillover matrix, ready to apply: compensated row vector = raw row vector x inverse(S).
class Compensation {
public:
    /// @throws GatingError when S is singular, not finite, or its condition number exceeds 1e8.
    static Compensation from_spillover(const SpilloverMatrix& spillover, std::string source);

    [[nodiscard]] const SpilloverMatrix& spillover() const noexcept { return spillover_; }
    [[nodiscard]] const std::vector<std::string>& channels() const noexcept { return spillover_.channels; }
    [[nodiscard]] double condition_number() const noexcept { return condition_number_; }
    /// "file", "strategy matrix NAME", or the path of a matrix file: what the user is shown.
    [[nodiscard]] const std::string& source() const noexcept { return source_; }
    /// Weights of the raw channels (in channels() order) that make compensated channel `c`.
    [[nodiscard]] std::span<const double> weights(std::size_t c) const {
        return {weights_.data() + c * spillover_.size(), spillover_.size()};
    }

private:
    SpilloverMatrix spillover_;
    std::vector<double> weights_;
    double condition_number_ = 1;
    std::string source_;
};

/// A matrix from CSV: header = channels; rows = dyes in the same order, with or without a leading name column.
/// @throws Error(input) naming file and line.
SpilloverMatrix read_spillover_csv(const std::filesystem::path& path);

}  // namespace asparagate
