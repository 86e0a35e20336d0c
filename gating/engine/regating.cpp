#include "asparagate/gating/regating.hpp"

#include "applied_compensation.hpp"
#include "bitmap.hpp"
#include "evaluation.hpp"
#include "parallel.hpp"
#include "statistics.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate {
namespace {

using namespace detail;

constexpr std::uint64_t bytes_per_thread = 4 << 20;  // the engine's block buffers

/// A whole column in memory, with room for whole words of events.
struct HeldColumn {
    Column column;
    std::vector<double> values;
};

bool is_computable(const Plan& plan, std::size_t population) {
    return population == all_events || plan.obstacles[population].empty();
}

std::uint64_t column_bytes(std::uint64_t n_events) {
    return kernels::words_for(n_events) * kernels::events_per_word * sizeof(double);
}

/// What one thread keeps while it gates: bitmaps, and a column and its part in one population.
std::uint64_t working_bytes(std::uint64_t n_populations, std::uint64_t n_events) {
    return bytes_per_thread + n_populations * ((n_events + 7) / 8 + sizeof(Membership)) + 2 * column_bytes(n_events);
}

}  // namespace

struct Regating::State {
    State(const DataSet& of, const GatingStrategy& strategy, std::string name, RegatingWish asked,
          const GateOptions& gate_options)
        : data_set(of), sample(std::move(name)), wish(std::move(asked)), options(gate_options) {
        compensation = applied_compensation(data_set, strategy, options, sample);
        const Plan plan = make_plan(strategy, data_set, compensation, sample, &scales);
        bind_wish(plan, strategy);
        hold_columns(plan);
    }

    void bind_wish(const Plan& plan, const GatingStrategy& strategy);
    void hold_columns(const Plan& plan);
    [[nodiscard]] std::size_t population(const Plan& plan, const std::string& path) const;
    [[nodiscard]] std::vector<std::size_t> wanted_gates(const Plan& plan) const;
    [[nodiscard]] const HeldColumn* held_column(const Column& column) const;
    /// Every value of a column, from memory or read into `room`.
    [[nodiscard]] std::span<const double> whole(const Column& column, std::vector<double>& room) const;
    [[nodiscard]] std::optional<double> median(const Column& column, std::size_t population,
                                               const std::vector<Membership>& memberships) const;
    [[nodiscard]] std::vector<double> members(const Column& column, std::size_t population,
                                              const std::vector<Membership>& memberships) const;

    DataSet data_set;
    std::string sample;
    RegatingWish wish;
    GateOptions options;
    AppliedCompensation compensation;
    ScaleCache scales;
    std::vector<Column> median_columns;                ///< by wish.medians
    std::vector<std::optional<Column>> value_columns;  ///< by wish.values; none where the file lacks it
    std::vector<HeldColumn> held;
};

std::size_t Regating::State::population(const Plan& plan, const std::string& path) const {
    const std::size_t found = plan.population(path);
    if (found == none) throw GatingError(sample, path, "the strategy defines no such population");
    return found;
}

void Regating::State::bind_wish(const Plan& plan, const GatingStrategy& strategy) {
    for (const std::string& path : wish.populations) (void)population(plan, path);
    const Compensation* matrix = compensation.compensation ? &*compensation.compensation : nullptr;
    for (const auto& asked : wish.medians) {
        (void)population(plan, asked.population);
        median_columns.push_back(parameter_column(asked.parameter, data_set, matrix));
    }
    for (const auto& asked : wish.values) {
        (void)population(plan, asked.population);
        try {
            value_columns.emplace_back(bind_dimension(asked.dimension, strategy, data_set, compensation).column);
        } catch (const NotComputable&) {
            value_columns.emplace_back(std::nullopt);
        }
    }
}

/// Gates that the wish rests on, in the order of the plan.
std::vector<std::size_t> Regating::State::wanted_gates(const Plan& plan) const {
    std::vector<bool> wanted(plan.gates.size());
    const auto add = [&](const std::string& path) {
        for (const std::size_t gate : gates_for(plan, population(plan, path))) wanted[gate] = true;
    };
    for (const std::string& path : wish.populations) add(path);
    for (const auto& asked : wish.medians) add(asked.population);
    for (const auto& asked : wish.values) add(asked.population);
    std::vector<std::size_t> gates;
    for (std::size_t g = 0; g < wanted.size(); ++g)
        if (wanted[g]) gates.push_back(g);
    return gates;
}

void Regating::State::hold_columns(const Plan& plan) {
    std::vector<Column> columns;
    const auto add = [&](const Column& column) {
        if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
    };
    for (const std::size_t gate : wanted_gates(plan))
        for (const std::size_t column : columns_of(plan.gates[gate].test)) add(plan.columns[column]);
    for (const Column& column : median_columns) add(column);
    for (const auto& column : value_columns)
        if (column) add(*column);
    const std::uint64_t n_events = data_set.n_events();
    const int threads = thread_count(options.threads);
    const std::uint64_t needed = columns.size() * column_bytes(n_events) +
                                 static_cast<std::uint64_t>(threads) * working_bytes(plan.populations.size(), n_events);
    if (options.max_memory_bytes > 0 && needed > options.max_memory_bytes) return;
    for (const Column& column : columns) {
        held.push_back({column, std::vector<double>(column_bytes(n_events) / sizeof(double))});
        read_column(data_set, column, threads, std::span(held.back().values).first(n_events));
    }
}

