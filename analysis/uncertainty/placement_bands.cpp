#include "uncertainty/placement_bands.hpp"

#include "evidence/comparison.hpp"
#include "evidence/correlations.hpp"
#include "evidence/fold_change.hpp"
#include "evidence/named_test.hpp"
#include "run/parallel.hpp"
#include "run/progress_sum.hpp"
#include "uncertainty/conclusion_band.hpp"

namespace asparagate {
namespace {

constexpr const char* with_moved_gates = "with moved gates";

/// What of a fold change the tests look at.
struct DrawnChange {
    std::optional<double> before, after, log2fc;
    ChangeState state = ChangeState::missing;
};

/// One test of a feature in one draw.
struct DrawnTest {
    std::string quantity, subject;
    bool is_correlation = false;
    TestDraw found;
};

/// All draws of one feature: its tests alone, without adjustment, intervals or influence.
class FeatureDraws {
public:
    /// `base`: what the tests need of the study besides the feature.
    FeatureDraws(Evidence base, const Feature& feature, std::vector<FoldChange> as_drawn)
        : evidence_(std::move(base)), spearman_({.seed = evidence_.settings.seed, .threads = 1}) {
        evidence_.features = {feature};
        evidence_.fold_changes = std::move(as_drawn);
    }

    std::vector<DrawnTest> tests(std::span<const DrawnChange> changes) {
        for (std::size_t p = 0; p < changes.size(); ++p) {
            FoldChange& change = evidence_.fold_changes[p];
            change.before = changes[p].before;
            change.after = changes[p].after;
            change.log2fc = changes[p].log2fc;
            change.state = changes[p].state;
        }
        const double alpha = evidence_.settings.alpha;
        std::vector<DrawnTest> tests;
        for (auto& [made, sample] : planned_comparisons(evidence_)) {
            if (made.feature != evidence_.features.front().id) continue;
            make_comparison(made, sample, alpha);
            tests.push_back({made.quantity, made.sample, false, {made.estimate, made.p}});
        }
        for (auto& [made, sample] : planned_correlations(evidence_)) {
            make_correlation(made, sample, alpha, spearman_);
            tests.push_back({made.quantity, made.against, true, {made.rho, made.p}});
        }
        return tests;
    }

private:
    Evidence evidence_;
    SpearmanTester spearman_;  ///< knows the distributions of earlier draws
};

class BandMaker {
public:
    BandMaker(const Study& study, const Evidence& evidence, const std::vector<DrawnPlace>& places, unsigned threads,
              const TaskControl& control, PlacementUncertainty& result)
        : study_(study),
          evidence_(evidence),
          places_(places),
          threads_(threads),
          control_(control),
          result_(result),
          n_patients_(study.patients.size()) {
        base_.settings = evidence.settings;
        base_.patients = evidence.patients;
        base_.doses = evidence.doses;
        base_.activity = evidence.activity;
    }

    void run(const DrawnStudy& drawn) {
        const std::size_t fold_changes = result_.draws + 1;
        ProgressSum progress(control_, "compare", "steps",
                             std::vector<std::uint64_t>(fold_changes + study_.features.size(), 1));
        change_all(drawn, progress);
        std::vector<std::vector<std::vector<DrawnTest>>> tests(study_.features.size());
        parallel_items(tests.size(), plan_threads(threads_, tests.size(), 0, 0), control_, [&](std::size_t f) {
            const auto first = evidence_.fold_changes.begin() + static_cast<std::ptrdiff_t>(f * n_patients_);
            FeatureDraws draws(base_, study_.features[f], {first, first + static_cast<std::ptrdiff_t>(n_patients_)});
            for (std::size_t draw = 1; draw <= result_.draws; ++draw) {
                control_.throw_if_stopped();
                tests[f].push_back(draws.tests(std::span(changes_[draw]).subspan(f * n_patients_, n_patients_)));
            }
            progress.finish(fold_changes + f, with_moved_gates);
        });
        for (std::size_t f = 0; f < study_.features.size(); ++f) add_bands(f);
        for (const Comparison& made : evidence_.comparisons) conclude(made, made.sample, made.estimate, false, tests);
        for (const Correlation& made : evidence_.correlations) conclude(made, made.against, made.rho, true, tests);
    }

private:
    void change_all(const DrawnStudy& drawn, ProgressSum& progress) {
        changes_.resize(result_.draws + 1);
        parallel_items(changes_.size(), plan_threads(threads_, changes_.size(), 0, 0), control_, [&](std::size_t draw) {
            GatedStudy gated = drawn(draw);
            gated.samples = evidence_.samples;
            Findings told_already;
            for (const FoldChange& change : fold_changes(study_, GatedIndex(study_, gated), told_already))
                changes_[draw].push_back({change.before, change.after, change.log2fc, change.state});
            progress.finish(draw, with_moved_gates);
        });
        check_unmoved();
    }

