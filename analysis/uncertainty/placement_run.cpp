#include "uncertainty/placement_run.hpp"

#include "run/progress_sum.hpp"
#include "uncertainty/placement_bands.hpp"
#include "uncertainty/sample_draws.hpp"
#include "uncertainty/tube_scales.hpp"

#include "asparagate/fcs/sha256.hpp"
#include "asparagate/fcs/version.hpp"

#include <set>

namespace asparagate {
namespace {

constexpr const char* draw_unit = "draws";

/// Tubes that use one file of gates use the same gates.
std::string strategy_name(const Study& study, const std::string& tube) {
    const std::string own = study.strategies.contains(tube) ? tube : "";
    const auto file = study.strategy_files.find(own);
    if (file == study.strategy_files.end()) return own;
    for (const auto& [name, other] : study.strategy_files)
        if (other == file->second) return name;
    return own;
}

class PlacementRun {
public:
    PlacementRun(const Study& study, const StudyRun& run, const Evidence& evidence, std::size_t draws,
                 const TaskControl& control)
        : study_(study),
          run_(run),
          evidence_(evidence),
          draws_(draws),
          control_(control),
          thresholds_(run.units().size()),
          wishes_(study.samples.size()),
          samples_(study.samples.size()) {
        std::set<std::string> failed;
        for (const SampleSummary& summary : evidence.samples)
            if (!summary.error.empty()) failed.insert(summary.sample.id);
        for (std::size_t i = 0; i < study.samples.size(); ++i) {
            const StudySample& sample = study.samples[i];
            if (!run.wanted(i) || !sample.control.empty() || failed.contains(sample.id)) continue;
            wishes_[i] = sample_wish(study, sample);
            if (wishes_[i].empty()) continue;
            regated_.push_back(i);
            units_.insert(run.unit_of(i));
        }
    }

    PlacementUncertainty run() {
        place_gates();
        draw_all_thresholds();
        draw_all_samples();
        PlacementUncertainty result;
        result.draws = draws_;
        result.seed = study_.settings.seed;
        for (const auto& [tube, moves] : moves_) {
            const std::vector<GatePlacement> placements = moves.placements(evidence_.thresholds);
            result.gates.insert(result.gates.end(), placements.begin(), placements.end());
        }
        const auto drawn = [this](std::size_t draw) {
            GatedStudy gated;
            for (const std::size_t i : regated_)
                samples_[i].append_rows(study_.samples[i].id, wishes_[i], study_.settings.detection, draw, gated);
            return gated;
        };
        set_placement_bands(study_, evidence_, drawn, drawn_places(), run_.threads(), control_, result);
        return result;
    }

private:
    [[nodiscard]] const GateMoves& moves_of(std::size_t unit) const { return moves_.at(run_.units()[unit].tube); }

    [[nodiscard]] std::vector<DrawnPlace> drawn_places() const {
        std::vector<DrawnPlace> places;
        const auto add = [&](const std::string& tube, const std::string& name, auto&& place_in) {
            places.push_back({tube, name, {}});
            for (std::size_t draw = 1; draw <= draws_; ++draw) places.back().places.push_back(place_in(draw));
        };
        for (const auto& [tube, moves] : moves_)
            for (const GateMoves::Line& line : moves.lines())
                add(tube, line.name, [&](std::size_t draw) { return moves.standard_shift(line, draw); });
        for (const std::size_t u : units_)
            for (std::size_t i = 0; i < thresholds_[u].nodes.size(); ++i)
                add(run_.units()[u].tube,
                    gate_path_of(moves_of(u).strategy().nodes[thresholds_[u].nodes[i]]) + " (threshold of " +
                        run_.units()[u].patient + ')',
                    [&](std::size_t draw) { return thresholds_[u].values[draw][i]; });
        return places;
    }

    void place_gates() {
        for (const std::size_t u : units_) {
            const std::string& tube = run_.units()[u].tube;
            if (moves_.contains(tube)) continue;
            TubeScales scales(study_, tube, run_.gate_options());
            const GateMoves::ScaleOf scale_of = [&](const Dimension& dimension) { return scales.of(dimension); };
            moves_.emplace(tube, GateMoves(*run_.units()[u].declared, strategy_name(study_, tube), tube,
                                           study_.settings.uncertainty, study_.settings.seed, scale_of));
        }
    }

    [[nodiscard]] ThreadPlan plan(std::size_t items, std::uint64_t item_bytes) const {
        return plan_threads(run_.threads(), items, item_bytes, run_.max_memory_bytes());
    }

    [[nodiscard]] GateOptions options_for(const ThreadPlan& plan) const {
        GateOptions options = run_.gate_options();
        options.threads = plan.inner;
        options.max_memory_bytes = memory_share(run_.max_memory_bytes(), plan.outer);
        return options;
    }

