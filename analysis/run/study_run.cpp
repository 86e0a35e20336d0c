#include "run/study_run.hpp"

#include "run/blank_counts.hpp"
#include "run/gate_plots.hpp"
#include "run/histogram_plan.hpp"
#include "run/progress_sum.hpp"

#include "asparagate/fcs/sha256.hpp"
#include "asparagate/fcs/version.hpp"

namespace asparagate {
namespace {

constexpr const char* file_unit = "files";
constexpr const char* event_unit = "events";
constexpr std::uint64_t block_bytes = 16 << 20;

bool has_control_thresholds(const GatingStrategy& strategy) {
    return std::any_of(strategy.nodes.begin(), strategy.nodes.end(), [](const GateNode& node) {
        const auto* gate = std::get_if<RectangleGate>(&node.gate);
        return gate != nullptr && gate->control;
    });
}

void append_findings(Findings& to, const Findings& from, const std::string& sample) {
    for (Finding finding : from) {
        // The file's place differs between machines; the sample's name does not.
        finding.file = sample;
        to.push_back(std::move(finding));
    }
}

}  // namespace

std::filesystem::path relative_to(const std::filesystem::path& path, const std::filesystem::path& folder) {
    if (folder.empty()) return path;
    return std::filesystem::absolute(path).lexically_normal().lexically_proximate(folder);
}

StudyRun::StudyRun(const Study& study, const RunOptions& options, const TaskControl& control)
    : study_(study),
      options_(options),
      control_(control),
      folder_(study.path.empty() ? "" : std::filesystem::absolute(study.path).lexically_normal().parent_path()),
      shown_patient_(representative_patient(study)),
      cache_(options.output / "samples", options.resume && !options.force),
      inputs_(study.samples.size()),
      chosen_(study.samples.size()),
      results_(study.samples.size()) {
    if (options.shards == 0 || options.shard >= options.shards)
        throw Error(ErrorKind::usage, "shard " + std::to_string(options.shard) + " of " +
                                          std::to_string(options.shards) +
                                          ": expected a number below the number of shards");
    for (const StudySample& sample : study.samples) {
        const auto found = std::find_if(units_.begin(), units_.end(), [&](const Unit& unit) {
            return unit.patient == sample.patient && unit.tube == sample.tube;
        });
        unit_of_.push_back(static_cast<std::size_t>(found - units_.begin()));
        if (found != units_.end()) continue;
        units_.emplace_back();
        units_.back().patient = sample.patient;
        units_.back().tube = sample.tube;
        units_.back().declared = &study.strategy_for(sample.tube);
    }
}

GatedStudy StudyRun::gate() {
    inspect_files();
    resolve_thresholds();
    place_thresholds();
    gate_files();
    return collect();
}

unsigned StudyRun::threads() const {
    return options_.threads > 0 ? options_.threads : study_.settings.threads;
}

void StudyRun::inspect_files() {
    plan_ = plan_threads(threads(), study_.samples.size(), 0, 0);
    ProgressSum progress(control_, "read", file_unit, std::vector<std::uint64_t>(study_.samples.size(), 1));
    parallel_items(study_.samples.size(), plan_, control_, [&](std::size_t i) {
        const StudySample& sample = study_.samples[i];
        // Controls serve the samples of other shards as well.
        if (wanted(i) || !sample.control.empty()) {
            inputs_[i] = inspect_sample(sample, options_.strict);
            inputs_[i].error = without_folder(inputs_[i].error);
            if (options_.fail_fast && !inputs_[i].error.empty()) throw Error(ErrorKind::input, inputs_[i].error);
        }
        progress.finish(i, sample.id);
    });
    std::uint64_t largest_events = 0;
    for (const SampleInput& input : inputs_) largest_events = std::max(largest_events, input.n_events);
    std::size_t most_populations = 0;
    for (const Unit& unit : units_) most_populations = std::max(most_populations, unit.declared->nodes.size());
    // The engine's blocks, two columns of doubles, and a bitmap per population.
    const std::uint64_t sample_bytes = block_bytes + largest_events * (2 * sizeof(double) + most_populations / 8 + 1);
    plan_ = plan_threads(threads(), study_.samples.size(), sample_bytes, options_.max_memory_bytes);
}

void StudyRun::resolve_thresholds() {
    ProgressSum progress(control_, "thresholds", "patients", std::vector<std::uint64_t>(units_.size(), 1));
    parallel_items(units_.size(), plan_, control_, [&](std::size_t u) {
        resolve(units_[u]);
        progress.finish(u, units_[u].patient);
    });
}

std::vector<std::size_t> StudyRun::controls_of(const Unit& unit) const {
    std::vector<std::size_t> controls;
    for (std::size_t i = 0; i < study_.samples.size(); ++i) {
        const StudySample& sample = study_.samples[i];
        if (sample.patient == unit.patient && sample.tube == unit.tube && !sample.control.empty() &&
            inputs_[i].error.empty())
            controls.push_back(i);
    }
    return controls;
}

void StudyRun::resolve(Unit& unit) {
    unit.resolved = *unit.declared;
    try {
        if (has_control_thresholds(*unit.declared)) {
            const std::vector<std::size_t> controls = controls_of(unit);
            std::string key = std::string(program_version()) + '\n' + strategy_hash(*unit.declared) + '\n' +
                              (options_.strict ? "strict" : "lenient");
            for (const std::size_t i : controls)
                key += '\n' + study_.samples[i].id + '\n' + study_.samples[i].control + '\n' + inputs_[i].sha256;
            key = sha256(key);
            const std::string name = "thresholds-" + unit.patient + '-' + unit.tube;
            std::optional<std::string> body = cache_.find(name, key);
            if (!body) {
                body = format_result(resolve_from_controls(unit));
                cache_.keep(name, key, *body);
            }
            unit.thresholds = parse_threshold_result(*body);
            unit.resolved = parse_strategy(unit.thresholds.strategy_toml, name);
        }
    } catch (const Interrupted&) {
        throw;
    } catch (const OutputError&) {
        throw;
    } catch (const Error& error) {
        if (options_.fail_fast) throw;
        unit.error = "thresholds from controls: " + without_folder(error.what());
    }
}

ControlTubes StudyRun::control_tubes(const Unit& unit) const {
    ControlTubes tubes;
    for (const std::size_t i : controls_of(unit)) {
        const StudySample& sample = study_.samples[i];
        tubes[sample.control].push_back(
            {sample.id, sample.file, FcsFile::open(sample.file, {.strict = options_.strict}).data_set()});
    }
    return tubes;
}

ThresholdResult StudyRun::resolve_from_controls(const Unit& unit) const {
    const ThresholdResolution resolution =
        resolve_control_thresholds(*unit.declared, control_tubes(unit), gate_options());
    ThresholdResult result;
    result.strategy_toml = format_strategy(resolution.strategy);
    for (const ResolvedThreshold& use : resolution.thresholds)
        result.thresholds.push_back(
            {unit.patient, unit.tube, use.population, use.control, use.value, use.events, use.fallback});
    append_findings(result.findings, resolution.findings, unit.patient + (unit.tube.empty() ? "" : " " + unit.tube));
    return result;
}

void StudyRun::place_thresholds() {
    for (const Unit& unit : units_)
        if (has_control_thresholds(*unit.declared) && !threshold_scales_.contains(unit.tube))
            threshold_scales_.emplace(unit.tube, threshold_scales(study_, unit.tube, gate_options()));
}

std::vector<MovedThreshold> StudyRun::moved_thresholds_of(std::size_t i) const {
    const Unit& unit = units_[unit_of_[i]];
    const auto scales = threshold_scales_.find(unit.tube);
    if (scales == threshold_scales_.end() || !study_.samples[i].control.empty()) return {};
    return moved_thresholds(*unit.declared, for_sample(unit.resolved, i), scales->second, unit.thresholds.thresholds,
                            study_.settings.domain.threshold_shift);
}

void StudyRun::gate_files() {
    std::vector<std::uint64_t> sizes;
    for (std::size_t i = 0; i < inputs_.size(); ++i) sizes.push_back(wanted(i) ? inputs_[i].n_events : 0);
    ProgressSum progress(control_, "gate", event_unit, std::move(sizes));
    parallel_items(study_.samples.size(), plan_, control_, [&](std::size_t i) {
        if (!wanted(i)) return;
        const StudySample& sample = study_.samples[i];
        try {
            results_[i] = result_of(i, progress.task(i, sample.id));
        } catch (const Interrupted&) {
            throw;
        } catch (const OutputError&) {
            throw;
        } catch (const Error& error) {
            if (options_.fail_fast) throw;
            results_[i] = failed_result(i, without_folder(error.what()));
        } catch (const std::bad_alloc&) {
            if (options_.fail_fast) throw;
            results_[i] = failed_result(i, sample.file.filename().string() + ": not enough memory to gate it");
        }
        progress.finish(i, sample.id);
    });
}

GatingStrategy StudyRun::for_sample(const GatingStrategy& strategy, std::size_t i) const {
    return strategy_for_sample(strategy, study_.samples[i].id, study_.samples[i].file);
}

void StudyRun::choose_version(std::size_t i) {
    const GatingStrategy& all = units_[unit_of_[i]].resolved;
    ChosenStrategy chosen{strategy_hash(for_sample(all, i)), "", ""};
    for (const auto* version : versions_for_sample(all, study_.samples[i].id, study_.samples[i].file)) {
        chosen.versions += (chosen.versions.empty() ? "" : "; ") + version->name;
        chosen.key += version->name + '\n' + version->reason + '\n';
    }
    chosen_[i] = std::move(chosen);
}

SampleResult StudyRun::result_of(std::size_t i, const TaskControl& control) {
    const Unit& unit = units_[unit_of_[i]];
    choose_version(i);
    if (!inputs_[i].error.empty()) return failed_result(i, inputs_[i].error);
    if (!unit.error.empty()) return failed_result(i, unit.error);
    const std::string key = sample_key(i);
    const std::string name = study_.samples[i].id;
    if (const auto body = cache_.find(name, key)) {
        ++reused_;
        return parse_sample_result(*body);
    }
    const std::string body = format_result(gate_file(i, control));
    cache_.keep(name, key, body);
    ++gated_;
    return parse_sample_result(body);
}

SampleResult StudyRun::gate_file(std::size_t i, const TaskControl& control) {
    const StudySample& sample = study_.samples[i];
    const Unit& unit = units_[unit_of_[i]];
    const FcsFile file = FcsFile::open(sample.file, {.strict = options_.strict});
    SampleResult result;
    result.summary = summary(i);
    append_findings(result.findings, file.findings(), sample.id);
    if (file.data_sets().size() > 1)
        result.findings.push_back(
            {"DATASETS_IGNORED",
             Severity::warning,
             sample.id,
             "",
             "",
             {},
             "holds " + std::to_string(file.data_sets().size()) + " data sets; a study uses the first"});
    const GatingStrategy declared = for_sample(*unit.declared, i), resolved = for_sample(unit.resolved, i);
    append_findings(result.findings, version_findings(unit.resolved, sample.id, sample.file), sample.id);
    const auto plans = plan_histograms(study_.features, sample.tube, declared, resolved);
    const bool is_control = !sample.control.empty();
    const std::vector<std::string> blank_of = blank_populations(study_, sample, declared);
    const bool drawn = std::any_of(plans.begin(), plans.end(), [&](const HistogramPlan& plan) {
        return !is_control || plan.control == sample.control;
    });
    if (is_control && !drawn && blank_of.empty()) return result;
    GateOptions options = gate_options();
    options.memberships = drawn || shows_gating(sample);
    options.intensities = !is_control;
    SampleGates gates = gate_sample(file.data_set(), resolved, sample.id, options, control);
    append_findings(result.findings, gates.findings, sample.id);
    result.summary.compensation = gates.compensation;
    result.histograms = make_histograms(plans, sample, file.data_set(), resolved, gates, options);
    check_unchanged(sample, inputs_[i]);
    result.blanks = blank_counts(blank_of, sample, gates.rows);
    if (is_control) return result;
    if (shows_gating(sample))
        result.gate_plots = make_gate_plots(sample, file.data_set(), declared, resolved, gates, options);
    result.threshold_sensitivity =
        threshold_sensitivity(moved_thresholds_of(i), sample, file.data_set(), resolved, gates.rows, options);
    check_unchanged(sample, inputs_[i]);
    result.populations = std::move(gates.rows);
    result.intensities = std::move(gates.intensities);
    return result;
}

SampleResult StudyRun::failed_result(std::size_t i, const std::string& error) const {
    SampleResult result;
    result.summary = summary(i);
    result.summary.error = error;
    result.findings.push_back(
        {"SAMPLE_FAILED", Severity::error, study_.samples[i].id, "", "", {}, "was not gated: " + error});
    return result;
}

SampleSummary StudyRun::summary(std::size_t i) const {
    SampleSummary summary;
    summary.sample = study_.samples[i];
    summary.sample.file = relative_to(study_.samples[i].file, folder_);
    summary.sha256 = inputs_[i].sha256;
    summary.n_events = inputs_[i].n_events;
    summary.strategy_hash = chosen_[i].hash;
    summary.versions = chosen_[i].versions;
    return summary;
}

std::string StudyRun::sample_key(std::size_t i) const {
    const SampleSummary from = summary(i);
    const Unit& unit = units_[unit_of_[i]];
    std::string key = std::string(program_version()) + '\n' + from.sha256 + '\n' + from.strategy_hash + '\n' +
                      (options_.strict ? "strict" : "lenient") + '\n' + std::to_string(study_.settings.detection.lod) +
                      '\n' + std::to_string(study_.settings.detection.lloq);
    for (const std::string& text : {from.sample.id, from.sample.patient, from.sample.visit, from.sample.tube,
                                    from.sample.control, from.sample.specimen, from.sample.file.generic_string()})
        key += '\n' + text;
    key += '\n' + chosen_[i].key;
    for (const HistogramPlan& plan : plan_histograms(study_.features, from.sample.tube, for_sample(*unit.declared, i),
                                                     for_sample(unit.resolved, i)))
        key += '\n' + plan.population + '\n' + plan.control;
    if (shows_gating(study_.samples[i])) key += "\ngate plots";
    key += "\nblank of";
    for (const std::string& population : blank_populations(study_, from.sample, for_sample(*unit.declared, i)))
        key += '\n' + population;
    key += "\nmoved thresholds";
    for (const MovedThreshold& moved : moved_thresholds_of(i)) key += '\n' + moved.key();
    return sha256(key);
}

bool StudyRun::shows_gating(const StudySample& sample) const {
    const bool compared =
        sample.visit == study_.settings.baseline_visit || sample.visit == study_.settings.followup_visit;
    return compared && sample.control.empty() && sample.patient == shown_patient_;
}

GateOptions StudyRun::gate_options() const {
    GateOptions options;
    options.threads = plan_.inner;
    options.detection = study_.settings.detection;
    options.read.strict = options_.strict;
    options.max_memory_bytes = options_.max_memory_bytes / plan_.outer;
    return options;
}

std::string StudyRun::without_folder(std::string message) const {
    const std::string prefix = folder_.empty() ? "" : folder_.string() + '/';
    if (prefix.empty()) return message;
    for (std::size_t at = message.find(prefix); at != std::string::npos; at = message.find(prefix, at))
        message.erase(at, prefix.size());
    return message;
}

GatedStudy StudyRun::collect() {
    GatedStudy all;
    const auto append = [](auto& to, auto& from) {
        to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    };
    for (Unit& unit : units_) {
        // Those of blanks that belong to nobody judge nobody.
        if (!unit.patient.empty()) append(all.thresholds, unit.thresholds.thresholds);
        append(all.findings, unit.thresholds.findings);
    }
    for (std::size_t i = 0; i < results_.size(); ++i) {
        if (!wanted(i)) continue;
        all.samples.push_back(results_[i].summary);
        append(all.populations, results_[i].populations);
        append(all.intensities, results_[i].intensities);
        append(all.histograms, results_[i].histograms);
        append(all.gate_plots, results_[i].gate_plots);
        append(all.threshold_sensitivity, results_[i].threshold_sensitivity);
        append(all.blanks, results_[i].blanks);
        append(all.findings, results_[i].findings);
    }
    return all;
}

std::size_t StudyRun::failed() const {
    return static_cast<std::size_t>(std::count_if(
        results_.begin(), results_.end(), [](const SampleResult& result) { return !result.summary.error.empty(); }));
}

std::map<std::string, std::string> StudyRun::input_hashes() const {
    std::map<std::string, std::string> hashes;
    for (const auto& file : study_.input_files) hashes[relative_to(file, folder_).generic_string()] = sha256_file(file);
    for (std::size_t i = 0; i < inputs_.size(); ++i)
        if (!inputs_[i].sha256.empty())
            hashes[relative_to(study_.samples[i].file, folder_).generic_string()] = inputs_[i].sha256;
    return hashes;
}

}  // namespace asparagate
