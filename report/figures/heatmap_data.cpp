#include "figures/heatmap_data.hpp"

#include "asparagate/analysis/statistics/summary.hpp"
#include "figures/feature_names.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

namespace asparagate {

std::vector<TreeJoin> tree_joins(const Dendrogram& tree, const std::vector<std::string>& leaves,
                                 const std::vector<std::string>& displayed) {
    if (tree.merges.empty()) return {};
    const double tallest = *std::max_element(tree.heights.begin(), tree.heights.end());
    std::vector<double> leaf_position;
    for (const std::string& leaf : leaves) {
        const auto found = std::find(displayed.begin(), displayed.end(), leaf);
        if (found == displayed.end()) return {};
        leaf_position.push_back(static_cast<double>(found - displayed.begin()));
    }
    std::vector<double> position, height;
    std::vector<TreeJoin> joins;
    // R's convention: a negative item is leaf -item, a positive one the join made in that step, both counted from 1.
    const auto side = [&](int item) -> std::pair<double, double> {
        const auto index = static_cast<std::size_t>(std::abs(item)) - 1;
        if (item < 0) return index < leaf_position.size() ? std::pair(leaf_position[index], 0.0) : std::pair(0.0, 0.0);
        return index < position.size() ? std::pair(position[index], height[index]) : std::pair(0.0, 0.0);
    };
    for (std::size_t i = 0; i < tree.merges.size() && i < tree.heights.size(); ++i) {
        const auto [left, left_height] = side(tree.merges[i][0]);
        const auto [right, right_height] = side(tree.merges[i][1]);
        const double relative = tallest > 0 ? tree.heights[i] / tallest : 0;
        joins.push_back({left, right, left_height, right_height, relative});
        position.push_back((left + right) / 2);
        height.push_back(relative);
    }
    return joins;
}

namespace {

HeatCell cell_of(const FoldChange* change) {
    HeatCell cell;
    if (!change) return cell;
    cell.state = change->state;
    const bool drawn = change->state == ChangeState::ok || change->state == ChangeState::floor ||
                       change->state == ChangeState::ceiling;
    if (drawn && change->log2fc && std::isfinite(*change->log2fc)) {
        cell.log2fc = *change->log2fc;
        cell.has_value = true;
    }
    return cell;
}

/// A scale that single extreme cells do not flatten: the 95th percentile of sizes, in half steps, from 1 to 6.
double colour_limit(const HeatmapData& data) {
    std::vector<double> sizes;
    for (const auto& row : data.cells)
        for (const HeatCell& cell : row)
            if (cell.state == ChangeState::ok && cell.has_value) sizes.push_back(std::abs(cell.log2fc));
    if (sizes.empty()) return 1;
    return std::clamp(std::ceil(quantile(sizes, 0.95) * 2) / 2, 1.0, 6.0);
}

void add_strips(HeatmapData& data, const Evidence& evidence) {
    HeatStrip group{StripKind::group, {}}, reaction{StripKind::reaction, {}}, risk{StripKind::risk, {}},
        days{StripKind::drug_days, {}};
    for (const std::string& id : data.patients) {
        const PatientEvidence* patient = evidence.patient(id);
        data.groups.push_back(patient ? patient->group : Group::unclassified);
        group.values.push_back(evidence.settings.blind ? "" : group_words(data.groups.back()));
        reaction.values.push_back(patient ? status_words(patient->patient.reaction) : "");
        risk.values.push_back(patient ? patient->patient.risk : "");
        const bool known = patient && patient->patient.blinatumomab_days;
        days.values.push_back(known ? axis_number(*patient->patient.blinatumomab_days) : "");
    }
    for (HeatStrip* strip : {&group, &reaction, &risk, &days}) {
        const bool any =
            std::any_of(strip->values.begin(), strip->values.end(), [](const std::string& v) { return !v.empty(); });
        if (any) data.strips.push_back(std::move(*strip));
    }
}

}  // namespace

std::string strip_name(StripKind kind) {
    switch (kind) {
        case StripKind::group:
            return say("group");
        case StripKind::reaction:
            return say("reaction before");
        case StripKind::risk:
            return say("risk");
        case StripKind::drug_days:
            break;
    }
    return say("blinatumomab days");
}

HeatmapData heatmap_data(const Evidence& evidence) {
    HeatmapData data;
    const FeatureNames names(evidence.features);
    data.shared_path = names.shared_path();
    data.patients = evidence.heatmap.patients;
    for (const std::string& id : evidence.heatmap.features) {
        const Feature* feature = evidence.feature(id);
        std::string name = names.short_name(id);
        if (feature && feature->measure != "percent_of_parent") name = say("%1 (%2)", {name, measure_words(*feature)});
        data.feature_names.push_back(name);
        data.full_names.push_back(names.full_name(id));
        data.families.push_back(feature ? feature->family : "");
        std::vector<HeatCell> row;
        for (const std::string& patient : data.patients) row.push_back(cell_of(evidence.fold_change(id, patient)));
        data.cells.push_back(std::move(row));
    }
    data.feature_tree =
        tree_joins(evidence.heatmap.feature_tree, evidence.heatmap.feature_leaves, evidence.heatmap.features);
    data.patient_tree =
        tree_joins(evidence.heatmap.patient_tree, evidence.heatmap.patient_leaves, evidence.heatmap.patients);
    data.left_out = evidence.heatmap.left_out;
    data.limit = colour_limit(data);
    data.key_title = fold_change_axis(evidence.settings);
    add_strips(data, evidence);
    return data;
}

}  // namespace asparagate
