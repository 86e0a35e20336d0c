// What a good study reads as, and what is only worth a finding.
#include "study_files.hpp"

#include "asparagate/analysis/analysis_error.hpp"

#include <gmock/gmock.h>

namespace asparagate::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using StudyRead = StudyFiles;
using StudyFindings = StudyFiles;
using StudyTemplate = StudyFiles;

TEST_F(StudyRead, LinksEveryFile) {
    const Study study = read();
    EXPECT_THAT(study.findings, IsEmpty()) << describe(study.findings.front());
    EXPECT_EQ(study.settings.title, "Two patients");
    EXPECT_EQ(study.settings.seed, 7u);
    EXPECT_EQ(study.settings.visit_days.at("day 14"), 14);
    ASSERT_EQ(study.samples.size(), 5u);
    EXPECT_EQ(study.samples[2].control, "FMO GzmB");
    EXPECT_EQ(study.samples[0].specimen, "PB");
    EXPECT_EQ(study.samples[0].file, folder_ / "fcs/s1.fcs");
    EXPECT_EQ(study.patients[0].age_years, 6.1);
    EXPECT_EQ(study.patients[0].reaction, "silent inactivation");
    EXPECT_EQ(study.doses[1].end_day, 28);
    EXPECT_EQ(study.counts[0].dilution, 1);
    EXPECT_EQ(study.input_files.size(), 9u);
}

TEST_F(StudyRead, ConvertsActivityAndKeepsItAsGiven) {
    const Study study = read();
    EXPECT_EQ(study.activity[0].given.qualifier, '<');
    EXPECT_EQ(study.activity[0].iu_l, 20);
    EXPECT_EQ(study.activity[1].iu_l, 350);
    EXPECT_EQ(study.activity[1].given.unit, "IU/mL");
    EXPECT_EQ(study.activity[1].lloq_iu_l, 20);
    EXPECT_EQ(study.antibodies[1].result.qualifier, '<');
}

TEST_F(StudyRead, KnowsEveryActivityUnit) {
    const std::vector<std::pair<std::string, double>> in_iu_l = {{"IU/L", 100},    {"U/L", 100},   {"IU/mL", 100000},
                                                                 {"U/mL", 100000}, {"mU/mL", 100}, {"nkat/mL", 6000},
                                                                 {"iu/ml", 100000}};
    for (const auto& [unit, expected] : in_iu_l) {
        write("tables/activity.csv",
              "patient,period,nominal_day,day,activity,unit,method\nP1,after,7,67,100," + unit + ",m\n");
        EXPECT_EQ(read().activity[0].iu_l, expected) << unit;
    }
    write("tables/activity.csv", "patient,period,nominal_day,day,activity,unit,method\nP1,after,7,67,0.1,IU/mL,m\n");
    EXPECT_EQ(read().activity[0].iu_l, 100) << "exactly the threshold, which is adequate";
}

TEST_F(StudyRead, ReadsLabelAliases) {
    const Study study = read();
    EXPECT_EQ(study.outcomes[0].label, "AAR");
    EXPECT_EQ(study.outcomes[1].label, "AANR");
    EXPECT_EQ(study.outcomes[0].tolerated, true);
    EXPECT_EQ(study.outcomes[0].symptoms, false);
    EXPECT_EQ(study.outcomes[0].premedicated, std::nullopt);
}

TEST_F(StudyRead, MergesThePanelIntoTheStrategies) {
    EXPECT_THAT(read().strategy_for("cyt").panel.at("GzmB"), ElementsAre("GZMB", "GranB"));
}

TEST_F(StudyRead, MarksPrimaryFeatures) {
    const Study study = read();
    ASSERT_EQ(study.features.size(), 1u);
    EXPECT_TRUE(study.features[0].primary);
    EXPECT_EQ(study.features[0].name, "GzmB+");
    EXPECT_EQ(study.features[0].measure, "percent_of_parent");
    EXPECT_EQ(study.features[0].family, "cyt");
}

TEST_F(StudyRead, DescribesEveryPopulationWithoutFeatures) {
    edit("study.toml", "[[feature]]\nid = \"gzmb\"\ntube = \"cyt\"\npopulation = \"/T/GzmB+\"\n", "");
    edit("study.toml", "\"gzmb\"", "\"cyt/T\"");
    const Study study = read();
    ASSERT_EQ(study.features.size(), 3u);
    EXPECT_EQ(study.features[1].id, "cyt/T");
    EXPECT_TRUE(study.features[1].primary);
    EXPECT_EQ(study.features[2].population, "/T/GzmB+");
}

