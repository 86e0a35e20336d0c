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
    return std::clamp<std::uint64_t>(block_bytes / std::max<std::uint64_t>(event_bytes, 1) / 16 * 16, smallest_block,
                                     largest_block);
}

}  // namespace

StoredEvents::StoredEvents(std::shared_ptr<const FileBytes> file, std::uint64_t begin, std::uint64_t n_events,
                           const Layout& layout, std::shared_ptr<const FreeText> text)
    : file_(std::move(file)),
      begin_(begin),
      events_(file_->data() + begin),
      n_events_(n_events),
      event_bytes_(layout.event_bytes),
      block_events_(events_of_a_block(event_bytes_)),
      text_(std::move(text)) {
    columns_.reserve(layout.parameters.size());
    for (std::size_t p = 0; p < layout.parameters.size(); ++p) {
        const Parameter& parameter = layout.parameters[p];
        WordFormat format =
            word_format(parameter.datatype, stored_bytes(parameter), layout.column_offsets[p], layout.byte_ranks);
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
    if (out.empty()) return;
    if (text_) {
        Value* const target = out.data();
        return read_text<Value>({&p, 1}, first, out.size(), {{&target, 1}}, kind);
    }
    columns_[p].read(word(p, first), event_bytes_, out, kind);
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
                                   BlockTarget<Value> out, ValueKind kind) const {
    constexpr std::size_t n = transposed_columns(sizeof(Word));
    alignas(64) std::array<Word, n * largest_block> words;
    alignas(64) std::array<Value, largest_block> buffer;
    transpose(word(columns[0], first), event_bytes_, n_events, words.data());
    for (std::size_t i = 0; i < n; ++i) {
        const auto* at = reinterpret_cast<const std::byte*>(words.data() + i * n_events);
        const std::span values(out.streamed ? buffer.data() : out.columns[i], n_events);
        columns_[columns[i]].read(at, sizeof(Word), values, kind);
        if (out.streamed) stream_copy(out.columns[i], values.data(), values.size_bytes());
    }
}

template <EventValue Value>
void StoredEvents::read_small_block(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                                    BlockTarget<Value> out, ValueKind kind) const {
    for (std::size_t i = 0; i < columns.size();) {
        if (!lie_side_by_side(columns.subspan(i))) {
            read(columns[i], first, std::span(out.columns[i], n_events), kind);
            ++i;
            continue;
        }
        const unsigned width = columns_[columns[i]].format.width_bytes;
        const BlockTarget<Value> target{out.columns.subspan(i), out.streamed};
        if (width == 2)
            read_transposed<std::uint16_t>(columns.subspan(i), first, n_events, target, kind);
        else
            read_transposed<std::uint32_t>(columns.subspan(i), first, n_events, target, kind);
        i += transposed_columns(width);
    }
}

template <EventValue Value>
void StoredEvents::read_block(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                              BlockTarget<Value> out, ValueKind kind) const {
    assert(out.columns.size() == columns.size() && first <= n_events_ && n_events <= n_events_ - first);
    if (text_) return read_text(columns, first, n_events, out, kind);
    if (n_events <= block_events_) return read_small_block(columns, first, n_events, out, kind);
    std::vector<Value*> targets(out.columns.begin(), out.columns.end());
    for (std::size_t done = 0; done < n_events; done += block_events_) {
        const std::size_t n = std::min<std::size_t>(n_events - done, block_events_);
        read_small_block<Value>(columns, first + done, n, {targets, out.streamed}, kind);
        for (Value*& target : targets) target += n;
    }
}

/// Goes through the text once, whatever columns are asked for.
template <EventValue Value>
void StoredEvents::read_text(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                             BlockTarget<Value> out, ValueKind kind) const {
    std::vector<std::vector<std::size_t>> wanted(columns_.size());  // by parameter: positions in `columns`
    for (std::size_t i = 0; i < columns.size(); ++i) wanted[columns[i]].push_back(i);
    text_->visit(first, n_events, [&](std::size_t event, std::size_t p, std::string_view number) {
        if (wanted[p].empty()) return;
        Value value = decode_text<Value>(number);
        if constexpr (std::floating_point<Value>) {
            if (kind == ValueKind::scale && columns_[p].scale) {
                double scaled = decode_text<double>(number);
                columns_[p].scale->apply({&scaled, 1});
                value = static_cast<Value>(scaled);
            }
        }
        for (const std::size_t i : wanted[p]) out.columns[i][event] = value;
    });
}

std::optional<StoredFloats> StoredEvents::stored_floats(std::size_t p) const {
    const StoredColumn& column = columns_.at(p);
    const WordFormat& format = column.format;
    if (text_ || column.scale || format.datatype != 'F' || format.width_bytes != 4 || format.endian != Endian::little)
        return std::nullopt;
    return StoredFloats{events_ + format.offset_bytes, event_bytes_};
}

void StoredEvents::read_words(std::size_t p, std::uint64_t first, std::span<std::uint64_t> out) const {
    if (out.empty()) return;
    WordFormat unmasked = columns_[p].format;
    unmasked.mask = ~std::uint64_t{0};
    decode(unmasked, word(p, first), event_bytes_, out);
}

std::uint64_t StoredEvents::stretch_events() const noexcept {
    constexpr std::uint64_t stretch_bytes = 1 << 20;
    return std::max<std::uint64_t>(stretch_bytes / std::max<std::uint64_t>(event_bytes_, 1) / block_events_, 1) *
           block_events_;
}

void StoredEvents::release(std::uint64_t first, std::uint64_t n_events) const noexcept {
    if (!text_) file_->release(begin_ + first * event_bytes_, n_events * event_bytes_);
}

void StoredEvents::prepare(std::size_t p, ValueKind kind) const {
    if (kind == ValueKind::scale && columns_[p].scale) columns_[p].scale->prepare();
}

#define ASPARAGATE_INSTANTIATE(Value)                                                                \
    template void StoredEvents::read(std::size_t, std::uint64_t, std::span<Value>, ValueKind) const; \
    template void StoredEvents::read_block(std::span<const std::size_t>, std::uint64_t, std::size_t, \
                                           BlockTarget<Value>, ValueKind) const;
ASPARAGATE_INSTANTIATE(float)
ASPARAGATE_INSTANTIATE(double)
ASPARAGATE_INSTANTIATE(std::uint64_t)
#undef ASPARAGATE_INSTANTIATE

}  // namespace asparagate::detail
