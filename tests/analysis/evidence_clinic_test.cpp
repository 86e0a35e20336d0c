// What follows from the clinical tables: kinetics, flags, antibodies, concordance, classes of activity, detection.
#include "analysis/run_fixture.hpp"

#include <gmock/gmock.h>

using namespace asparagate;
using namespace asparagate::test;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

void give(SmallStudy& small, const std::string& product, double day, std::optional<double> end_day = {}) {
    Dose dose;
    dose.patient = "P1";
    dose.day = day;
    dose.end_day = end_day;
    dose.product = product;
    small.study.doses.push_back(dose);
}

AntibodySample antibody(Period period, double day, double value) {
    AntibodySample made;
    made.patient = "P1";
    made.period = period;
    made.day = day;
    made.specificity = "anti-PEG";
    made.result = {'=', value, "AU/mL"};
    made.cutoff = 10;
    return made;
}

const std::vector<std::string>& flags(const Evidence& evidence) {
    return evidence.patients.at(0).flags;
}

LiverSample liver(double day, double alt) {
    LiverSample made;
    made.patient = "P1";
    made.day = day;
    made.alt = alt;
    made.alt_uln = 40;
    return made;
}

}  // namespace

TEST(CourseKinetics, DescribesAFallingCourse) {
    SmallStudy small;
    small.patient("P1").course("P1", Period::after, 400, 200).activity("P1", Period::after, 21, 50);
    const Evidence evidence = small.evidence();
    ASSERT_EQ(evidence.kinetics.size(), 1u);
    const ActivityKinetics& kinetics = evidence.kinetics[0];
    EXPECT_EQ(kinetics.points, 3u);
    EXPECT_NEAR(*kinetics.half_life_7_14, 7, 1e-12);
    EXPECT_NEAR(*kinetics.half_life_14_21, 3.5, 1e-12);
    EXPECT_NEAR(*kinetics.half_life_days, 14.0 / 3, 1e-12);  // ln falls by 3 ln 2 in 14 days
    // Log rule: 7 (400 - 200) / ln 2 + 7 (200 - 50) / ln 4.
    EXPECT_NEAR(*kinetics.auc_low, 7 * 200 / std::log(2) + 7 * 150 / std::log(4), 1e-9);
    EXPECT_EQ(kinetics.auc_low, kinetics.auc_high);
    EXPECT_EQ(kinetics.crossing_low, 14);
    EXPECT_EQ(kinetics.crossing_high, 21);
    EXPECT_NEAR(*kinetics.crossing_day, 17.5, 1e-12);
    EXPECT_EQ(kinetics.days_above_low, 7);
    EXPECT_EQ(kinetics.days_above_high, 14);
    EXPECT_THAT(kinetics.note, HasSubstr("no evidence of antibodies"));
}

TEST(CourseKinetics, BoundsWhatTheLimitOfQuantificationHides) {
    SmallStudy small;
    small.patient("P1").course("P1", Period::after, 400, 200).activity("P1", Period::after, 21, 20, '<');
    const ActivityKinetics kinetics = small.evidence().kinetics[0];
    EXPECT_EQ(kinetics.points, 2u);
    EXPECT_NEAR(*kinetics.half_life_days, 7, 1e-12);
    EXPECT_FALSE(kinetics.half_life_14_21);
    EXPECT_NEAR(*kinetics.auc_low, 7 * 200 / std::log(2) + 7 * 200 / 2, 1e-9);  // linear to the bound 0
    EXPECT_NEAR(*kinetics.auc_high, 7 * 200 / std::log(2) + 7 * 220 / 2, 1e-9);
    EXPECT_FALSE(kinetics.crossing_day);
    EXPECT_EQ(kinetics.crossing_high, 21);
    EXPECT_THAT(kinetics.note, HasSubstr("beyond a limit"));
}

TEST(CourseKinetics, KeepsDosesOfOneProductApart) {
    SmallStudy small;
    small.patient("P1").course("P1", Period::before, 300, 200).activity("P1", Period::before, 21, 20);
    for (ActivitySample& sample : small.study.activity) {
        const bool second_dose = sample.nominal_day > 7;
        sample.days_after_dose = sample.nominal_day;
        sample.day = (second_dose ? -30 : -60) + sample.nominal_day;
    }
    const Evidence evidence = small.evidence();
    ASSERT_EQ(evidence.kinetics.size(), 2u);
    EXPECT_EQ(evidence.kinetics[0].dose_day, -60);
    EXPECT_FALSE(evidence.kinetics[0].half_life_days) << "one draw of the first dose";
    EXPECT_EQ(evidence.kinetics[1].dose_day, -30);
    EXPECT_NEAR(*evidence.kinetics[1].half_life_14_21, 7 / std::log2(10), 1e-12);
    EXPECT_FALSE(evidence.kinetics[1].half_life_7_14);
}

