#include "analysis/evidence_fixture.hpp"

using namespace asparagate;
using namespace asparagate::test;

namespace {

/// The letter's design: five restored patients whose CD8 rise, two not restored whose CD8 fall; P6 has no flow.
SmallStudy five_against_two() {
    SmallStudy small;
    std::uint64_t after = 400;
    for (const std::string id : {"P1", "P2", "P3", "P4", "P5"}) {
        small.patient(id, "AAR").course(id, Period::before, 5, 5).course(id, Period::after, 300, 150);
        small.counts(id, "/CD8", {200, 1000, after += 20, 1000});
    }
    small.patient("P6", "AAR").course("P6", Period::before, 5, 5).course("P6", Period::after, 250, 120);
    for (const std::string id : {"P7", "P8"}) {
        small.patient(id, "AANR").course(id, Period::before, 5, 5).course(id, Period::after, 30, 5);
        small.counts(id, "/CD8", {200, 1000, after - 350, 1000});
        after += 10;
    }
    return small;
}

}  // namespace

TEST(Comparison, SaysThatFiveAgainstTwoCannotReachFivePercent) {
    const Evidence evidence = five_against_two().evidence();
    const Comparison& comparison = *find_comparison(evidence, "CD8", "log2 fold change", "AAR vs AANR");
    EXPECT_EQ(comparison.test, "exact Mann-Whitney");
    EXPECT_EQ(comparison.n_1, 5u);
    EXPECT_EQ(comparison.n_2, 2u);
    EXPECT_EQ(comparison.missing, 1u);
    EXPECT_NEAR(*comparison.p, 2.0 / 21, 1e-12);
    EXPECT_NEAR(*comparison.p_min_attainable, 2.0 / 21, 1e-12);
    EXPECT_NE(comparison.note.find("exact Mann-Whitney p = 0.095, the smallest possible for 5 against 2"),
              std::string::npos)
        << comparison.note;
    EXPECT_DOUBLE_EQ(*comparison.auc, 1);
    EXPECT_NEAR(*comparison.auc_low, 0.494, 5e-4);
    EXPECT_FALSE(comparison.low);  // 95 % cannot be reached with 21 arrangements
    EXPECT_TRUE(has_code(evidence.findings, "ATTAINABLE_P_ABOVE_ALPHA"));
    EXPECT_TRUE(has_code(evidence.findings, "N_TOO_SMALL_FOR_MODEL"));
}

TEST(Comparison, CountsSevenInFlowAndEightInActivity) {
    const Evidence evidence = five_against_two().evidence();
    EXPECT_EQ(find_comparison(evidence, "CD8", "log2 fold change", "all")->n_1, 7u);
    EXPECT_EQ(find_comparison(evidence, "CD8", "log2 fold change", "all")->missing, 1u);
    EXPECT_EQ(find_comparison(evidence, "SAA day 7", "SAA day 7", "all")->n_1, 8u);
    EXPECT_EQ(find_comparison(evidence, "SAA day 7", "SAA day 7", "AAR")->n_1, 6u);
    EXPECT_FALSE(evidence.patient("P6")->has_flow);
}

TEST(Comparison, TiesActivityBelowTheLimitAtTheLowestRank) {
    SmallStudy small;
    for (const std::string id : {"P1", "P2", "P3"}) small.patient(id).course(id, Period::after, 10, 10);
    small.activity("P1", Period::before, 7, 1)
        .activity("P2", Period::before, 7, 19)
        .activity("P3", Period::before, 7, 20, '<');
    const Evidence evidence = small.evidence();
    const Comparison& comparison = *find_comparison(evidence, "SAA day 7", "SAA day 7", "all");
    EXPECT_EQ(comparison.n_1, 3u);
    EXPECT_FALSE(comparison.p);  // every value lies below the limit: no pair differs
    EXPECT_DOUBLE_EQ(*comparison.median_1, 20);
}

