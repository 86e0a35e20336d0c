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

/// Medians of one column by population, each with the membership that it is of.
struct HeldMedians {
    struct Median {
        std::shared_ptr<const Membership> of;
        std::optional<double> value;
    };
    Column column;
    std::vector<Median> medians;
};

/// What decides the result of one gate in one file, apart from the populations it rests on.
struct BoundGate {
    GateNode node;
    std::vector<Column> columns;
    std::vector<Transform> transforms;
    Evaluation evaluation;
    bool operator==(const BoundGate&) const = default;
};

std::vector<Axis> axes_of(const GateTest& test) {
    return std::visit(
        [](const auto& t) -> std::vector<Axis> {
            if constexpr (requires { t.axes; }) return {t.axes.begin(), t.axes.end()};
            return {};
        },
        test);
}

/// Whole columns in memory, in data units and transformed, found by what they hold. Each has room for whole words of
/// events behind its last one.
class ColumnStore {
public:
    explicit ColumnStore(const DataSet& data_set)
        : data_set_(data_set), room_(kernels::words_for(data_set.n_events()) * kernels::events_per_word) {}

    void clear() { values_.clear(), scaled_.clear(); }

    std::span<const double> values(const Column& column, int threads) {
        for (const Values& held : values_)
            if (held.column == column) return events_of(held.values);
        std::vector<double> values(room_);
        read_column(data_set_, column, threads, std::span(values).first(data_set_.n_events()));
        values_.push_back({column, std::move(values)});
        return events_of(values_.back().values);
    }

    /// Within FastScale::error() of the transform; the untransformed column itself for the identity.
    std::span<const double> scaled(const Column& column, const Transform& transform, int threads) {
        if (std::holds_alternative<IdentityTransform>(transform)) return values(column, threads);
        for (const Scaled& held : scaled_)
            if (held.column == column && held.transform == transform) return events_of(held.values);
        const double* source = values(column, threads).data();
        std::vector<double> result(room_);
        const FastScale scale(transform);
        constexpr std::size_t block = 4096;
        const auto n_blocks = static_cast<std::int64_t>((room_ + block - 1) / block);
#pragma omp parallel for schedule(static) num_threads(threads)
        for (std::int64_t b = 0; b < n_blocks; ++b) {
            const std::size_t first = static_cast<std::size_t>(b) * block, n = std::min(block, room_ - first);
            scale.apply(source + first, n, result.data() + first);
            for (std::size_t i = first; i < first + n; ++i)
                if (std::isnan(result[i])) result[i] = asparagate::apply(transform, source[i]);
        }
        scaled_.push_back({column, transform, std::move(result)});
        return events_of(scaled_.back().values);
    }

private:
    [[nodiscard]] std::span<const double> events_of(const std::vector<double>& values) const {
        return std::span(values).first(data_set_.n_events());
    }

    struct Values {
        Column column;
        std::vector<double> values;
    };
    struct Scaled {
        Column column;
        Transform transform;
        std::vector<double> values;
    };
    const DataSet& data_set_;
    std::size_t room_;
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

    void load(const GatingStrategy& all_versions, const TaskControl& control);
    void evaluate(const std::vector<std::size_t>& changed, const TaskControl& control);
    [[nodiscard]] BoundGate bound(const GatingStrategy& of, const Plan& with, const PlannedGate& gate) const;
    /// Empty when the file lacks it.
    [[nodiscard]] std::optional<BoundDimension> bound(const Dimension& dimension) const;
    HeldMedians& held_medians(const Column& column);

    GateOptions options;
    FcsFile file;
    ColumnStore columns;
    ScaleCache scales;
    GatingStrategy strategy;
    AppliedCompensation compensation;
    Findings findings;
    Plan plan;
    std::map<std::string, BoundGate> gates;  ///< by path of a population
    std::vector<std::shared_ptr<Membership>> memberships;
    std::vector<std::uint64_t> counts;
    std::vector<PopulationRow> rows;
    std::vector<HeldMedians> medians;
    std::size_t evaluated = 0;
};

BoundGate SampleSession::State::bound(const GatingStrategy& of, const Plan& with, const PlannedGate& gate) const {
    BoundGate result{of.nodes[gate.node], {}, {}, of.evaluation};
    result.node.note.clear();
    result.node.custom_info.clear();
    for (const Axis& axis : axes_of(gate.test)) {
        result.columns.push_back(with.columns[axis.column]);
        result.transforms.push_back(axis.transform);
    }
    return result;
}

/// Takes over every population whose gate and foundations are the same as before and evaluates the others. Everything
/// that can fail comes before the first change.
void SampleSession::State::load(const GatingStrategy& all_versions, const TaskControl& control) {
    const std::string sample = file.path().stem().string();
    const Findings versions = version_findings(all_versions, sample, file.path());
    GatingStrategy next = strategy_for_sample(all_versions, sample, file.path());
    AppliedCompensation applied = applied_compensation(data(), next, options, file.path().filename().string());
    Plan next_plan = make_plan(next, data(), applied, file.path().filename().string(), &scales);
    if (!(compensation.compensation == applied.compensation)) columns.clear();  // rarely wanted again

    const std::size_t n_populations = next_plan.populations.size();
    std::vector<std::shared_ptr<Membership>> next_memberships(n_populations);
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
            const std::string& path = next_plan.populations[output].path;
            const auto before = gates.find(path);
            same = same && before != gates.end() && before->second == now;
            next_gates.emplace(path, now);
        }
        if (!same) changed.push_back(g);
        for (const std::size_t output : gate.outputs) {
            kept[output] = same;
            const std::size_t before = same ? plan.population(next_plan.populations[output].path) : none;
            next_memberships[output] = same ? memberships[before] : std::make_shared<Membership>(data().n_events());
            next_counts[output] = same ? counts[before] : 0;
        }
    }
    Findings next_findings = file.findings();
    next_findings.insert(next_findings.end(), versions.begin(), versions.end());
    report_ignored_data_sets(file, options.read, next_findings);
    strategy = std::move(next);
    plan = std::move(next_plan);
    compensation = std::move(applied);
    gates = std::move(next_gates);
    memberships = std::move(next_memberships);
    counts = std::move(next_counts);
    findings = std::move(next_findings);
    findings.insert(findings.end(), compensation.findings.begin(), compensation.findings.end());
    findings.insert(findings.end(), plan.findings.begin(), plan.findings.end());
    evaluate(changed, control);
}