    void draw_all_thresholds() {
        std::vector<std::size_t> units;
        std::uint64_t largest = 0;
        for (const std::size_t u : units_) {
            if (threshold_rounds(moves_of(u).strategy()).empty()) {
                thresholds_[u].values.resize(draws_ + 1);
                continue;
            }
            units.push_back(u);
            std::uint64_t bytes = 0;
            for (const std::size_t i : run_.controls_of(run_.units()[u]))
                bytes += Regating::needed_bytes(moves_of(u).strategy(), run_.inputs()[i].n_events, 0, 1);
            largest = std::max(largest, bytes);
        }
        const ThreadPlan threads = plan(units.size(), largest);
        ProgressSum progress(control_, "move controls", draw_unit,
                             std::vector<std::uint64_t>(units.size(), draws_ + 1));
        parallel_items(units.size(), threads, control_, [&](std::size_t k) {
            const StudyRun::Unit& unit = run_.units()[units[k]];
            const std::string name = "placement-thresholds-" + unit.patient + '-' + unit.tube;
            const std::string key = threshold_key(units[k]);
            std::optional<std::string> body = run_.cache().find(name, key);
            if (!body) {
                body = format_draws(draw_thresholds(moves_of(units[k]), run_.control_tubes(unit), draws_,
                                                    options_for(threads), progress.task(k, unit.patient)));
                run_.cache().keep(name, key, *body);
            }
            thresholds_[units[k]] = parse_threshold_draws(*body);
            progress.finish(k, unit.patient);
        });
    }

    void draw_all_samples() {
        std::uint64_t largest = 0;
        for (const std::size_t i : regated_)
            largest =
                std::max(largest, Regating::needed_bytes(moves_of(run_.unit_of(i)).strategy(),
                                                         run_.inputs()[i].n_events, wishes_[i].medians.size(), 1));
        const ThreadPlan threads = plan(regated_.size(), largest);
        ProgressSum progress(control_, "move gates", draw_unit,
                             std::vector<std::uint64_t>(regated_.size(), draws_ + 1));
        parallel_items(regated_.size(), threads, control_, [&](std::size_t k) {
            const std::size_t i = regated_[k];
            const StudySample& sample = study_.samples[i];
            const std::string name = "placement-" + sample.id, key = sample_key(i);
            std::optional<std::string> body = run_.cache().find(name, key);
            if (!body) {
                const FcsFile file = FcsFile::open(sample.file, {.strict = run_.gate_options().read.strict});
                body = format_draws(draw_sample(moves_of(run_.unit_of(i)), thresholds_[run_.unit_of(i)], sample,
                                                file.data_set(), wishes_[i], draws_, options_for(threads),
                                                progress.task(k, sample.id)));
                check_unchanged(sample, run_.inputs()[i]);
                run_.cache().keep(name, key, *body);
            }
            samples_[i] = parse_sample_draws(*body);
            progress.finish(k, sample.id);
        });
    }

    /// What the draws of any sample or threshold of a unit rest on.
    [[nodiscard]] std::string common_key(std::size_t unit) const {
        const GateMoves& moves = moves_of(unit);
        return std::string(program_version()) + "\nplacement\n" + std::to_string(draws_) + '\n' +
               strategy_hash(moves.strategy()) + '\n' + moves.key() + '\n' +
               (run_.gate_options().read.strict ? "strict" : "lenient");
    }

    [[nodiscard]] std::string threshold_key(std::size_t unit) const {
        std::string key = common_key(unit);
        for (const std::size_t i : run_.controls_of(run_.units()[unit]))
            key += '\n' + study_.samples[i].id + '\n' + study_.samples[i].control + '\n' + run_.inputs()[i].sha256;
        return sha256(key);
    }

    [[nodiscard]] std::string sample_key(std::size_t i) const {
        return sha256(common_key(run_.unit_of(i)) + '\n' + study_.samples[i].id + '\n' + run_.inputs()[i].sha256 +
                      wishes_[i].key() + '\n' + sha256(format_draws(thresholds_[run_.unit_of(i)])));
    }

    const Study& study_;
    const StudyRun& run_;
    const Evidence& evidence_;
    std::size_t draws_;
    const TaskControl& control_;
    std::map<std::string, GateMoves> moves_;  ///< by tube
    std::set<std::size_t> units_;             ///< that have samples to regate
    std::vector<ThresholdDraws> thresholds_;  ///< by unit
    std::vector<SampleWish> wishes_;          ///< by sample of the study
    std::vector<SampleDraws> samples_;        ///< the same
    std::vector<std::size_t> regated_;        ///< samples
};

}  // namespace

PlacementUncertainty placement_uncertainty(const Study& study, const StudyRun& run, const Evidence& evidence,
                                           std::size_t draws, const TaskControl& control) {
    return PlacementRun(study, run, evidence, draws, control).run();
}

Findings placement_findings(const PlacementUncertainty& uncertainty) {
    std::size_t tested = 0, changing = 0;
    std::string first;
    for (const ConclusionBand& conclusion : uncertainty.conclusions) {
        tested += conclusion.p.has_value();
        if (!conclusion.changes) continue;
        if (changing++ == 0)
            first = "; the first is " + conclusion.feature_name + ", " + conclusion.subject + ": " + conclusion.note;
    }
    if (uncertainty.draws == 0 || tested == 0) return {};
    const std::string message = std::to_string(changing) + " of " + std::to_string(tested) +
                                " tests of features rest on where the gates lie (" + std::to_string(uncertainty.draws) +
                                " draws)" + first;
    return {{"GATE_PLACEMENT", changing > 0 ? Severity::warning : Severity::note, "", "conclusions", "", {}, message}};
}

}  // namespace asparagate
