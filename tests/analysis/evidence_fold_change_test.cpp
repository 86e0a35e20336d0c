#include "analysis/evidence_fixture.hpp"
#include "evidence/fold_change.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <random>

using namespace asparagate;
using namespace asparagate::test;

namespace {

FoldChange change_of(const SmallStudy::Counts& counts, const std::string& population = "/CD8") {
    SmallStudy small;
    small.patient("P1").counts("P1", population, counts);
    const Evidence evidence = small.evidence();
    return *evidence.fold_change(population.substr(1), "P1");
}

}  // namespace

TEST(FoldChange, NamesTheStateOfEveryPairOfCounts) {
    EXPECT_EQ(change_of({100, 1000, 50, 1000}).state, ChangeState::ok);
    EXPECT_EQ(change_of({50, 1000, 20, 1000}).state, ChangeState::ok);
    EXPECT_EQ(change_of({50, 1000, 19, 1000}).state, ChangeState::floor);
    EXPECT_EQ(change_of({19, 1000, 50, 1000}).state, ChangeState::ceiling);
    EXPECT_EQ(change_of({49, 1000, 49, 1000}).state, ChangeState::unreliable);
    EXPECT_EQ(change_of({100, 1000, 0, 0}).state, ChangeState::unreliable);
}

TEST(FoldChange, ClipsAtTheLimitOfDetection) {
    const FoldChange floor = change_of({2400, 60000, 0, 50000});
    EXPECT_DOUBLE_EQ(*floor.log2fc, std::log2((20.0 / 50000) / (2400.0 / 60000)));
    EXPECT_EQ(floor.bound, "upper bound");
    EXPECT_FALSE(floor.low);
    EXPECT_TRUE(has_flag(floor.flags, "FLOOR_LIMITED"));
    const FoldChange ceiling = change_of({0, 50000, 2400, 60000});
    EXPECT_DOUBLE_EQ(*ceiling.log2fc, -*floor.log2fc);
    EXPECT_EQ(ceiling.bound, "lower bound");
    EXPECT_FALSE(ceiling.high);
}

TEST(FoldChange, GivesAMissingVisitNoValue) {
    SmallStudy small;
    small.patient("P1").patient("P6").counts("P1", "/CD8", {100, 1000, 200, 1000});
    small.row(small.sample("P6", "day 0"), "/CD8", 100, 1000);
    const Evidence evidence = small.evidence();
    const FoldChange& change = *evidence.fold_change("CD8", "P6");
    EXPECT_EQ(change.state, ChangeState::missing);
    EXPECT_FALSE(change.log2fc);
    EXPECT_DOUBLE_EQ(*change.before, 10);
    EXPECT_FALSE(change.after);
}

TEST(FoldChange, GivesANotComputablePopulationNoValue) {
    SmallStudy small;
    small.patient("P1").counts("P1", "/CD8", {100, 1000, 200, 1000});
    small.gated.populations.back().count.reset();
    small.gated.populations.back().state = "not computable: no CD8";
    const Evidence evidence = small.evidence();
    EXPECT_EQ(evidence.fold_change("CD8", "P1")->state, ChangeState::missing);
    EXPECT_EQ(evidence.fold_change("CD8", "P1")->after_state, "not computable: no CD8");
}

TEST(FoldChange, FlagsPopulationsThatRestOnCd19DuringBlinatumomab) {
    SmallStudy small;
    small.study.features.push_back(SmallStudy::feature("not B", "/not B", "percent_of_parent"));
    small.patient("P1").counts("P1", "/B", {5000, 20000, 0, 20000}).counts("P1", "/not B", {500, 20000, 900, 20000});
    Dose infusion;
    infusion.patient = "P1";
    infusion.product = "blinatumomab";
    infusion.end_day = 28;
    small.study.doses.push_back(infusion);
    const Evidence evidence = small.evidence();
    EXPECT_EQ(evidence.fold_change("B", "P1")->state, ChangeState::floor);
    EXPECT_TRUE(has_flag(evidence.fold_change("B", "P1")->flags, "CD19_UNRELIABLE"));
    EXPECT_FALSE(has_flag(evidence.fold_change("not B", "P1")->flags, "CD19_UNRELIABLE"));
}

TEST(Cd19Pairs, StandTogetherAtEachVisitWithTheirDifference) {
    SmallStudy small;
    small.study.features.push_back(SmallStudy::feature("not B", "/not B", "percent_of_parent"));
    small.study.features.back().instead_of = "B";
    small.patient("P1").counts("P1", "/B", {5000, 20000, 50, 20000}).counts("P1", "/not B", {6000, 20000, 1050, 20000});
    small.patient("P2").row(small.sample("P2", "day 0"), "/not B", 10, 1000);
    small.study.patients[0].blinatumomab_days = 28;
    const std::vector<Cd19Pair> pairs = small.evidence().cd19_pairs;
    ASSERT_EQ(pairs.size(), 4u);
    EXPECT_EQ(pairs[0].visit, "day 0");
    EXPECT_EQ(*pairs[0].value, 30);
    EXPECT_EQ(*pairs[0].value_instead_of, 25);
    EXPECT_EQ(*pairs[0].difference, 5);
    EXPECT_TRUE(pairs[0].flags.empty()) << "taken before the infusion";
    EXPECT_EQ(pairs[1].visit, "day 14");
    EXPECT_EQ(*pairs[1].difference, 5.25 - 0.25);
    EXPECT_TRUE(has_flag(pairs[1].flags, "CD19_UNRELIABLE"));
    EXPECT_EQ(pairs[2].patient, "P2");
    EXPECT_EQ(*pairs[2].value, 1);
    EXPECT_FALSE(pairs[2].value_instead_of);
    EXPECT_FALSE(pairs[2].difference);
    EXPECT_FALSE(pairs[3].value);
}