void SampleSession::State::evaluate(const std::vector<std::size_t>& changed, const TaskControl& control) {
    ResidentColumns resident;
    resident.values.assign(plan.columns.size(), nullptr);
    for (const std::size_t g : changed) {
        control.throw_if_stopped();
        for (const Axis& axis : axes_of(plan.gates[g].test))
            resident.values[axis.column] = columns.values(plan.columns[axis.column], threads()).data();
    }
    const std::string name = file.path().filename().string();
    std::vector<Membership*> bitmaps;
    for (const auto& membership : memberships) bitmaps.push_back(membership.get());
    const auto found =
        evaluate_gates(plan, data(), changed, bitmaps, {threads(), options.block_events, &resident, name}, control);
    for (const std::size_t g : changed)
        for (const std::size_t output : plan.gates[g].outputs) counts[output] = found[output];
    evaluated = changed.size();
    rows = population_rows(strategy, plan, counts, data().n_events(), name, options.detection);
}

std::optional<BoundDimension> SampleSession::State::bound(const Dimension& dimension) const {
    try {
        return bind_dimension(dimension, strategy, data(), compensation);
    } catch (const NotComputable&) {
        return std::nullopt;
    }
}

HeldMedians& SampleSession::State::held_medians(const Column& column) {
    const auto found =
        std::find_if(medians.begin(), medians.end(), [&](const HeldMedians& held) { return held.column == column; });
    if (found != medians.end()) return *found;
    return medians.emplace_back(HeldMedians{column, {}});
}

SampleSession::SampleSession(const std::filesystem::path& file, const GatingStrategy& strategy, GateOptions options,
                             const TaskControl& control)
    : state_(std::make_unique<State>(file, std::move(options))) {
    state_->load(strategy, control);
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
    return state_->compensation.description;
}
const std::vector<PopulationRow>& SampleSession::rows() const noexcept {
    return state_->rows;
}
std::shared_ptr<const SessionSnapshot> SampleSession::snapshot() const {
    return std::make_shared<const SessionSnapshot>(
        SessionSnapshot{state_->strategy,
                        state_->compensation.description,
                        state_->findings,
                        state_->rows,
                        {state_->memberships.begin(), state_->memberships.end()}});
}
std::size_t SampleSession::last_evaluated_gates() const noexcept {
    return state_->evaluated;
}

void SampleSession::set_strategy(const GatingStrategy& strategy) {
    state_->load(strategy, {});
}

const Membership* SampleSession::membership(const std::string& population) const {
    const std::size_t index = state_->plan.population(population);
    if (index == all_events) return nullptr;
    if (index == none) throw GatingError("", population, "the strategy defines no such population");
    return state_->plan.obstacles[index].empty() ? state_->memberships[index].get() : nullptr;
}

std::span<const double> SampleSession::column(const Dimension& dimension) {
    const auto bound = state_->bound(dimension);
    if (!bound) return {};
    return state_->columns.scaled(bound->column, bound->transform, state_->threads());
}

std::vector<std::optional<double>> SampleSession::medians(const Dimension& dimension) {
    const std::size_t n_populations = state_->memberships.size();
    std::vector<std::optional<double>> result(n_populations);
    const auto bound = state_->bound(dimension);
    if (!bound) return result;
    const std::span<const double> values = state_->columns.values(bound->column, state_->threads());
    HeldMedians& held = state_->held_medians(bound->column);
    std::vector<HeldMedians::Median> now(n_populations);
    std::vector<std::size_t> changed;
    for (std::size_t p = 0; p < n_populations; ++p) {
        if (!state_->plan.obstacles[p].empty()) continue;
        now[p].of = state_->memberships[p];
        const auto before = std::find_if(held.medians.begin(), held.medians.end(),
                                         [&](const HeldMedians::Median& median) { return median.of == now[p].of; });
        if (before != held.medians.end())
            now[p].value = before->value;
        else
            changed.push_back(p);
    }
    ExceptionCarrier carrier;
#pragma omp parallel for schedule(dynamic) num_threads(state_->threads())
    for (const std::size_t p : changed) carrier.run([&] { now[p].value = member_median(values, now[p].of->words()); });
    carrier.rethrow();
    for (std::size_t p = 0; p < n_populations; ++p) result[p] = now[p].value;
    held.medians = std::move(now);
    return result;
}

Transform SampleSession::transform(const Dimension& dimension) const {
    auto bound = state_->bound(dimension);
    return bound ? std::move(bound->transform) : Transform{};
}

const Parameter* SampleSession::parameter(const Dimension& dimension) const {
    const auto bound = state_->bound(dimension);
    return bound && bound->parameter ? &state_->data().parameters()[*bound->parameter] : nullptr;
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
    const Transform scale = transform(dimension);
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
