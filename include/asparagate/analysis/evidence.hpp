#pragma once
#include "asparagate/analysis/statistics/clustering.hpp"
#include "asparagate/analysis/study.hpp"
#include "asparagate/analysis/study_evidence.hpp"
#include "asparagate/fcs/task_control.hpp"
#include "asparagate/gating/density.hpp"
#include "asparagate/gating/transform.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

enum class Group { aar, aanr, unclassified };
std::string group_name(Group group);  ///< "AAR", "AANR", "unclassified"

/// Restoration under one rule (DOMAIN 2.3). A missing needed point is "not evaluable", never "failed".
enum class Restoration { restored, not_restored, not_evaluable };
std::string restoration_name(Restoration restoration);

/// A patient with everything computed about the primary outcome.
struct PatientEvidence {
    Patient patient;
    Group group = Group::unclassified;                  ///< by the label where given, else by the study's rule
    std::string label;                                  ///< as supplied, canonical
    Restoration restored = Restoration::not_evaluable;  ///< by the study's rule
    std::map<std::string, Restoration> rules;           ///< R-A, R-B, R-C
    std::map<double, Restoration> restored_at;          ///< the study's rule at other thresholds (IU/L)
    std::optional<double> log2_activity_change_d7;      ///< R-D: log2(after/before) at day 7
    std::string log2_activity_change_bound;             ///< "", "at least", "at most" (censored side)
    std::optional<bool> tolerated;
    std::string status;  ///< symptoms x activity after: "tolerant", "silent inactivation", ...
    bool has_flow = false, has_antibodies = false;
    std::vector<std::string> flags;            ///< codes of DOMAIN 2.6
    std::optional<bool> inactive_before = {};  ///< the course before blinatumomab met the inactivation rule
    /// At the rechallenge: the outcomes table's, else what the reactions and doses tables say.
    std::optional<bool> symptoms = {}, premedicated = {};
};

/// One antibody of one patient, before and after.
struct AntibodyChange {
    std::string patient;
    std::string specificity;
    std::optional<AntibodySample> before, after;
    std::optional<double> percent_reduction;   ///< 100 (before - after) / before; undefined when before <= cut-off
    std::optional<double> log2_ratio;          ///< log2(after / before)
    std::optional<double> catabolism_percent;  ///< fall expected from IgG catabolism alone, with the rules' half-life
    std::vector<std::string> flags = {};       ///< CONFOUND_IVIG: immunoglobulins between the two samples
    std::string against_catabolism = {};  ///< "falls less", which needs ongoing production, or "falls as much or more"
};

/// State of a before/after pair (DOMAIN 3.6).
enum class ChangeState { ok, floor, ceiling, unreliable, missing };
std::string change_state_name(ChangeState state);  ///< OK, FLOOR, CEIL, UNRELIABLE, MISSING

/// One feature of one patient at both visits. Counts are events; a missing side is empty.
struct FoldChange {
    std::string feature;  ///< Feature::id
    std::string patient;
    std::optional<double> before, after;  ///< value of the measure: percent, cells/uL or median
    std::optional<double> before_low, before_high, after_low, after_high;  ///< 95 %
    std::optional<std::uint64_t> before_events, before_total, after_events, after_total;
    std::string before_state, after_state;  ///< detection classes
    std::optional<double> log2fc;           ///< clipped at the floor where state is floor
    std::optional<double> low, high;        ///< 95 %; infinite ends are empty and named in `bound`
    std::string bound;                      ///< "", "upper bound", "lower bound"
    ChangeState state = ChangeState::missing;
    std::vector<std::string> flags;  ///< CD19_UNRELIABLE, LOW_EVENTS, FLOOR_LIMITED ...
};

