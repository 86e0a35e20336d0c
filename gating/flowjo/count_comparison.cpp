#include "../result_table.hpp"
#include "../strategy/population_path.hpp"
#include "asparagate/gating/workspace.hpp"

#include <map>
#include <set>

namespace asparagate {
namespace {

using Verdict = CountComparison::Verdict;
using Count = std::optional<std::uint64_t>;

constexpr double tolerance = 0.001, tolerance_without_rule = 0.02;
constexpr std::uint64_t tolerated_events = 2;

std::uint64_t distance(std::uint64_t a, std::uint64_t b) {
    return a > b ? a - b : b - a;
}

bool agrees(std::uint64_t stored, std::uint64_t counted, double share) {
    const auto off = distance(stored, counted);
    return off <= tolerated_events || static_cast<double>(off) <= share * static_cast<double>(stored);
}

class Comparison {
public:
    Comparison(const Workspace& workspace, const WorkspaceSample& sample, const std::vector<PopulationRow>& exact,
               const std::vector<PopulationRow>& compatible)
        : workspace_(workspace), sample_(sample) {
        for (const PopulationRow& row : exact) exact_.emplace(row.population, &row);
        for (const PopulationRow& row : compatible) compatible_.emplace(row.population, &row);
        for (const GateNode& node : sample.strategy.nodes)
            if (const auto* boolean = std::get_if<BooleanGate>(&node.gate))
                booleans_.emplace(detail::child_path(node.parent, node.name), boolean);
    }

    std::vector<CountComparison> run(std::uint64_t n_events) {
        result_.push_back({sample_.name, "/", sample_.n_events, n_events, n_events, Verdict::unchecked, ""});
        CountComparison& all = result_.back();
        if (!all.stored)
            all.why = "not stored";
        else if (*all.stored == n_events)
            all.verdict = Verdict::agrees;
        else
            all.verdict = Verdict::differs, all.why = "the file has another number of events";
        for (const StoredPopulation& population : sample_.populations) add(population);
        return std::move(result_);
    }

private:
    static Count count_of(const std::map<std::string, const PopulationRow*>& rows, const std::string& path) {
        const auto row = rows.find(path);
        return row == rows.end() ? std::nullopt : row->second->count;
    }

    void add(const StoredPopulation& population) {
        const bool imported = !population.population.empty();
        CountComparison comparison{sample_.name,
                                   imported ? population.population : "/" + population.flowjo_path,
                                   population.count,
                                   count_of(exact_, population.population),
                                   count_of(compatible_, population.population),
                                   Verdict::unchecked,
                                   ""};
        judge(comparison, population);
        result_.push_back(std::move(comparison));
    }

    void judge(CountComparison& comparison, const StoredPopulation& population) {
        if (population.population.empty()) {
            comparison.why = "stored but not imported: " + population.obstacle;
        } else if (!comparison.exact) {
            const auto row = exact_.find(population.population);
            comparison.why = row == exact_.end() ? "not evaluated" : row->second->state;
        } else if (!comparison.stored) {
            comparison.why = "not stored";
        } else {
            const bool rule = workspace_.has_known_rule();
            const std::uint64_t counted = comparison.compatible.value_or(*comparison.exact);
            const bool close = *comparison.stored == *comparison.exact ||
                               agrees(*comparison.stored, counted, rule ? tolerance : tolerance_without_rule);
            comparison.verdict = close ? Verdict::agrees : rule ? Verdict::differs : Verdict::unexplained;
            comparison.why = difference(comparison, population);
        }
    }

    /// Why the stored and the exact count are not the same.
    std::string difference(const CountComparison& comparison, const StoredPopulation& population) {
        if (*comparison.stored == *comparison.exact)
            return comparison.compatible == comparison.stored ? "" : "stored as counted exactly; FlowJo bins events";
        differing_.insert(population.population);
        if (const std::string source = source_of(population.population); !source.empty())
            return "inherited from " + source;
        const bool explained = comparison.compatible && *comparison.compatible == *comparison.stored;
        if (explained) return "own gate: events near its edge, which FlowJo bins";
        if (!workspace_.has_known_rule()) return "own gate: how this version of FlowJo bins events is not known";
        return "own gate: not explained by FlowJo's binning";
    }

    /// The topmost population above, or else one that a boolean reads, whose own counts differ; parents come first.
    [[nodiscard]] std::string source_of(const std::string& path) const {
        for (auto slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1))
            if (const std::string above = path.substr(0, slash); differing_.contains(above)) return above;
        const auto rule = booleans_.find(path);
        if (rule == booleans_.end()) return "";
        for (const auto& operand : rule->second->operands)
            if (differing_.contains(operand.population)) return operand.population;
        return "";
    }

    const Workspace& workspace_;
    const WorkspaceSample& sample_;
    std::map<std::string, const PopulationRow*> exact_, compatible_;
    std::set<std::string> differing_;
    std::map<std::string, const BooleanGate*> booleans_;
    std::vector<CountComparison> result_;
};

/// Counted minus stored.
std::optional<double> minus(Count counted, Count stored) {
    if (!counted || !stored) return std::nullopt;
    return static_cast<double>(*counted) - static_cast<double>(*stored);
}

detail::Cells cells_of(const CountComparison& row) {
    static constexpr std::string_view verdicts[] = {"agrees", "differs", "unexplained", "unchecked"};
    return {{"sample", row.sample},
            {"population", row.population},
            {"stored", row.stored},
            {"exact", row.exact},
            {"flowjo", row.compatible},
            {"exact_difference", minus(row.exact, row.stored)},
            {"flowjo_difference", minus(row.compatible, row.stored)},
            {"verdict", verdicts[static_cast<std::size_t>(row.verdict)]},
            {"why", row.why}};
}

}  // namespace

void write_count_table(std::ostream& out, const std::vector<CountComparison>& rows, TableFormat format) {
    detail::write_table(out, rows, cells_of, format, "asparagate.flowjo-counts/1");
}

std::vector<CountComparison> compare_counts(const Workspace& workspace, const WorkspaceSample& sample,
                                            std::uint64_t n_events, const std::vector<PopulationRow>& exact,
                                            const std::vector<PopulationRow>& compatible) {
    return Comparison(workspace, sample, exact, compatible).run(n_events);
}

}  // namespace asparagate
