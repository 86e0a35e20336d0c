// Limits of blank: what tubes show of populations that they cannot hold (DOMAIN 3.5, CLSI EP17-A2).
#include "evidence/limit_of_blank.hpp"
#include "analysis/run_fixture.hpp"

#include <cmath>

using namespace asparagate;
using namespace asparagate::test;

namespace {

BlankCount blank(const std::string& patient, std::uint64_t count, std::uint64_t parent,
                 const std::string& control = "FMO GzmB") {
    return {patient + " blank", patient, "", control, "/CD8/GzmB+", count, parent};
}

const DetectionRow& row_of(const Evidence& evidence, const std::string& sample, const std::string& population) {
    for (const DetectionRow& row : evidence.detection)
        if (row.sample == sample && row.population == population) return row;
    throw std::runtime_error("no row of " + sample);
}

}  // namespace

TEST(LimitOfBlank, OfFewBlanksIsTheExactUpperLimitOfTheirPooledEvents) {
    const auto limit = limit_of_blank({blank("P1", 0, 600), blank("P2", 0, 0), blank("P3", 0, 400)}, {});
    EXPECT_NEAR(limit->share, 1 - std::pow(0.05, 1.0 / 1000), 1e-12) << "one-sided 95 % for 0 of 1000";
    EXPECT_EQ(limit->blanks, 2u) << "a tube without cells of the parent says nothing";
    EXPECT_EQ(limit->parent_count, 1000u);
    EXPECT_EQ(limit->method, "one-sided 95 % upper limit of the pooled events");
    EXPECT_EQ(limit_of_blank({blank("P1", 0, 0)}, {}), std::nullopt);
    EXPECT_EQ(limit_of_blank({blank("P1", 7, 7)}, {})->share, 1);
}

TEST(LimitOfBlank, OfTwentyBlanksIsTheirPercentile) {
    std::vector<BlankCount> blanks;
    for (std::uint64_t i = 20; i >= 1; --i) blanks.push_back(blank("P" + std::to_string(i), i, 1000));
    EXPECT_NEAR(limit_of_blank(blanks, {})->share, 0.0195, 1e-12) << "rank 0.95 * 20 + 0.5 = 19.5";
    EXPECT_EQ(limit_of_blank(blanks, {})->method, "95th percentile of the blanks");
    DomainRules rules;
    rules.blank_level = 0.9;
    EXPECT_NEAR(limit_of_blank(blanks, rules)->share, 0.0185, 1e-12);
    rules.blanks_for_percentile = 21;
    EXPECT_NE(limit_of_blank(blanks, rules)->method.find("pooled"), std::string::npos);
}

TEST(LimitOfBlank, AShareThatIsNotAboveItIsNeverDetected) {
    SmallStudy small;
    small.patient("P1").patient("P2");
    small.study.features = {SmallStudy::feature("GzmB+", "/CD8/GzmB+", "percent_of_parent")};
    small.counts("P1", "/CD8/GzmB+", {60, 20000, 900, 20000}).counts("P2", "/CD8/GzmB+", {60, 20000, 3, 20000});
    const Evidence without = small.evidence();
    small.gated.blanks = {blank("P1", 25, 6000)};
    const Evidence evidence = small.evidence();
    const DetectionRow& before = row_of(evidence, "P1 day 0", "/CD8/GzmB+");
    EXPECT_EQ(before.state, "not above blank") << "0.3 % where 25 of 6000 allow 0.58 %";
    EXPECT_NEAR(*before.lob_percent, 0.58145, 1e-5);
    EXPECT_EQ(before.statement, "not detected: not above the limit of blank, 0.581 % of the parent");
    EXPECT_EQ(before.blank_count, 25u);
    EXPECT_EQ(before.blanks, 1u);
    const DetectionRow& after = row_of(evidence, "P1 day 14", "/CD8/GzmB+");
    EXPECT_EQ(after.state, "quantified");
    EXPECT_EQ(after.statement, "");
    const FoldChange& change = *evidence.fold_change("GzmB+", "P1");
    EXPECT_EQ(change.before_state, "not above blank");
    EXPECT_EQ(change.after_state, "quantified");
    EXPECT_TRUE(has_flag(change.flags, "NOT_ABOVE_BLANK"));
    EXPECT_EQ(change.log2fc, without.fold_change("GzmB+", "P1")->log2fc);
    // No blank: nothing changes.
    const DetectionRow& other = row_of(evidence, "P2 day 0", "/CD8/GzmB+");
    EXPECT_EQ(other.state, "quantified");
    EXPECT_FALSE(other.lob_percent);
    EXPECT_FALSE(other.blanks);
    EXPECT_EQ(other.lob_method, "");
    EXPECT_EQ(row_of(without, "P1 day 0", "/CD8/GzmB+").state, "quantified");
    // Below the LOD the class of the count says more.
    small.gated.blanks = {blank("P2", 25, 6000)};
    EXPECT_EQ(row_of(small.evidence(), "P2 day 14", "/CD8/GzmB+").state, "trace");
}