TEST(Comparison, DropsFeaturesThatSitAtTheFloor) {
    SmallStudy small = five_against_two();
    for (const std::string id : {"P1", "P2", "P3", "P4"}) small.counts(id, "/B", {200, 1000, 3, 1000});
    for (const std::string id : {"P5", "P7", "P8"}) small.counts(id, "/B", {200, 1000, 100, 1000});
    const Evidence evidence = small.evidence();
    const Comparison& comparison = *find_comparison(evidence, "B", "log2 fold change", "AAR vs AANR");
    EXPECT_FALSE(comparison.p);
    EXPECT_NE(comparison.note.find("4 of 7 patients"), std::string::npos) << comparison.note;
    EXPECT_TRUE(find_comparison(evidence, "B", "log2 fold change", "all")->p);
}

TEST(Comparison, AdjustsWithinFamilyQuantityAndSample) {
    SmallStudy small = five_against_two();
    for (const std::string id : {"P1", "P2", "P3", "P4", "P5", "P7", "P8"})
        small.counts(id, "/B", {200, 1000, 250, 1000});
    const Evidence evidence = small.evidence();
    const Comparison& comparison = *find_comparison(evidence, "CD8", "log2 fold change", "AAR vs AANR");
    EXPECT_NEAR(*comparison.p_holm, 4.0 / 21, 1e-12);
    EXPECT_NEAR(*comparison.p_bh, 4.0 / 21, 1e-12);
    // Three tests of the activity family are alone in theirs.
    const Comparison& activity = *find_comparison(evidence, "SAA day 7", "SAA day 7", "all");
    EXPECT_DOUBLE_EQ(*activity.p_holm, *activity.p);
}

TEST(Comparison, HidesGroupsInABlindStudy) {
    SmallStudy small = five_against_two();
    small.study.settings.blind = true;
    const Evidence evidence = small.evidence();
    for (const Comparison& comparison : evidence.comparisons) EXPECT_EQ(comparison.sample, "all");
    for (const PatientEvidence& patient : evidence.patients) {
        EXPECT_EQ(patient.group, Group::unclassified);
        EXPECT_EQ(patient.label, "");
    }
}

TEST(Comparison, HasNothingToSayAboutAnEmptyStudy) {
    const Evidence evidence = SmallStudy().evidence();
    for (const Comparison& comparison : evidence.comparisons) EXPECT_FALSE(comparison.p);
    EXPECT_TRUE(evidence.heatmap.features.empty());
}

TEST(Correlation, RanksFoldChangesAgainstActivity) {
    SmallStudy small;
    const std::vector<std::string> ids = {"P1", "P2", "P3", "P4", "P5"};
    for (std::size_t i = 0; i < ids.size(); ++i) {
        small.patient(ids[i]).activity(ids[i], Period::after, 7,
                                       i < 2 ? 3.0 + static_cast<double>(i) : 100.0 * static_cast<double>(i));
        small.counts(ids[i], "/CD8", {200, 1000, 200 + 20 * i, 1000});
    }
    const Evidence evidence = small.evidence();
    const Correlation& found = evidence.correlations.at(0);
    EXPECT_EQ(found.against, "SAA day 7 after");
    EXPECT_EQ(found.n, 5u);
    EXPECT_NEAR(*found.rho, 0.9746794344808963, 1e-12);  // the first two are tied below the limit
    EXPECT_FALSE(evidence.correlations.at(2).rho);       // no activity on day 14
    EXPECT_EQ(evidence.correlations.at(2).missing, 5u);
}

TEST(Heatmap, LeavesOutRowsThatShareNoPatient) {
    SmallStudy small;
    small.patient("P1").patient("P2").patient("P3");
    small.counts("P1", "/CD8", {200, 1000, 400, 1000}).counts("P2", "/CD8", {200, 1000, 100, 1000});
    small.counts("P3", "/B", {200, 1000, 300, 1000});
    const Heatmap map = small.evidence().heatmap;
    EXPECT_EQ(map.features, std::vector<std::string>{"CD8"});
    EXPECT_EQ(map.patients.size(), 2u);
    ASSERT_EQ(map.left_out.size(), 2u);
    EXPECT_EQ(map.left_out[0], "B: shares no reliable value with CD8");
    EXPECT_EQ(map.left_out[1], "P3: no reliable fold change");
}