TEST(CourseKinetics, AMeasuredDrawGivesAnAreaAboveNothing) {
    SmallStudy small;
    small.patient("P1").activity("P1", Period::after, 7, 58).activity("P1", Period::after, 21, 20, '<');
    const ActivityKinetics kinetics = small.evidence().kinetics[0];
    EXPECT_DOUBLE_EQ(*kinetics.auc_low, 14 * 58 / 2.0);
    EXPECT_DOUBLE_EQ(*kinetics.auc_high, 14 * 78 / 2.0);
}

TEST(CourseKinetics, NeedsTwoDraws) {
    SmallStudy small;
    small.patient("P1").course("P1", Period::before, 30, 5).course("P1", Period::after, 100, 150);
    const Evidence evidence = small.evidence();
    EXPECT_FALSE(evidence.kinetics[0].half_life_days);
    EXPECT_THAT(evidence.kinetics[0].note, HasSubstr("not estimable: 1 quantified"));
    EXPECT_FALSE(evidence.kinetics[0].crossing_low) << "it was below the threshold at the first draw";
    EXPECT_EQ(evidence.kinetics[0].crossing_high, 7);
    EXPECT_FALSE(evidence.kinetics[1].half_life_days);
    EXPECT_THAT(evidence.kinetics[1].note, HasSubstr("does not fall"));
    EXPECT_FALSE(evidence.kinetics[1].crossing_high) << "it never falls below the threshold";
    EXPECT_EQ(evidence.kinetics[1].crossing_low, 14);
}

TEST(ActivityClasses, FollowTheRuleOfTheProduct) {
    SmallStudy small;
    small.patient("P1").course("P1", Period::after, 90, 5).activity("P1", Period::after, 21, 300);
    small.activity("P1", Period::before, 2, 150).activity("P1", Period::before, 3, 150);
    small.study.activity[3].attributed_product = small.study.activity[4].attributed_product = "erwinia";
    small.activity("P1", Period::before, 5, 150);
    small.study.activity[5].attributed_product = "asparaginase biosimilar";
    const TemporaryFolder folder;
    write_results(small.evidence(), folder.path());
    std::vector<std::string> classes;
    std::istringstream csv(read_bytes(folder / "activity.csv"));
    std::string line;
    std::getline(csv, line);
    EXPECT_THAT(line, HasSubstr("other_asparaginase,class,uloq_iu_l,laboratory,kit_lot,days_after_dose"));
    while (std::getline(csv, line)) {
        for (const char* name : {"adequate", "below threshold", "below LLOQ", "descriptive", "other asparaginase"})
            if (line.find(std::string(",") + name + ",") != std::string::npos) classes.emplace_back(name);
    }
    EXPECT_THAT(classes, ElementsAre("below threshold", "below LLOQ", "descriptive", "adequate", "descriptive",
                                     "other asparaginase"));
}

TEST(PatientFlags, LiverTestsAreGradedAndFlaggedAfterAsparaginase) {
    SmallStudy small;
    small.patient("P1");
    give(small, "pegaspargase", 42);
    small.study.liver = {liver(30, 500), liver(50, 120.5), liver(56, 200)};
    Evidence evidence = small.evidence();
    EXPECT_FALSE(evidence.liver[0].days_after_dose);
    EXPECT_EQ(evidence.liver[0].alt_grade, 3u);
    EXPECT_EQ(evidence.liver[1].alt_grade, 2u);
    EXPECT_EQ(evidence.liver[2].alt_grade, 2u) << "exactly 5 times the limit is not above it";
    EXPECT_FALSE(has_flag(flags(evidence), "LFT_HIGH_AFTER_ASP"));
    small.study.liver.push_back(liver(60, 200.5));
    small.study.liver.back().steatosis = "yes";
    evidence = small.evidence();
    EXPECT_EQ(evidence.liver[3].days_after_dose, 18);
    EXPECT_TRUE(has_flag(flags(evidence), "LFT_HIGH_AFTER_ASP"));
    EXPECT_TRUE(has_flag(flags(evidence), "STEATOSIS_PRESENT"));
    small.study.settings.domain.liver_flag_grade = 4;
    EXPECT_FALSE(has_flag(flags(small.evidence()), "LFT_HIGH_AFTER_ASP"));
}