TEST(LimitOfBlank, HoldsForWhatLiesWithin) {
    SmallStudy small;
    small.patient("P1");
    small.counts("P1", "/CD8/GzmB+", {60, 20000, 900, 20000}).counts("P1", "/CD8/GzmB+/Naive", {55, 60, 700, 900});
    small.gated.blanks = {blank("P1", 25, 6000)};
    const Evidence evidence = small.evidence();
    EXPECT_EQ(row_of(evidence, "P1 day 0", "/CD8/GzmB+/Naive").state, "not above blank");
    EXPECT_EQ(row_of(evidence, "P1 day 0", "/CD8/GzmB+/Naive").statement,
              "not detected: lies within a population that is not above its limit of blank");
    EXPECT_EQ(row_of(evidence, "P1 day 14", "/CD8/GzmB+/Naive").state, "quantified");
}

TEST(LimitOfBlank, NamedBlanksHoldForEveryPatient) {
    SmallStudy small;
    small.patient("P1").patient("P2").counts("P2", "/CD8/GzmB+", {60, 20000, 900, 20000});
    small.study.blanks = {{"", "healthy donor", "/CD8/GzmB+"}};
    small.gated.blanks = {blank("", 0, 700, "healthy donor"), blank("", 0, 300, "healthy donor"),
                          blank("P2", 100, 1000)};
    const DetectionRow row = row_of(small.evidence(), "P2 day 0", "/CD8/GzmB+");
    EXPECT_NEAR(*row.lob_percent, 100 * (1 - std::pow(0.05, 1.0 / 1000)), 1e-9)
        << "what the study names goes before the patient's own control";
    EXPECT_EQ(row.state, "quantified");
}

TEST(LimitOfBlank, OfAThresholdComesFromTheControlThatGaveIt) {
    const TemporaryFolder folder;
    const Study study = StudyFolder(folder / "study").read();
    const RunResult run = run_into(study, folder / "results");
    const DetectionRow& row = row_of(run.evidence, "P1 day 0", "/CD8/GzmB+");
    EXPECT_EQ(row.blanks, 2u) << "the controls of both visits give one threshold";
    EXPECT_EQ(row.blank_parent_count, 2000u);
    EXPECT_EQ(row.blank_count, 11u) << "at and above the 99.5th percentile of 2000 whole numbers, two of them equal";
    EXPECT_NEAR(*row.lob_percent, 0.90874, 1e-5) << "one-sided upper 95 % for 11 of 2000";
    EXPECT_FALSE(row_of(run.evidence, "P1 day 0", "/CD8").lob_percent);
    const RunResult again = run_into(study, folder / "results");
    EXPECT_EQ(again.gated, 0u);
    EXPECT_EQ(row_of(again.evidence, "P1 day 0", "/CD8/GzmB+").lob_percent, row.lob_percent);
    EXPECT_EQ(row_of(read_results(folder / "results"), "P1 day 0", "/CD8/GzmB+").lob_method, row.lob_method);
}

TEST(LimitOfBlank, OfANamedControlNeedsNoPatient) {
    const TemporaryFolder folder;
    const StudyFolder files(folder / "study");
    std::ofstream(folder / "study/study.toml", std::ios::app)
        << "[[blank]]\ncontrol = \"healthy donor\"\npopulation = \"/CD8\"\n";
    std::ofstream(folder / "study/samples.csv", std::ios::app) << "donor,,,healthy donor,fcs/donor.fcs\n";
    write_tube(files.tube("donor"), {4000, 40, 0, 99});
    const RunResult run = run_into(files.read(), folder / "results");
    EXPECT_EQ(run.failed, 0u);
    const DetectionRow& row = row_of(run.evidence, "P2 day 14", "/CD8");
    EXPECT_EQ(row.blank_count, 40u);
    EXPECT_EQ(row.blank_parent_count, 4000u);
    EXPECT_GT(*row.lob_percent, 1);
    EXPECT_EQ(run.evidence.patients.size(), 2u);
}