TEST(Cd19Pairs, AreNoneWhereNoFeatureStandsInForAnother) {
    SmallStudy small;
    small.patient("P1").counts("P1", "/B", {5000, 20000, 50, 20000});
    EXPECT_TRUE(small.evidence().cd19_pairs.empty());
}

TEST(FoldChange, TrustsCd19AgainAfterTheWashOut) {
    SmallStudy small;
    small.study.settings.visit_days["day 14"] = 43;
    small.patient("P1").counts("P1", "/B", {5000, 20000, 900, 20000});
    small.study.patients[0].blinatumomab_days = 28;
    EXPECT_FALSE(has_flag(small.evidence().fold_change("B", "P1")->flags, "CD19_UNRELIABLE"));
    small.study.settings.visit_days["day 14"] = 42;
    EXPECT_TRUE(has_flag(small.evidence().fold_change("B", "P1")->flags, "CD19_UNRELIABLE"));
}

TEST(FoldChange, NeverComparesDifferentSpecimens) {
    SmallStudy small;
    small.patient("P1");
    small.row(small.sample("P1", "day 0", "BM"), "/CD8", 100, 1000);
    small.row(small.sample("P1", "day 14", "PB"), "/CD8", 100, 1000);
    const Evidence evidence = small.evidence();
    EXPECT_EQ(evidence.fold_change("CD8", "P1")->state, ChangeState::missing);
    EXPECT_TRUE(has_code(evidence.findings, "SPECIMEN_MIX"));
}

namespace {

SmallStudy counted(const std::string& platform_before, const std::string& platform_after) {
    SmallStudy small;
    small.study.features = {SmallStudy::feature("CD8 count", "/CD8", "cells_per_ul")};
    small.patient("P1").counts("P1", "/CD8", {2000, 20000, 4000, 20000}).counts("P1", "/B", {1000, 20000, 1000, 20000});
    for (const auto& [visit, platform] : {std::pair("day 0", platform_before), std::pair("day 14", platform_after)}) {
        AbsoluteCount count;
        count.sample = std::string("P1 ") + visit;
        count.platform = platform;
        count.bead_population = "/B";
        count.beads_per_tube = 50000;
        count.volume_ul = platform == "volumetric" ? 20 : 50;
        count.wbc_1e9_l = 4;
        count.lymphocyte_percent = 25;
        count.lymphocyte_population = "/B";
        small.study.counts.push_back(count);
    }
    return small;
}

}  // namespace

TEST(AbsoluteCount, CountsAgainstBeads) {
    const Evidence evidence = counted("beads", "beads").evidence();
    const FoldChange& change = *evidence.fold_change("CD8 count", "P1");
    EXPECT_DOUBLE_EQ(*change.before, 2000);  // 2000 / 1000 beads x 50000 beads / 50 uL
    EXPECT_DOUBLE_EQ(*change.after, 4000);
    EXPECT_NEAR(*change.log2fc, 1, 1e-3);
    EXPECT_LT(*change.before_low, 2000);
    EXPECT_GT(*change.before_high, 2000);
}

TEST(AbsoluteCount, TheIntervalOfTheChangeCoversTheBeadsToo) {
    // 3000 cells against 100 beads at both visits: nearly all of the error is of the beads.
    std::mt19937_64 random(20);
    std::poisson_distribution<std::uint64_t> cells(3000), beads(100);
    constexpr int studies = 2000;
    int covered = 0, covered_without_beads = 0;
    for (int i = 0; i < studies; ++i) {
        const auto beads_before = static_cast<double>(beads(random)), beads_after = static_cast<double>(beads(random));
        FoldChange change;
        change.before_events = cells(random);
        change.after_events = cells(random);
        set_log2_change(change, beads_before * 1e9, beads_after * 1e9, {20, 50});
        covered_without_beads += *change.low <= 0 && *change.high >= 0;
        widen_log2_interval(change, beads_before, beads_after, 1 / beads_before + 1 / beads_after);
        covered += *change.low <= 0 && *change.high >= 0;
    }
    EXPECT_NEAR(covered / static_cast<double>(studies), 0.95, 0.02);
    EXPECT_LT(covered_without_beads / static_cast<double>(studies), 0.5);
}

