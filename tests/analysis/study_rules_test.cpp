// rules.toml: every threshold with its source, what replaces it and what is refused.
#include "study_files.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace asparagate::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class StudyRules : public StudyFiles {
protected:
    void rules(const std::string& text) const {
        write("rules.toml", text);
        append("study.toml", "[rules]\nfile = \"rules.toml\"\n");
    }
    static const Rule& rule(const Study& study, const std::string& name) {
        for (const Rule& found : study.settings.rules)
            if (found.name == name) return found;
        throw std::runtime_error("no rule " + name);
    }
};

std::string bytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

TEST_F(StudyRules, WithoutAFileTheDefaultsCarryTheirSources) {
    const Study study = read();
    EXPECT_EQ(rule(study, "tdm.pegaspargase.adequate_iu_l").value, "100");
    EXPECT_EQ(rule(study, "tdm.pegaspargase.judged_days").value, "7, 14");
    EXPECT_EQ(rule(study, "antibodies.igg_half_life_days").unit, "days");
    for (const Rule& found : study.settings.rules) EXPECT_FALSE(found.source.empty()) << found.name;
    EXPECT_EQ(rule(study, "restoration.threshold_iu_l").source, "study.toml");  // which names it
}

TEST_F(StudyRules, AFileReplacesValuesAndSources) {
    rules(
        "[tdm.pegaspargase]\nwindow_days = { value = 2, unit = \"days\", source = \"our laboratory\" }\n"
        "[restoration]\nsensitivity_thresholds_iu_l = { value = [50, 150], source = \"plan\" }\n"
        "[fold_change]\npseudo_count = { value = 1, source = \"plan\" }\n");
    edit("tables/activity.csv", "7,-53", "7,-51");
    const Study study = read();
    EXPECT_EQ(study.settings.domain.window_days("pegaspargase"), 2);
    EXPECT_EQ(study.settings.domain.pseudo_count, 1);
    EXPECT_THAT(study.settings.domain.sensitivity_thresholds_iu_l, ElementsAre(50, 150));
    EXPECT_EQ(rule(study, "tdm.pegaspargase.window_days").source, "our laboratory");
    EXPECT_EQ(rule(study, "restoration.sensitivity_thresholds_iu_l").value, "50, 150");
    EXPECT_THAT(messages(study, "WINDOW_MISS"), ElementsAre()) << "9 days lie within 7 +/- 2";
    EXPECT_THAT(study.input_files, ::testing::Contains(folder_ / "rules.toml"));
}

TEST_F(StudyRules, HoldForGatePlacementBesideTheStudysOwnTolerances) {
    rules(
        "[placement]\nwidths_in_range = { value = 4, source = \"plan\" }\n"
        "holding_share = { value = 0.9, source = \"plan\" }\n"
        "[detection]\nblank_level = { value = 0.99, source = \"plan\" }\n");
    append("study.toml", "[uncertainty]\ndraws = 50\n");
    const Study study = read();
    EXPECT_EQ(study.settings.uncertainty.draws, 50u);
    EXPECT_EQ(study.settings.uncertainty.widths_in_range, 4);
    EXPECT_EQ(study.settings.uncertainty.holding_share, 0.9);
    EXPECT_EQ(study.settings.domain.blank_level, 0.99);
    EXPECT_EQ(rule(study, "placement.holding_share").value, "0.9");
}

TEST_F(StudyRules, KeysOfTheStudyGoBeforeTheFile) {
    rules(
        "[restoration]\nthreshold_iu_l = { value = 250, source = \"plan\" }\n"
        "[detection]\nlod = { value = 10, source = \"plan\" }\nlloq = { value = 30, source = \"plan\" }\n");
    EXPECT_EQ(read().settings.threshold_iu_l, 100);
    EXPECT_EQ(read().settings.detection.lod, 20u);
    edit("study.toml", "threshold_iu_l = 100\n", "");
    edit("study.toml", "lod = 20\nlloq = 50\n", "");
    EXPECT_EQ(read().settings.threshold_iu_l, 250);
    EXPECT_EQ(read().settings.detection.lod, 10u);
    EXPECT_EQ(read().settings.detection.lloq, 30u);
}

TEST_F(StudyRules, TheThresholdOfTheStudyIsTheAdequateLevelOfLongActingProducts) {
    edit("study.toml", "threshold_iu_l = 100", "threshold_iu_l = 200");
    const Study study = read();
    EXPECT_EQ(study.settings.domain.product("pegaspargase")->adequate_iu_l, 200);
    EXPECT_EQ(study.settings.domain.product("erwinia")->adequate_iu_l, 100);
    EXPECT_EQ(rule(study, "tdm.calaspargase.adequate_iu_l").source, "study.toml");
    EXPECT_EQ(rule(study, "tdm.calaspargase.adequate_iu_l").value, "200");
}