TEST(PatientFlags, ConfoundersComeFromEitherTable) {
    SmallStudy small;
    small.patient("P1");
    EXPECT_FALSE(has_flag(flags(small.evidence()), "CONFOUND_IVIG"));
    small.study.concomitants = {{"P1", 3, {}, "IVIG", {}, ""}, {"P1", 3, {}, "Bortezomib", {}, ""}};
    EXPECT_TRUE(has_flag(flags(small.evidence()), "CONFOUND_IVIG"));
    EXPECT_TRUE(has_flag(flags(small.evidence()), "CONFOUND_RITUX_BORTEZ"));
    small.study.concomitants.clear();
    give(small, "rituximab", 5);
    EXPECT_TRUE(has_flag(flags(small.evidence()), "CONFOUND_RITUX_BORTEZ"));
}

TEST(PatientFlags, CoverEveryCodeThatTablesCanRaise) {
    SmallStudy small;
    small.patient("P1").activity("P1", Period::before, 7, 5).course("P1", Period::after, 300, 200);
    small.activity("P1", Period::after, 21, 0.2);
    small.study.activity.back().attributed_product = "erwinia";
    small.study.activity.back().other_asparaginase = true;
    small.study.patients[0].blinatumomab_days = 14;
    give(small, "pegaspargase", 3);  // the draw of day 7 is 4 days after it
    small.study.outcomes[0].symptoms = true;
    const Evidence evidence = small.evidence();
    for (const char* flag : {"SAA_AFTER_OTHER_ASP", "UNIT_SUSPECT", "WINDOW_MISS", "SINGLE_SAMPLE_SI",
                             "SYMPTOMS_BUT_ADEQUATE", "BLINA_INCOMPLETE"})
        EXPECT_TRUE(has_flag(flags(evidence), flag)) << flag;
}

TEST(PatientFlags, PopulationsCarryTheirOwn) {
    SmallStudy small;
    small.patient("P1").patient("P2");
    small.study.patients[0].cd19_percent = 98;
    small.study.patients[0].blinatumomab_days = 28;
    small.counts("P1", "/B", {500, 1000, 0, 1000}).counts("P2", "/B", {5, 20, 5, 20});
    const Evidence evidence = small.evidence();
    EXPECT_THAT(evidence.fold_change("B", "P1")->flags,
                ElementsAre("CD19_UNRELIABLE", "BLASTS_IN_B_GATE", "FLOOR_LIMITED"));
    EXPECT_THAT(evidence.fold_change("B", "P2")->flags, ElementsAre("LOW_EVENTS"));
}

TEST(Rechallenge, ReactionsSupplySymptomsThatTheOutcomesLeaveOpen) {
    SmallStudy small;
    small.patient("P1").course("P1", Period::after, 300, 200);
    give(small, "pegaspargase", 42);
    Reaction reaction;
    reaction.patient = "P1";
    reaction.day = 42;
    reaction.term = "allergic reaction";
    small.study.reactions = {reaction};
    Evidence evidence = small.evidence();
    EXPECT_EQ(evidence.patients[0].symptoms, true);
    EXPECT_EQ(evidence.patients[0].status, "allergic-like reaction");
    small.study.outcomes[0].symptoms = false;
    evidence = small.evidence();
    EXPECT_EQ(evidence.patients[0].symptoms, false);
    EXPECT_TRUE(has_code(evidence.findings, "SYMPTOMS_CONFLICT"));
}

TEST(Rechallenge, AReactionToAnotherDrugIsNone) {
    SmallStudy small;
    small.patient("P1");
    give(small, "pegaspargase", -60);
    give(small, "blinatumomab", 0, 28);
    Reaction reaction;
    reaction.patient = "P1";
    reaction.day = 1;
    reaction.term = "infusion-related reaction";
    small.study.reactions = {reaction};
    EXPECT_FALSE(small.evidence().patients[0].symptoms);
}

TEST(Rechallenge, PremedicationOfADoseMasksSymptoms) {
    SmallStudy small;
    small.patient("P1");
    small.study.outcomes[0].symptoms = false;
    give(small, "pegaspargase", 42);
    small.study.doses[0].premedication = "steroid+H1";
    const Evidence evidence = small.evidence();
    EXPECT_TRUE(has_flag(flags(evidence), "PREMED_MASKS"));
    EXPECT_EQ(evidence.patients[0].status, "unclassified");
}

