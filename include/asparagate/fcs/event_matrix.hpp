#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace asparagate {

/// Which numbers of an FCS file are meant.
enum class ValueKind {
    raw,   ///< as stored, integers after the `$PnR` mask
    scale  ///< after log decoding (`$PnE`), division by `$PnG`, Time in seconds
};

/// What events can be decoded to. `std::uint64_t` holds raw values alone: integers exactly, and the bits of `F` and
/// `D`.
template <class Value>
concept EventValue = std::same_as<Value, float> || std::same_as<Value, double> || std::same_as<Value, std::uint64_t>;

namespace detail {

struct FreePages {
    void operator()(void* memory) const noexcept;
};

/// Memory for `count` objects of `bytes_each`, on huge pages where it spans some and the system has them; its content
/// is undefined. It starts at a cache line. @throws std::bad_alloc, also when the size overflows
void* allocate_pages(std::size_t count, std::size_t bytes_each);

}  // namespace detail

/// Events in memory, column-major, n_events x n_parameters values; owns its memory. Every column starts at a cache
/// line. Movable only: at this size a copy should be deliberate.
template <EventValue Value = double>
class EventMatrix {
public:
    EventMatrix() = default;
    /// The values are undefined until they are written.
    EventMatrix(std::size_t n_events, std::vector<std::string> channels)
        : n_events_(n_events),
          column_stride_((n_events + values_per_line - 1) / values_per_line * values_per_line),
          channels_(std::move(channels)),
          values_(static_cast<Value*>(detail::allocate_pages(column_stride_, channels_.size() * sizeof(Value)))) {}

    [[nodiscard]] std::size_t n_events() const noexcept { return n_events_; }
    [[nodiscard]] std::size_t n_parameters() const noexcept { return channels_.size(); }
    [[nodiscard]] const std::vector<std::string>& channels() const noexcept { return channels_; }
    /// Values from the start of one column to the start of the next.
    [[nodiscard]] std::size_t column_stride() const noexcept { return column_stride_; }
    [[nodiscard]] std::size_t n_bytes() const noexcept { return column_stride_ * channels_.size() * sizeof(Value); }
    [[nodiscard]] std::span<const Value> column(std::size_t p) const {
        return {values_.get() + p * column_stride_, n_events_};
    }
    [[nodiscard]] std::span<Value> column(std::size_t p) { return {values_.get() + p * column_stride_, n_events_}; }

private:
    static constexpr std::size_t values_per_line = 64 / sizeof(Value);

    std::size_t n_events_ = 0;
    std::size_t column_stride_ = 0;
    std::vector<std::string> channels_;
    std::unique_ptr<Value[], detail::FreePages> values_;
};

}  // namespace asparagate