    /// The gates as drawn must give what the study found with them.
    void check_unmoved() const {
        for (std::size_t i = 0; i < evidence_.fold_changes.size(); ++i) {
            const FoldChange& found = evidence_.fold_changes[i];
            const DrawnChange& again = changes_[0][i];
            if (found.before == again.before && found.after == again.after && found.log2fc == again.log2fc &&
                found.state == again.state)
                continue;
            throw Error(ErrorKind::internal, "gate placement: gating again without moving a gate gave another " +
                                                 found.feature + " of patient " + found.patient);
        }
    }

    void add_bands(std::size_t feature) {
        for (std::size_t p = 0; p < n_patients_; ++p) {
            const std::size_t i = feature * n_patients_ + p;
            const FoldChange& found = evidence_.fold_changes[i];
            if (found.state == ChangeState::missing && !found.before && !found.after) continue;
            add_band(i, "before", found.before, &DrawnChange::before);
            add_band(i, "after", found.after, &DrawnChange::after);
            add_band(i, "log2 fold change", found.log2fc, &DrawnChange::log2fc);
        }
    }

    void add_band(std::size_t i, const char* quantity, const std::optional<double>& value,
                  std::optional<double> DrawnChange::*member) {
        std::vector<double> values;
        for (std::size_t draw = 1; draw <= result_.draws; ++draw)
            if (const auto& drawn = changes_[draw][i].*member) values.push_back(*drawn);
        const DrawBand band = band_of(values);
        const FoldChange& found = evidence_.fold_changes[i];
        result_.bands.push_back({found.feature, found.patient, quantity, value, band.low, band.high, values.size()});
    }

    template <class Test>
    void conclude(const Test& made, const std::string& subject, const std::optional<double>& estimate,
                  bool is_correlation, const std::vector<std::vector<std::vector<DrawnTest>>>& tests) {
        const auto feature = std::find_if(study_.features.begin(), study_.features.end(), [&](const Feature& one) {
            return one.id == made.feature && one.family == made.family;
        });
        if (feature == study_.features.end()) return;  // antibodies and activities have no gates
        std::vector<TestDraw> draws;
        for (const auto& of_draw : tests[static_cast<std::size_t>(feature - study_.features.begin())])
            for (const DrawnTest& test : of_draw)
                if (test.is_correlation == is_correlation && test.quantity == made.quantity && test.subject == subject)
                    draws.push_back(test.found);
        auto conclusion = named_test<ConclusionBand>(made, subject);
        conclusion.estimate = estimate;
        conclusion.p = made.p;
        conclusion.p_min_attainable = made.p_min_attainable;
        set_conclusion(conclusion, draws, evidence_.settings);
        set_driver(conclusion, draws, feature->tube);
        result_.conclusions.push_back(std::move(conclusion));
    }

    /// The place that the estimate follows most closely; shifts are independent, so that shares of the variance add up.
    void set_driver(ConclusionBand& conclusion, const std::vector<TestDraw>& draws, const std::string& tube) const {
        for (const DrawnPlace& place : places_) {
            if (place.tube != tube) continue;
            const double share = explained_share(draws, place.places);
            if (share < evidence_.settings.uncertainty.smallest_driver_share ||
                share <= conclusion.driver_share.value_or(0))
                continue;
            conclusion.driver = place.name;
            conclusion.driver_share = share;
        }
    }

    const Study& study_;
    const Evidence& evidence_;
    const std::vector<DrawnPlace>& places_;
    unsigned threads_;
    const TaskControl& control_;
    PlacementUncertainty& result_;
    std::size_t n_patients_;
    Evidence base_;
    std::vector<std::vector<DrawnChange>> changes_;  ///< by draw, then as in Evidence::fold_changes
};

}  // namespace

void set_placement_bands(const Study& study, const Evidence& evidence, const DrawnStudy& drawn,
                         const std::vector<DrawnPlace>& places, unsigned threads, const TaskControl& control,
                         PlacementUncertainty& result) {
    BandMaker(study, evidence, places, threads, control, result).run(drawn);
}

}  // namespace asparagate
