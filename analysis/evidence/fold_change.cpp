#include "evidence/fold_change.hpp"

#include "evidence/absolute_count.hpp"
#include "evidence/blinatumomab.hpp"
#include "evidence/gate_path.hpp"

#include "asparagate/analysis/statistics/proportion.hpp"
#include "asparagate/fcs/nearest_name.hpp"

#include <numbers>

namespace asparagate {
namespace {

/// The Haldane term n + 1 suits counts. Microlitres are scaled up so that the term does not shift a concentration,
/// whose unit is arbitrary; estimate and interval depend on the ratio of the exposures alone.
constexpr double exposure_scale = 1e12;

constexpr double normal_95 = 1.959963984540054;

std::optional<double> finite(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// One side of a pair while it is worked out.
struct Side {
    const PopulationRow* row = nullptr;
    std::optional<std::uint64_t> events, total;
    std::optional<double> value, low, high;
    double exposure = 0, exposure_variance = 0;
    std::string state;
    std::string platform;
    bool late_blood_count = false;
};

class FeatureChanges {
public:
    FeatureChanges(const Study& study, const GatedIndex& index, const Cd19Masking& masking, const Feature& feature,
                   Findings& findings)
        : study_(study), index_(index), masking_(masking), feature_(feature), findings_(findings) {
        const GatingStrategy& strategy = study.strategy_for(feature.tube);
        needs_cd19_ = requires_positive(strategy, feature.population, "CD19");
        for (const char* marker : {"CD34", "CD10", "CD58"})
            excludes_blasts_ = excludes_blasts_ || reads_marker(strategy, feature.population, marker);
    }

    FoldChange of(const Patient& patient) {
        FoldChange change;
        change.feature = feature_.id;
        change.patient = patient.id;
        const GatedIndex::Pair pair = index_.pair(patient.id, feature_.tube);
        Side before = side(pair.before);
        Side after = side(pair.after);
        fill(change, before, after);
        if (before.late_blood_count || after.late_blood_count) change.flags.emplace_back("CBC_TIME");
        if (!pair.problem.empty())
            missing(patient, "SPECIMEN_MIX", pair.problem);
        else if (comparable(patient, before, after))
            compare(change, before, after);
        flag(change, patient);
        return change;
    }

private:
    Side side(const StudySample* sample) {
        Side result;
        if (sample == nullptr || index_.failed(sample->id)) return result;
        result.row = index_.row(sample->id, feature_.population);
        if (result.row == nullptr) return result;
        result.state = result.row->state;
        if (!result.row->count) return result;
        result.events = result.row->count;
        result.state = index_.detection_class(*result.row);
        if (feature_.measure == "cells_per_ul")
            set_concentration(result, *sample);
        else if (feature_.measure == "median")
            set_median(result, *sample);
        else
            set_percent(result);
        return result;
    }

    void set_percent(Side& side) const {
        const bool of_parent = feature_.measure == "percent_of_parent";
        side.total = of_parent ? side.row->parent_count : std::optional(side.row->total_count);
        side.value = of_parent ? side.row->percent_of_parent() : side.row->percent_of_total();
        if (!side.total) return;
        side.exposure = static_cast<double>(*side.total);
        if (const auto interval = wilson_interval(*side.events, *side.total)) {
            side.low = 100 * interval->low;
            side.high = 100 * interval->high;
        }
    }

    void set_concentration(Side& side, const StudySample& sample) {
        const AbsoluteCount* count = index_.count(sample.id);
        if (count == nullptr) return;
        const Concentration result = concentration(index_, *count, *side.row);
        if (!result.problem.empty()) {
            findings_.push_back({"NO_ABSOLUTE_COUNT",
                                 Severity::warning,
                                 sample.id,
                                 "counts",
                                 feature_.id,
                                 {},
                                 "cells per microlitre cannot be computed: " + result.problem});
            return;
        }
        side.platform = count->platform;
        side.late_blood_count = blood_count_is_late(*count, study_.settings.domain);
        side.value = result.cells_per_ul;
        side.low = result.low;
        side.high = result.high;
        side.exposure = result.volume_ul * exposure_scale;
        side.exposure_variance = result.volume_variance;
    }

    void set_median(Side& side, const StudySample& sample) {
        side.total = side.row->parent_count;
        if (const IntensityRow* median = index_.median(sample, feature_.population, feature_.channel)) {
            side.value = median->value;
            return;
        }
        const std::vector<std::string> known = index_.channel_names(sample, feature_.population);
        if (known.empty()) return;
        findings_.push_back({"S-CHANNEL-MISSING",
                             Severity::warning,
                             sample.id,
                             "feature",
                             feature_.id,
                             {},
                             "no channel, or more than one, is called " + in_quotes(feature_.channel) +
                                 ", so its median stays missing" + suggestion(feature_.channel, known)});
    }

    static void fill(FoldChange& change, const Side& before, const Side& after) {
        change.before = before.value;
        change.before_low = before.low;
        change.before_high = before.high;
        change.before_events = before.events;
        change.before_total = before.total;
        change.before_state = before.state;
        change.after = after.value;
        change.after_low = after.low;
        change.after_high = after.high;
        change.after_events = after.events;
        change.after_total = after.total;
        change.after_state = after.state;
    }

    bool comparable(const Patient& patient, const Side& before, const Side& after) {
        if (before.platform != after.platform && !before.platform.empty() && !after.platform.empty()) {
            missing(patient, "PLATFORM_MIX",
                    "counted by " + before.platform + " before and by " + after.platform +
                        " after; the two are never compared");
            return false;
        }
        const auto computable = [](const Side& side) { return side.value || side.total == 0u; };
        return computable(before) && computable(after);
    }

    void compare(FoldChange& change, const Side& before, const Side& after) const {
        const DetectionLimits& limits = study_.settings.detection;
        if (feature_.measure == "median") return compare_medians(change, limits);
        set_log2_change(change, before.exposure, after.exposure, limits, study_.settings.domain.pseudo_count);
        widen_log2_interval(change, before.exposure, after.exposure,
                            before.exposure_variance + after.exposure_variance);
    }

    /// Too few cells on either side give a median of noise, not a bound; the ratio has no exact interval.
    static void compare_medians(FoldChange& change, const DetectionLimits& limits) {
        if (!change.before || !change.after) {
            change.state = ChangeState::unreliable;
            return;
        }
        const bool enough = *change.before_events >= limits.lloq && *change.after_events >= limits.lloq;
        const bool positive = *change.before > 0 && *change.after > 0;
        change.state = enough && positive ? ChangeState::ok : ChangeState::unreliable;
        if (positive) change.log2fc = std::log2(*change.after / *change.before);
    }

    void flag(FoldChange& change, const Patient& patient) const {
        const auto raise = [&](bool condition, const char* code) {
            if (condition) change.flags.emplace_back(code);
        };
        const std::uint64_t lloq = study_.settings.detection.lloq;
        raise(needs_cd19_ && (masking_.unreliable(patient.id, study_.settings.followup_visit) ||
                              masking_.unreliable(patient.id, study_.settings.baseline_visit)),
              "CD19_UNRELIABLE");
        raise(needs_cd19_ && !excludes_blasts_ && patient.cd19_percent.value_or(0) > 0 && change.before,
              "BLASTS_IN_B_GATE");
        raise(change.before_total.value_or(lloq) < lloq || change.after_total.value_or(lloq) < lloq, "LOW_EVENTS");
        raise(change.state == ChangeState::floor || change.state == ChangeState::ceiling, "FLOOR_LIMITED");
        raise(change.before_state == not_above_blank || change.after_state == not_above_blank, "NOT_ABOVE_BLANK");
    }

    void missing(const Patient& patient, const char* code, const std::string& reason) {
        findings_.push_back({code, Severity::warning, patient.id, feature_.tube, feature_.id, {}, reason});
    }

    const Study& study_;
    const GatedIndex& index_;
    const Cd19Masking& masking_;
    const Feature& feature_;
    Findings& findings_;
    bool needs_cd19_ = false;
    bool excludes_blasts_ = false;
};

}  // namespace

ChangeState change_state(std::uint64_t before_events, std::uint64_t after_events, const DetectionLimits& limits) {
    if (before_events < limits.lloq && after_events < limits.lloq) return ChangeState::unreliable;
    if (before_events >= limits.lloq && after_events < limits.lod) return ChangeState::floor;
    if (before_events < limits.lod && after_events >= limits.lloq) return ChangeState::ceiling;
    return ChangeState::ok;
}

void set_log2_change(FoldChange& change, double before_exposure, double after_exposure, const DetectionLimits& limits,
                     double pseudo_count) {
    change.state = ChangeState::unreliable;
    if (before_exposure <= 0 || after_exposure <= 0) return;
    const auto k0 = static_cast<double>(*change.before_events);
    const auto k1 = static_cast<double>(*change.after_events);
    const auto lod = static_cast<double>(limits.lod);
    const Log2FoldChange found = log2_fold_change(k0, before_exposure, k1, after_exposure, pseudo_count);
    change.state = change_state(*change.before_events, *change.after_events, limits);
    change.log2fc = found.estimate;
    change.low = finite(found.low);
    change.high = finite(found.high);
    if (change.state == ChangeState::floor) {
        change.log2fc = std::log2((lod / after_exposure) / (k0 / before_exposure));
        change.bound = "upper bound";
    } else if (change.state == ChangeState::ceiling) {
        change.log2fc = std::log2((k1 / after_exposure) / (lod / before_exposure));
        change.bound = "lower bound";
    }
}

void widen_log2_interval(FoldChange& change, double before_exposure, double after_exposure, double log_variance) {
    if (log_variance <= 0 || before_exposure <= 0 || after_exposure <= 0) return;
    const double half_width = normal_95 * std::sqrt(log_variance) / std::numbers::ln2;
    const auto k0 = static_cast<double>(*change.before_events), k1 = static_cast<double>(*change.after_events);
    const double centre = std::log2((k1 / after_exposure) / (k0 / before_exposure));
    const auto reach = [&](double end) {
        // Without events on one side the ratio found is no number: the whole half-width is added.
        return std::isfinite(centre) ? std::hypot(end - centre, half_width) : half_width;
    };
    if (change.low) change.low = (std::isfinite(centre) ? centre : *change.low) - reach(*change.low);
    if (change.high) change.high = (std::isfinite(centre) ? centre : *change.high) + reach(*change.high);
}

std::vector<FoldChange> fold_changes(const Study& study, const GatedIndex& index, Findings& findings) {
    const Cd19Masking masking(study);
    std::vector<FoldChange> changes;
    for (const Feature& feature : study.features) {
        FeatureChanges of_feature(study, index, masking, feature, findings);
        for (const Patient& patient : study.patients) changes.push_back(of_feature.of(patient));
    }
    return changes;
}

}  // namespace asparagate