TEST_F(StudyRead, NeedsOnlySamplesAndPatients) {
    for (const char* kind : {"doses", "activity", "antibodies", "outcomes", "counts"}) {
        const std::string name = kind;
        edit("study.toml", name + " = \"tables/" + name + ".csv\"\n", "");
    }
    const Study study = read();
    EXPECT_TRUE(study.doses.empty() && study.activity.empty() && study.outcomes.empty());
    EXPECT_THAT(study.findings, IsEmpty());
}

TEST_F(StudyRead, AcceptsByteOrderMarkCrlfAndTabs) {
    write("tables/patients.csv", "\xEF\xBB\xBFpatient\tage_years\r\nP1\t6.1\r\nP2\t4\r\n");
    EXPECT_EQ(read().patients[0].id, "P1");
    EXPECT_EQ(read().patients[1].age_years, 4);
}

TEST_F(StudyRead, TakesVisitDaysFromNamesWithoutATable) {
    edit("study.toml", "[study.visit_days]\n\"day 0\" = 0\n\"day 14\" = 14\n", "");
    EXPECT_EQ(read().settings.visit_days.at("day 14"), 14);
}

TEST_F(StudyRead, StrategyOfATubeGoesBeforeTheDefault) {
    write("other.toml", "[strategy]\nname = \"Other\"\n[population.\"/Q\"]\ngate = \"range\"\nx = \"CD3\"\nmin = 1\n");
    edit("study.toml", "[panel]", "[strategy.tubes]\nother = \"other.toml\"\n[panel]");
    const Study study = read();
    EXPECT_EQ(study.strategy_for("other").name, "Other");
    EXPECT_EQ(study.strategy_for("cyt").name, "Small");
}

TEST_F(StudyFindings, PatientWithoutAVisitGoesOn) {
    edit("tables/samples.csv", "s4,P2,day 14,cyt,,../fcs/s4.fcs\n", "");
    const Study study = read();
    EXPECT_THAT(messages(study, "S-VISIT-MISSING"),
                ElementsAre("patient P2: no sample of tube \"cyt\" at visit \"day 14\""));
    EXPECT_EQ(study.samples.size(), 4u);
}

TEST_F(StudyFindings, PatientWithoutAnyFlowLacksBothVisits) {
    append("tables/patients.csv", "P6,M,3,\n");
    EXPECT_EQ(messages(read(), "S-VISIT-MISSING").size(), 2u);
}

TEST_F(StudyFindings, FindingsNameTheTableRelativeToTheStudy) {
    edit("tables/samples.csv", "s4,P2,day 14,cyt,,../fcs/s4.fcs\n", "");
    EXPECT_EQ(read().findings[0].file, "tables/samples.csv");
}

TEST_F(StudyFindings, ActivityOutsideItsWindow) {
    edit("tables/activity.csv", "7,-53", "7,-51");
    const Study study = read();
    ASSERT_EQ(messages(study, "WINDOW_MISS").size(), 1u);
    EXPECT_THAT(messages(study, "WINDOW_MISS")[0], HasSubstr("drawn 9 days after pegaspargase of day -60"));
}

TEST_F(StudyFindings, ActivityOneDayOffIsWithinItsWindow) {
    edit("tables/activity.csv", "7,-53", "7,-52");
    EXPECT_THAT(messages(read(), "WINDOW_MISS"), IsEmpty());
}

TEST_F(StudyFindings, ActivityAfterErwiniaIsNotOfThePegaspargase) {
    append("tables/doses.csv", "P1,-40,,erwinia,20000,U/m2\n");
    append("tables/activity.csv", "P1,before,21,-39,246,IU/L,20,colorimetric\n");
    const Study study = read();
    const ActivitySample& late = study.activity.back();
    EXPECT_TRUE(late.other_asparaginase);
    EXPECT_EQ(late.attributed_product, "erwinia");
    ASSERT_EQ(messages(study, "SAA_AFTER_OTHER_ASP").size(), 1u);
    EXPECT_FALSE(study.activity[0].other_asparaginase);
    EXPECT_EQ(study.activity[0].attributed_product, "pegaspargase");
}

TEST_F(StudyFindings, ActivityAfterASecondPegaspargaseIsNotOfTheFirst) {
    append("tables/doses.csv", "P1,-40,,pegaspargase,2500,U/m2\n");
    append("tables/activity.csv", "P1,before,21,-39,246,IU/L,20,colorimetric\n");
    const Study study = read();
    EXPECT_TRUE(study.activity.back().other_asparaginase);
    EXPECT_THAT(messages(study, "WINDOW_MISS"), IsEmpty());
}

TEST_F(StudyFindings, ADoseOnTheDayOfTheDrawFollowsIt) {
    append("tables/doses.csv", "P1,-53,,erwinia,20000,U/m2\n");
    EXPECT_FALSE(read().activity[0].other_asparaginase);
}

