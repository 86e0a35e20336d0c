#include "asparagate/analysis/run_study.hpp"

#include "run/study_run.hpp"
#include "run/timestamp.hpp"
#include "uncertainty/placement_run.hpp"

#include "asparagate/fcs/sha256.hpp"
#include "asparagate/fcs/version.hpp"

namespace asparagate {
namespace {

Provenance provenance_of(const Study& study, const RunOptions& options, const StudyRun& run, std::string started) {
    Provenance provenance;
    provenance.program_version = program_version();
    provenance.command = options.command;
    provenance.started_utc = std::move(started);
    provenance.seed = study.settings.seed;
    provenance.threads = options.threads > 0 ? options.threads : study.settings.threads;
    provenance.input_sha256 = run.input_hashes();
    if (study.path.empty()) return provenance;
    provenance.study_path = std::filesystem::absolute(study.path).lexically_normal();
    provenance.study_sha256 = sha256_file(study.path);
    return provenance;
}

/// Results with the gates as drawn do not depend on whether moving them succeeds.
void add_placement(const Study& study, const RunOptions& options, const StudyRun& run, Evidence& evidence,
                   const TaskControl& control) {
    const std::size_t draws = options.draws.value_or(study.settings.uncertainty.draws);
    evidence.settings.uncertainty.draws = draws;
    if (draws == 0) return;
    try {
        evidence.uncertainty = placement_uncertainty(study, run, evidence, draws, control);
        const Findings findings = placement_findings(evidence.uncertainty);
        evidence.findings.insert(evidence.findings.end(), findings.begin(), findings.end());
    } catch (const Error& error) {
        if (options.fail_fast || error.kind() != ErrorKind::input) throw;
        evidence.findings.push_back({"PLACEMENT_FAILED",
                                     Severity::error,
                                     "",
                                     "conclusions",
                                     "",
                                     {},
                                     "the gates could not be moved, so no result has a band of their places: " +
                                         run.without_folder(error.what())});
    }
}

}  // namespace

RunResult run_study(const Study& study, const RunOptions& options, const TaskControl& control) {
    if (study.patients.empty())
        throw AnalysisError(study.path.string(),
                            "the patients table has no rows, so there is nothing to study; expected one row per "
                            "patient (docs/study.md)");
    std::string started = utc_timestamp();
    StudyRun run(study, options, control);
    GatedStudy gated = run.gate();
    control.throw_if_stopped();
    RunResult result{compute_evidence(study, std::move(gated), control), run.gated(), run.reused(), run.failed()};
    result.evidence.provenance = provenance_of(study, options, run, std::move(started));
    add_placement(study, options, run, result.evidence, control);
    return result;
}

}  // namespace asparagate
