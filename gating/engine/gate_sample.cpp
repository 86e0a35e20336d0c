#include "applied_compensation.hpp"
#include "evaluation.hpp"
#include "intensities.hpp"
#include "parallel.hpp"
#include "statistics_in_passes.hpp"

#include <algorithm>

namespace asparagate {
namespace {

using namespace detail;

std::uint64_t bitmap_bytes(const Plan& plan, std::uint64_t n_events) {
    return plan.populations.size() * ((n_events + 63) / 64) * 8;
}

/// What a run keeps in memory beyond the mapped file, without the intensity columns.
std::uint64_t needed_bytes(const Plan& plan, std::uint64_t n_events, const GateOptions& options, int threads) {
    const std::uint64_t block = usable_block_events(options.block_events);
    std::size_t columns = parameters_read(plan).size();
    for (const PlannedGate& gate : plan.gates)
        columns += std::visit(
            [](const auto& test) {
                if constexpr (requires { test.axes; }) return test.axes.size();
                return std::size_t{0};
            },
            gate.test);
    constexpr std::size_t others = 8;  // what shapes pack, ratios divide by and files are decoded to
    const std::uint64_t buffers = (columns + others) * 8 + plan.populations.size() * 2;
    const bool bitmaps = options.memberships || options.intensities;
    const std::uint64_t passes = options.intensities ? statistics_in_passes_bytes(plan.populations.size()) : 0;
    return static_cast<std::uint64_t>(threads) * (block * buffers + passes) +
           (bitmaps ? bitmap_bytes(plan, n_events) : 0);
}

constexpr std::uint64_t columns_per_channel = 2;  // the channel and the values of one population

void require_memory(std::uint64_t needed, const GateOptions& options, const std::string& sample) {
    if (options.max_memory_bytes == 0 || needed <= options.max_memory_bytes) return;
    const auto mebibytes = [](std::uint64_t bytes) { return std::to_string((bytes >> 20) + 1) + " MiB"; };
    throw GatingError(sample, "",
                      "needs about " + mebibytes(needed) + " of memory, more than the limit of " +
                          mebibytes(options.max_memory_bytes) +
                          "; raise --max-memory, use fewer threads or leave out "
                          "intensities and memberships");
}

/// How many intensity columns may be in memory at once; 0 when not even one.
std::size_t most_columns(std::uint64_t needed, std::uint64_t n_events, const GateOptions& options) {
    if (options.max_memory_bytes == 0) return none;
    const std::uint64_t per_channel = std::max<std::uint64_t>(columns_per_channel * 8 * n_events, 1);
    return static_cast<std::size_t>((options.max_memory_bytes - needed) / per_channel);
}

void refuse_warnings(const Findings& findings, const ReadOptions& read, const std::string& sample) {
    for (const Finding& finding : findings)
        if (finding.severity != Severity::note && read.refuses(finding.code))
            throw GatingError(sample, finding.keyword,
                              finding.message + " (" + finding.code + ", refused by --strict)");
}

}  // namespace

SampleGates gate_sample(const DataSet& data_set, const GatingStrategy& strategy, const std::string& sample,
                        const GateOptions& options, const TaskControl& control) {
    AppliedCompensation applied = applied_compensation(data_set, strategy, options, sample);
    const Plan plan = make_plan(strategy, data_set, applied, sample);
    SampleGates result;
    result.sample = sample;
    result.n_events = data_set.n_events();
    result.compensation = applied.description;
    result.findings = std::move(applied.findings);
    result.findings.insert(result.findings.end(), plan.findings.begin(), plan.findings.end());
    refuse_warnings(result.findings, options.read, sample);

    const RunOptions run{thread_count(options.threads), options.block_events, nullptr, sample};
    const std::uint64_t needed = needed_bytes(plan, result.n_events, options, run.threads);
    require_memory(needed, options, sample);
    std::vector<Membership> memberships;
    if (options.memberships || options.intensities)
        memberships.assign(plan.populations.size(), Membership(result.n_events));
    const auto counts = evaluate_gates(plan, data_set, all_gates(plan), pointers_to(memberships), run, control);
    result.rows = population_rows(strategy, plan, counts, result.n_events, sample, options.detection);
    if (options.intensities)
        result.intensities = intensity_rows(data_set, plan, applied.compensation, memberships, run,
                                            most_columns(needed, result.n_events, options), control);
    if (options.memberships) result.memberships = std::move(memberships);
    return result;
}

}  // namespace asparagate
