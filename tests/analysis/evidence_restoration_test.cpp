#include "analysis/evidence_fixture.hpp"
#include "evidence/censored_activity.hpp"

using namespace asparagate;
using namespace asparagate::test;

namespace {

Restoration rule(const Evidence& evidence, const std::string& name) {
    return evidence.patients.at(0).rules.at(name);
}

SmallStudy inactive_before() {
    SmallStudy small;
    small.patient("P1").course("P1", Period::before, 10, 5);
    return small;
}

}  // namespace

TEST(Restoration, TakesExactlyTheThresholdAsAdequate) {
    const Evidence at = inactive_before().course("P1", Period::after, 100, 100).evidence();
    EXPECT_EQ(rule(at, "R-A"), Restoration::restored);
    const Evidence below = inactive_before().course("P1", Period::after, 100, 99.9).evidence();
    EXPECT_EQ(rule(below, "R-A"), Restoration::not_restored);
    EXPECT_EQ(rule(below, "R-B"), Restoration::restored);
    EXPECT_TRUE(has_code(below.findings, "RULES_DISAGREE"));
}

TEST(Restoration, AMissingDay21IsNoDisagreement) {
    const Evidence evidence = inactive_before().course("P1", Period::after, 300, 200).evidence();
    EXPECT_EQ(rule(evidence, "R-A"), Restoration::restored);
    EXPECT_EQ(rule(evidence, "R-C"), Restoration::not_evaluable);
    EXPECT_FALSE(has_code(evidence.findings, "RULES_DISAGREE"));
}

TEST(Restoration, CallsAMissingPointNotEvaluable) {
    const Evidence evidence = inactive_before().activity("P1", Period::after, 7, 30).evidence();
    EXPECT_EQ(rule(evidence, "R-A"), Restoration::not_evaluable);
    EXPECT_EQ(rule(evidence, "R-B"), Restoration::not_restored);
    EXPECT_EQ(evidence.patients[0].group, Group::unclassified);
}

TEST(Restoration, NeedsDay21AboveTheLimitForRuleC) {
    SmallStudy small = inactive_before().course("P1", Period::after, 300, 200);
    EXPECT_EQ(rule(small.evidence(), "R-C"), Restoration::not_evaluable);
    EXPECT_EQ(rule(SmallStudy(small).activity("P1", Period::after, 21, 20).evidence(), "R-C"), Restoration::restored);
    EXPECT_EQ(rule(SmallStudy(small).activity("P1", Period::after, 21, 20, '<').evidence(), "R-C"),
              Restoration::not_restored);
}

TEST(Restoration, DoesNotJudgeACourseThatWasActiveBefore) {
    SmallStudy small;
    small.patient("P1").course("P1", Period::before, 300, 150).course("P1", Period::after, 300, 150);
    EXPECT_EQ(rule(small.evidence(), "R-A"), Restoration::not_evaluable);
}

TEST(Restoration, FindsInactivityOnDay14BelowTheLimitAlone) {
    SmallStudy small;
    small.patient("P1").course("P1", Period::before, 180, 15).course("P1", Period::after, 300, 150);
    EXPECT_EQ(rule(small.evidence(), "R-A"), Restoration::restored);
}

TEST(Restoration, LeavesOutSamplesAfterAnotherAsparaginase) {
    SmallStudy small = inactive_before().course("P1", Period::after, 300, 150).activity("P1", Period::after, 21, 400);
    small.study.activity.back().other_asparaginase = true;
    small.study.activity.back().attributed_product = "erwinia";
    const Evidence evidence = small.evidence();
    EXPECT_EQ(rule(evidence, "R-C"), Restoration::not_evaluable);
    EXPECT_TRUE(has_flag(evidence.patients[0].flags, "SAA_AFTER_OTHER_ASP"));
}

TEST(Restoration, LeavesACensoredValueAcrossTheThresholdOpen) {
    const Evidence evidence =
        inactive_before().activity("P1", Period::after, 7, 150, '<').activity("P1", Period::after, 14, 200).evidence();
    EXPECT_EQ(rule(evidence, "R-A"), Restoration::not_evaluable);
    EXPECT_EQ(rule(inactive_before()
                       .activity("P1", Period::after, 7, 500, '>')
                       .activity("P1", Period::after, 14, 200)
                       .evidence(),
                   "R-A"),
              Restoration::restored);
}

TEST(Restoration, BoundsTheChangeWhereASideIsCensored) {
    const Evidence censored = inactive_before().course("P1", Period::after, 320, 150).evidence();
    EXPECT_DOUBLE_EQ(*censored.patients[0].log2_activity_change_d7, 4);  // 320 against the limit of 20
    EXPECT_EQ(censored.patients[0].log2_activity_change_bound, "at least");
    SmallStudy exact;
    exact.patient("P1").course("P1", Period::before, 40, 20).course("P1", Period::after, 160, 100);
    EXPECT_DOUBLE_EQ(*exact.evidence().patients[0].log2_activity_change_d7, 2);
    EXPECT_EQ(exact.evidence().patients[0].log2_activity_change_bound, "");
    const Evidence both = inactive_before().course("P1", Period::after, 3, 3).evidence();
    EXPECT_FALSE(both.patients[0].log2_activity_change_d7);
}

