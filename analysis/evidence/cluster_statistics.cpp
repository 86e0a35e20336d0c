#include "evidence/cluster_statistics.hpp"

#include "evidence/fold_change_index.hpp"

#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/analysis/statistics/adjusted_rand.hpp"

#include <functional>
#include <limits>

namespace asparagate {
namespace {

constexpr std::size_t fewest_patients = 3;
constexpr std::size_t clusters = 2;
constexpr const char* kept_quantity = "pairs kept without one feature";

using Matrix = std::vector<std::vector<double>>;
using Labels = std::vector<std::size_t>;

/// Log2 fold changes of the heatmap, a row for each patient, without feature `left_out`.
Matrix patient_rows(const Evidence& evidence, std::size_t left_out = std::numeric_limits<std::size_t>::max()) {
    const FoldChangeIndex changes(evidence.fold_changes);
    const Heatmap& map = evidence.heatmap;
    Matrix rows;
    for (const std::string& patient : map.patient_leaves) {
        std::vector<double>& row = rows.emplace_back();
        for (std::size_t f = 0; f < map.feature_leaves.size(); ++f) {
            if (f == left_out) continue;
            const FoldChange* change = changes.reliable(map.feature_leaves[f], patient);
            const bool known = change != nullptr && change->log2fc && change->state != ChangeState::missing;
            row.push_back(known ? *change->log2fc : std::numeric_limits<double>::quiet_NaN());
        }
    }
    return rows;
}

double share(std::size_t some, std::size_t all) {
    return static_cast<double>(some) / static_cast<double>(all);
}

class ClusterReport {
public:
    explicit ClusterReport(const Evidence& evidence)
        : evidence_(evidence),
          patients_(evidence.heatmap.patient_leaves),
          cut_(cut_tree(evidence.heatmap.patient_tree, clusters)) {}

    std::vector<ClusterStatistic> all() {
        add_tree();
        if (!evidence_.settings.blind) {
            add_agreement("group", [](const PatientEvidence& patient) -> std::optional<bool> {
                if (patient.group == Group::unclassified) return std::nullopt;
                return patient.group == Group::aar;
            });
            add_agreement("restored activity", [](const PatientEvidence& patient) -> std::optional<bool> {
                if (patient.restored == Restoration::not_evaluable) return std::nullopt;
                return patient.restored == Restoration::restored;
            });
        }
        add_stability();
        return std::move(made_);
    }

private:
    using Label = std::function<std::optional<bool>(const PatientEvidence&)>;

    ClusterStatistic& add(const std::string& subject, const std::string& quantity) {
        ClusterStatistic& statistic = made_.emplace_back();
        statistic.subject = subject;
        statistic.quantity = quantity;
        statistic.n = patients_.size();
        return statistic;
    }

    void add_tree() {
        const double cophenetic =
            cophenetic_correlation(evidence_.heatmap.patient_tree, euclidean_distances(patient_rows(evidence_)));
        ClusterStatistic& statistic = add("patients", "cophenetic correlation");
        if (std::isnan(cophenetic))
            statistic.note = "not defined: the distances do not vary";
        else
            statistic.value = cophenetic;
        for (std::size_t i = 0; i < patients_.size(); ++i)
            add(patients_[i], "cluster").value = static_cast<double>(cut_[i]);
    }

    void add_agreement(const std::string& name, const Label& label_of) {
        Labels labelled;
        std::vector<bool> labels;
        for (std::size_t i = 0; i < patients_.size(); ++i) {
            const PatientEvidence* patient = evidence_.patient(patients_[i]);
            const std::optional<bool> label = patient == nullptr ? std::nullopt : label_of(*patient);
            if (!label) continue;
            labelled.push_back(cut_[i]);
            labels.push_back(*label);
        }
        ClusterStatistic& statistic = add("patients", "adjusted Rand index against " + name);
        statistic.n = labels.size();
        const auto with_label = static_cast<std::size_t>(std::count(labels.begin(), labels.end(), true));
        if (with_label == 0 || with_label == labels.size()) {
            statistic.note = "not computed: all patients are of one kind";
            return;
        }
        const AdjustedRandTest test = adjusted_rand_test(labelled, labels);
        if (std::isnan(test.index)) {
            statistic.note = "not defined: every patient is a cluster of its own";
            return;
        }
        statistic.value = test.index;
        statistic.p = test.p;
        statistic.p_min_attainable = test.p_min_attainable;
        statistic.note = "two clusters; p is the share of all label arrangements that agree at least as well";
    }

    void add_stability() {
        const std::vector<std::string>& features = evidence_.heatmap.feature_leaves;
        if (features.size() < 2) return;
        std::vector<std::size_t> of_patient(patients_.size(), 0);
        const std::size_t others = patients_.size() - 1;
        std::size_t trees = 0, sum = 0;
        for (std::size_t f = 0; f < features.size(); ++f) {
            ClusterStatistic& statistic = add(features[f], "pairs kept without it");
            const auto kept = kept_pairs(f, statistic.note);
            if (!kept) continue;
            std::size_t pairs = 0;
            for (std::size_t i = 0; i < kept->size(); ++i) {
                of_patient[i] += (*kept)[i];
                pairs += (*kept)[i];
            }
            statistic.value = share(pairs, kept->size() * others);
            sum += pairs;
            ++trees;
        }
        if (trees == 0) return;
        for (std::size_t i = 0; i < patients_.size(); ++i)
            add(patients_[i], kept_quantity).value = share(of_patient[i], others * trees);
        add("patients", kept_quantity).value = share(sum, patients_.size() * others * trees);
    }

    /// For each patient the number of others with whom it stays together or apart without feature `left_out`.
    [[nodiscard]] std::optional<std::vector<std::size_t>> kept_pairs(std::size_t left_out, std::string& why_not) const {
        Labels cut;
        try {
            cut = cut_tree(hierarchical_clustering(patient_rows(evidence_, left_out)), clusters);
        } catch (const AnalysisError& error) {
            why_not = error.what();  // two patients share no other feature
            return std::nullopt;
        }
        std::vector<std::size_t> kept(cut.size(), 0);
        for (std::size_t i = 0; i < cut.size(); ++i)
            for (std::size_t j = 0; j < cut.size(); ++j)
                kept[i] += i != j && (cut[i] == cut[j]) == (cut_[i] == cut_[j]);
        return kept;
    }

    const Evidence& evidence_;
    const std::vector<std::string>& patients_;
    Labels cut_;
    std::vector<ClusterStatistic> made_;
};

}  // namespace

std::vector<ClusterStatistic> cluster_statistics(const Evidence& evidence) {
    if (evidence.heatmap.patient_leaves.size() < fewest_patients) return {};
    return ClusterReport(evidence).all();
}

}  // namespace asparagate
