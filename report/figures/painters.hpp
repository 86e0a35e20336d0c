#pragma once
#include "figures/canvas.hpp"
#include "figures/figure.hpp"

#include <optional>
#include <vector>

namespace asparagate {

// One function per kind of figure; nullopt or an empty list when the evidence has nothing to draw.
std::optional<Figure> swimlane_figure(const Evidence& evidence);
std::optional<Figure> missing_data_figure(const Evidence& evidence);
std::optional<Figure> activity_figure(const Evidence& evidence);
std::optional<Figure> concordance_figure(const Evidence& evidence);
std::optional<Figure> antibody_figure(const Evidence& evidence);
std::optional<Figure> reduction_figure(const Evidence& evidence);
std::optional<Figure> heatmap_figure(const Evidence& evidence);
std::vector<Figure> group_figures(const Evidence& evidence);
std::vector<Figure> effects_figures(const Evidence& evidence);
std::vector<Figure> histogram_figures(const Evidence& evidence);
std::optional<Figure> detection_figure(const Evidence& evidence);
std::vector<Figure> gating_figures(const Evidence& evidence);
std::vector<Figure> correlation_figures(const Evidence& evidence);

/// Widths of a journal page in millimetres.
inline constexpr double single_column_mm = 86, double_column_mm = 178;
/// Height at the top of every figure that is kept free for the tag of synthetic data.
inline constexpr double tag_band_mm = 4;

/// What every figure needs around its drawing: the tag of synthetic data, the note in the caption, and scaling to
/// whatever rectangle it is painted into. `draw` sees (0, 0, width, height) in millimetres.
Figure make_figure(const Evidence& evidence, std::string id, std::string section, std::string title,
                   std::string caption, QSizeF size_mm, std::string data_csv, std::function<void(Canvas&)> draw);

/// What `draw` returns, drawn where nobody looks: the height that flowing text and keys need.
double drawn_height(const std::function<double(Canvas&)>& draw);

/// Patients of the study in its order, with what figures need of them.
struct PatientLook {
    std::string id, tag;  ///< the tag where there is little room
    Group group = Group::unclassified;
};
std::vector<PatientLook> patients_in_order(const Evidence& evidence);
/// AAR, AANR and, where patients are in it, unclassified.
std::vector<Group> groups_present(const std::vector<PatientLook>& patients);
/// What stands under a group's column: "all patients" where no group parts them, as in blind studies.
std::string column_words(Group group, bool only_one);

/// Evidence without groups, labels, outcomes, activity after blinatumomab and all that follows from them, for studies
/// that are still blind: two studies that differ in these alone give the same evidence.
Evidence blinded(const Evidence& evidence);

}  // namespace asparagate