/// One test: group against group, or before against after.
struct Comparison {
    std::string family;
    std::string feature;  ///< Feature::id, antibody or activity name
    std::string feature_name;
    std::string quantity;  ///< "log2 fold change", "day 14 value", "percent reduction", "SAA day 7"
    std::string test;      ///< "exact Mann-Whitney", "exact signed rank"
    std::string sample;    ///< "AAR vs AANR", "AAR", "all"
    std::size_t n_1 = 0, n_2 = 0, missing = 0;
    bool ties = false;
    std::optional<double> median_1, median_2;
    std::optional<double> statistic, p, p_min_attainable, p_holm, p_bh;
    std::optional<double> p_max_t;                        ///< Westfall-Young step-down within the declared family
    std::optional<double> estimate, low, high, achieved;  ///< Hodges-Lehmann; infinite ends are empty
    std::optional<double> auc, auc_low, auc_high;         ///< group comparisons
    std::string note;                                     ///< why not computed, or what n allows
    bool primary = false;
};

/// One subset's change or level against the return of activity.
struct Correlation {
    std::string family, feature, feature_name;
    std::string quantity;  ///< "log2 fold change", "day 14 value"
    std::string against;   ///< "SAA day 7 after", "restored activity", ...
    std::string test;      ///< "exact Spearman"; against restored activity, which is yes or no, "exact Mann-Whitney"
    std::size_t n = 0, missing = 0;
    std::size_t n_restored = 0;       ///< of n; 0 unless against restored activity
    std::optional<double> rho;        ///< Spearman's; against restored activity Cliff's delta (2 AUC - 1)
    std::optional<double> low, high;  ///< interval of rho; `interval` names it
    std::string interval;             ///< "95 % Fisher z", "95 % Newcombe", or why there is none
    std::optional<double> p, p_min_attainable, p_holm, p_bh;
    std::optional<double> p_max_t;  ///< Westfall-Young step-down within the declared family
    std::string note;
};

/// A test repeated without one patient.
struct Influence {
    std::string family, feature, feature_name;
    std::string quantity;  ///< of the comparison or correlation
    std::string test;
    std::string subject;   ///< Comparison::sample or Correlation::against
    std::string left_out;  ///< patient
    std::size_t n = 0;     ///< that remain
    std::optional<double> estimate, p, p_min_attainable;
    bool changes_direction = false;   ///< the estimate changes sign
    bool changes_verdict = false;     ///< p crosses the study's alpha, though those left could still reach it
    bool cannot_reach_alpha = false;  ///< no p of those left could be below alpha: n decides, not the patient
};

/// Elimination of the activity of one dose, descriptive only (DOMAIN 2.4): a short half-life is no evidence of
/// antibodies.
struct ActivityKinetics {
    std::string patient;
    Period period = Period::before;
    std::string product;
    std::size_t points = 0;                                 ///< at or above their LLOQ
    std::optional<double> half_life_days;                   ///< log-linear, all points at or above LLOQ
    std::optional<double> half_life_7_14, half_life_14_21;  ///< between two draws
    std::optional<double> auc_low, auc_high;  ///< IU/L x day, day 7 to 21; points below LLOQ as 0, as LLOQ
    std::optional<double> crossing_low,
        crossing_high;  ///< days after the dose between which it falls below the threshold
    std::optional<double> days_above_low, days_above_high;  ///< days at or above the threshold, bounded by the draws
    std::optional<double> dose_day;  ///< of the patient's timeline; empty where no dose is known
    std::string note;                                       ///< warning or why it is not estimable
    /// Interpolated on the log scale, where both draws around it are quantified.
    std::optional<double> crossing_day = {};
};

/// How a gate was moved to find out what hangs on its place.
struct GatePlacement {
    std::string tube, population;
    std::string how;        ///< "bootstrap of the control's percentile", "shift", "shift of the fallback: P3"
    std::string dimension;  ///< channel or marker
    /// Of a shift: standard deviation as a fraction of the dimension's displayed range; empty where nothing is shifted.
    std::optional<double> tolerance;
};

/// A value of one patient when gates are moved: 2.5th to 97.5th percentile of the draws.
struct PlacementBand {
    std::string feature, patient;
    std::string quantity;  ///< "before", "after", "log2 fold change"
    std::optional<double> value, low, high;
    std::size_t draws = 0;  ///< in which it was defined
};

