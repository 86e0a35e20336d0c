#include "block_evaluator.hpp"

#include "bitmap.hpp"

#include <algorithm>
#include <cassert>

namespace asparagate::detail {

std::size_t usable_block_events(std::size_t requested) {
    const std::size_t wanted = requested == 0 ? default_block_events : std::min(requested, largest_block_events);
    return (wanted + 63) / 64 * 64;
}

BlockEvaluator::BlockEvaluator(const Plan& plan, const DataSet& data_set, const std::vector<std::size_t>& gates,
                               std::size_t block_events, Memberships memberships, const ResidentColumns* resident)
    : plan_(plan),
      gates_(gates),
      memberships_(memberships),
      block_events_(block_events),
      columns_(plan, data_set, plan.populations.size() + 1, block_events, resident),
      populations_(plan.populations.size()),
      evaluated_(plan.populations.size()),
      has_gates_(plan.populations.size()),
      needs_words_(plan.populations.size()),
      asked_below_(plan.populations.size() + 1),
      local_words_(plan.populations.size()),
      combined_(block_events / 64),
      unsure_(block_events / 64),
      inside_(block_events / 64),
      counts_(plan.populations.size()) {
    everything_.ready = true;
    for (const std::size_t g : gates_) {
        const PlannedGate& gate = plan_.gates[g];
        for (const std::size_t output : gate.outputs) evaluated_[output] = true;
        if (gate.parent != all_events) has_gates_[gate.parent] = true;
        auto& asked = asked_below_[std::min(gate.parent, plan.populations.size())];
        for (const std::size_t column : columns_of(gate.test))
            if (std::find(asked.begin(), asked.end(), column) == asked.end()) asked.push_back(column);
        if (const auto* boolean = std::get_if<BooleanTest>(&gate.test))
            for (const auto& operand : boolean->operands) needs_words_[operand.population] = true;
    }
}

void BlockEvaluator::evaluate(std::uint64_t first, std::size_t n) {
    assert(first % 64 == 0 && n <= block_events_);
    first_ = first, n_ = n;
    columns_.start(first, n);
    everything_.n = n;
    everything_.words.resize(kernels::words_for(n));
    set_first_bits(everything_.words, n);
    for (Selection& population : populations_) population.ready = false;
    for (const std::size_t g : gates_) {
        const PlannedGate& gate = plan_.gates[g];
        std::visit([&](const auto& test) { run(gate, test); }, gate.test);
        for (const std::size_t output : gate.outputs) finish(output);
    }
}

BlockEvaluator::Selection& BlockEvaluator::selection(std::size_t population) {
    if (population == all_events) return everything_;
    Selection& events = populations_[population];
    if (events.ready) return events;
    // Known from an earlier run.
    assert(!memberships_.empty() && !evaluated_[population]);
    const std::uint64_t* words = block_words(population);
    events.words.assign(words, words + kernels::words_for(n_));
    events.frame = 0;
    events.n = count_bits(events.words);
    settle(population);
    return events;
}

/// Where the words of a population over the whole block go; null when nobody asks for them.
std::uint64_t* BlockEvaluator::block_words(std::size_t population) {
    if (!memberships_.empty()) return memberships_[population]->words().data() + first_ / 64;
    if (!needs_words_[population]) return nullptr;
    local_words_[population].resize(block_events_ / 64);
    return local_words_[population].data();
}

void BlockEvaluator::expand(const Selection& events, std::uint64_t* words) const {
    const std::uint16_t* positions = columns_.frame(events.frame).positions;
    if (positions == nullptr) {
        std::copy_n(events.words.begin(), kernels::words_for(n_), words);
        return;
    }
    std::fill_n(words, kernels::words_for(n_), std::uint64_t{0});
    for_each_bit(events.words,
                 [&](std::size_t k) { words[positions[k] >> 6] |= std::uint64_t{1} << (positions[k] & 63); });
}

/// The population begins as all of its parent.
BlockEvaluator::Selection& BlockEvaluator::start(std::size_t population, const Selection& parent) {
    Selection& events = populations_[population];
    events.frame = parent.frame;
    events.words = parent.words;
    return events;
}

void BlockEvaluator::finish(std::size_t population) {
    Selection& events = populations_[population];
    events.n = count_bits(events.words);
    counts_[population] += events.n;
    if (std::uint64_t* words = block_words(population)) expand(events, words);
    settle(population);
}

/// Gives a population of fewer than two thirds of its frame one of its own, when gates will work on it.
void BlockEvaluator::settle(std::size_t population) {
    Selection& events = populations_[population];
    events.ready = true;
    const Frame& frame = columns_.frame(events.frame);
    if (!has_gates_[population] || events.n * 3 >= frame.n * 2) return;
    const std::uint16_t* positions = frame.positions;
    events.positions.resize(block_events_);
    std::size_t n = 0;
    for_each_bit(events.words, [&](std::size_t k) {
        events.positions[n++] = positions == nullptr ? static_cast<std::uint16_t>(k) : positions[k];
    });
    events.frame = population + 1;
    columns_.define_frame(events.frame, {n, events.positions.data()});
    events.words.resize(kernels::words_for(n));
    set_first_bits(events.words, n);
}

const double* BlockEvaluator::values(const Axis& axis, const PlannedGate& gate, std::size_t frame) {
    return columns_.values(axis.column, frame, asked_below_[std::min(gate.parent, plan_.populations.size())]);
}

/// By comparing data alone, and by the transform where rounding could matter.
void BlockEvaluator::keep_inside(Selection& events, const EdgeInterval& interval, const double* x) {
    const bool uncertain = interval.uncertain();
    kernels::test_range(x, events.words.size(), interval.possible(), interval.sure(), events.words.data(),
                        uncertain ? unsure_.data() : nullptr);
    if (!uncertain) return;
    for_each_bit({unsure_.data(), events.words.size()}, [&](std::size_t k) {
        if (!interval.contains(x[k])) events.words[k >> 6] &= ~(std::uint64_t{1} << (k & 63));
    });
}

void BlockEvaluator::run(const PlannedGate& gate, const RectangleTest& test) {
    const Selection& parent = selection(gate.parent);
    Selection& events = start(gate.outputs[0], parent);
    if (parent.n == 0) return;
    for (std::size_t d = 0; d < test.axes.size(); ++d)
        keep_inside(events, test.intervals[d], values(test.axes[d], gate, events.frame));
}

/// False when nothing is left. Everything outside goes, not everything inside stays.
template <class Shape>
bool BlockEvaluator::keep_in_box(Selection& events, const PlannedGate& gate, const Shape& shape) {
    axis_values_.clear();
    for (const Axis& axis : shape.axes) axis_values_.push_back(values(axis, gate, events.frame));
    for (std::size_t d = 0; d < shape.axes.size(); ++d)
        kernels::test_range(axis_values_[d], events.words.size(), shape.box[d].possible(), {}, events.words.data(),
                            nullptr);
    return std::any_of(events.words.begin(), events.words.end(), [](std::uint64_t word) { return word != 0; });
}

/// Packs the events that are left, and their coordinates on the scales. Returns how many there are.
template <class Shape>
std::size_t BlockEvaluator::scale_candidates(const Selection& events, const Shape& shape) {
    candidates_.resize(block_events_);
    std::size_t n = 0;
    for_each_bit(events.words, [&](std::size_t k) { candidates_[n++] = static_cast<std::uint16_t>(k); });
    const std::size_t n_axes = shape.axes.size();
    if (candidate_values_.size() < n_axes) candidate_values_.resize(n_axes), candidate_scales_.resize(n_axes);
    for (std::size_t d = 0; d < n_axes; ++d) {
        candidate_values_[d].resize(block_events_), candidate_scales_[d].resize(block_events_);
        for (std::size_t k = 0; k < n; ++k) candidate_values_[d][k] = axis_values_[d][candidates_[k]];
        shape.scales[d]->apply(candidate_values_[d].data(), n, candidate_scales_[d].data());
    }
    return n;
}

/// Decides the candidates in `unsure` by the transforms themselves.
template <class Shape>
void BlockEvaluator::ask_exactly(const Shape& shape, std::span<const std::uint64_t> unsure, std::size_t n,
                                 std::uint64_t* inside) {
    point_.resize(shape.axes.size());
    for_each_bit(unsure, [&](std::size_t k) {
        if (k >= n) return;
        for (std::size_t d = 0; d < point_.size(); ++d)
            point_[d] = asparagate::apply(shape.axes[d].transform, candidate_values_[d][k]);
        const std::uint64_t bit = std::uint64_t{1} << (k & 63);
        inside[k >> 6] = shape.contains(point_) ? inside[k >> 6] | bit : inside[k >> 6] & ~bit;
    });
}

/// Keeps the candidates that `inside_` holds.
void BlockEvaluator::put_back(Selection& events, std::size_t n) const {
    std::fill(events.words.begin(), events.words.end(), std::uint64_t{0});
    for_each_bit({inside_.data(), kernels::words_for(n)}, [&](std::size_t k) {
        events.words[candidates_[k] >> 6] |= std::uint64_t{1} << (candidates_[k] & 63);
    });
}

void BlockEvaluator::run(const PlannedGate& gate, const PolygonTest& test) {
    const Selection& parent = selection(gate.parent);
    Selection& events = start(gate.outputs[0], parent);
    if (parent.n == 0 || !keep_in_box(events, gate, test)) return;
    if (test.axes[0].is_identity() && test.axes[1].is_identity()) {
        kernels::test_polygon(test.polygon, axis_values_[0], axis_values_[1], events.words.size(), events.words.data());
        return;
    }
    const std::size_t n = scale_candidates(events, test);
    set_first_bits({inside_.data(), kernels::words_for(n)}, n);
    kernels::test_polygon_within(test.polygon, {test.scales[0]->error(), test.scales[1]->error()},
                                 candidate_scales_[0].data(), candidate_scales_[1].data(), kernels::words_for(n),
                                 inside_.data(), unsure_.data());
    ask_exactly(test, {unsure_.data(), kernels::words_for(n)}, n, inside_.data());
    put_back(events, n);
}

void BlockEvaluator::run(const PlannedGate& gate, const GridTest& test) {
    const Selection& parent = selection(gate.parent);
    Selection& events = start(gate.outputs[0], parent);
    if (parent.n == 0) return;
    const double* x = values(test.axes[0], gate, events.frame);
    const double* y = values(test.axes[1], gate, events.frame);
    for_each_bit(parent.words, [&](std::size_t k) {
        const bool is_number = x[k] == x[k] && y[k] == y[k];
        if (!is_number ||
            !test.grid.contains(test.channels[0].event_channel(x[k]), test.channels[1].event_channel(y[k])))
            events.words[k >> 6] &= ~(std::uint64_t{1} << (k & 63));
    });
}

void BlockEvaluator::run(const PlannedGate& gate, const EllipsoidTest& test) {
    const Selection& parent = selection(gate.parent);
    Selection& events = start(gate.outputs[0], parent);
    if (parent.n == 0 || !keep_in_box(events, gate, test)) return;
    const std::size_t n = scale_candidates(events, test), n_words = kernels::words_for(n);
    std::fill_n(inside_.begin(), n_words, std::uint64_t{0});
    std::fill_n(unsure_.begin(), n_words, std::uint64_t{0});
    double error = 0;
    for (const ScalePointer& scale : test.scales) error = std::max(error, scale->error());
    point_.resize(test.axes.size());
    for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t d = 0; d < point_.size(); ++d) point_[d] = candidate_scales_[d][k];
        const std::optional<bool> answer = test.ellipsoid.contains_within(point_, error);
        const std::uint64_t bit = std::uint64_t{1} << (k & 63);
        if (!answer) unsure_[k >> 6] |= bit;
        if (answer.value_or(false)) inside_[k >> 6] |= bit;
    }
    ask_exactly(test, {unsure_.data(), n_words}, n, inside_.data());
    put_back(events, n);
}

