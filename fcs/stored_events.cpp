#include "stored_events.hpp"

#include "transpose.hpp"

#include <algorithm>
#include <cassert>

namespace asparagate::detail {
namespace {

/// Rows of this many bytes stay in the first-level cache.
constexpr std::uint64_t block_bytes = 16 << 10;
constexpr std::size_t smallest_block = 64, largest_block = 256;

std::uint64_t events_of_a_block(std::uint64_t event_bytes) {
    return std::clamp<std::uint64_t>(block_bytes / event_bytes / 16 * 16, smallest_block, largest_block);
}

}  // namespace

StoredEvents::StoredEvents(std::shared_ptr<const FileBytes> file, std::uint64_t begin, std::uint64_t n_events,
                           const Layout& layout)
    : file_(std::move(file)),
      events_(file_->data() + begin),
      n_events_(n_events),
      event_bytes_(layout.event_bytes),
      block_events_(events_of_a_block(event_bytes_)) {
    columns_.reserve(layout.parameters.size());
    for (std::size_t p = 0; p < layout.parameters.size(); ++p) {
        const Parameter& parameter = layout.parameters[p];
        WordFormat format =
            word_format(parameter.datatype, parameter.bits / 8, layout.column_offsets[p], layout.byte_ranks);
        format.mask = parameter.mask;
        columns_.push_back({format, make_scale(parameter, n_events)});
    }
}

template <EventValue Value>
void StoredEvents::StoredColumn::read(const std::byte* first, std::uint64_t stride_bytes, std::span<Value> out,
                                      ValueKind kind) const {
    if constexpr (std::floating_point<Value>) {
        if (kind == ValueKind::scale && scale) return read_scaled(first, stride_bytes, out);
    } else {
        assert(kind == ValueKind::raw);
    }
    decode(format, first, stride_bytes, out);
}

/// Scales in double precision, whatever Value is.
template <EventValue Value>
void StoredEvents::StoredColumn::read_scaled(const std::byte* first, std::uint64_t stride_bytes,
                                             std::span<Value> out) const {
    std::array<double, largest_block> buffer;
    while (!out.empty()) {
        const std::span values = std::span(buffer).first(std::min(buffer.size(), out.size()));
        decode(format, first, stride_bytes, values);
        scale->apply(values);
        std::transform(values.begin(), values.end(), out.begin(), [](double x) { return static_cast<Value>(x); });
        out = out.subspan(values.size());
        first += values.size() * stride_bytes;
    }
}

template <EventValue Value>
void StoredEvents::read(std::size_t p, std::uint64_t first, std::span<Value> out, ValueKind kind) const {
    assert(p < columns_.size() && first <= n_events_ && out.size() <= n_events_ - first);
    if (!out.empty()) columns_[p].read(word(p, first), event_bytes_, out, kind);
}

bool StoredEvents::lie_side_by_side(std::span<const std::size_t> columns) const {
    const WordFormat& format = columns_[columns.front()].format;
    const std::size_t n = transposed_columns(format.width_bytes);
    if (n == 1 || columns.size() < n) return false;
    for (std::size_t i = 1; i < n; ++i) {
        const WordFormat& next = columns_[columns[i]].format;
        if (next.width_bytes != format.width_bytes || next.offset_bytes != format.offset_bytes + i * format.width_bytes)
            return false;
    }
    return true;
}

template <class Word, EventValue Value>
void StoredEvents::read_transposed(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                                   ColumnMajor<Value> out, ValueKind kind) const {
    constexpr std::size_t n = transposed_columns(sizeof(Word));
    alignas(64) std::array<Word, n * largest_block> words;
    alignas(64) std::array<Value, largest_block> buffer;
    transpose(word(columns[0], first), event_bytes_, n_events, words.data());
    for (std::size_t i = 0; i < n; ++i) {
        const auto* at = reinterpret_cast<const std::byte*>(words.data() + i * n_events);
        Value* target = out.values + i * out.column_stride;
        const std::span values(out.streamed ? buffer.data() : target, n_events);
        columns_[columns[i]].read(at, sizeof(Word), values, kind);
        if (out.streamed) stream_copy(target, values.data(), values.size_bytes());
    }
}

template <EventValue Value>
void StoredEvents::read_block(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                              ColumnMajor<Value> out, ValueKind kind) const {
    assert(first <= n_events_ && n_events <= n_events_ - first);
    while (n_events > 0) {
        const std::size_t n = std::min<std::size_t>(n_events, block_events_);
        for (std::size_t i = 0; i < columns.size();) {
            const ColumnMajor<Value> target{out.values + i * out.column_stride, out.column_stride, out.streamed};
            const unsigned width = columns_[columns[i]].format.width_bytes;
            if (!lie_side_by_side(columns.subspan(i))) {
                read(columns[i++], first, std::span(target.values, n), kind);
                continue;
            }
            if (width == 2)
                read_transposed<std::uint16_t>(columns.subspan(i), first, n, target, kind);
            else
                read_transposed<std::uint32_t>(columns.subspan(i), first, n, target, kind);
            i += transposed_columns(width);
        }
        n_events -= n;
        first += n;
        out.values += n;
    }
}

void StoredEvents::read_words(std::size_t p, std::uint64_t first, std::span<std::uint64_t> out) const {
    if (out.empty()) return;
    WordFormat unmasked = columns_[p].format;
    unmasked.mask = ~std::uint64_t{0};
    decode(unmasked, word(p, first), event_bytes_, out);
}

void StoredEvents::prepare(std::size_t p, ValueKind kind) const {
    if (kind == ValueKind::scale && columns_[p].scale) columns_[p].scale->prepare();
}

#define ASPARAGATE_INSTANTIATE(Value)                                                                \
    template void StoredEvents::read(std::size_t, std::uint64_t, std::span<Value>, ValueKind) const; \
    template void StoredEvents::read_block(std::span<const std::size_t>, std::uint64_t, std::size_t, \
                                           ColumnMajor<Value>, ValueKind) const;
ASPARAGATE_INSTANTIATE(float)
ASPARAGATE_INSTANTIATE(double)
ASPARAGATE_INSTANTIATE(std::uint64_t)
#undef ASPARAGATE_INSTANTIATE

}  // namespace asparagate::detail
