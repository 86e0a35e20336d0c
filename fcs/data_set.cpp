#include "asparagate/fcs/fcs_file.hpp"
#include "decode.hpp"
#include "mapped_file.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace asparagate {
namespace {

/// Events decoded at a time, so that all columns of them stay in the cache while read_all goes from column to column.
constexpr std::uint64_t block_events = 4096;

void to_scale(const Parameter& parameter, const detail::LogScale* log_scale, std::span<double> values) {
    if (log_scale) {
        log_scale->apply(values);
    } else if (parameter.timestep) {
        for (double& value : values) value *= *parameter.timestep;
    } else if (parameter.gain != 1) {
        for (double& value : values) value /= parameter.gain;
    }
}

}  // namespace

std::optional<std::size_t> DataSet::find_channel(std::string_view name) const {
    const auto found =
        std::find_if(parameters_.begin(), parameters_.end(), [&](const Parameter& p) { return p.name == name; });
    if (found == parameters_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - parameters_.begin());
}

void DataSet::read(std::size_t p, std::uint64_t first, std::span<double> out, ValueKind kind) const {
    assert(p < parameters_.size() && first <= n_events_ && out.size() <= n_events_ - first);
    if (out.empty()) return;
    const std::byte* at = file_->data() + data_begin_ + first * event_bytes_ + column_offsets_[p];
    detail::decode_raw({at, event_bytes_, &parameters_[p], byte_ranks_}, out);
    if (kind == ValueKind::scale) to_scale(parameters_[p], log_scales_[p].get(), out);
}

EventMatrix DataSet::read_all(std::span<const std::size_t> columns, ValueKind kind) const {
    std::vector<std::string> names;
    for (const std::size_t p : columns) names.push_back(parameters_.at(p).name);
    EventMatrix events(static_cast<std::size_t>(n_events_), std::move(names));
    for (std::uint64_t first = 0; first < n_events_; first += block_events) {
        const auto count = static_cast<std::size_t>(std::min(block_events, n_events_ - first));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            read(columns[i], first, events.column(i).subspan(static_cast<std::size_t>(first), count), kind);
        }
    }
    return events;
}

EventMatrix DataSet::read_all(ValueKind kind) const {
    std::vector<std::size_t> columns(parameters_.size());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
    return read_all(columns, kind);
}

}  // namespace asparagate
