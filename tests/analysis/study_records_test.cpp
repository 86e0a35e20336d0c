// The tables beside the seven of the start: reactions, concomitant treatment, liver, ammonia, not done, claims; and
// what spreadsheets do to tables.
#include "study_files.hpp"

#include <gmock/gmock.h>

namespace asparagate::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class StudyRecords : public StudyFiles {
protected:
    void table(const std::string& kind, const std::string& text) const {
        edit("study.toml", "[tables]\n", "[tables]\n" + kind + " = \"tables/" + kind + ".csv\"\n");
        write("tables/" + kind + ".csv", text);
    }
};
using StudySpreadsheets = StudyFiles;

TEST_F(StudyRecords, KeepFurtherColumnsOfTheFirstTables) {
    write("tables/patients.csv", "patient,bmi,blast_phenotype\nP1,17.5,CD10+ CD34+\nP2,,\n");
    write("tables/doses.csv",
          "patient,day,product,dose,unit,route,planned_dose,premedication,desensitised\n"
          "P1,-60,pegaspargase,1250,U/m2,IV,2500,h1 + Steroid,yes\nP1,60,pegaspargase,2500,U/m2,,,none,\n");
    write("tables/activity.csv",
          "patient,period,nominal_day,day,activity,unit,lloq,uloq,method,laboratory,kit_lot\n"
          "P1,before,7,-53,<20,IU/L,20,600,kit,Lab A,17\n");
    write("tables/antibodies.csv",
          "patient,period,day,specificity,result,unit,cutoff,lloq,uloq,isotype,kind,dilution\n"
          "P1,before,-20,anti-PEG,640,AU/mL,10,5,5000,IgG,concentration,1:100\n");
    const Study study = read();
    EXPECT_EQ(study.patients[0].bmi, 17.5);
    EXPECT_EQ(study.patients[0].blast_phenotype, "CD10+ CD34+");
    EXPECT_EQ(study.doses[0].premedication, "steroid+H1");
    EXPECT_EQ(study.doses[1].premedication, "none");
    EXPECT_EQ(study.doses[0].planned_dose, 2500);
    EXPECT_EQ(study.doses[0].desensitised, true);
    EXPECT_EQ(study.doses[0].family(), "Ecoli-PEG");
    EXPECT_EQ(study.activity[0].uloq_iu_l, 600);
    EXPECT_EQ(study.activity[0].kit_lot, "17");
    EXPECT_EQ(study.activity[0].days_after_dose, 7);
    EXPECT_EQ(study.antibodies[0].isotype, "IgG");
    EXPECT_EQ(study.antibodies[0].bound(), '=');
}

TEST_F(StudyRecords, ReadReactionsAndNameAGradeThatCannotBe) {
    table("reactions",
          "patient,day,term,grade,severity,angioedema,premedication\n"
          "P1,61,Allergic reaction,2,mild,no,H1+H2\nP2,-60,anaphylaxis,2,severe,yes,\n");
    const Study study = read();
    EXPECT_EQ(study.reactions[0].term, "allergic reaction");
    EXPECT_EQ(study.reactions[0].grade, 2u);
    EXPECT_EQ(study.reactions[1].angioedema, true);
    EXPECT_EQ(messages(study, "S-GRADE").size(), 1u);
    edit("tables/reactions.csv", ",2,mild", ",6,mild");
    EXPECT_THAT(error(), AllOf(HasSubstr("reactions.csv:2: column \"grade\""), HasSubstr("from 1 to 5")));
    edit("tables/reactions.csv", ",6,mild", ",2,milde");
    EXPECT_THAT(error(), HasSubstr("did you mean \"mild\"?"));
    edit("tables/reactions.csv", ",2,milde", ",2,mild");
    edit("tables/reactions.csv", "H1+H2", "H1+H3");
    EXPECT_THAT(error(), AllOf(HasSubstr("column \"premedication\""), HasSubstr("found \"H3\"")));
}