void BlockEvaluator::run(const PlannedGate& gate, const QuadrantTest& test) {
    const Selection& parent = selection(gate.parent);
    for (const std::size_t output : gate.outputs) start(output, parent);
    if (parent.n == 0) return;
    for (std::size_t d = 0; d < test.axes.size(); ++d) {
        const double* x = values(test.axes[d], gate, parent.frame);
        for (std::size_t i = 0; i < test.intervals[d].size(); ++i) {
            const auto matters = [&](std::size_t q) { return test.quadrants[q][d] == static_cast<int>(i); };
            bool asked = false;
            for (std::size_t q = 0; q < gate.outputs.size(); ++q) asked = asked || matters(q);
            if (!asked) continue;
            interval_.frame = parent.frame;
            interval_.words = parent.words;
            keep_inside(interval_, test.intervals[d][i], x);
            for (std::size_t q = 0; q < gate.outputs.size(); ++q) {
                if (!matters(q)) continue;
                Words& words = populations_[gate.outputs[q]].words;
                for (std::size_t w = 0; w < words.size(); ++w) words[w] &= interval_.words[w];
            }
        }
    }
}

void BlockEvaluator::run(const PlannedGate& gate, const BooleanTest& test) {
    const Selection& parent = selection(gate.parent);
    const std::size_t n_words = kernels::words_for(n_);
    Selection& events = populations_[gate.outputs[0]];
    events.frame = 0;
    events.words.resize(n_words);
    expand(parent, events.words.data());
    std::fill_n(combined_.begin(), n_words, test.all_of ? ~std::uint64_t{0} : std::uint64_t{0});
    for (const BooleanTest::Operand& operand : test.operands) {
        const std::uint64_t* words = block_words(operand.population);
        const std::uint64_t flip = operand.complement ? ~std::uint64_t{0} : std::uint64_t{0};
        for (std::size_t w = 0; w < n_words; ++w)
            combined_[w] = test.all_of ? combined_[w] & (words[w] ^ flip) : combined_[w] | (words[w] ^ flip);
    }
    for (std::size_t w = 0; w < n_words; ++w) events.words[w] &= combined_[w];
}

}  // namespace asparagate::detail
