#include "block_columns.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace asparagate::detail {
namespace {

/// Events that are taken from their rows at a time: their columns stay in the first-level cache.
constexpr std::size_t chunk_events = 128;

/// The words of these parameters as they lie in the rows, when all of them are plain floats at multiples of 4 bytes.
struct StoredRows {
    const std::byte* rows = nullptr;
    std::vector<std::uint32_t> offsets;
    std::uint64_t row_bytes = 0;
};
std::optional<StoredRows> stored_rows(const DataSet& data_set, std::span<const std::size_t> parameters) {
    std::vector<const std::byte*> words;
    StoredRows result;
    for (const std::size_t p : parameters) {
        const auto floats = data_set.stored_floats(p);
        if (!floats) return std::nullopt;
        words.push_back(floats->first);
        result.row_bytes = floats->stride_bytes;
    }
    if (words.empty()) return std::nullopt;
    // Rows begin at parameter 0; where that is no float its place is unknown, and so is the end of a row.
    const auto begin = data_set.stored_floats(0);
    if (!begin || result.row_bytes % 4 != 0 || result.row_bytes < 16) return std::nullopt;
    result.rows = begin->first;
    for (const std::byte* word : words) {
        const auto offset = word - result.rows;
        if (offset % 4 != 0) return std::nullopt;
        result.offsets.push_back(static_cast<std::uint32_t>(offset));
    }
    return result;
}

}  // namespace

BlockColumns::BlockColumns(const Plan& plan, const DataSet& data_set, std::size_t n_frames, std::size_t block_events,
                           const ResidentColumns* resident)
    : plan_(plan),
      data_set_(data_set),
      resident_(resident),
      room_(kernels::words_for(block_events) * kernels::events_per_word),
      sums_of_column_(plan.columns.size(), none),
      frames_(n_frames),
      raw_(data_set.parameters().size()),
      raw_ready_(data_set.parameters().size()) {
    for (std::size_t c = 0; c < plan.columns.size(); ++c)
        if (plan.columns[c].values.compensated && !plan.columns[c].division && !is_resident(c))
            sums_of_column_[c] = sums_of(plan.columns[c].values);
}

BlockColumns::Bundle BlockColumns::make_bundle(std::vector<std::size_t> parameters) {
    Bundle bundle{std::move(parameters), {}, nullptr};
    if (const auto stored = stored_rows(data_set_, bundle.parameters)) {
        bundle.tiles = kernels::make_tiles(stored->offsets, stored->row_bytes);
        bundle.rows = stored->rows;
        row_bytes_ = stored->row_bytes;
    }
    return bundle;
}

/// Index of the bundle of these parameters, made when new.
std::size_t BlockColumns::bundle_of(std::span<const std::size_t> parameters) {
    const auto found = std::find_if(bundles_.begin(), bundles_.end(), [&](const Bundle& bundle) {
        return std::equal(parameters.begin(), parameters.end(), bundle.parameters.begin(), bundle.parameters.end());
    });
    if (found != bundles_.end()) return static_cast<std::size_t>(found - bundles_.begin());
    bundles_.push_back(make_bundle({parameters.begin(), parameters.end()}));
    return bundles_.size() - 1;
}

std::size_t BlockColumns::sums_of(const ChannelValues& values) {
    next_parameters_.clear();
    for (const ChannelValues::Term& term : values.terms) next_parameters_.push_back(term.parameter);
    return bundle_of(next_parameters_);
}

bool BlockColumns::is_resident(std::size_t column) const {
    return resident_ != nullptr && !resident_->values.empty() && resident_->values[column] != nullptr;
}

void BlockColumns::start(std::uint64_t first, std::size_t n) {
    first_ = first, n_ = n;
    raw_ready_.assign(raw_ready_.size(), false);
    define_frame(0, {n, nullptr});
}

void BlockColumns::define_frame(std::size_t frame, Frame events) {
    frames_[frame].events = events;
    frames_[frame].columns.resize(plan_.columns.size());
    frames_[frame].ready.assign(plan_.columns.size(), false);
}

double* BlockColumns::room(std::size_t column, FrameColumns& frame) const {
    frame.columns[column].resize(room_);
    frame.ready[column] = true;
    return frame.columns[column].data();
}

const double* BlockColumns::raw(std::size_t parameter) {
    if (!raw_ready_[parameter]) read_raw({&parameter, 1});
    return raw_[parameter].data();
}

/// The reader takes neighbours together.
void BlockColumns::read_raw(std::span<const std::size_t> parameters) {
    parameters_to_read_.clear();
    targets_to_read_.clear();
    for (const std::size_t parameter : parameters) {
        if (raw_ready_[parameter]) continue;  // also one that is named twice
        raw_[parameter].resize(room_);
        raw_ready_[parameter] = true;
        parameters_to_read_.push_back(parameter);
        targets_to_read_.push_back(raw_[parameter].data());
    }
    if (parameters_to_read_.empty()) return;
    const Bundle& bundle = bundles_[bundle_of(parameters_to_read_)];
    if (!bundle.tiles.empty()) return read_rows(bundle);
    data_set_.read_block(parameters_to_read_, first_, n_, targets_to_read_, ValueKind::scale);
}