/// A comparison or correlation when gates are moved.
struct ConclusionBand {
    std::string family, feature, feature_name, quantity, test;
    std::string subject;  ///< Comparison::sample or Correlation::against
    std::optional<double> estimate, estimate_low, estimate_high;
    std::optional<double> p, p_low, p_high, p_min_attainable;
    std::optional<double> same_direction;  ///< share of draws whose estimate has the sign found
    std::optional<double> below_alpha;     ///< share of draws with p below the study's alpha
    bool changes = false;  ///< verdict (p against alpha) or direction do not hold in the rules' share of the draws
    std::string note;      ///< in words
    std::size_t draws = 0;
    std::string driver;                  ///< gate and dimension whose place the estimate follows most; empty when none
    std::optional<double> driver_share;  ///< rho squared: of the variance of the estimate's rank over the draws
};

/// Gate-placement uncertainty: the whole study regated with every gate moved within its tolerance.
struct PlacementUncertainty {
    std::size_t draws = 0;  ///< 0: not asked for
    std::uint64_t seed = 0;
    std::vector<GatePlacement> gates;
    std::vector<PlacementBand> bands;
    std::vector<ConclusionBand> conclusions;
};

/// Clustered matrix of log2 fold changes.
struct Heatmap {
    std::vector<std::string> features;      ///< Feature::id in display order (rows)
    std::vector<std::string> patients;      ///< in display order (columns)
    Dendrogram feature_tree, patient_tree;  ///< leaves refer to feature_leaves / patient_leaves
    std::vector<std::string> feature_leaves, patient_leaves;
    std::vector<std::string> left_out;  ///< "feature: reason"
};

/// What the heatmap's clusters of patients are worth (DOMAIN 4.11): one figure of the tree, a patient or a feature.
struct ClusterStatistic {
    std::string subject;   ///< "patients", a patient, or a Feature::id
    std::string quantity;  ///< "adjusted Rand index against group", "pairs kept without one feature" ...
    std::size_t n = 0;     ///< patients
    std::optional<double> value, p, p_min_attainable;
    std::string note;
};

/// Distribution of one marker in one population of one sample, on the transformed scale.
struct MarkerHistogram {
    std::string patient, tube, population, channel, marker;
    std::string visit;
    std::string control;  ///< empty for the full stain
    Transform transform;
    Histogram histogram;
    std::uint64_t events = 0;
    std::optional<double> threshold;  ///< data units, shared by all visits of the patient
    std::optional<double> percent_positive;
};

/// One axis of a GatePlot; `low` and `high` on the transformed scale, the same for all visits of a patient.
struct GatePlotAxis {
    std::string channel, marker;
    Transform transform;
    double low = 0, high = 1;
};

/// A gate as it is drawn on a GatePlot.
struct DrawnGate {
    std::string population;                      ///< path
    std::optional<std::uint64_t> count;          ///< events
    std::optional<double> percent;               ///< of the parent
    std::string control;                         ///< that its threshold comes from; empty without one
    std::vector<std::array<double, 2>> outline;  ///< closed, on the transformed scales
};

/// The events of one population of one sample on the axes of the gates that divide it.
struct GatePlot {
    std::string patient, tube, visit;
    std::string parent;        ///< path of the population
    std::uint64_t events = 0;  ///< in the parent
    /// "CD3 < 3500": bounds of the gates in further dimensions; only events within them are in the grid.
    std::string within;
    GatePlotAxis x;
    std::optional<GatePlotAxis> y;  ///< without it a histogram: a grid of one row
    DensityGrid grid;
    std::vector<DrawnGate> gates;
};

struct SampleSummary {
    StudySample sample;  ///< `file` relative to the study's folder
    std::string sha256;
    std::uint64_t n_events = 0;
    std::string compensation;
    std::string strategy_hash;  ///< of the strategy as it holds for this sample
    std::string versions;       ///< tailored versions of it, "; " between them
    std::string error;          ///< why it failed; empty when gated
};

struct ThresholdUse {
    std::string patient, tube;
    std::string population;
    std::string control;
    double value = 0;
    std::size_t events = 0;
    bool fallback = false;
};

