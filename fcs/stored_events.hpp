#pragma once
#include "decode.hpp"
#include "file_bytes.hpp"
#include "read_parameters.hpp"
#include "scale.hpp"

#include <memory>
#include <span>
#include <vector>

namespace asparagate::detail {

/// The events of one data set as they lie in the mapped file, row after row, and how each column is decoded. Immutable;
/// safe to use from many threads.
class StoredEvents {
public:
    /// @pre DATA from byte `begin` of the file on holds `n_events` events of that layout
    StoredEvents(std::shared_ptr<const FileBytes> file, std::uint64_t begin, std::uint64_t n_events,
                 const Layout& layout);

    [[nodiscard]] std::uint64_t n_events() const noexcept { return n_events_; }
    [[nodiscard]] std::size_t n_columns() const noexcept { return columns_.size(); }

    /// Events [first, first + out.size()) of column `p`.
    template <EventValue Value>
    void read(std::size_t p, std::uint64_t first, std::span<Value> out, ValueKind kind) const;
    /// Integer words before the mask, bits of `F` and `D`.
    void read_words(std::size_t p, std::uint64_t first, std::span<std::uint64_t> out) const;
    /// Events of about this many bytes stay in the cache while they are decoded column after column.
    [[nodiscard]] std::uint64_t block_events() const noexcept { return block_events_; }
    /// Does now what decoding the column would do when first asked, and what might fail.
    void prepare(std::size_t p, ValueKind kind) const;

private:
    struct StoredColumn {
        WordFormat format;
        std::unique_ptr<const Scale> scale;  ///< null when raw values are scale values
    };

    [[nodiscard]] const std::byte* word(std::size_t p, std::uint64_t event) const {
        return events_ + event * event_bytes_ + columns_[p].format.offset_bytes;
    }
    template <EventValue Value>
    void read_scaled(std::size_t p, std::uint64_t first, std::span<Value> out) const;

    std::shared_ptr<const FileBytes> file_;
    const std::byte* events_;
    std::uint64_t n_events_;
    std::uint64_t event_bytes_;
    std::uint64_t block_events_;
    std::vector<StoredColumn> columns_;
};

}  // namespace asparagate::detail
