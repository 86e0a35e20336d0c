#include "flowjo_counts.hpp"

#include <algorithm>

namespace asparagate::cli {
namespace {

std::vector<SampleOutcome> gated(std::vector<SampleFile> files, Evaluation evaluation, const GateOptions& options,
                                 Console& console) {
    for (SampleFile& file : files) {
        auto strategy = std::make_shared<GatingStrategy>(*file.strategy);
        strategy->evaluation = evaluation;
        file.strategy = std::move(strategy);
    }
    auto outcomes = gate_samples(files, GatingStrategy{}, options, console.task_control());
    console.clear_progress();
    return outcomes;
}

}  // namespace

CountCheck check_counts(const Workspace& workspace, const WorkspaceSamples& samples, const GateOptions& options,
                        Console& console) {
    const auto exact = gated(samples.files, Evaluation::exact, options, console);
    const auto compatible = gated(samples.files, Evaluation::flowjo, options, console);
    CountCheck check;
    for (std::size_t s = 0; s < exact.size(); ++s) {
        if (!exact[s].gates || !compatible[s].gates) {
            console.error(exact[s].gates ? compatible[s].error : exact[s].error);
            ++check.failed;
            continue;
        }
        console.findings(compatible[s].gates->findings);
        auto rows = compare_counts(workspace, *samples.samples[s], exact[s].gates->n_events, exact[s].gates->rows,
                                   compatible[s].gates->rows);
        for (CountComparison& row : rows) {
            row.sample = samples.files[s].sample;
            check.broken = check.broken || row.verdict == CountComparison::Verdict::differs;
            check.rows.push_back(std::move(row));
        }
    }
    return check;
}

}  // namespace asparagate::cli