/// What hangs on a threshold that a control gave (DOMAIN 3.3): the gate with its lower bound moved down and up by the
/// rules' share of the dimension's transformed range. Percent of the parent; `count` and `percent` are the main result.
struct ThresholdSensitivity {
    std::string sample, patient, visit, tube;
    std::string population, marker;
    std::string control;
    std::string source;                                   ///< "control", "fallback" or "tailored" to the sample
    std::optional<double> threshold_low, threshold_high;  ///< data units; empty where the dimension has no range
    double threshold = 0;
    std::optional<double> percent_at_low, percent, percent_at_high;
    std::optional<std::uint64_t> count_at_low, count, count_at_high, parent_count;
};

/// B cells found without CD19 beside those that rest on it (DOMAIN 3.2), at one visit of one patient.
struct Cd19Pair {
    std::string feature;     ///< Feature::id of the one without CD19
    std::string instead_of;  ///< and of the one that it stands in for
    std::string measure, patient, visit;
    std::optional<double> value, value_instead_of;
    std::optional<double> difference;  ///< value - value_instead_of: percentage points or cells/uL
    std::vector<std::string> flags;    ///< CD19_UNRELIABLE at this visit
};

/// A population in a tube that cannot hold it (BlankTubes, or the control that its own threshold comes from).
struct BlankCount {
    std::string sample, patient, tube, control, population;
    std::uint64_t count = 0, parent_count = 0;
};

struct Provenance {
    std::string program_version, command, started_utc;
    std::filesystem::path study_path;  ///< absolute path of STUDY.toml, to find the inputs again
    std::string study_sha256;
    std::map<std::string, std::string> input_sha256;  ///< path relative to the study -> hash
    std::uint64_t seed = 0;
    unsigned threads = 0;
};

/// Everything the study's files say together: what the tables, figures and report are made of.
struct Evidence {
    StudySettings settings;
    Provenance provenance;
    std::vector<PatientEvidence> patients;
    std::vector<Dose> doses;
    std::vector<ActivitySample> activity;
    std::vector<AntibodyChange> antibodies;
    std::vector<Feature> features;
    std::vector<SampleSummary> samples;
    std::vector<PopulationRow> populations;
    std::vector<IntensityRow> intensities;
    std::vector<ThresholdUse> thresholds;
    std::vector<ThresholdSensitivity> threshold_sensitivity;
    std::vector<FoldChange> fold_changes;
    std::vector<Cd19Pair> cd19_pairs;
    std::vector<Comparison> comparisons;
    std::vector<Correlation> correlations;
    std::vector<Influence> influences;
    std::vector<ActivityKinetics> kinetics;
    std::vector<Reaction> reactions;
    std::vector<Concomitant> concomitants;
    std::vector<LiverSample> liver;
    std::vector<AmmoniaSample> ammonia;
    std::vector<NotDone> not_done;
    std::vector<CohortRow> cohort;
    std::vector<AnalysisSize> analyses;
    std::vector<ClaimVersion> claims;
    std::vector<ClaimTest> claim_tests;
    std::vector<DetectionRow> detection;
    PlacementUncertainty uncertainty;
    Heatmap heatmap;
    std::vector<ClusterStatistic> clustering;
    std::vector<MarkerHistogram> histograms;
    std::vector<GatePlot> gate_plots;  ///< of representative_patient()
    Findings findings;

    [[nodiscard]] const Feature* feature(const std::string& id) const;
    [[nodiscard]] const PatientEvidence* patient(const std::string& id) const;
    [[nodiscard]] const FoldChange* fold_change(const std::string& feature, const std::string& patient) const;
};

/// What gating found in the study's files, before anything is compared.
struct GatedStudy {
    std::vector<SampleSummary> samples;
    std::vector<PopulationRow> populations;
    std::vector<IntensityRow> intensities;
    std::vector<ThresholdUse> thresholds;
    std::vector<MarkerHistogram> histograms;
    std::vector<GatePlot> gate_plots;  ///< of representative_patient()
    Findings findings;
    std::vector<ThresholdSensitivity> threshold_sensitivity = {};
    std::vector<BlankCount> blanks = {};
};

/// Everything that follows from the study's tables and the gated samples: groups, restoration, antibody and fold
/// changes, comparisons, correlations and the heatmap (docs/results.md). A pure function: same input, same evidence.
/// Provenance is left empty. @throws Interrupted
Evidence compute_evidence(const Study& study, GatedStudy gated, const TaskControl& control = {});

}  // namespace asparagate