/// Plain floats of the whole block.
void BlockColumns::read_rows(const Bundle& bundle) {
    floats_.resize(bundle.parameters.size() * chunk_events);
    for (std::size_t done = 0; done < n_; done += chunk_events) {
        const std::size_t n = std::min(chunk_events, n_ - done);
        kernels::gather_rows(bundle.rows + (first_ + done) * row_bytes_, row_bytes_, nullptr, n, bundle.tiles,
                             floats_.data(), chunk_events);
        for (std::size_t i = 0; i < targets_to_read_.size(); ++i)
            kernels::widen(floats_.data() + i * chunk_events, n, targets_to_read_[i] + done);
    }
}

void BlockColumns::pick(const double* whole, const Frame& events, double* target) const {
    for (std::size_t k = 0; k < events.n; ++k) target[k] = whole[events.positions[k]];
}

const double* BlockColumns::values(std::size_t column, std::size_t frame, std::span<const std::size_t> together) {
    FrameColumns& of = frames_[frame];
    const Column& wanted = plan_.columns[column];
    const bool whole = of.events.positions == nullptr;
    if (is_resident(column) && whole) return resident_->values[column] + first_;
    if (wanted.is_direct() && whole && !is_resident(column)) {
        if (!raw_ready_[wanted.values.terms.front().parameter]) {
            next_parameters_.assign(1, wanted.values.terms.front().parameter);
            for (const std::size_t c : together)
                if (plan_.columns[c].is_direct())
                    next_parameters_.push_back(plan_.columns[c].values.terms.front().parameter);
            read_raw(next_parameters_);
        }
        return raw_[wanted.values.terms.front().parameter].data();
    }
    if (of.ready[column]) return of.columns[column].data();
    if (is_resident(column)) {
        pick(resident_->values[column] + first_, of.events, room(column, of));
    } else if (wanted.is_direct()) {
        pick(raw(wanted.values.terms.front().parameter), of.events, room(column, of));
    } else if (wanted.division) {
        double* target = room(column, of);
        denominators_.resize(room_);
        compute_values(wanted.values, of.events, target);
        compute_values(wanted.division->denominator, of.events, denominators_.data());
        for (std::size_t k = 0; k < of.events.n; ++k)
            target[k] = wanted.division->ratio.apply(target[k], denominators_[k]);
    } else {
        compute_sums(column, frame, together);
    }
    return of.columns[column].data();
}

/// The column and those of the same parameters that are wanted with it.
void BlockColumns::compute_sums(std::size_t column, std::size_t frame, std::span<const std::size_t> together) {
    FrameColumns& of = frames_[frame];
    const std::size_t sums = sums_of_column_[column];
    wanted_.clear();
    const auto add = [&](std::size_t c) {
        if (sums_of_column_[c] != sums || of.ready[c]) return;
        wanted_.push_back({plan_.columns[c].values.terms, room(c, of)});
    };
    add(column);
    for (const std::size_t c : together) add(c);
    compute(bundles_[sums], wanted_, of.events);
}

void BlockColumns::compute_values(const ChannelValues& values, const Frame& events, double* target) {
    if (!values.compensated) {
        const double* whole = raw(values.terms.front().parameter);
        if (events.positions == nullptr)
            std::copy_n(whole, events.n, target);
        else
            pick(whole, events, target);
        return;
    }
    const Wanted wanted{values.terms, target};
    compute(bundles_[sums_of(values)], {&wanted, 1}, events);
}

void BlockColumns::compute(const Bundle& sums, std::span<const Wanted> wanted, const Frame& events) {
    const std::size_t n_terms = sums.parameters.size();
    if (n_terms == 0) {
        for (const Wanted& one : wanted) std::fill_n(one.target, events.n, 0.0);
        return;
    }
    weights_.clear();
    for (const Wanted& one : wanted)
        for (const ChannelValues::Term& term : one.terms) weights_.push_back(term.weight);
    const bool stored = !sums.tiles.empty();
    if (stored)
        floats_.resize(n_terms * chunk_events);
    else
        read_raw(sums.parameters), decoded_.resize(n_terms * chunk_events);
    for (std::size_t done = 0; done < events.n; done += chunk_events) {
        const std::size_t n = std::min(chunk_events, events.n - done);
        targets_.clear();
        for (const Wanted& one : wanted) targets_.push_back(one.target + done);
        const std::uint16_t* positions = events.positions == nullptr ? nullptr : events.positions + done;
        if (stored) {
            const std::size_t begin = positions == nullptr ? done : 0;
            kernels::gather_rows(sums.rows + (first_ + begin) * row_bytes_, row_bytes_, positions, n, sums.tiles,
                                 floats_.data(), chunk_events);
            kernels::weighted_sums(floats_.data(), chunk_events, n_terms, weights_.data(), n, targets_);
        } else {
            for (std::size_t t = 0; t < n_terms; ++t) {
                const double* whole = raw_[sums.parameters[t]].data();
                double* target = decoded_.data() + t * chunk_events;
                if (positions == nullptr)
                    std::copy_n(whole + done, n, target);
                else
                    for (std::size_t k = 0; k < n; ++k) target[k] = whole[positions[k]];
            }
            kernels::weighted_sums(decoded_.data(), chunk_events, n_terms, weights_.data(), n, targets_);
        }
    }
}

}  // namespace asparagate::detail