TEST(AbsoluteCount, BeadsAndAnalyserWidenTheChangeAndVolumesDoNot) {
    const auto width = [](const SmallStudy& small) {
        const Evidence evidence = small.evidence();
        const FoldChange& change = *evidence.fold_change("CD8 count", "P1");
        return *change.high - *change.low;
    };
    const double by_volume = width(counted("volumetric", "volumetric"));
    EXPECT_GT(width(counted("beads", "beads")), 1.5 * by_volume);  // 1000 beads against 2000 and 4000 cells
    SmallStudy dual = counted("dual", "dual");
    EXPECT_NEAR(width(dual), by_volume, 1e-9);
    for (AbsoluteCount& count : dual.study.counts) count.wbc_cv_percent = 10;
    EXPECT_GT(width(dual), 2 * by_volume);
}

TEST(AbsoluteCount, InfiniteEndsStayInfinite) {
    FoldChange change;
    change.before_events = 500;
    change.after_events = 0;
    set_log2_change(change, 1e12, 1e12, {20, 50});
    const double high = *change.high;
    widen_log2_interval(change, 1e12, 1e12, 0.02);
    EXPECT_FALSE(change.low);
    EXPECT_GT(*change.high, high);
}

TEST(AbsoluteCount, CountsByVolumeAndByTwoPlatforms) {
    EXPECT_DOUBLE_EQ(*counted("volumetric", "volumetric").evidence().fold_change("CD8 count", "P1")->before, 100);
    EXPECT_DOUBLE_EQ(*counted("dual", "dual").evidence().fold_change("CD8 count", "P1")->before, 2000);
}

TEST(AbsoluteCount, NeverMixesPlatformsWithinAPair) {
    const Evidence evidence = counted("beads", "dual").evidence();
    EXPECT_EQ(evidence.fold_change("CD8 count", "P1")->state, ChangeState::missing);
    EXPECT_TRUE(has_code(evidence.findings, "PLATFORM_MIX"));
}

TEST(FoldChange, ComparesMediansAsALogRatio) {
    SmallStudy small;
    small.study.features = {SmallStudy::feature("GzmB", "/CD8", "median")};
    small.study.features[0].channel = "GzmB";
    small.patient("P1").counts("P1", "/CD8", {2000, 20000, 4000, 20000});
    for (const auto& [visit, value] : {std::pair("day 0", 250.0), std::pair("day 14", 2000.0)})
        small.gated.intensities.push_back({std::string("P1 ") + visit, "/CD8", "APC-A", "GzmB", "median", value});
    const Evidence evidence = small.evidence();
    EXPECT_DOUBLE_EQ(*evidence.fold_change("GzmB", "P1")->log2fc, 3);
    EXPECT_FALSE(evidence.fold_change("GzmB", "P1")->low);
    EXPECT_EQ(evidence.fold_change("GzmB", "P1")->state, ChangeState::ok);
}

TEST(FoldChange, SaysWhenAMedianFeatureNamesNoChannel) {
    SmallStudy small;
    small.study.features = {SmallStudy::feature("GzmB", "/CD8", "median")};
    small.study.features[0].channel = "GzmBB";
    small.patient("P1").counts("P1", "/CD8", {2000, 20000, 4000, 20000});
    small.gated.intensities.push_back({"P1 day 0", "/CD8", "APC-A", "GzmB", "median", 250.0});
    const Evidence evidence = small.evidence();
    EXPECT_FALSE(evidence.fold_change("GzmB", "P1")->before);
    const auto found = std::find_if(evidence.findings.begin(), evidence.findings.end(),
                                    [](const Finding& f) { return f.code == "S-CHANNEL-MISSING"; });
    ASSERT_NE(found, evidence.findings.end());
    EXPECT_NE(found->message.find("did you mean \"GzmB\"?"), std::string::npos) << found->message;
}

#ifdef ASPARAGATE_SHARED_DATA
TEST(FoldChange, AgreesWithTheReferenceIntervals) {
    std::ifstream in(std::string(ASPARAGATE_SHARED_DATA) + "/stat_checks.json");
    int checked = 0;
    const auto oracle = nlohmann::json::parse(in);
    for (const auto& check : oracle.at("checks")) {
        if (check.at("method") != "rate_ratio_log2fc") continue;
        const auto& input = check.at("input");
        const FoldChange change =
            change_of({input.at("pre_events"), input.at("pre_total"), input.at("post_events"), input.at("post_total")});
        const auto& expected = check.at("expected");
        if (change.state == ChangeState::ok) {
            EXPECT_NEAR(*change.log2fc, expected.at("log2fc_pseudo").get<double>(), 1e-6);
        }
        const auto& interval = expected.at("log2_ci95_conditional_exact");
        EXPECT_EQ(change.low.has_value(), interval[0].is_number());
        if (change.low) {
            EXPECT_NEAR(*change.low, interval[0].get<double>(), 1e-5);
        }
        EXPECT_NEAR(*change.high, interval[1].get<double>(), 1e-5);
        ++checked;
    }
    EXPECT_EQ(checked, 3);
}
#endif