TEST_F(StudyFindings, ActivityWithoutAnEarlierDose) {
    append("tables/activity.csv", "P2,before,7,-53,40,IU/L,20,colorimetric\n");
    const Study study = read();
    EXPECT_EQ(messages(study, "S-DOSE-MISSING").size(), 1u);
    EXPECT_EQ(study.activity.back().attributed_product, "");
}

TEST_F(StudyFindings, UnknownAsparaginaseStillDisturbs) {
    append("tables/doses.csv", "P1,-55,,asparaginase biosimilar,5000,U/m2\n");
    const Study study = read();
    EXPECT_EQ(messages(study, "S-PRODUCT").size(), 1u);
    EXPECT_TRUE(study.activity[0].other_asparaginase);
}

TEST_F(StudyFindings, UnitAThousandTimesOff) {
    append("tables/activity.csv", "P1,after,14,74,0.2,IU/L,,colorimetric\nP1,after,21,81,250,IU/mL,,colorimetric\n");
    const Study study = read();
    const auto suspects = messages(study, "UNIT_SUSPECT");
    ASSERT_EQ(suspects.size(), 2u);
    EXPECT_THAT(suspects[0], HasSubstr("0.2 IU/L"));
    EXPECT_THAT(suspects[1], HasSubstr("250 IU/mL is 250000 IU/L"));
}

TEST_F(StudyFindings, AntibodyUnitsThatChange) {
    edit("tables/antibodies.csv", "<10,titre", "<10,AU/mL");
    EXPECT_EQ(messages(read(), "UNIT_SUSPECT").size(), 1u);
}

TEST_F(StudyFindings, MethodsThatMix) {
    edit("tables/activity.csv", "0.02,colorimetric", "0.02,HPLC");
    EXPECT_THAT(messages(read(), "S-METHOD-MIXED"), ElementsAre(HasSubstr("\"HPLC\", \"colorimetric\"")));
}

TEST_F(StudyFindings, ValueBelowItsOwnLimit) {
    edit("tables/activity.csv", "<20,IU/L", "12,IU/L");
    EXPECT_EQ(messages(read(), "S-BELOW-LLOQ").size(), 1u);
}

TEST_F(StudyFindings, PeriodAgainstTheTimeline) {
    edit("tables/antibodies.csv", "P1,before,-20", "P1,before,20.5");
    EXPECT_EQ(messages(read(), "S-PERIOD").size(), 1u);
}

TEST_F(StudyFindings, BlinatumomabThatDoesNotStartOnDayZero) {
    edit("tables/doses.csv", "P1,0,28,blinatumomab", "P1,3,28,Blinatumomab");
    EXPECT_EQ(messages(read(), "S-TIMELINE").size(), 1u);
}

TEST_F(StudyFindings, ControlThatNoGateUses) {
    edit("tables/samples.csv", "FMO GzmB", "FMO CD8");
    EXPECT_EQ(messages(read(), "S-CONTROL-UNUSED").size(), 1u);
}

TEST_F(StudyFindings, SpecimensThatMix) {
    edit("tables/samples.csv", "tube,control,file\n", "tube,control,specimen,file\n");
    for (const char* sample :
         {"s1,P1,day 0,cyt,", "s2,P1,day 14,cyt,", "f1,P1,day 0,cyt,FMO GzmB", "s3,P2,day 0,cyt,"}) {
        edit("tables/samples.csv", std::string(sample) + ",../", std::string(sample) + ",,../");
    }
    edit("tables/samples.csv", "s4,P2,day 14,cyt,,../", "s4,P2,day 14,cyt,,bm,../");
    EXPECT_EQ(messages(read(), "S-SPECIMEN-MIXED").size(), 1u);
}

TEST_F(StudyFindings, MissingEventFile) {
    std::filesystem::remove(folder_ / "fcs/s3.fcs");
    EXPECT_THAT(messages(read(), "S-FILE-MISSING"), ElementsAre("sample s3: no file \"../fcs/s3.fcs\""));
}

TEST_F(StudyFindings, CellsPerMicrolitreWithoutCounts) {
    edit("study.toml", "counts = \"tables/counts.csv\"\n", "");
    append("study.toml", "measure = \"cells_per_ul\"\n");
    EXPECT_EQ(messages(read(), "S-COUNTS-MISSING").size(), 1u);
}

TEST_F(StudyTemplate, ReadsAsAnEmptyStudy) {
    write_study_template(folder_ / "new");
    const Study study = read_study(folder_ / "new/study.toml");
    EXPECT_TRUE(study.samples.empty());
    EXPECT_EQ(study.features.size(), 5u);
    EXPECT_THAT(study.findings, IsEmpty());
}

TEST_F(StudyTemplate, NeverReplacesAFile) {
    write("new/tables/patients.csv", "mine");
    EXPECT_THROW(write_study_template(folder_ / "new"), OutputError);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "new/study.toml"));
}

}  // namespace
}  // namespace asparagate::test
