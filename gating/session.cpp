#include "asparagate/gating/session.hpp"

#include "engine/applied_compensation.hpp"
#include "engine/evaluation.hpp"
#include "engine/ignored_data_sets.hpp"
#include "engine/parallel.hpp"
#include "engine/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <list>
#include <set>

namespace asparagate {
namespace {

using namespace detail;

/// What decides the result of one gate in one file, apart from the populations it rests on.
struct BoundGate {
    GateNode node;
    std::vector<std::pair<std::size_t, bool>> columns;  ///< parameter and whether it is compensated
    std::vector<Transform> transforms;
    bool operator==(const BoundGate&) const = default;
};

std::vector<Axis> axes_of(const GateTest& test) {
    return std::visit(
        [](const auto& t) -> std::vector<Axis> {
            if constexpr (requires { t.axes; })
                return {t.axes.begin(), t.axes.end()};
            else
                return {};
        },
        test);
}

/// Whole columns in memory, in data units and transformed, found by what they hold.
class ColumnStore {
public:
    explicit ColumnStore(const DataSet& data_set) : data_set_(data_set) {}

    void clear() { values_.clear(), scaled_.clear(); }

    const std::vector<double>& values(const Plan& plan, std::size_t column, int threads) {
        const Column& wanted = plan.columns[column];
        for (const Values& held : values_)
            if (held.parameter == wanted.parameter && held.compensated == wanted.compensated) return held.values;
        values_.push_back({wanted.parameter, wanted.compensated, read_column(data_set_, plan, column, threads)});
        return values_.back().values;
    }

    /// The untransformed column itself for the identity.
    const std::vector<double>& scaled(const Plan& plan, const Axis& axis, int threads) {
        if (axis.is_identity()) return values(plan, axis.column, threads);
        if (const auto* held = find_scaled(plan, axis)) return *held;
        const auto& source = values(plan, axis.column, threads);
        std::vector<double> result(source.size());
        const auto n = static_cast<std::int64_t>(source.size());
#pragma omp parallel for schedule(static) num_threads(threads)
        for (std::int64_t i = 0; i < n; ++i)
            result[static_cast<std::size_t>(i)] =
                asparagate::apply(axis.transform, source[static_cast<std::size_t>(i)]);
        const Column& column = plan.columns[axis.column];
        scaled_.push_back({column.parameter, column.compensated, axis.transform, std::move(result)});
        return scaled_.back().values;
    }

    [[nodiscard]] const std::vector<double>* find_scaled(const Plan& plan, const Axis& axis) const {
        if (axis.is_identity()) return nullptr;
        const Column& column = plan.columns[axis.column];
        for (const Scaled& held : scaled_)
            if (held.parameter == column.parameter && held.compensated == column.compensated &&
                held.transform == axis.transform)
                return &held.values;
        return nullptr;
    }

private:
    struct Values {
        std::size_t parameter;
        bool compensated;
        std::vector<double> values;
    };
    struct Scaled {
        std::size_t parameter;
        bool compensated;
        Transform transform;
        std::vector<double> values;
    };
    const DataSet& data_set_;
    // Lists: spans of columns that were handed out stay valid while others are added.
    std::list<Values> values_;
    std::list<Scaled> scaled_;
};

double percentile_or(std::vector<double>& values, double percent, double otherwise) {
    const double percents[] = {percent};
    return percentiles(values, percents).front().value_or(otherwise);
}

}  // namespace

struct SampleSession::State {
    State(const std::filesystem::path& path, GateOptions gate_options)
        : options(std::move(gate_options)), file(FcsFile::open(path, options.read)), columns(file.data_set()) {}

    [[nodiscard]] int threads() const { return thread_count(options.threads); }
    [[nodiscard]] const DataSet& data() const { return file.data_set(); }

    void load(GatingStrategy next, const TaskControl& control);
    void evaluate(const std::vector<std::size_t>& changed, const TaskControl& control);
    [[nodiscard]] BoundGate bound(const GatingStrategy& of, const Plan& with, const PlannedGate& gate) const;
    [[nodiscard]] std::optional<Axis> axis(const Dimension& dimension);