TEST(AntibodySeries, ImmunoglobulinsBetweenTheSamplesAreFlagged) {
    SmallStudy small;
    small.patient("P1");
    small.study.antibodies = {antibody(Period::before, -3, 400), antibody(Period::after, 18, 300)};
    small.study.concomitants = {{"P1", 40, {}, "IVIG", {}, ""}};
    EXPECT_THAT(small.evidence().antibodies[0].flags, ElementsAre());
    small.study.concomitants[0].day = 4;
    const AntibodyChange change = small.evidence().antibodies[0];
    EXPECT_THAT(change.flags, ElementsAre("CONFOUND_IVIG"));
    EXPECT_DOUBLE_EQ(*change.catabolism_percent, 50);
    EXPECT_EQ(change.against_catabolism, "falls less");
    small.study.settings.domain.igg_half_life_days = 84;
    EXPECT_EQ(small.evidence().antibodies[0].against_catabolism, "falls as much or more");
}

TEST(AntibodySeries, IsotypesAreKeptApart) {
    SmallStudy small;
    small.patient("P1");
    for (const char* isotype : {"IgG", "IgM"})
        for (AntibodySample sample : {antibody(Period::before, -3, 400), antibody(Period::after, 18, 100)}) {
            sample.isotype = isotype;
            small.study.antibodies.push_back(sample);
        }
    const Evidence evidence = small.evidence();
    ASSERT_EQ(evidence.antibodies.size(), 2u);
    EXPECT_EQ(evidence.antibodies[1].specificity, "anti-PEG IgM");
    EXPECT_DOUBLE_EQ(*evidence.antibodies[1].percent_reduction, 75);
}

TEST(AntibodySeries, ValuesBeyondALimitAreBounds) {
    SmallStudy small;
    small.patient("P1");
    small.study.antibodies = {antibody(Period::before, -3, 400), antibody(Period::after, 18, 3)};
    small.study.antibodies[1].lloq = 5;
    const Evidence evidence = small.evidence();
    EXPECT_FALSE(evidence.antibodies[0].log2_ratio);
    EXPECT_TRUE(has_code(evidence.findings, "ANTIBODY_NOT_COMPARABLE"));
}

TEST(RestorationTables, ShowEveryRuleAndWhichFlip) {
    SmallStudy small;
    small.patient("P1", "AANR").course("P1", Period::before, 10, 5).course("P1", Period::after, 320, 60);
    const TemporaryFolder folder;
    write_results(small.evidence(), folder.path());
    EXPECT_EQ(read_bytes(folder / "restoration.csv"),
              "patient,group,label,rule,study_rule,inactive_before,result,flips,label_disagrees,log2_change,bound\n"
              "P1,AANR,AANR,R-A,yes,yes,not restored,no,no,,\n"
              "P1,AANR,AANR,R-B,no,yes,restored,yes,yes,,\n"
              "P1,AANR,AANR,R-C,no,yes,not evaluable,,,,\n"
              "P1,AANR,AANR,R-D,no,yes,,,,4,at least\n");
    EXPECT_EQ(read_bytes(folder / "concordance.csv"),
              "rule_1,rule_2,both_restored,only_1,only_2,neither,not_evaluable,flips\n"
              "R-A,R-B,0,0,1,0,0,P1\nR-A,R-C,0,0,0,0,1,\nR-B,R-C,0,0,0,0,1,\n");
}

TEST(Claims, SayWhenNoPatientKnows) {
    SmallStudy small;
    small.patient("P1");
    small.study.claims = {{"tolerated", {"tolerated", "yes"}, {}, 2, 3, ""}};
    const Evidence evidence = small.evidence();
    EXPECT_TRUE(has_code(evidence.findings, "CLAIM_NOT_CHECKED"));
    EXPECT_FALSE(has_code(evidence.findings, "CLAIM_CONFLICT"));
    EXPECT_FALSE(evidence.claims[1].percent);
}

TEST(Claims, NameThePatientsWhoAreLeftOut) {
    SmallStudy small;
    small.patient("P1", "AAR").patient("P2", "AANR").patient("P3").patient("P4");
    for (const std::size_t i : {0, 1, 3}) small.study.patients[i].sex = "M";
    small.study.patients[2].sex = "F";
    small.study.claims = {{"boys restored", {"group", "AAR"}, {"sex", "M"}, 1, 3, ""}};
    const TemporaryFolder folder;
    const Evidence evidence = small.evidence();
    write_results(evidence, folder.path());
    EXPECT_THAT(evidence.claims[1].not_known, ElementsAre("P4"));
    EXPECT_EQ(evidence.claims[1].n, 2u);
    std::string conflict;
    for (const Finding& finding : evidence.findings)
        if (finding.code == "CLAIM_CONFLICT") conflict = finding.message;
    EXPECT_THAT(conflict, HasSubstr("is not known: P4; both are kept"));
    EXPECT_THAT(read_bytes(folder / "claims.csv"), HasSubstr("patients,source,not_known\n"));
    EXPECT_THAT(read_bytes(folder / "claims.csv"), HasSubstr("the study's tables,P4\n"));
}

