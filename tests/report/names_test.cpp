#include "figures/canvas.hpp"
#include "figures/feature_names.hpp"
#include "figures/figure.hpp"
#include "figures/patient_tags.hpp"
#include "report/study_evidence.hpp"

#include <gmock/gmock.h>

namespace asparagate {

namespace {

using testing::HasSubstr;
using testing::Not;

Feature feature(const std::string& population, const std::string& name = "", const std::string& tube = "",
                const std::string& measure = "percent_of_parent") {
    Feature one;
    one.population = population, one.tube = tube, one.measure = measure, one.family = "cells";
    one.id = tube + population + measure;
    one.name = name.empty() ? population.substr(population.rfind('/') + 1) : name;
    return one;
}

std::vector<std::string> short_names(const std::vector<Feature>& features) {
    const FeatureNames names(features);
    std::vector<std::string> result;
    for (const Feature& one : features) result.push_back(names.short_name(one.id));
    return result;
}

Evidence patients(const std::vector<std::string>& ids) {
    Evidence evidence;
    for (const std::string& id : ids) evidence.patients.emplace_back().patient.id = id;
    return evidence;
}

Figure heatmap(const Evidence& evidence) {
    for (Figure& figure : study_figures(evidence))
        if (figure.id == "heatmap") return figure;
    return {};
}

}  // namespace

TEST(FeatureNames, ShowAsManyStepsOfThePathAsTellItFromTheOthers) {
    using Names = std::vector<std::string>;
    const std::string t = "/Singlets/Live/T";
    EXPECT_EQ(short_names({feature(t + "/CD4/GzmB+"), feature(t + "/CD8/GzmB+"), feature(t)}),
              (Names{"CD4/GzmB+", "CD8/GzmB+", "T"}));
    EXPECT_EQ(short_names({feature(t + "/CD8/GzmB+", t + "/CD8/GzmB+")}), (Names{"GzmB+"})) << "a path as the name";
    EXPECT_EQ(short_names({feature(t, "T cells"), feature(t, "T cells", "", "cells_per_ul")}),
              (Names{"T cells", "T cells"}))
        << "the measure tells them apart";
    EXPECT_EQ(short_names({feature("/Live", "", "one"), feature("/Live", "", "two")}),
              (Names{"Live (one)", "Live (two)"}));
    EXPECT_EQ(short_names(
                  {feature(t + "/CD4/CM", "", "a"), feature(t + "/CD8/CM", "", "a"), feature(t + "/CD8/CM", "", "b")}),
              (Names{"CD4/CM", "CD8/CM (a)", "CD8/CM (b)"}));
    EXPECT_EQ(short_names({feature(t + "/CD4/A", "Naive"), feature(t + "/CD8/B", "Naive")}),
              (Names{"CD4/Naive", "CD8/Naive"}));
}

TEST(FeatureNames, SayThePathAboveAllOnceAndStayWhenGivenAgain) {
    Evidence evidence;
    evidence.features = {feature("/Singlets/Live/T/CD4/EM"), feature("/Singlets/Live/T/CD8/EM"),
                         feature("/Singlets/Live/B")};
    Comparison comparison;
    comparison.feature = evidence.features[1].id, comparison.feature_name = "EM";
    evidence.comparisons = {comparison};
    name_features(evidence);
    EXPECT_EQ(evidence.comparisons[0].feature_name, "CD8/EM");
    EXPECT_EQ(FeatureNames(evidence.features).shared_path(), "/Singlets/Live");
    const std::vector<Feature> once = evidence.features;
    name_features(evidence);
    for (std::size_t i = 0; i < once.size(); ++i) EXPECT_EQ(evidence.features[i].name, once[i].name);
    EXPECT_EQ(FeatureNames({feature("/Live/T", "T cells")}).shared_path(), "") << "named by the study";
}

TEST(Heatmap, ShortensPathsAndKeepsThemInTheTableAndUnderThePointer) {
    Evidence evidence = study_evidence();
    const std::string above =
        "/Cells of the whole tube/Singlets by height/Live by viability dye/Lymphocytes by scatter";
    for (std::size_t i = 0; i < evidence.features.size(); ++i) {
        Feature& one = evidence.features[i];
        one.population = above + (i % 2 ? "/CD4" : "/CD8") + "/Subset " + std::to_string(i / 2);
        one.name = one.population;
        one.measure = "percent_of_parent", one.family = "cells";
    }
    const Figure figure = heatmap(evidence);
    const std::string svg = figure_svg(figure);
    EXPECT_THAT(svg, HasSubstr("</title>CD8/Subset 0</text>"));
    EXPECT_THAT(svg, HasSubstr(above + "/CD8/Subset 0, % of parent"));
    EXPECT_THAT(svg, Not(HasSubstr("…")));
    EXPECT_THAT(figure.caption, HasSubstr("named by the last steps of their paths below " + above + "."));
    EXPECT_THAT(figure.data_csv, HasSubstr("state,tube,population,measure"));
    EXPECT_THAT(figure.data_csv, HasSubstr(above + "/CD8/Subset 0,percent_of_parent"));
}

TEST(PatientTags, AreTheEndsOfIdsThatNoOtherPatientShares) {
    const PatientTags tags(patients({"P1", "GZ-2023-009", "GZ-2023-010", "GZ-2023-110", "AA-9999999", "BB-9999999"}));
    EXPECT_EQ(tags["P1"], "P1");
    EXPECT_EQ(tags["GZ-2023-009"], "…009");
    EXPECT_EQ(tags["GZ-2023-010"], "…010");
    EXPECT_EQ(tags["GZ-2023-110"], "…110");
    EXPECT_EQ(tags["AA-9999999"], "AA-…");
    EXPECT_EQ(tags["nobody"], "nobody");
}

TEST(PatientTags, KeepLongIdsInsideTheFigure) {
    Evidence evidence = study_evidence();
    const auto renamed = [](std::string& id) {
        if (!id.empty()) id = "Guangzhou-2023-00" + id.substr(1);
    };
    for (PatientEvidence& patient : evidence.patients) renamed(patient.patient.id);
    for (ActivitySample& sample : evidence.activity) renamed(sample.patient);
    for (AntibodyChange& change : evidence.antibodies) renamed(change.patient);
    for (FoldChange& change : evidence.fold_changes) renamed(change.patient);
    evidence.heatmap = {};
    for (const Figure& figure : study_figures(evidence)) {
        if (figure.id != "activity" && figure.id != "antibodies" && figure.id != "antibody_reduction") continue;
        const std::string svg = figure_svg(figure);
        EXPECT_THAT(svg, HasSubstr("<title>Guangzhou-2023-001</title>…001</text>")) << figure.id;
        EXPECT_THAT(svg, Not(HasSubstr(">Guangzhou-2023-001</text>"))) << figure.id;
        EXPECT_THAT(figure.data_csv, HasSubstr("Guangzhou-2023-001,")) << figure.id;
    }
}

}  // namespace asparagate
