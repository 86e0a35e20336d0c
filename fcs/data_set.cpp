#include "asparagate/fcs/fcs_file.hpp"
#include "stored_events.hpp"
#include "transpose.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace asparagate {
namespace {

/// Matrices of this size and above would only push other data out of the caches.
constexpr std::size_t streamed_bytes = std::size_t{8} << 20;

}  // namespace

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
EventMatrix<Value> DataSet::read_all(std::span<const std::size_t> columns, ValueKind kind, unsigned threads) const {
    std::vector<std::string> names;
    for (const std::size_t p : columns) {
        names.push_back(parameters_.at(p).name);
        events_->prepare(p, kind);
    }
    EventMatrix<Value> matrix(static_cast<std::size_t>(n_events_), std::move(names));
    const std::uint64_t block = events_->block_events();
    const auto n_blocks = static_cast<std::int64_t>((n_events_ + block - 1) / block);
    const auto team = static_cast<int>(std::clamp<std::int64_t>(n_blocks, 1, std::max(threads, 1u)));
    const bool streamed = matrix.n_bytes() >= streamed_bytes;
#pragma omp parallel num_threads(team)
    {
        // Consecutive blocks per thread: each of them touches pages of its own.
#pragma omp for schedule(static)
        for (std::int64_t b = 0; b < n_blocks; ++b) {
            const std::uint64_t first = static_cast<std::uint64_t>(b) * block;
            const auto count = static_cast<std::size_t>(std::min(block, n_events_ - first));
            events_->read_block<Value>(columns, first, count,
                                       {matrix.column(0).data() + first, matrix.column_stride(), streamed}, kind);
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

bool DataSet::exact_in_float(std::size_t p) const {
    const Parameter& parameter = parameters_.at(p);
    if (parameter.datatype != 'I') return parameter.datatype == 'F';
    return detail::highest_integer(parameter) <= std::uint64_t{1} << std::numeric_limits<float>::digits;
}

#define ASPARAGATE_INSTANTIATE(Value)                                                                              \
    template void DataSet::read<Value>(std::size_t, std::uint64_t, std::span<Value>, ValueKind) const;             \
    template EventMatrix<Value> DataSet::read_all<Value>(std::span<const std::size_t>, ValueKind, unsigned) const; \
    template EventMatrix<Value> DataSet::read_all<Value>(ValueKind, unsigned) const;
ASPARAGATE_INSTANTIATE(float)
ASPARAGATE_INSTANTIATE(double)
ASPARAGATE_INSTANTIATE(std::uint64_t)
#undef ASPARAGATE_INSTANTIATE

}  // namespace asparagate