TEST_F(StudyRules, ErrorsNameLineAndNearestKey) {
    rules("[tdm.pegaspargase]\nwindow_day = { value = 2, source = \"x\" }\n");
    EXPECT_EQ(error(),
              "rules.toml:2:1: tdm.pegaspargase.window_day: unknown key \"window_day\"; did you mean \"window_days\"?");
    write("rules.toml", "[tdm.pegasparginase]\nwindow_days = { value = 2, source = \"x\" }\n");
    EXPECT_THAT(error(), AllOf(StartsWith("rules.toml:1:"), HasSubstr("did you mean \"pegaspargase\"?")));
    write("rules.toml", "[fold_changes]\n");
    EXPECT_THAT(error(), HasSubstr("did you mean \"fold_change\"?"));
}

TEST_F(StudyRules, ErrorsSayWhatWasExpected) {
    const auto refused = [&](const std::string& text) {
        write("rules.toml", text);
        return error();
    };
    rules("");
    EXPECT_THAT(refused("[detection]\nlod = 20\n"), HasSubstr("found a whole number; expected a table"));
    EXPECT_THAT(refused("[detection]\nlod = { value = 20 }\n"), HasSubstr("key \"source\" is missing"));
    EXPECT_THAT(refused("[detection]\nlod = { source = \"x\" }\n"), HasSubstr("key \"value\" is missing"));
    EXPECT_THAT(refused("[detection]\nlod = { value = 2.5, source = \"x\" }\n"), HasSubstr("expected a whole number"));
    EXPECT_THAT(refused("[detection]\nlod = { value = -1, source = \"x\" }\n"), HasSubstr("expected a number from 0"));
    EXPECT_THAT(refused("[detection]\nlod = { value = 60, source = \"x\" }\n"), HasSubstr("lloq is below"));
    EXPECT_THAT(refused("[antibodies]\nigg_half_life_days = { value = 21, unit = \"hours\", source = \"x\" }\n"),
                HasSubstr("found \"hours\"; this rule is in \"days\""));
    EXPECT_THAT(refused("[restoration]\nrule = { value = \"R-X\", source = \"x\" }\n"), HasSubstr("found \"R-X\""));
    EXPECT_THAT(refused("[liver]\nalt_times_uln = { value = [1, 3], source = \"x\" }\n"), HasSubstr("expected 4"));
    EXPECT_THAT(refused("[tdm.erwinia]\njudged_days = { value = [3, 2], source = \"x\" }\n"),
                HasSubstr("expected ascending numbers"));
}

TEST_F(StudyRules, WhatIsWrittenReadsBack) {
    StudySettings settings;
    settings.domain.pseudo_count = 0.25;
    settings.domain.products["pegaspargase"].judged_days = {7, 14, 21};
    rules(format_rules(settings));
    const Study study = read();
    EXPECT_EQ(study.settings.domain.pseudo_count, 0.25);
    EXPECT_THAT(study.settings.domain.product("pegaspargase")->judged_days, ElementsAre(7, 14, 21));
    StudySettings copy;
    for (const Rule& found : study.settings.rules) apply_rule(copy, found);
    EXPECT_EQ(copy.domain.pseudo_count, 0.25);
    EXPECT_EQ(format_rules(copy).size(), format_rules(settings).size());
}

TEST_F(StudyRules, SharesLieWithinTheirBounds) {
    rules(
        "[fold_change]\nlargest_floor_share = { value = 0.25, source = \"plan\" }\n"
        "[thresholds]\nsensitivity_shift = { value = 0.05, source = \"plan\" }\n");
    EXPECT_EQ(read().settings.domain.largest_floor_share, 0.25);
    EXPECT_EQ(read().settings.domain.threshold_shift, 0.05);
    edit("rules.toml", "0.25", "1.5");
    EXPECT_THAT(error(), AllOf(StartsWith("rules.toml:2:"), HasSubstr("expected a number from 0 to 1")));
}

TEST_F(StudyRules, TheSampleCohortShipsTheDefaults) {
    EXPECT_EQ(bytes(std::filesystem::path(ASPARAGATE_SOURCE_DIR) / "samples/blina-cohort/rules.toml"),
              format_rules({}));
}

}  // namespace asparagate::test
