#include "block_evaluator.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <numeric>

namespace asparagate::detail {

std::size_t usable_block_events(std::size_t requested) {
    const std::size_t wanted = requested == 0 ? default_block_events : std::min(requested, largest_block_events);
    return (wanted + 63) / 64 * 64;
}

BlockEvaluator::BlockEvaluator(const Plan& plan, const DataSet& data_set, const std::vector<std::size_t>& gates,
                               std::size_t block_events, std::vector<Membership>* memberships,
                               const ResidentColumns* resident)
    : plan_(plan),
      data_set_(data_set),
      gates_(gates),
      memberships_(memberships),
      resident_(resident),
      block_events_(block_events),
      populations_(plan.populations.size()),
      evaluated_(plan.populations.size()),
      needs_bits_(plan.populations.size()),
      local_bits_(plan.populations.size()),
      combined_(block_events / 64),
      raw_(data_set.parameters().size()),
      raw_ready_(data_set.parameters().size()),
      computed_(plan.columns.size()),
      computed_for_(plan.columns.size(), none),
      counts_(plan.populations.size()) {
    everything_.positions.resize(block_events);
    std::iota(everything_.positions.begin(), everything_.positions.end(), Position{0});
    for (const std::size_t g : gates_) {
        for (const std::size_t output : plan_.gates[g].outputs) evaluated_[output] = true;
        if (const auto* boolean = std::get_if<BooleanTest>(&plan_.gates[g].test))
            for (const auto& operand : boolean->operands) needs_bits_[operand.population] = true;
    }
}

void BlockEvaluator::evaluate(std::uint64_t first, std::size_t n) {
    assert(first % 64 == 0 && n <= block_events_);
    first_ = first, n_ = n;
    everything_.n = n;
    for (Survivors& population : populations_) population.ready = false;
    raw_ready_.assign(raw_ready_.size(), false);
    computed_for_.assign(computed_for_.size(), none);
    for (const std::size_t g : gates_) {
        const PlannedGate& gate = plan_.gates[g];
        std::visit([&](const auto& test) { run(gate, test); }, gate.test);
        for (const std::size_t output : gate.outputs) finish(output);
    }
}

const BlockEvaluator::Survivors& BlockEvaluator::survivors(std::size_t population) {
    if (population == all_events) return everything_;
    Survivors& events = populations_[population];
    if (events.ready) return events;
    // Known from an earlier run.
    assert(memberships_ != nullptr && !evaluated_[population]);
    events.positions.resize(block_events_);
    events.n = 0;
    const std::uint64_t* words = bits(population);
    for (std::size_t word = 0; word < (n_ + 63) / 64; ++word)
        for (std::uint64_t rest = words[word]; rest != 0; rest &= rest - 1)
            events.positions[events.n++] =
                static_cast<Position>(word * 64 + static_cast<std::size_t>(std::countr_zero(rest)));
    events.ready = true;
    return events;
}

std::uint64_t* BlockEvaluator::bits(std::size_t population) {
    if (memberships_ != nullptr) return (*memberships_)[population].words().data() + first_ / 64;
    if (!needs_bits_[population]) return nullptr;
    local_bits_[population].resize(block_events_ / 64);
    return local_bits_[population].data();
}

const double* BlockEvaluator::raw(std::size_t parameter) {
    auto& buffer = raw_[parameter];
    if (!raw_ready_[parameter]) {
        buffer.resize(block_events_);
        data_set_.read(parameter, first_, {buffer.data(), n_}, ValueKind::scale);
        raw_ready_[parameter] = true;
    }
    return buffer.data();
}

/// All columns that a compensated one is made of: the reader takes neighbours together.
void BlockEvaluator::read_raw(std::span<const ChannelValues::Term> terms) {
    parameters_to_read_.clear();
    targets_to_read_.clear();
    for (const ChannelValues::Term& term : terms) {
        if (raw_ready_[term.parameter]) continue;
        raw_[term.parameter].resize(block_events_);
        raw_ready_[term.parameter] = true;
        parameters_to_read_.push_back(term.parameter);
        targets_to_read_.push_back(raw_[term.parameter].data());
    }
    data_set_.read_block(parameters_to_read_, first_, n_, targets_to_read_, ValueKind::scale);
}

const double* BlockEvaluator::values(const Axis& axis, std::size_t population) {
    if (resident_ != nullptr && !resident_->values.empty() && resident_->values[axis.column] != nullptr)
        return resident_->values[axis.column] + first_;
    const Column& column = plan_.columns[axis.column];
    if (column.is_direct()) return raw(column.values.terms.front().parameter);
    std::size_t& holder = computed_for_[axis.column];
    if (holder == none || !plan_.is_same_or_below(population, holder)) {
        const Survivors& events = survivors(population);
        // Whole columns run several times faster than picked events.
        const bool whole = events.n * 4 >= n_;
        compute(axis.column, whole ? everything_ : events);
        holder = whole ? all_events : population;
    }
    return computed_[axis.column].data();
}

void BlockEvaluator::compute(std::size_t column, const Survivors& events) {
    const Column& wanted = plan_.columns[column];
    auto& target = computed_[column];
    target.resize(block_events_);
    sum(wanted.values, events, target.data());
    if (!wanted.division) return;
    denominators_.resize(block_events_);
    sum(wanted.division->denominator, events, denominators_.data());
    for (std::size_t k = 0; k < events.n; ++k) {
        const Position i = events.positions[k];
        target[i] = wanted.division->ratio.apply(target[i], denominators_[i]);
    }
}

void BlockEvaluator::sum(const ChannelValues& values, const Survivors& events, double* out) {
    const bool whole = &events == &everything_;
    // Each event adds its terms in the same order on both ways, so that the sums are the same bits.
    bool begun = false;
    read_raw(values.terms);
    for (const ChannelValues::Term& term : values.terms) {
        const double* in = raw(term.parameter);
        const double weight = term.weight;
        if (whole && !begun)
            for (std::size_t i = 0; i < n_; ++i) out[i] = weight * in[i];
        else if (whole)
            for (std::size_t i = 0; i < n_; ++i) out[i] += weight * in[i];
        else if (!begun)
            for (std::size_t k = 0; k < events.n; ++k) out[events.positions[k]] = weight * in[events.positions[k]];
        else
            for (std::size_t k = 0; k < events.n; ++k) out[events.positions[k]] += weight * in[events.positions[k]];
        begun = true;
    }
    if (begun) return;
    for (std::size_t k = 0; k < events.n; ++k) out[events.positions[k]] = 0;
}

const double* BlockEvaluator::scaled(const Axis& axis) const {
    if (resident_ == nullptr || !resident_->scaled) return nullptr;
    const double* column = resident_->scaled(axis);
    return column == nullptr ? nullptr : column + first_;
}

BlockEvaluator::Survivors& BlockEvaluator::start(const PlannedGate& gate) {
    Survivors& events = populations_[gate.outputs[0]];
    events.positions.resize(block_events_);
    return events;
}

void BlockEvaluator::finish(std::size_t population) {
    Survivors& events = populations_[population];
    events.ready = true;
    counts_[population] += events.n;
    std::uint64_t* words = bits(population);
    if (words == nullptr) return;
    std::fill_n(words, (n_ + 63) / 64, std::uint64_t{0});
    for (std::size_t k = 0; k < events.n; ++k)
        words[events.positions[k] >> 6] |= std::uint64_t{1} << (events.positions[k] & 63);
}

/// Keeps the events inside the interval: first those that may be, without a branch, then, where rounding could matter
/// and `exact` is asked for, by the transform.
void BlockEvaluator::filter(Survivors& events, const EdgeInterval& interval, const double* x, bool exact) const {
    const double least = interval.least(), greatest = interval.greatest();
    Position* positions = events.positions.data();
    std::size_t kept = 0;
    for (std::size_t k = 0; k < events.n; ++k) {
        const Position i = positions[k];
        positions[kept] = i;
        kept += static_cast<std::size_t>((x[i] >= least) & (x[i] <= greatest));
    }
    events.n = kept;
    if (!exact || !interval.uncertain()) return;
    kept = 0;
    for (std::size_t k = 0; k < events.n; ++k) {
        const Position i = positions[k];
        positions[kept] = i;
        kept += static_cast<std::size_t>(interval.contains(x[i]));
    }
    events.n = kept;
}

void BlockEvaluator::run(const PlannedGate& gate, const RectangleTest& test) {
    const Survivors& parent = survivors(gate.parent);
    Survivors& events = start(gate);
    events.n = parent.n;
    std::copy_n(parent.positions.begin(), parent.n, events.positions.begin());
    for (std::size_t d = 0; d < test.axes.size() && events.n > 0; ++d)
        filter(events, test.intervals[d], values(test.axes[d], gate.parent), true);
}

void BlockEvaluator::run(const PlannedGate& gate, const PolygonTest& test) {
    const Survivors& parent = survivors(gate.parent);
    Survivors& events = start(gate);
    events.n = parent.n;
    if (events.n == 0) return;
    std::copy_n(parent.positions.begin(), parent.n, events.positions.begin());
    const double* x = values(test.axes[0], gate.parent);
    const double* y = values(test.axes[1], gate.parent);
    filter(events, test.box[0], x, false);
    filter(events, test.box[1], y, false);
    const double* scaled_x = scaled(test.axes[0]);
    const double* scaled_y = scaled(test.axes[1]);
    std::size_t kept = 0;
    for (std::size_t k = 0; k < events.n; ++k) {
        const Position i = events.positions[k];
        events.positions[kept] = i;
        const double sx = scaled_x != nullptr ? scaled_x[i] : asparagate::apply(test.axes[0].transform, x[i]);
        const double sy = scaled_y != nullptr ? scaled_y[i] : asparagate::apply(test.axes[1].transform, y[i]);
        kept += static_cast<std::size_t>(test.polygon.contains(sx, sy));
    }
    events.n = kept;
}

void BlockEvaluator::run(const PlannedGate& gate, const GridTest& test) {
    const Survivors& parent = survivors(gate.parent);
    Survivors& events = start(gate);
    events.n = 0;
    if (parent.n == 0) return;
    const double* x = values(test.axes[0], gate.parent);
    const double* y = values(test.axes[1], gate.parent);
    for (std::size_t k = 0; k < parent.n; ++k) {
        const Position i = parent.positions[k];
        events.positions[events.n] = i;
        if (x[i] == x[i] && y[i] == y[i])
            events.n += test.grid.contains(test.channels[0].event_channel(x[i]), test.channels[1].event_channel(y[i]));
    }
}

void BlockEvaluator::run(const PlannedGate& gate, const EllipsoidTest& test) {
    const Survivors& parent = survivors(gate.parent);
    Survivors& events = start(gate);
    events.n = parent.n;
    std::copy_n(parent.positions.begin(), parent.n, events.positions.begin());
    const std::size_t n_axes = test.axes.size();
    std::vector<const double*> columns(n_axes), scales(n_axes);
    for (std::size_t d = 0; d < n_axes && events.n > 0; ++d) {
        columns[d] = values(test.axes[d], gate.parent);
        scales[d] = scaled(test.axes[d]);
        filter(events, test.box[d], columns[d], false);
    }
    std::vector<double> point(n_axes);
    std::size_t kept = 0;
    for (std::size_t k = 0; k < events.n; ++k) {
        const Position i = events.positions[k];
        events.positions[kept] = i;
        for (std::size_t d = 0; d < n_axes; ++d)
            point[d] = scales[d] != nullptr ? scales[d][i] : asparagate::apply(test.axes[d].transform, columns[d][i]);
        kept += static_cast<std::size_t>(test.ellipsoid.contains(point));
    }
    events.n = kept;
}

void BlockEvaluator::run(const PlannedGate& gate, const QuadrantTest& test) {
    constexpr int nowhere = -2;  // neither an interval nor QuadrantGate::Quadrant::any
    const Survivors& parent = survivors(gate.parent);
    for (const std::size_t output : gate.outputs) {
        populations_[output].positions.resize(block_events_);
        populations_[output].n = 0;
    }
    if (parent.n == 0) return;
    const std::size_t n_dividers = test.dividers.size();
    std::vector<const double*> columns(n_dividers);
    for (std::size_t d = 0; d < n_dividers; ++d) columns[d] = values(test.dividers[d].axis, gate.parent);
    intervals_.resize(n_dividers);
    const auto holds = [&](const std::vector<int>& wanted) {
        for (std::size_t d = 0; d < n_dividers; ++d)
            if (wanted[d] != QuadrantGate::Quadrant::any && wanted[d] != intervals_[d]) return false;
        return true;
    };
    for (std::size_t k = 0; k < parent.n; ++k) {
        const Position i = parent.positions[k];
        for (std::size_t d = 0; d < n_dividers; ++d) {
            const DividerTest& divider = test.dividers[d];
            int interval = divider.everywhere.contains(columns[d][i]) ? 0 : nowhere;
            for (const Edge& edge : divider.edges) interval += interval >= 0 && edge.at_least(columns[d][i]);
            intervals_[d] = interval;
        }
        for (std::size_t q = 0; q < gate.outputs.size(); ++q) {
            Survivors& target = populations_[gate.outputs[q]];
            if (holds(test.intervals[q])) target.positions[target.n++] = i;
        }
    }
}

void BlockEvaluator::run(const PlannedGate& gate, const BooleanTest& test) {
    const Survivors& parent = survivors(gate.parent);
    const std::size_t n_words = (n_ + 63) / 64;
    std::fill_n(combined_.begin(), n_words, test.all_of ? ~std::uint64_t{0} : std::uint64_t{0});
    for (const BooleanTest::Operand& operand : test.operands) {
        const std::uint64_t* words = bits(operand.population);
        const std::uint64_t flip = operand.complement ? ~std::uint64_t{0} : std::uint64_t{0};
        for (std::size_t w = 0; w < n_words; ++w)
            combined_[w] = test.all_of ? combined_[w] & (words[w] ^ flip) : combined_[w] | (words[w] ^ flip);
    }
    Survivors& events = start(gate);
    events.n = 0;
    for (std::size_t k = 0; k < parent.n; ++k) {
        const Position i = parent.positions[k];
        events.positions[events.n] = i;
        events.n += (combined_[i >> 6] >> (i & 63)) & 1;
    }
}

}  // namespace asparagate::detail
