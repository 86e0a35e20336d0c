#pragma once
#include "run/parallel.hpp"
#include "run/sample_cache.hpp"
#include "run/sample_input.hpp"
#include "run/sample_result.hpp"
#include "run/threshold_sensitivity.hpp"

#include "asparagate/analysis/run_study.hpp"
#include "asparagate/gating/engine.hpp"

#include <atomic>

namespace asparagate {

/// One run over the files of a study: look at every file, resolve the control thresholds of each patient and tube,
/// gate every sample. Each step is parallel over its items and leaves results in study order.
class StudyRun {
public:
    /// The samples of one patient in one tube share their thresholds.
    struct Unit {
        std::string patient, tube;
        const GatingStrategy* declared = nullptr;
        GatingStrategy resolved;
        ThresholdResult thresholds;
        std::string error;
    };

    StudyRun(const Study& study, const RunOptions& options, const TaskControl& control);

    GatedStudy gate();
    [[nodiscard]] std::size_t gated() const { return gated_; }
    [[nodiscard]] std::size_t reused() const { return reused_; }
    [[nodiscard]] std::size_t failed() const;
    /// SHA-256 of every file, by path relative to the study. After gate().
    [[nodiscard]] std::map<std::string, std::string> input_hashes() const;

    // What gating left, for gating the same samples again with moved gates.
    [[nodiscard]] const std::vector<Unit>& units() const { return units_; }
    [[nodiscard]] std::size_t unit_of(std::size_t sample) const { return unit_of_[sample]; }
    [[nodiscard]] const std::vector<SampleInput>& inputs() const { return inputs_; }
    [[nodiscard]] const SampleCache& cache() const { return cache_; }
    [[nodiscard]] bool wanted(std::size_t i) const { return i % options_.shards == options_.shard; }
    [[nodiscard]] unsigned threads() const;
    [[nodiscard]] std::uint64_t max_memory_bytes() const { return options_.max_memory_bytes; }
    [[nodiscard]] std::vector<std::size_t> controls_of(const Unit& unit) const;
    [[nodiscard]] ControlTubes control_tubes(const Unit& unit) const;
    [[nodiscard]] GateOptions gate_options() const;
    [[nodiscard]] std::string without_folder(std::string message) const;

private:
    /// What one sample is gated with.
    struct ChosenStrategy {
        std::string hash;
        std::string versions;  ///< names, "; " between them
        std::string key;       ///< what else of the versions a kept result depends on
    };

    void inspect_files();
    void resolve_thresholds();
    void resolve(Unit& unit);
    ThresholdResult resolve_from_controls(const Unit& unit) const;
    void place_thresholds();
    void gate_files();
    /// @throws GatingError when two versions fit one sample.
    void choose_version(std::size_t i);
    [[nodiscard]] GatingStrategy for_sample(const GatingStrategy& strategy, std::size_t i) const;
    SampleResult result_of(std::size_t i, const TaskControl& control);
    SampleResult gate_file(std::size_t i, const TaskControl& control);
    [[nodiscard]] std::vector<MovedThreshold> moved_thresholds_of(std::size_t i) const;
    SampleResult failed_result(std::size_t i, const std::string& error) const;
    GatedStudy collect();

    [[nodiscard]] SampleSummary summary(std::size_t i) const;
    [[nodiscard]] std::string sample_key(std::size_t i) const;
    [[nodiscard]] bool shows_gating(const StudySample& sample) const;

    const Study& study_;
    const RunOptions& options_;
    const TaskControl& control_;
    std::filesystem::path folder_;  ///< of the study, absolute
    std::string shown_patient_;     ///< whose gating is drawn
    SampleCache cache_;
    ThreadPlan plan_;
    std::vector<SampleInput> inputs_;
    std::vector<ChosenStrategy> chosen_;
    std::vector<Unit> units_;
    std::vector<std::size_t> unit_of_;                         ///< of each sample
    std::map<std::string, ThresholdScales> threshold_scales_;  ///< by tube, those with thresholds from controls
    std::vector<SampleResult> results_;
    std::atomic<std::size_t> gated_ = 0, reused_ = 0;
};

/// `path` as seen from the folder of the study, with forward slashes.
std::filesystem::path relative_to(const std::filesystem::path& path, const std::filesystem::path& folder);

}  // namespace asparagate
