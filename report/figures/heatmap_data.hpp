#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <string>
#include <utility>
#include <vector>

namespace asparagate {

struct HeatCell {
    ChangeState state = ChangeState::missing;
    double log2fc = 0;  ///< where state is ok, floor or ceiling
    bool has_value = false;
};

/// A step of a dendrogram: two branches joined at `height`, positions in units of leaves from 0.
struct TreeJoin {
    double left = 0, right = 0;
    double left_height = 0, right_height = 0, height = 0;  ///< relative to the tallest, 0..1
};

enum class StripKind { group, reaction, risk, drug_days };

struct HeatStrip {
    StripKind kind = StripKind::group;
    std::vector<std::string> values;  ///< per patient, empty = missing
    [[nodiscard]] bool numeric() const { return kind == StripKind::drug_days; }
};
std::string strip_name(StripKind kind);  ///< "group", "reaction before", ...

/// What the heatmap draws, rows and columns in display order.
struct HeatmapData {
    std::vector<std::string> feature_names, full_names, families, patients;
    std::string shared_path;                   ///< of the populations that features are named after
    std::vector<std::vector<HeatCell>> cells;  ///< [feature][patient]
    std::vector<TreeJoin> feature_tree, patient_tree;
    std::vector<HeatStrip> strips;
    std::vector<Group> groups;
    std::vector<std::string> left_out;
    double limit = 1;       ///< colour scale ends at +-limit
    std::string key_title;  ///< "log2 (day 14 / day 0)"
};

HeatmapData heatmap_data(const Evidence& evidence);

/// Joins of `tree` with each leaf at the display position of its name; empty when a name is not displayed.
std::vector<TreeJoin> tree_joins(const Dendrogram& tree, const std::vector<std::string>& leaves,
                                 const std::vector<std::string>& displayed);

}  // namespace asparagate
