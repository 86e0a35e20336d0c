#include "asparagate/fcs/fcs_file.hpp"
#include "stored_events.hpp"
#include "transpose.hpp"

#include <omp.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace asparagate {
namespace {

/// Matrices of this size and above would only push other data out of the caches.
constexpr std::size_t streamed_bytes = std::size_t{8} << 20;

}  // namespace

std::optional<double> DataSet::events_per_second() const {
    const auto& seconds = metadata_.duration_seconds;
    return seconds && *seconds > 0 ? std::optional(static_cast<double>(n_events_) / *seconds) : std::nullopt;
}

std::optional<std::size_t> DataSet::find_channel(std::string_view name) const {
    const auto found =
        std::find_if(parameters_.begin(), parameters_.end(), [&](const Parameter& p) { return p.name == name; });
    if (found == parameters_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - parameters_.begin());
}

template <EventValue Value>
void DataSet::read(std::size_t p, std::uint64_t first, std::span<std::type_identity_t<Value>> out,
                   ValueKind kind) const {
    events_->read(p, first, out, kind);
}

template <EventValue Value>
void DataSet::read_block(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                         std::span<std::type_identity_t<Value>* const> targets, ValueKind kind) const {
    events_->read_block<Value>(columns, first, n_events, {targets}, kind);
}

template <EventValue Value>
EventMatrix<Value> DataSet::read_all(std::span<const std::size_t> columns, ValueKind kind, unsigned threads) const {
    std::vector<std::string> names;
    for (const std::size_t p : columns) {
        names.push_back(parameters_.at(p).name);
        events_->prepare(p, kind);
    }
    EventMatrix<Value> matrix(static_cast<std::size_t>(n_events_), std::move(names));
    const std::uint64_t stretch = events_->stretch_events();
    const auto n_stretches = static_cast<std::int64_t>((n_events_ + stretch - 1) / stretch);
    const auto team = static_cast<int>(std::clamp<std::int64_t>(n_stretches, 1, std::max(threads, 1u)));
    const bool streamed = matrix.n_bytes() >= streamed_bytes;
    std::vector<std::vector<Value*>> targets(static_cast<std::size_t>(team), std::vector<Value*>(columns.size()));
#pragma omp parallel num_threads(team)
    {
        std::vector<Value*>& own = targets[static_cast<std::size_t>(omp_get_thread_num())];
        // Consecutive stretches per thread: each of them touches pages of its own.
#pragma omp for schedule(static)
        for (std::int64_t s = 0; s < n_stretches; ++s) {
            const std::uint64_t first = static_cast<std::uint64_t>(s) * stretch;
            const auto count = static_cast<std::size_t>(std::min(stretch, n_events_ - first));
            for (std::size_t i = 0; i < own.size(); ++i) own[i] = matrix.column(i).data() + first;
            events_->read_block<Value>(columns, first, count, {own, streamed}, kind);
            events_->release(first, count);
        }
        if (streamed) detail::stream_fence();
    }
    return matrix;
}

template <EventValue Value>
EventMatrix<Value> DataSet::read_all(ValueKind kind, unsigned threads) const {
    std::vector<std::size_t> columns(parameters_.size());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
    return read_all<Value>(columns, kind, threads);
}

std::optional<StoredFloats> DataSet::stored_floats(std::size_t p) const {
    return events_->stored_floats(p);
}

void DataSet::release(std::uint64_t first, std::uint64_t n_events) const noexcept {
    events_->release(first, n_events);
}

bool DataSet::exact_in_float(std::size_t p) const {
    const Parameter& parameter = parameters_.at(p);
    if (parameter.datatype != 'I') return parameter.datatype == 'F';
    return detail::highest_integer(parameter) <= std::uint64_t{1} << std::numeric_limits<float>::digits;
}

#define ASPARAGATE_INSTANTIATE(Value)                                                                              \
    template void DataSet::read<Value>(std::size_t, std::uint64_t, std::span<Value>, ValueKind) const;             \
    template void DataSet::read_block<Value>(std::span<const std::size_t>, std::uint64_t, std::size_t,             \
                                             std::span<Value* const>, ValueKind) const;                            \
    template EventMatrix<Value> DataSet::read_all<Value>(std::span<const std::size_t>, ValueKind, unsigned) const; \
    template EventMatrix<Value> DataSet::read_all<Value>(ValueKind, unsigned) const;
ASPARAGATE_INSTANTIATE(float)
ASPARAGATE_INSTANTIATE(double)
ASPARAGATE_INSTANTIATE(std::uint64_t)
#undef ASPARAGATE_INSTANTIATE

}  // namespace asparagate
