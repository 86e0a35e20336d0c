#include "stored_events.hpp"

#include <algorithm>
#include <cassert>

namespace asparagate::detail {
namespace {

/// Rows of this many bytes and the lines they are written to fit the second-level cache of every common processor.
constexpr std::uint64_t block_bytes = 64 << 10;
constexpr std::uint64_t smallest_block = 64;

}  // namespace

StoredEvents::StoredEvents(std::shared_ptr<const FileBytes> file, std::uint64_t begin, std::uint64_t n_events,
                           const Layout& layout)
    : file_(std::move(file)),
      events_(file_->data() + begin),
      n_events_(n_events),
      event_bytes_(layout.event_bytes),
      block_events_(std::max(smallest_block, block_bytes / event_bytes_)) {
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
void StoredEvents::read(std::size_t p, std::uint64_t first, std::span<Value> out, ValueKind kind) const {
    assert(p < columns_.size() && first <= n_events_ && out.size() <= n_events_ - first);
    if (out.empty()) return;
    if constexpr (std::floating_point<Value>) {
        if (kind == ValueKind::scale && columns_[p].scale) return read_scaled(p, first, out);
    } else {
        assert(kind == ValueKind::raw);
    }
    decode(columns_[p].format, word(p, first), event_bytes_, out);
}

/// Scales in double precision, whatever Value is.
template <EventValue Value>
void StoredEvents::read_scaled(std::size_t p, std::uint64_t first, std::span<Value> out) const {
    std::array<double, 512> buffer;
    while (!out.empty()) {
        const std::span values = std::span(buffer).first(std::min(buffer.size(), out.size()));
        decode(columns_[p].format, word(p, first), event_bytes_, values);
        columns_[p].scale->apply(values);
        std::transform(values.begin(), values.end(), out.begin(), [](double x) { return static_cast<Value>(x); });
        out = out.subspan(values.size());
        first += values.size();
    }
}

template <>
void StoredEvents::read_scaled(std::size_t p, std::uint64_t first, std::span<double> out) const {
    decode(columns_[p].format, word(p, first), event_bytes_, out);
    columns_[p].scale->apply(out);
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

template void StoredEvents::read(std::size_t, std::uint64_t, std::span<float>, ValueKind) const;
template void StoredEvents::read(std::size_t, std::uint64_t, std::span<double>, ValueKind) const;
template void StoredEvents::read(std::size_t, std::uint64_t, std::span<std::uint64_t>, ValueKind) const;

}  // namespace asparagate::detail
