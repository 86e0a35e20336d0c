#include "asparagate/analysis/gate_batch.hpp"

#include "run/sample_cache.hpp"
#include "run/sample_result.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "asparagate/fcs/sha256.hpp"
#include "asparagate/fcs/version.hpp"

namespace asparagate {
namespace {

constexpr std::size_t samples_per_group = 64;
constexpr std::size_t samples_per_group_with_memberships = 16;

/// Everything but file and strategy that decides a sample's result.
std::string settings_key(const BatchOptions& options) {
    const GateOptions& gate = options.gate;
    std::string key(program_version());
    key += "\ncompensation " +
           (gate.compensation_source ? std::to_string(static_cast<int>(*gate.compensation_source)) : "strategy's");
    if (gate.matrix) key += '\n' + gate.matrix_name + '\n' + format_spillover(*gate.matrix);
    key += "\nlimits " + std::to_string(gate.detection.lod) + ' ' + std::to_string(gate.detection.lloq);
    key += gate.intensities ? "\nintensities" : "";
    key += "\nread " + gate.read.text();
    return key;
}

/// What of the strategy decides it: a change of another sample's version does not.
/// @throws GatingError when two versions fit
std::string strategy_key(const GatingStrategy& strategy, const SampleFile& file) {
    std::string key = strategy_hash(strategy_for_sample(strategy, file.sample, file.file));
    for (const Finding& version : version_findings(strategy, file.sample, file.file)) key += '\n' + version.message;
    return key;
}

std::filesystem::path membership_path(const std::string& sample, const BatchOptions& options) {
    return options.membership_folder / (safe_file_name(sample) + ".csv");
}

/// Header = population paths; one 0/1 row per event. The cells of a population that is not computable stay empty.
void write_membership(const SampleGates& gates, const std::filesystem::path& path) {
    OutputFile file(path);
    std::string text;
    for (std::size_t i = 0; i < gates.rows.size(); ++i) {
        if (i) text += ',';
        text += delimited_cell(gates.rows[i].population, ',');
    }
    text += '\n';
    for (std::uint64_t event = 0; event < gates.n_events; ++event) {
        for (std::size_t i = 0; i < gates.memberships.size(); ++i) {
            if (i) text += ',';
            if (gates.rows[i].count) text += gates.memberships[i][event] ? '1' : '0';
        }
        text += '\n';
        if (text.size() > (1u << 20)) {
            file.write(text);
            text.clear();
        }
    }
    file.write(text);
    file.commit();
}

/// One group of files: what is finished is taken from the cache, the rest is gated.
class FileGroup {
public:
    FileGroup(std::span<const SampleFile> files, const GatingStrategy& strategy, const BatchOptions& options)
        : files_(files),
          strategy_(strategy),
          options_(options),
          cache_(options.resume, !options.force),
          outcomes_(files.size()) {
        if (!options.resume.empty()) settings_ = settings_key(options);
    }

    std::vector<BatchOutcome> run(const TaskControl& control) {
        std::vector<std::size_t> missing;
        std::vector<SampleFile> to_gate;
        keys_.resize(files_.size());
        for (std::size_t i = 0; i < files_.size(); ++i) {
            control.throw_if_stopped();
            if (reuse(i)) continue;
            missing.push_back(i);
            to_gate.push_back(files_[i]);
        }
        GateOptions gate = options_.gate;
        gate.memberships = !options_.membership_folder.empty();
        std::vector<SampleOutcome> gated = gate_samples(to_gate, strategy_, gate, control);
        for (std::size_t k = 0; k < missing.size(); ++k) keep(missing[k], std::move(gated[k]));
        return std::move(outcomes_);
    }

private:
    bool reuse(std::size_t i) {
        if (options_.resume.empty()) return false;
        const SampleFile& file = files_[i];
        try {
            const std::string data_set = file.data_set ? std::to_string(*file.data_set) : "first";
            const GatingStrategy& strategy = file.strategy ? *file.strategy : strategy_;
            keys_[i] = sha256(settings_ + '\n' + strategy_key(strategy, file) + '\n' + file.sample + '\n' + data_set +
                              '\n' + sha256_file(file.file));
        } catch (const Error&) {
            return false;  // gating says what is wrong with the file or its versions
        }
        const auto body = cache_.find(file.sample, keys_[i]);
        if (!body || !membership_is_complete(i)) return false;
        SampleResult result = parse_sample_result(*body);
        SampleGates gates;
        gates.sample = file.sample;
        gates.n_events = result.summary.n_events;
        gates.compensation = result.summary.compensation;
        gates.rows = std::move(result.populations);
        gates.intensities = std::move(result.intensities);
        gates.findings = std::move(result.findings);
        outcomes_[i] = {{file, std::move(gates), {}}, true};
        return true;
    }

    bool membership_is_complete(std::size_t i) const {
        if (options_.membership_folder.empty()) return true;
        const std::filesystem::path path = membership_path(files_[i].sample, options_);
        const auto recorded = cache_.find(files_[i].sample + ".membership", keys_[i]);
        return recorded && std::filesystem::exists(path) && sha256_file(path) == *recorded;
    }

    void keep(std::size_t i, SampleOutcome outcome) {
        if (outcome.gates && !options_.membership_folder.empty()) {
            const std::filesystem::path path = membership_path(files_[i].sample, options_);
            write_membership(*outcome.gates, path);
            outcome.gates->memberships.clear();
            if (!keys_[i].empty()) cache_.keep(files_[i].sample + ".membership", keys_[i], sha256_file(path));
        }
        if (outcome.gates && !keys_[i].empty()) {
            SampleResult result;
            result.summary.sample.id = files_[i].sample;
            result.summary.n_events = outcome.gates->n_events;
            result.summary.compensation = outcome.gates->compensation;
            result.populations = outcome.gates->rows;
            result.intensities = outcome.gates->intensities;
            result.findings = outcome.gates->findings;
            cache_.keep(files_[i].sample, keys_[i], format_result(result));
        }
        outcomes_[i].outcome = std::move(outcome);
    }

    std::span<const SampleFile> files_;
    const GatingStrategy& strategy_;
    const BatchOptions& options_;
    SampleCache cache_;
    std::string settings_;
    std::vector<std::string> keys_;
    std::vector<BatchOutcome> outcomes_;
};

}  // namespace

void gate_batch(const std::vector<SampleFile>& files, const GatingStrategy& strategy, const BatchOptions& options,
                const TaskControl& control, const std::function<void(BatchOutcome)>& take) {
    const std::size_t size = options.membership_folder.empty() ? samples_per_group : samples_per_group_with_memberships;
    for (std::size_t first = 0; first < files.size(); first += size) {
        TaskControl group_control = control;
        group_control.report = [&](const ProgressUpdate& update) {
            control.update({update.stage, update.item, update.unit, first + update.done, files.size()});
        };
        const std::span<const SampleFile> group(files.data() + first, std::min(size, files.size() - first));
        for (BatchOutcome& outcome : FileGroup(group, strategy, options).run(group_control)) take(std::move(outcome));
    }
}

}  // namespace asparagate
