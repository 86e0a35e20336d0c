#pragma once
#include "asparagate/fcs/spillover.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace asparagate {

/// What fluorochromes put into detectors: row-major, one row per fluorochrome (Gating-ML 2.0 section 7). More detectors
/// than fluorochromes are solved by least squares. `inverted`: the values are the multiplier itself, one row per
/// detector and one column per fluorochrome.
struct SpectrumMatrix {
    std::vector<std::string> fluorochromes;
    std::vector<std::string> detectors;
    std::vector<double> values;
    bool inverted = false;
    std::string custom_info{};  ///< raw XML that another program attached
    bool operator==(const SpectrumMatrix&) const = default;
};

/// A spillover matrix names its fluorochromes after the detectors.
SpectrumMatrix spectrum_matrix(const SpilloverMatrix& spillover);
/// True when nothing would change: as many fluorochromes as detectors, of the same names, and ones on the diagonal
/// only.
bool is_identity(const SpectrumMatrix& matrix);

/// A matrix ready to apply: fluorochrome values = raw row vector x inverse(S), or x the pseudo-inverse of a matrix with
/// more detectors than fluorochromes.
class Compensation {
public:
    /// @throws GatingError when the shape is wrong, a value is not finite, or the condition number exceeds 1e8.
    static Compensation from_spectrum(const SpectrumMatrix& matrix, std::string source);
    static Compensation from_spillover(const SpilloverMatrix& spillover, std::string source);

    [[nodiscard]] const std::vector<std::string>& fluorochromes() const noexcept { return matrix_.fluorochromes; }
    [[nodiscard]] const std::vector<std::string>& detectors() const noexcept { return matrix_.detectors; }
    [[nodiscard]] double condition_number() const noexcept { return condition_number_; }
    /// "file", "strategy matrix NAME", or the path of a matrix file: what the user is shown.
    [[nodiscard]] const std::string& source() const noexcept { return source_; }
    /// Weights of the detectors, in their order, that make fluorochrome `f`.
    [[nodiscard]] std::span<const double> weights(std::size_t f) const {
        return {weights_.data() + f * matrix_.detectors.size(), matrix_.detectors.size()};
    }
    /// The matrix as `$SPILLOVER` states one; empty where it has more detectors than fluorochromes or is an inverse.
    [[nodiscard]] std::optional<SpilloverMatrix> spillover() const;
    bool operator==(const Compensation& other) const noexcept { return matrix_ == other.matrix_; }

private:
    SpectrumMatrix matrix_;
    std::vector<double> weights_;
    double condition_number_ = 1;
    std::string source_;
};

/// A matrix from CSV: header = channels; rows = dyes in the same order, with or without a leading name column.
/// @throws Error(input) naming file and line.
SpilloverMatrix read_spillover_csv(const std::filesystem::path& path);

}  // namespace asparagate