TEST(Restoration, GroupsByTheLabelAndPrintsTheDisagreement) {
    SmallStudy small;
    small.patient("P1", "AANR").course("P1", Period::before, 5, 5).course("P1", Period::after, 300, 200);
    const Evidence evidence = small.evidence();
    EXPECT_EQ(evidence.patients[0].group, Group::aanr);
    EXPECT_EQ(evidence.patients[0].restored, Restoration::restored);
    EXPECT_TRUE(has_flag(evidence.patients[0].flags, "LABEL_CONFLICT"));
    EXPECT_TRUE(has_code(evidence.findings, "LABEL_CONFLICT"));
}

TEST(Restoration, RunsTheSensitivityThresholds) {
    const auto restored_at = inactive_before().course("P1", Period::after, 260, 120).evidence().patients[0].restored_at;
    EXPECT_EQ(restored_at.at(100), Restoration::restored);
    EXPECT_EQ(restored_at.at(250), Restoration::not_restored);
    EXPECT_EQ(restored_at.size(), 5u);
}

TEST(ActivityStatus, IsUnclassifiedWithoutActivityEvenUnderPremedication) {
    SmallStudy small;
    small.patient("P1");
    small.study.outcomes[0].symptoms = false;
    small.study.outcomes[0].premedicated = true;
    const Evidence evidence = small.evidence();
    EXPECT_EQ(evidence.patients[0].status, "unclassified");
    EXPECT_TRUE(has_flag(evidence.patients[0].flags, "PREMED_MASKS"));
}

TEST(ActivityStatus, CrossesSymptomsWithActivity) {
    const auto status = [](bool symptoms, double day7, double day14) {
        SmallStudy small;
        small.patient("P1").course("P1", Period::after, day7, day14);
        small.study.outcomes[0].symptoms = symptoms;
        return small.evidence().patients[0].status;
    };
    EXPECT_EQ(status(false, 300, 200), "tolerant");
    EXPECT_EQ(status(false, 30, 5), "silent inactivation");
    EXPECT_EQ(status(true, 300, 200), "allergic-like reaction");
    EXPECT_EQ(status(true, 30, 5), "neutralising clinical hypersensitivity");
}

TEST(ActivityStatus, KeepsToleranceApartFromActivity) {
    SmallStudy small;
    small.patient("P8", "AANR").course("P8", Period::before, 5, 5).course("P8", Period::after, 40, 5);
    small.study.outcomes[0].tolerated = true;
    const Evidence evidence = small.evidence();
    EXPECT_TRUE(*evidence.patients[0].tolerated);
    EXPECT_EQ(evidence.patients[0].restored, Restoration::not_restored);
    EXPECT_TRUE(has_code(evidence.findings, "TOLERATED_NOT_RESTORED"));
}

TEST(AntibodyChange, KeepsNegativeReductionsAndTheCatabolismLine) {
    SmallStudy small;
    small.patient("P1").patient("P2");
    const auto add = [&](const std::string& patient, Period period, double day, double value, double cutoff) {
        AntibodySample made;
        made.patient = patient;
        made.period = period;
        made.day = day;
        made.specificity = "anti-PEG";
        made.result = {'=', value, "AU/mL"};
        made.cutoff = cutoff;
        small.study.antibodies.push_back(made);
    };
    add("P1", Period::before, -3, 40, 10);
    add("P1", Period::before, 0, 100, 10);
    add("P1", Period::after, 21, 150, 10);
    add("P2", Period::before, 0, 10, 10);
    add("P2", Period::after, 21, 5, 10);
    const Evidence evidence = small.evidence();
    ASSERT_EQ(evidence.antibodies.size(), 2u);
    EXPECT_DOUBLE_EQ(*evidence.antibodies[0].percent_reduction, -50);
    EXPECT_DOUBLE_EQ(*evidence.antibodies[0].catabolism_percent, 50);  // one half-life of 21 days
    EXPECT_FALSE(evidence.antibodies[1].percent_reduction);            // not above the cut-off before
    EXPECT_DOUBLE_EQ(*evidence.antibodies[1].log2_ratio, -1);
}

TEST(Restoration, DoesNotTakeAnUpperBoundForBelowTheLimit) {
    ActivitySample sample;
    sample.given = {'<', 100, "IU/L"};
    sample.iu_l = 100;
    sample.lloq_iu_l = 20;
    EXPECT_EQ(is_quantified(&sample), std::nullopt) << "<100 where 20 can be quantified";
    sample.lloq_iu_l = 100;
    EXPECT_EQ(is_quantified(&sample), false);
    sample.given.qualifier = '>';
    sample.iu_l = 5;
    EXPECT_EQ(is_quantified(&sample), true);
}

TEST(CensoredActivity, TiesWhatLiesBeyondALimit) {
    ActivitySample above, below, plain;
    above.given = {'>', 500, "IU/L"}, above.iu_l = 500;
    below.given = {'<', 20, "IU/L"}, below.iu_l = 20;
    plain.given = {'=', 800, "IU/L"}, plain.iu_l = 800;
    const CensoringLimits limits = CensoredActivity::limits({&above, &below, &plain});
    EXPECT_EQ(CensoredActivity::value(above, limits), CensoredActivity::value(plain, limits));
    plain.iu_l = 5;
    EXPECT_EQ(CensoredActivity::value(below, limits), CensoredActivity::value(plain, limits));
}