const HeldColumn* Regating::State::held_column(const Column& column) const {
    const auto found =
        std::find_if(held.begin(), held.end(), [&](const HeldColumn& one) { return one.column == column; });
    return found == held.end() ? nullptr : &*found;
}

std::span<const double> Regating::State::whole(const Column& column, std::vector<double>& room) const {
    if (const HeldColumn* in_memory = held_column(column))
        return std::span(in_memory->values).first(data_set.n_events());
    room = read_column(data_set, column, 1);
    return room;
}

std::optional<double> Regating::State::median(const Column& column, std::size_t population,
                                              const std::vector<Membership>& memberships) const {
    std::vector<double> read;
    const std::span<const double> all = whole(column, read);
    if (population == all_events) return member_median(all, Membership(data_set.n_events(), true).words());
    return member_median(all, memberships[population].words());
}

std::vector<double> Regating::State::members(const Column& column, std::size_t population,
                                             const std::vector<Membership>& memberships) const {
    std::vector<double> read;
    const std::span<const double> all = whole(column, read);
    if (population == all_events) return {all.begin(), all.end()};
    std::vector<double> values;
    values.reserve(memberships[population].count());
    for_each_bit(memberships[population].words(), [&](std::size_t event) { values.push_back(all[event]); });
    return values;
}

Regating::Regating(const DataSet& data_set, const GatingStrategy& strategy, const std::string& sample,
                   RegatingWish wish, const GateOptions& options)
    : state_(std::make_unique<const State>(data_set, strategy, sample, std::move(wish), options)) {}

Regating::Regating(Regating&&) noexcept = default;
Regating& Regating::operator=(Regating&&) noexcept = default;
Regating::~Regating() = default;

bool Regating::holds_columns() const noexcept {
    return !state_->held.empty();
}

Regated Regating::gate(const GatingStrategy& strategy) const {
    const State& state = *state_;
    const RegatingWish& wish = state.wish;
    ScaleCache scales = state.scales;  // the plan may add to it
    const Plan plan = make_plan(strategy, state.data_set, state.compensation, state.sample, &scales);
    ResidentColumns resident;
    for (const Column& column : plan.columns) {
        const HeldColumn* held = state.held_column(column);
        resident.values.push_back(held != nullptr ? held->values.data() : nullptr);
    }
    std::vector<Membership> memberships;
    if (!wish.medians.empty() || !wish.values.empty())
        memberships.assign(plan.populations.size(), Membership(state.data_set.n_events()));
    const auto counts = evaluate_gates(plan, state.data_set, state.wanted_gates(plan), pointers_to(memberships),
                                       {1, state.options.block_events, &resident, state.sample}, {});
    Regated result;
    for (const std::string& path : wish.populations) {
        const std::size_t p = state.population(plan, path);
        if (p == all_events)
            result.counts.emplace_back(state.data_set.n_events());
        else
            result.counts.push_back(is_computable(plan, p) ? std::optional(counts[p]) : std::nullopt);
    }
    for (std::size_t m = 0; m < wish.medians.size(); ++m) {
        const std::size_t p = state.population(plan, wish.medians[m].population);
        result.medians.emplace_back();
        if (!is_computable(plan, p)) continue;
        result.medians.back() = state.median(state.median_columns[m], p, memberships);
    }
    for (std::size_t v = 0; v < wish.values.size(); ++v) {
        const std::size_t p = state.population(plan, wish.values[v].population);
        result.values.emplace_back();
        if (is_computable(plan, p) && state.value_columns[v])
            result.values.back() = state.members(*state.value_columns[v], p, memberships);
    }
    return result;
}

std::uint64_t Regating::needed_bytes(const GatingStrategy& strategy, std::uint64_t n_events,
                                     std::size_t further_columns, unsigned threads) {
    std::vector<Dimension> dimensions;
    for (const GateNode& node : strategy.nodes)
        for (const Dimension& dimension : gate_dimensions(node.gate))
            if (std::find(dimensions.begin(), dimensions.end(), dimension) == dimensions.end())
                dimensions.push_back(dimension);
    return (dimensions.size() + further_columns) * column_bytes(n_events) +
           threads * working_bytes(strategy.populations().size(), n_events);
}

std::optional<DimensionInFile> dimension_in_file(const DataSet& data_set, const GatingStrategy& strategy,
                                                 const Dimension& dimension, const GateOptions& options) {
    try {
        BoundDimension bound =
            bind_dimension(dimension, strategy, data_set, applied_compensation(data_set, strategy, options, ""));
        return DimensionInFile{std::move(bound.transform), bound.parameter};
    } catch (const NotComputable&) {
        return std::nullopt;
    }
}

}  // namespace asparagate
