#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "decode.hpp"
#include "file_bytes.hpp"
#include "free_text.hpp"
#include "read_parameters.hpp"
#include "scale.hpp"

#include <memory>
#include <span>
#include <vector>

namespace asparagate::detail {

/// Where decoded columns go.
template <EventValue Value>
struct BlockTarget {
    /// One per column, with room for the events of the block.
    std::span<Value* const> columns;
    /// Past the caches, where a register is full. Every column then starts at a multiple of 16 bytes, and
    /// stream_fence() has to follow.
    bool streamed = false;
};

/// The events of one data set as they lie in the mapped file, row after row or as free text, and how each column is
/// decoded. Immutable;
/// safe to use from many threads.
class StoredEvents {
public:
    /// @pre DATA from byte `begin` of the file on holds `n_events` events of that layout
    StoredEvents(std::shared_ptr<const FileBytes> file, std::uint64_t begin, std::uint64_t n_events,
                 const Layout& layout, std::shared_ptr<const FreeText> text);

    /// Events [first, first + out.size()) of column `p`.
    template <EventValue Value>
    void read(std::size_t p, std::uint64_t first, std::span<Value> out, ValueKind kind) const;
    /// `n_events` events from `first` on of several columns, which is faster than one after the other.
    template <EventValue Value>
    void read_block(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                    BlockTarget<Value> out, ValueKind kind) const;
    /// The words of column `p` when they are scale values as they lie there.
    [[nodiscard]] std::optional<StoredFloats> stored_floats(std::size_t p) const;
    /// Integer words before the mask, bits of `F` and `D`.
    void read_words(std::size_t p, std::uint64_t first, std::span<std::uint64_t> out) const;

    /// Events that stay in the cache while they are decoded column after column; a multiple of 16.
    [[nodiscard]] std::uint64_t block_events() const noexcept { return block_events_; }
    /// What one thread reads before it releases the bytes, about 1 MiB; a multiple of block_events().
    [[nodiscard]] std::uint64_t stretch_events() const noexcept;
    /// The bytes of these events are no longer needed (FileBytes::release).
    void release(std::uint64_t first, std::uint64_t n_events) const noexcept;
    /// Does now what decoding the column would do when first asked, and what might fail.
    void prepare(std::size_t p, ValueKind kind) const;

private:
    struct StoredColumn {
        WordFormat format;
        std::unique_ptr<const Scale> scale;  ///< null when raw values are scale values

        /// Decodes out.size() words that lie `stride_bytes` apart.
        template <EventValue Value>
        void read(const std::byte* first, std::uint64_t stride_bytes, std::span<Value> out, ValueKind kind) const;
        template <EventValue Value>
        void read_scaled(const std::byte* first, std::uint64_t stride_bytes, std::span<Value> out) const;
    };

    [[nodiscard]] const std::byte* word(std::size_t p, std::uint64_t event) const {
        return events_ + event * event_bytes_ + columns_[p].format.offset_bytes;
    }
    /// Whether transpose() can take the first of these columns together with those after it.
    [[nodiscard]] bool lie_side_by_side(std::span<const std::size_t> columns) const;
    /// At most block_events() events.
    template <EventValue Value>
    void read_small_block(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                          BlockTarget<Value> out, ValueKind kind) const;
    template <class Word, EventValue Value>
    void read_transposed(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                         BlockTarget<Value> out, ValueKind kind) const;
    template <EventValue Value>
    void read_text(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                   BlockTarget<Value> out, ValueKind kind) const;

    std::shared_ptr<const FileBytes> file_;
    std::uint64_t begin_;
    const std::byte* events_;
    std::uint64_t n_events_;
    std::uint64_t event_bytes_;
    std::uint64_t block_events_;
    std::vector<StoredColumn> columns_;
    std::shared_ptr<const FreeText> text_;  ///< null unless DATA is in free format
};

}  // namespace asparagate::detail