TEST(AntibodySeries, AMissingSampleHasNoValue) {
    SmallStudy small;
    small.patient("P1");
    small.study.antibodies = {antibody(Period::after, 18, 3)};
    const TemporaryFolder folder;
    write_results(small.evidence(), folder.path());
    EXPECT_THAT(read_bytes(folder / "antibodies.csv"), HasSubstr("\nP1,unclassified,anti-PEG,,,,,,18,,3,AU/mL,10,"));
}

TEST(Claims, DoNotShowGroupsOfABlindStudy) {
    SmallStudy small;
    small.patient("P1", "AAR").patient("P2", "AANR");
    small.study.settings.blind = true;
    small.study.claims = {{"restored", {"group", "AAR"}, {}, 2, 2, ""}};
    const Evidence evidence = small.evidence();
    EXPECT_EQ(evidence.claims[1].n, 0u);
    EXPECT_FALSE(has_code(evidence.findings, "CLAIM_CONFLICT"));
}

TEST(Detection, GivesAnUpperBoundWhereNothingWasSeen) {
    SmallStudy small;
    small.patient("P1").counts("P1", "/B", {0, 50000, 60, 1000});
    AbsoluteCount count;
    count.sample = "P1 day 0";
    count.platform = "volumetric";
    count.volume_ul = 50;
    small.study.counts = {count};
    const Evidence evidence = small.evidence();
    const DetectionRow& none = evidence.detection[0];
    EXPECT_EQ(none.state, detection_state(0, {}));
    EXPECT_NEAR(*none.percent_upper / 100, 7.38e-5, 5e-8);
    EXPECT_NEAR(*none.high, 0.0738, 5e-5);
    EXPECT_NEAR(*none.sensitivity_percent, 0.04, 1e-12);
    EXPECT_EQ(none.statement, "not detected; upper 95 % bound 0.0738/uL");
    EXPECT_EQ(evidence.detection[1].statement, "");
    EXPECT_FALSE(evidence.detection[1].cells_per_ul);
}

TEST(AbsoluteCounts, OfTwoPlatformsCarryTheAnalysersErrorAndItsTime) {
    SmallStudy small;
    small.study.features = {SmallStudy::feature("B/uL", "/B", "cells_per_ul")};
    small.patient("P1").counts("P1", "/B", {100, 1000, 100, 1000}).counts("P1", "/not B", {1000, 1000, 1000, 1000});
    for (const char* sample : {"P1 day 0", "P1 day 14"}) {
        AbsoluteCount count;
        count.sample = sample;
        count.platform = "dual";
        count.wbc_1e9_l = 5;
        count.lymphocyte_percent = 40;
        count.lymphocyte_population = "/not B";
        small.study.counts.push_back(count);
    }
    Evidence evidence = small.evidence();
    const FoldChange plain = *evidence.fold_change("B/uL", "P1");
    EXPECT_DOUBLE_EQ(*plain.before, 200);  // 2000 lymphocytes/uL, a tenth of them
    EXPECT_THAT(plain.flags, Not(::testing::Contains("CBC_TIME")));
    small.study.counts[0].wbc_cv_percent = 10;
    small.study.counts[0].cbc_hours = -30;
    evidence = small.evidence();
    const FoldChange& wide = *evidence.fold_change("B/uL", "P1");
    EXPECT_LT(*wide.before_low, *plain.before_low);
    EXPECT_GT(*wide.before_high, *plain.before_high);
    EXPECT_EQ(wide.after_low, plain.after_low);
    EXPECT_THAT(wide.flags, ::testing::Contains("CBC_TIME"));
    EXPECT_TRUE(has_code(evidence.findings, "CBC_TIME"));
    EXPECT_NEAR(*evidence.detection[0].cv_percent, 100 * std::sqrt(0.01 + 0.001 + 0.01), 1e-9);
}

TEST(ClinicalStudy, RunsWithoutAnyFcsFile) {
    const TemporaryFolder folder;
    write_text(folder / "study.toml", "[study]\ntitle = \"paper\"\n[tables]\npatients = \"patients.csv\"\n");
    write_text(folder / "patients.csv", "patient,sex\nP1,F\nP2,M\n");
    const RunResult run = run_into(read_study(folder / "study.toml"), folder / "results");
    EXPECT_EQ(run.gated, 0u);
    EXPECT_EQ(read_results(folder / "results").cohort.size(), 2u);
    write_text(folder / "patients.csv", "patient,sex\n");
    EXPECT_THROW(run_into(read_study(folder / "study.toml"), folder / "none"), AnalysisError);
}