TEST_F(StudyRecords, ReactionsKnowTheTradeNamesThatDosesKnow) {
    table("reactions", "patient,day,product,term\nP1,60,Oncaspar,other\nP1,61,Vincristine,other\nP2,60,,other\n");
    const Study study = read();
    EXPECT_EQ(study.reactions[0].product, "pegaspargase");
    EXPECT_EQ(study.reactions[1].product, "Vincristine");
    EXPECT_EQ(study.reactions[2].product, "");
    EXPECT_THAT(messages(study, "S-PRODUCT-NAME"),
                ElementsAre(HasSubstr("patient P1: \"Oncaspar\" is read as \"pegaspargase\"")));
    edit("tables/reactions.csv", "Oncaspar", "pegaspargse");
    EXPECT_THAT(error(), HasSubstr("reactions.csv:2: column \"product\": found \"pegaspargse\"; did you mean"));
}

TEST_F(StudyRecords, ReadConcomitantTreatmentLiverAndAmmonia) {
    table("concomitant", "patient,day,end_day,treatment,dose,unit\nP1,3,,IVIG,0.5,g/kg\nP1,5,7,Rituximab,,\n");
    table("liver",
          "patient,day,steatosis,steatosis_method,alt,alt_uln,ast,ast_uln,bilirubin,bilirubin_uln\n"
          "P1,65,yes,ultrasound,210,40,,,,\n");
    table("ammonia", "patient,day,ammonia,unit,symptomatic\nP1,62,90,umol/L,no\n");
    const Study study = read();
    EXPECT_EQ(study.concomitants[1].end_day, 7);
    EXPECT_EQ(study.liver[0].alt, 210);
    EXPECT_FALSE(study.liver[0].ast);
    EXPECT_EQ(study.ammonia[0].value, 90);
    edit("tables/liver.csv", ",210,40,", ",210,,");
    EXPECT_THAT(error(), AllOf(HasSubstr("liver.csv:2: column \"alt_uln\""), HasSubstr("upper limit")));
    edit("tables/liver.csv", ",210,,", ",210,40,");
    edit("tables/concomitant.csv", "5,7,", "5,4,");
    EXPECT_THAT(error(), HasSubstr("before the first day 5"));
}

TEST_F(StudyRecords, WhatWasNotDoneIsNoMissingVisit) {
    append("tables/patients.csv", "P6,M,3,\n");
    EXPECT_EQ(messages(read(), "S-VISIT-MISSING").size(), 2u);
    table("not_done", "patient,item,reason\nP6,flow,no sample\nP6,antibodies,\n");
    const Study study = read();
    EXPECT_THAT(messages(study, "S-VISIT-MISSING"), IsEmpty());
    EXPECT_TRUE(study.is_not_done("P6", "flow"));
    EXPECT_FALSE(study.is_not_done("P6", "activity"));
    EXPECT_FALSE(study.is_not_done("P1", "flow"));
    append("tables/not_done.csv", "P1,antibodies,\n");
    EXPECT_THAT(messages(read(), "S-NOT-DONE"), ElementsAre(HasSubstr("patient P1: antibodies")));
    append("tables/not_done.csv", "P1,antibody,\n");
    EXPECT_THAT(error(), HasSubstr("expected \"activity\", \"antibodies\""));
}

TEST_F(StudyRecords, ReadClaimsAsConditions) {
    table("claims", "statement,outcome,subgroup,k,n\nrestored,group = AAR,reaction = silent inactivation,4,6\n");
    const Study study = read();
    EXPECT_EQ(study.claims[0].outcome.text(), "group = AAR");
    EXPECT_EQ(study.claims[0].subgroup.value, "silent inactivation");
    edit("tables/claims.csv", ",4,6", ",7,6");
    EXPECT_THAT(error(), HasSubstr("found 7 of 6; expected at most n"));
    edit("tables/claims.csv", ",7,6", ",4,6");
    edit("tables/claims.csv", "group = AAR", "group = AAAR");
    EXPECT_THAT(error(), HasSubstr("claims.csv:2: column \"outcome\": unknown group \"AAAR\"; did you mean \"AAR\"?"));
    edit("tables/claims.csv", "group = AAAR", "group = AAR");
    edit("tables/claims.csv", "silent inactivation", "silent inactivaton");
    EXPECT_THAT(error(), HasSubstr("column \"subgroup\": unknown reaction \"silent inactivaton\"; did you mean"));
    edit("tables/claims.csv", "silent inactivaton", "silent inactivation");
    edit("tables/claims.csv", "group = AAR", "groups = AAR");
    EXPECT_THAT(error(), HasSubstr("did you mean \"group\"?"));
    edit("tables/claims.csv", "groups = AAR", "group");
    EXPECT_THAT(error(), HasSubstr("expected \"column = value\""));
}