    GateOptions options;
    FcsFile file;
    ColumnStore columns;
    GatingStrategy strategy;
    std::optional<Compensation> compensation;
    std::string compensation_text;
    Findings findings;
    Plan plan;
    std::map<std::string, BoundGate> gates;  ///< by path of a population
    std::vector<Membership> memberships;
    std::vector<std::uint64_t> counts;
    std::vector<PopulationRow> rows;
    std::size_t evaluated = 0;
};

BoundGate SampleSession::State::bound(const GatingStrategy& of, const Plan& with, const PlannedGate& gate) const {
    BoundGate result{of.nodes[gate.node], {}, {}};
    result.node.note.clear();
    for (const Axis& axis : axes_of(gate.test)) {
        const Column& column = with.columns[axis.column];
        result.columns.emplace_back(column.parameter, column.compensated);
        result.transforms.push_back(axis.transform);
    }
    return result;
}

/// Takes over every population whose gate and foundations are the same as before and evaluates the others. Everything
/// that can fail comes before the first change.
void SampleSession::State::load(GatingStrategy next, const TaskControl& control) {
    AppliedCompensation applied = applied_compensation(data(), next, options, file.path().filename().string());
    Plan next_plan = make_plan(next, data(), applied.compensation, file.path().filename().string());
    const auto same_matrix = [](const std::optional<Compensation>& a, const std::optional<Compensation>& b) {
        return a.has_value() == b.has_value() && (!a || a->spillover() == b->spillover());
    };
    if (!same_matrix(compensation, applied.compensation)) {
        columns.clear();
        gates.clear();
    }

    const std::size_t n_populations = next_plan.populations.size();
    std::vector<Membership> next_memberships(n_populations);
    std::vector<std::uint64_t> next_counts(n_populations);
    std::map<std::string, BoundGate> next_gates;
    std::vector<bool> kept(n_populations);
    std::vector<std::size_t> changed;
    const auto is_kept = [&](std::size_t population) { return population == all_events || kept[population]; };
    for (std::size_t g = 0; g < next_plan.gates.size(); ++g) {
        const PlannedGate& gate = next_plan.gates[g];
        const BoundGate now = bound(next, next_plan, gate);
        bool same = is_kept(gate.parent);
        if (const auto* boolean = std::get_if<BooleanTest>(&gate.test))
            for (const auto& operand : boolean->operands) same = same && is_kept(operand.population);
        for (const std::size_t output : gate.outputs) {
            if (output == none) continue;
            const std::string& path = next_plan.populations[output].path;
            const auto before = gates.find(path);
            same = same && before != gates.end() && before->second == now;
            next_gates.emplace(path, now);
        }
        if (!same) changed.push_back(g);
        for (const std::size_t output : gate.outputs) {
            if (output == none) continue;
            kept[output] = same;
            const std::size_t before = same ? plan.population(next_plan.populations[output].path) : none;
            next_memberships[output] = same ? std::move(memberships[before]) : Membership(data().n_events());
            next_counts[output] = same ? counts[before] : 0;
        }
    }
    Findings next_findings = file.findings();
    report_ignored_data_sets(file, options.read, next_findings);
    strategy = std::move(next);
    plan = std::move(next_plan);
    compensation = std::move(applied.compensation);
    compensation_text = std::move(applied.description);
    gates = std::move(next_gates);
    memberships = std::move(next_memberships);
    counts = std::move(next_counts);
    findings = std::move(next_findings);
    findings.insert(findings.end(), applied.findings.begin(), applied.findings.end());
    findings.insert(findings.end(), plan.findings.begin(), plan.findings.end());
    evaluate(changed, control);
}

void SampleSession::State::evaluate(const std::vector<std::size_t>& changed, const TaskControl& control) {
    ResidentColumns resident;
    resident.values.assign(plan.columns.size(), nullptr);
    for (const std::size_t g : changed) {
        control.throw_if_stopped();
        const GateTest& test = plan.gates[g].test;
        const bool transformed =
            std::holds_alternative<PolygonTest>(test) || std::holds_alternative<EllipsoidTest>(test);
        for (const Axis& axis : axes_of(test)) {
            resident.values[axis.column] = columns.values(plan, axis.column, threads()).data();
            if (transformed) columns.scaled(plan, axis, threads());
        }
    }
    resident.scaled = [this](const Axis& axis) {
        const auto* held = columns.find_scaled(plan, axis);
        return held == nullptr ? nullptr : held->data();
    };
    const std::string name = file.path().filename().string();
    const auto found = evaluate_gates(plan, data(), changed, &memberships,
                                      {threads(), options.block_events, &resident, name}, control);
    for (const std::size_t g : changed)
        for (const std::size_t output : plan.gates[g].outputs)
            if (output != none) counts[output] = found[output];
    evaluated = changed.size();
    rows = population_rows(strategy, plan, counts, data().n_events(), name, options.detection);
}

std::optional<Axis> SampleSession::State::axis(const Dimension& dimension) {
    const auto parameter = resolve_channel(strategy, data().parameters(), dimension.channel);
    if (!parameter) return std::nullopt;
    const Transform& transform = strategy.transform_for(dimension, data().parameters()[*parameter]);
    return Axis{add_column(plan, *parameter, data(), compensation, dimension.compensated), transform};
}

SampleSession::SampleSession(const std::filesystem::path& file, GatingStrategy strategy, GateOptions options,
                             const TaskControl& control)
    : state_(std::make_unique<State>(file, std::move(options))) {
    state_->load(std::move(strategy), control);
}

SampleSession::SampleSession(SampleSession&&) noexcept = default;
SampleSession& SampleSession::operator=(SampleSession&&) noexcept = default;
SampleSession::~SampleSession() = default;

const std::filesystem::path& SampleSession::file() const noexcept {
    return state_->file.path();
}
const DataSet& SampleSession::data_set() const noexcept {
    return state_->data();
}
const GatingStrategy& SampleSession::strategy() const noexcept {
    return state_->strategy;
}
const Findings& SampleSession::findings() const noexcept {
    return state_->findings;
}
const std::string& SampleSession::compensation() const noexcept {
    return state_->compensation_text;
}
const std::vector<PopulationRow>& SampleSession::rows() const noexcept {
    return state_->rows;
}
std::size_t SampleSession::last_evaluated_gates() const noexcept {
    return state_->evaluated;
}

void SampleSession::set_strategy(GatingStrategy strategy) {
    state_->load(std::move(strategy), {});
}

const Membership* SampleSession::membership(const std::string& population) const {
    const std::size_t index = state_->plan.population(population);
    if (index == all_events) return nullptr;
    if (index == none) throw GatingError("", population, "the strategy defines no such population");
    return state_->plan.obstacles[index].empty() ? &state_->memberships[index] : nullptr;
}

std::span<const double> SampleSession::column(const Dimension& dimension) {
    const auto axis = state_->axis(dimension);
    if (!axis) return {};
    return state_->columns.scaled(state_->plan, *axis, state_->threads());
}

const Transform& SampleSession::transform(const Dimension& dimension) const {
    static const Transform identity = IdentityTransform{};
    const Parameter* found = parameter(dimension);
    return found == nullptr ? identity : state_->strategy.transform_for(dimension, *found);
}

const Parameter* SampleSession::parameter(const Dimension& dimension) const {
    const auto& parameters = state_->data().parameters();
    const auto position = resolve_channel(state_->strategy, parameters, dimension.channel);
    return position ? &parameters[*position] : nullptr;
}

/// Holds all but the outermost thousandth of the events, zero, and the top of scale where events come near it.
std::array<double, 2> SampleSession::display_range(const Dimension& dimension) {
    const Parameter* found = parameter(dimension);
    const auto values = column(dimension);
    constexpr std::size_t most_looked_at = 200000;
    const std::size_t stride = values.size() / most_looked_at + 1;
    std::vector<double> looked_at;
    for (std::size_t i = 0; i < values.size(); i += stride)
        if (std::isfinite(values[i])) looked_at.push_back(values[i]);
    double low = percentile_or(looked_at, 0.1, 0), high = percentile_or(looked_at, 99.9, 1);
    const Transform& scale = transform(dimension);
    const double zero = asparagate::apply(scale, 0);
    if (found != nullptr && !found->is_time()) {
        if (std::isfinite(zero)) low = std::min(low, zero);
        const double top = asparagate::apply(scale, found->range.value_or(0));
        if (std::isfinite(top) && high > low + 0.2 * (top - low)) high = std::max(high, top);
    }
    if (!(high > low)) high = low + 1;
    const double margin = 0.02 * (high - low);
    return {low - margin, high + margin};
}

}  // namespace asparagate
