#include "asparagate/analysis/study.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/gating/strategy_file.hpp"
#include "study/blank_tubes.hpp"
#include "study/clinical_tables.hpp"
#include "study/features.hpp"
#include "study/laboratory_tables.hpp"
#include "study/record_tables.hpp"
#include "study/sample_tables.hpp"
#include "study/uncertainty_settings.hpp"

namespace asparagate {
namespace {

using namespace study_files;

/// The study's further names of markers, after the strategy's own.
void merge_panel(GatingStrategy& strategy, const std::map<std::string, std::vector<std::string>>& panel) {
    for (const auto& [marker, names] : panel) {
        std::vector<std::string>& all = strategy.panel[marker];
        for (const std::string& name : names) {
            if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
        }
    }
}

void read_strategies(const StudyPlan& plan, Study& study) {
    for (const NamedStrategy& named : plan.strategies) {
        auto [strategy, format, findings] = read_strategy_file(named.path);
        study.findings.insert(study.findings.end(), findings.begin(), findings.end());
        merge_panel(strategy, plan.panel);
        study.strategies.emplace(named.tube, std::move(strategy));
        study.strategy_files.emplace(named.tube, named.path);
    }
}

/// Reads one table when the study names it.
template <class Read>
void read_table(const StudyPlan& plan, const char* kind, Read read) {
    const auto table = plan.tables.find(kind);
    if (table != plan.tables.end()) read(table->second);
}

void read_tables(const StudyPlan& plan, Study& study) {
    Findings& findings = study.findings;
    read_table(plan, "patients", [&](const TableFile& file) { study.patients = read_patients(file); });
    std::vector<std::string> ids;
    for (const Patient& patient : study.patients) ids.push_back(patient.id);
    const KnownNames patients("patient", std::move(ids));
    // Before the samples, whose missing visits it explains.
    read_table(plan, "not_done", [&](const TableFile& file) { study.not_done = read_not_done(file, patients); });
    read_table(plan, "samples", [&](const TableFile& file) {
        study.samples = read_samples(file, study, findings);
        check_visits(study, file.name, findings);
        check_blanks(study, file.name, findings);
    });
    read_table(plan, "doses", [&](const TableFile& file) { study.doses = read_doses(file, patients, findings); });
    read_table(plan, "activity", [&](const TableFile& file) {
        study.activity = read_activity(file, patients, study.doses, study.settings.domain, findings);
    });
    read_table(plan, "antibodies",
               [&](const TableFile& file) { study.antibodies = read_antibodies(file, patients, findings); });
    read_table(plan, "outcomes", [&](const TableFile& file) { study.outcomes = read_outcomes(file, patients); });
    read_table(plan, "counts", [&](const TableFile& file) { study.counts = read_counts(file, study); });
    read_table(plan, "reactions",
               [&](const TableFile& file) { study.reactions = read_reactions(file, patients, findings); });
    read_table(plan, "concomitant",
               [&](const TableFile& file) { study.concomitants = read_concomitants(file, patients); });
    read_table(plan, "liver", [&](const TableFile& file) { study.liver = read_liver(file, patients); });
    read_table(plan, "ammonia", [&](const TableFile& file) { study.ammonia = read_ammonia(file, patients); });
    read_table(plan, "claims", [&](const TableFile& file) { study.claims = read_claims(file, study.patients); });
    read_table(plan, "not_done", [&](const TableFile& file) { check_not_done(study, file.name, findings); });
}

/// The study file, its strategies and its tables, each once.
std::vector<std::filesystem::path> files_read(const StudyPlan& plan, const std::filesystem::path& path) {
    std::vector<std::filesystem::path> files = {path};
    const auto add = [&](const std::filesystem::path& file) {
        if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
    };
    for (const NamedStrategy& named : plan.strategies) add(named.path);
    if (!plan.rules_file.empty()) add(plan.rules_file);
    for (const auto& [kind, table] : plan.tables) add(table.path);
    return files;
}

}  // namespace

const GatingStrategy& Study::strategy_for(const std::string& tube) const {
    auto found = strategies.find(tube);
    if (found == strategies.end()) found = strategies.find("");
    if (found != strategies.end()) return found->second;
    throw AnalysisError("strategy", "no strategy for tube " + in_quotes(tube) + " and no default");
}

Study read_study(const std::filesystem::path& path) {
    const toml::table parsed = parse_toml_file(path);
    const TomlTable root(parsed, path.string(), "");
    const StudyPlan plan = read_plan(root, path.parent_path());
    Study study;
    study.path = path;
    study.settings = plan.settings;
    read_strategies(plan, study);
    study.blanks = read_blanks(root, study);
    read_tables(plan, study);
    study.features = read_features(root, study, plan, study.findings);
    study.settings.uncertainty = read_uncertainty(root, study);
    study.input_files = files_read(plan, path);
    return study;
}

}  // namespace asparagate
