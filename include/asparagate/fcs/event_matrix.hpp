#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace asparagate {

/// Which numbers of an FCS file are meant.
enum class ValueKind {
    raw,   ///< as stored, integers after the `$PnR` mask
    scale  ///< after log decoding (`$PnE`), division by `$PnG`, Time in seconds
};

/// Events in memory, column-major, n_events x n_parameters doubles; owns its memory.
class EventMatrix {
public:
    EventMatrix() = default;
    EventMatrix(std::size_t n_events, std::vector<std::string> channels)
        : n_events_(n_events), channels_(std::move(channels)), values_(n_events_ * channels_.size()) {}

    [[nodiscard]] std::size_t n_events() const noexcept { return n_events_; }
    [[nodiscard]] std::size_t n_parameters() const noexcept { return channels_.size(); }
    [[nodiscard]] const std::vector<std::string>& channels() const noexcept { return channels_; }
    [[nodiscard]] std::span<const double> column(std::size_t p) const { return {values_.data() + p * n_events_, n_events_}; }
    [[nodiscard]] std::span<double> column(std::size_t p) { return {values_.data() + p * n_events_, n_events_}; }

private:
    std::size_t n_events_ = 0;
    std::vector<std::string> channels_;
    std::vector<double> values_;
};

}  // namespace asparagate