TEST_F(StudyRecords, AStudyOfTablesAloneNeedsNeitherSamplesNorStrategy) {
    write("study.toml", "[study]\ntitle = \"paper\"\n[tables]\npatients = \"tables/patients.csv\"\n");
    const Study study = read();
    EXPECT_TRUE(study.samples.empty() && study.strategies.empty() && study.features.empty());
    EXPECT_THAT(study.findings, IsEmpty());
    append("study.toml", "samples = \"tables/samples.csv\"\n");
    EXPECT_THAT(error(), HasSubstr("table [strategy] is missing"));
}

TEST_F(StudyRecords, ActivityAboveItsUpperLimitSaysSo) {
    write("tables/activity.csv",
          "patient,period,nominal_day,day,activity,unit,lloq,uloq,method\nP1,after,7,67,900,IU/L,20,600,kit\n");
    EXPECT_EQ(messages(read(), "S-ABOVE-ULOQ").size(), 1u);
    edit("tables/activity.csv", ",20,600,", ",20,10,");
    EXPECT_THAT(error(), HasSubstr("column \"uloq\": found 10; expected more than lloq 20"));
}

TEST_F(StudyRecords, ActivitiesWithoutLimitsOrOfSeveralLaboratoriesSaySo) {
    write("tables/activity.csv",
          "patient,period,nominal_day,day,activity,unit,lloq,method,laboratory\n"
          "P1,before,7,-53,<20,IU/L,,kit,A\nP1,after,7,67,300,IU/L,,kit,B\nP1,after,14,74,200,IU/L,20,kit,B\n");
    EXPECT_THAT(messages(read(), "S-LLOQ-MISSING"), ElementsAre(HasSubstr("1 of 3 activities")));
    EXPECT_THAT(messages(read(), "S-LAB-MIXED"), ElementsAre(HasSubstr("\"A\", \"B\"")));
}

TEST_F(StudySpreadsheets, ErrorsOfASpreadsheetAreNamedWhereverTheyStand) {
    edit("tables/patients.csv", "P1,M,", "P1,#N/A,");
    EXPECT_THAT(error(), AllOf(HasSubstr("patients.csv:2: column \"sex\""), HasSubstr("\"#N/A\", an error of the")));
    edit("tables/patients.csv", "P1,#N/A,6.1", "P1,M,#DIV/0!");
    EXPECT_THAT(error(), HasSubstr("column \"age_years\""));
}

TEST_F(StudySpreadsheets, DateSerialsAreNoDays) {
    edit("tables/activity.csv", "7,-53", "7,45231");
    EXPECT_THAT(error(), AllOf(HasSubstr("activity.csv:2: column \"day\""), HasSubstr("45231"), HasSubstr("2023-11-01"),
                               HasSubstr("day 0")));
    edit("tables/activity.csv", "7,45231", "7,-53");
    edit("tables/doses.csv", "P1,0,28,", "P1,0,45259,");
    EXPECT_THAT(error(), AllOf(HasSubstr("column \"end_day\""), HasSubstr("2023-11-29")));
}

TEST_F(StudySpreadsheets, RowsOfEmptyCellsAreNone) {
    append("tables/outcomes.csv", ",,,,\n , ,,,\n");
    EXPECT_EQ(read().outcomes.size(), 2u);
}

TEST_F(StudySpreadsheets, QuotedCellsTabsAndLineEndingsOfExportsAreRead) {
    write("tables/patients.csv", "\xEF\xBB\xBF\"patient\"\t\"risk\"\r\n\"P1\"\t\"LR, \"\"low\"\"\"\r\nP2\t\r\n");
    EXPECT_EQ(read().patients[0].risk, "LR, \"low\"");
}

TEST_F(StudySpreadsheets, SemicolonsAndDecimalCommasAreRefusedByName) {
    write("tables/patients.csv", "patient;age_years\nP1;6,1\n");
    EXPECT_THAT(error(), AllOf(HasSubstr("patients.csv:1:"), HasSubstr("semicolons")));
    write("tables/patients.csv", "patient\tage_years\nP1\t4\nP2\t6,1\n");
    EXPECT_THAT(error(), AllOf(HasSubstr("patients.csv:3: column \"age_years\""), HasSubstr("decimal point")));
}

}  // namespace
}  // namespace asparagate::test
