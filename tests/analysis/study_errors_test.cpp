// Everything that a study is refused for, with the place and the way out that the message names.
#include "study_files.hpp"

#include <gmock/gmock.h>

namespace asparagate::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using StudySettingsErrors = StudyFiles;
using StudyTableErrors = StudyFiles;

TEST_F(StudySettingsErrors, NameLineColumnAndNearestKey) {
    edit("study.toml", "threshold_iu_l", "treshold_iu_l");
    EXPECT_EQ(error(),
              "study.toml:24:1: restoration.treshold_iu_l: unknown key \"treshold_iu_l\"; did you mean "
              "\"threshold_iu_l\"?");
}

TEST_F(StudySettingsErrors, NameUnknownTables) {
    edit("study.toml", "[detection]", "[detections]");
    EXPECT_THAT(error(), AllOf(HasSubstr("unknown key \"detections\""), HasSubstr("\"detection\"?")));
}

TEST_F(StudySettingsErrors, SayWhatTypeWasFound) {
    edit("study.toml", "seed = 7", "seed = \"7\"");
    EXPECT_EQ(error(), "study.toml:29:1: compute.seed: found a text; expected a whole number");
    edit("study.toml", "seed = \"7\"", "seed = -7");
    EXPECT_THAT(error(), HasSubstr("found a negative number"));
    edit("study.toml", "seed = -7", "threads = 100000");
    EXPECT_THAT(error(), HasSubstr("expected 0 (all cores) to 4096"));
}

TEST_F(StudySettingsErrors, PlaceBrokenToml) {
    edit("study.toml", "[compute]", "[compute");
    EXPECT_THAT(error(), StartsWith("study.toml:28:"));
    write("study.toml", "a = 1e400\n");
    EXPECT_THAT(error(), StartsWith("study.toml:1:"));
    write("study.toml", "a = " + std::string(100000, '['));
    EXPECT_THAT(error(), StartsWith("study.toml:1:"));
    write("study.toml", "a = \"\xff\"\n");
    EXPECT_THAT(error(), StartsWith("study.toml:1:"));
    write("study.toml", "[study]\n[study]\n");
    EXPECT_THAT(error(), StartsWith("study.toml:2:"));
}

TEST_F(StudySettingsErrors, NameMissingFilesAndParts) {
    std::filesystem::remove(folder_ / "study.toml");
    EXPECT_THAT(error(), HasSubstr("study.toml: cannot be read"));
    write("study.toml", "[study]\n");
    EXPECT_EQ(error(), "study.toml:1:1: table [strategy] is missing");
}

TEST_F(StudySettingsErrors, NameMissingRequiredTables) {
    edit("study.toml", "patients = \"tables/patients.csv\"\n", "");
    EXPECT_THAT(error(), AllOf(StartsWith("study.toml:14:1: tables"), HasSubstr("\"patients\" is missing")));
    edit("study.toml", "samples = ", "patients = \"tables/patients.csv\"\nsamples = ");
    std::filesystem::remove(folder_ / "tables/doses.csv");
    EXPECT_THAT(error(), HasSubstr("tables/doses.csv"));
}

TEST_F(StudySettingsErrors, RefuseImpossibleValues) {
    edit("study.toml", "\"R-A\"", "\"R-Z\"");
    EXPECT_THAT(error(), HasSubstr("restoration.rule: found \"R-Z\""));
    edit("study.toml", "\"R-Z\"", "\"R-C\"");
    edit("study.toml", "lloq = 50", "lloq = 10");
    EXPECT_THAT(error(), HasSubstr("detection.lloq: found 10, below lod 20"));
    edit("study.toml", "lloq = 10", "lloq = 50");
    edit("study.toml", "primary = [\"gzmb\"]", "alpha = 0");
    EXPECT_THAT(error(), HasSubstr("study.plan.alpha: found 0; expected a number from 0.001 to 0.5"))
        << "no test could ever pass";
}

TEST_F(StudySettingsErrors, VisitsNeedADay) {
    edit("study.toml", "\"day 14\" = 14", "\"day 15\" = 15");
    EXPECT_THAT(error(),
                AllOf(HasSubstr("study.followup_visit: visit \"day 14\" has no day"), HasSubstr("\"day 15\"?")));
}

TEST_F(StudySettingsErrors, OneNameForOneMarker) {
    edit("study.toml", "GzmB = [\"GranB\"]", "GzmB = [\"GranB\"]\nPerforin = [\"GranB\"]");
    EXPECT_THAT(error(), HasSubstr("panel.Perforin: \"GranB\" is a name of \"GzmB\" already"));
}

TEST_F(StudySettingsErrors, FeatureOutsideItsStrategy) {
    edit("study.toml", "\"/T/GzmB+\"", "\"/T/GzmB\"");
    EXPECT_THAT(error(),
                AllOf(StartsWith("study.toml:33:1: feature.population"), HasSubstr("did you mean \"/T/GzmB+\"?")));
}

TEST_F(StudySettingsErrors, BlanksOutsideTheStudy) {
    append("study.toml", "[[blank]]\ntube = \"cyt\"\ncontrol = \"healthy\"\npopulation = \"/T/GzmB\"\n");
    EXPECT_THAT(error(), HasSubstr("no population \"/T/GzmB\" in the strategy of tube \"cyt\"; did you mean"));
    edit("study.toml", "\"/T/GzmB\"", "\"/T\"");
    EXPECT_THAT(messages(read(), "S-BLANK-MISSING"), ::testing::ElementsAre(HasSubstr("\"healthy\"")));
    append("tables/samples.csv", "h1,,,cyt,healthy,../fcs/h1.fcs\nh2,,,cyt,healthy,../fcs/h2.fcs\n");
    const Study study = read();
    EXPECT_THAT(messages(study, "S-BLANK-MISSING"), ::testing::IsEmpty());
    EXPECT_THAT(messages(study, "S-CONTROL-UNUSED"), ::testing::IsEmpty());
    EXPECT_EQ(study.samples.back().patient, "");
    append("tables/samples.csv", "h3,,,cyt,FMO GzmB,../fcs/h3.fcs\n");
    EXPECT_THAT(error(), HasSubstr("samples.csv:9: column \"patient\""));
}

TEST_F(StudySettingsErrors, FeaturesThatContradictThemselves) {
    append("study.toml", "measure = \"median\"\n");
    EXPECT_THAT(error(), HasSubstr("feature.measure: median needs a channel"));
    append("study.toml", "[[feature]]\nid = \"x\"\npopulation = \"/T\"\nchannel = \"CD3\"\n");
    edit("study.toml", "measure = \"median\"\n", "");
    EXPECT_THAT(error(), HasSubstr("feature.channel: measure \"percent_of_parent\" takes no channel"));
    edit("study.toml", "channel = \"CD3\"", "measure = \"percentage\"");
    EXPECT_THAT(error(), HasSubstr("feature.measure: found \"percentage\""));
    edit("study.toml", "measure = \"percentage\"", "");
    edit("study.toml", "id = \"x\"", "id = \"gzmb\"");
    EXPECT_THAT(error(), HasSubstr("feature.id: feature \"gzmb\" is defined twice"));
}

TEST_F(StudySettingsErrors, FeatureInsteadOfOneThatIsMeasuredOtherwise) {
    append("study.toml", "[[feature]]\nid = \"T\"\ntube = \"cyt\"\npopulation = \"/T\"\ninstead_of = \"gzbm\"\n");
    EXPECT_THAT(error(), AllOf(HasSubstr("feature.instead_of: no other feature of tube \"cyt\" and measure "
                                         "\"percent_of_parent\" has the id \"gzbm\""),
                               HasSubstr("did you mean \"gzmb\"?")));
    edit("study.toml", "\"gzbm\"", "\"T\"");
    EXPECT_THAT(error(), HasSubstr("no other feature of tube")) << "itself";
    edit("study.toml", "instead_of = \"T\"", "instead_of = \"gzmb\"\nmeasure = \"percent_of_total\"");
    EXPECT_THAT(error(), HasSubstr("no other feature of tube")) << "another measure";
    edit("study.toml", "measure = \"percent_of_total\"", "measure = \"median\"\nchannel = \"CD3\"");
    EXPECT_THAT(error(), HasSubstr("expected a percentage or cells_per_ul"));
    edit("study.toml", "measure = \"median\"\nchannel = \"CD3\"", "");
    EXPECT_EQ(read().features.at(1).instead_of, "gzmb");
}

TEST_F(StudySettingsErrors, PrimaryFeatureThatIsNone) {
    edit("study.toml", "[\"gzmb\"]", "[\"gzbm\"]");
    EXPECT_EQ(error(), "study.toml:9:1: study.plan.primary: no feature has the id \"gzbm\"; did you mean \"gzmb\"?");
}

TEST_F(StudySettingsErrors, StrategyOfAnUnknownProgram) {
    write("strategy.xml", "<Drawing/>");
    edit("study.toml", "strategy.toml", "strategy.xml");
    EXPECT_THAT(error(), AllOf(HasSubstr("strategy.xml"), HasSubstr("expected Gating-ML")));
}

TEST_F(StudySettingsErrors, ErrorsOfTheStrategyComeThrough) {
    edit("strategy.toml", "gate = \"range\"", "gate = \"rnage\"");
    EXPECT_THAT(error(), AllOf(HasSubstr("strategy.toml"), HasSubstr("range")));
}

TEST_F(StudyTableErrors, UnknownColumnNamesTheNearest) {
    edit("tables/activity.csv", "nominal_day", "nominal_dya");
    EXPECT_EQ(error(), "tables/activity.csv:1: column \"nominal_dya\": unknown column; did you mean \"nominal_day\"?");
}

TEST_F(StudyTableErrors, MissingColumn) {
    write("tables/patients.csv", "sex\nM\n");
    EXPECT_THAT(error(), StartsWith("tables/patients.csv:1: column \"patient\": is missing"));
}

TEST_F(StudyTableErrors, RaggedRow) {
    append("tables/patients.csv", "P3,M\n");
    EXPECT_THAT(error(), StartsWith("tables/patients.csv:4:"));
}

TEST_F(StudyTableErrors, SemicolonsAreRefusedByName) {
    write("tables/patients.csv", "patient;age_years\nP1;6,1\n");
    EXPECT_THAT(error(), AllOf(StartsWith("tables/patients.csv:1:"), HasSubstr("semicolon")));
}

TEST_F(StudyTableErrors, DecimalCommaIsRefusedByName) {
    edit("tables/patients.csv", "6.1", "\"6,1\"");
    EXPECT_THAT(error(), AllOf(StartsWith("tables/patients.csv:2: column \"age_years\": found \"6,1\" with a comma"),
                               HasSubstr("decimal point")));
    edit("tables/patients.csv", "\"6,1\"", "6.1");
    edit("tables/activity.csv", "0.35", "\"<0,35\"");
    EXPECT_THAT(error(), AllOf(StartsWith("tables/activity.csv:3: column \"activity\""), HasSubstr("with a comma")));
}

TEST_F(StudyTableErrors, CellsThatAreNoNumbers) {
    const std::vector<std::pair<std::string, std::string>> reasons = {
        {"NA", "leave the cell empty"},   {"12/03/2024", "a date"},       {"2024-03-12", "a date"},
        {"=A1*2", "spreadsheet formula"}, {"six", "expected a number"},   {"<6", "takes no < or >"},
        {"inf", "expected a number"},     {"nan", "leave the cell empty"}};
    for (const auto& [cell, reason] : reasons) {
        write("tables/patients.csv", "patient,age_years\nP1," + cell + "\nP2,4\n");
        EXPECT_THAT(error(), AllOf(StartsWith("tables/patients.csv:2: column \"age_years\""), HasSubstr(reason)))
            << cell;
    }
}

TEST_F(StudyTableErrors, NumbersOutOfRange) {
    edit("tables/patients.csv", "6.1", "-6.1");
    EXPECT_THAT(error(), HasSubstr("found -6.1; expected a number from 0 to 130"));
    edit("tables/patients.csv", "-6.1", "6.1");
    edit("tables/activity.csv", "<20,IU/L", "-20,IU/L");
    EXPECT_THAT(error(), HasSubstr("found \"-20\"; expected a number from 0"));
}

TEST_F(StudyTableErrors, DuplicateIdentifiersNameTheFirstLine) {
    append("tables/patients.csv", "P1,M,5,\n");
    EXPECT_EQ(error(), "tables/patients.csv:4: column \"patient\": patient \"P1\" is already in line 2");
    edit("tables/patients.csv", "P1,M,5,\n", "");
    append("tables/samples.csv", "s1,P2,day 14,cyt,FMO GzmB,../fcs/x.fcs\n");
    EXPECT_THAT(error(), HasSubstr("samples.csv:7: column \"sample\": sample \"s1\" is already in line 2"));
    edit("tables/samples.csv", "s1,P2,day 14,cyt,FMO GzmB,../fcs/x.fcs", "x,P2,day 14,cyt,,../fcs/x.fcs");
    EXPECT_THAT(error(), HasSubstr("column \"visit\": the same patient, visit, tube and control is already in line 6"));
    edit("tables/samples.csv", "x,P2,day 14,cyt,,../fcs/x.fcs", "x,P2,day 14,cyt,FMO GzmB,../fcs/s1.fcs");
    EXPECT_THAT(error(), HasSubstr("column \"file\": file \"../fcs/s1.fcs\" is already in line 2"));
}

TEST_F(StudyTableErrors, DuplicateRowsOfEveryTable) {
    append("tables/doses.csv", "P1,-60,,pegaspargase,2500,U/m2\n");
    EXPECT_THAT(error(), HasSubstr("doses.csv:5: column \"patient\": pegaspargase of patient \"P1\" on day -60"));
    edit("tables/doses.csv", "P1,-60,,pegaspargase,2500,U/m2\n", "");
    append("tables/activity.csv", "P1,before,7,-53,25,IU/L,20,colorimetric\n");
    EXPECT_THAT(error(), HasSubstr("activity.csv:4: column \"day\""));
    edit("tables/activity.csv", "P1,before,7,-53,25,IU/L,20,colorimetric\n", "");
    append("tables/antibodies.csv", "P1,after,20,Anti-PEG,5,titre,10\n");
    EXPECT_THAT(error(), HasSubstr("antibodies.csv:4: column \"specificity\""));
    edit("tables/antibodies.csv", "P1,after,20,Anti-PEG,5,titre,10\n", "");
    append("tables/outcomes.csv", "P1,,,,\n");
    EXPECT_THAT(error(), HasSubstr("outcomes.csv:4: column \"patient\""));
    edit("tables/outcomes.csv", "P1,,,,\n", "");
    append("tables/counts.csv", "s1,volumetric,,,50\n");
    EXPECT_THAT(error(), HasSubstr("counts.csv:3: column \"sample\""));
}

TEST_F(StudyTableErrors, UnknownPatientInEveryTable) {
    const std::vector<std::pair<std::string, std::string>> rows = {{"samples", "x,P3,day 0,cyt,,../fcs/x.fcs\n"},
                                                                   {"doses", "P3,0,,pegaspargase,1,U\n"},
                                                                   {"activity", "P3,after,7,67,1,IU/L,,m\n"},
                                                                   {"antibodies", "P3,after,7,anti-PEG,1,titre,\n"},
                                                                   {"outcomes", "P3,AAR,,,\n"}};
    for (const auto& [table, row] : rows) {
        append("tables/" + table + ".csv", row);
        EXPECT_THAT(error(), AllOf(StartsWith("tables/" + table + ".csv:"),
                                   HasSubstr("column \"patient\": unknown patient \"P3\"; did you mean \"P1\"?")));
        edit("tables/" + table + ".csv", row, "");
    }
    append("tables/counts.csv", "s9,volumetric,,,50\n");
    EXPECT_THAT(error(), HasSubstr("counts.csv:3: column \"sample\": unknown sample \"s9\""));
}

TEST_F(StudyTableErrors, UnknownVisitTubeAndControl) {
    edit("tables/samples.csv", "s2,P1,day 14", "s2,P1,day14");
    EXPECT_EQ(error(), "tables/samples.csv:3: column \"visit\": unknown visit \"day14\"; did you mean \"day 14\"?");
    edit("tables/samples.csv", "s2,P1,day14", "s2,P1,day 14");
    edit("tables/samples.csv", "FMO GzmB", "FMO GZMB");
    EXPECT_EQ(error(), "tables/samples.csv:4: column \"control\": found \"FMO GZMB\"; did you mean \"FMO GzmB\"?");
    edit("tables/samples.csv", "FMO GZMB", "FMO GzmB");
    edit("study.toml", "file = \"strategy.toml\"", "tubes = { cyt = \"strategy.toml\" }");
    edit("tables/samples.csv", "s4,P2,day 14,cyt", "s4,P2,day 14,cty");
    EXPECT_EQ(error(), "tables/samples.csv:6: column \"tube\": no strategy for tube \"cty\"; did you mean \"cyt\"?");
}

TEST_F(StudyTableErrors, WordsOutsideTheirList) {
    edit("tables/outcomes.csv", "good", "better");
    EXPECT_THAT(error(),
                HasSubstr("column \"label\": found \"better\"; expected \"AAR\", \"AANR\", \"good\" or \"poor\""));
    edit("tables/outcomes.csv", "better", "AAR");
    edit("tables/outcomes.csv", "yes", "ja");
    EXPECT_THAT(error(), HasSubstr("column \"tolerated\": found \"ja\""));
    edit("tables/outcomes.csv", "ja", "yes");
    edit("tables/activity.csv", "before", "befor");
    EXPECT_THAT(error(), HasSubstr("column \"period\": found \"befor\"; did you mean \"before\"?"));
    edit("tables/activity.csv", "befor,", ",");
    EXPECT_THAT(error(), HasSubstr("column \"period\": is empty"));
    edit("tables/activity.csv", "P1,,", "P1,before,");
    edit("tables/activity.csv", "IU/mL", "IE/L");
    EXPECT_THAT(error(), HasSubstr("column \"unit\": unknown unit \"IE/L\""));
    edit("tables/activity.csv", "IE/L", "IU/mL");
    edit("tables/patients.csv", "silent inactivation", "silent inactivaton");
    EXPECT_THAT(error(), HasSubstr("did you mean \"silent inactivation\"?"));
}

TEST_F(StudyTableErrors, MisspeltProducts) {
    edit("tables/doses.csv", "pegaspargase", "pegasparagase");
    EXPECT_THAT(error(), HasSubstr("column \"product\": found \"pegasparagase\"; did you mean \"pegaspargase\"?"));
}

TEST_F(StudyTableErrors, TradeNamesOfAsparaginasesAreRead) {
    const std::vector<std::pair<std::string, std::string>> names = {
        {"Oncaspar", "pegaspargase"},
        {"PEG-ASP", "pegaspargase"},
        {"PEG", "pegaspargase"},
        {"PEG-asparaginase", "pegaspargase"},
        {"\u57F9\u95E8\u51AC\u9176", "pegaspargase"},
        {"Asparlas", "calaspargase"},
        {"calaspargase pegol", "calaspargase"},
        {"ERWINASE", "erwinia"},
        {"Erwinaze", "erwinia"},
        {"crisantaspase", "erwinia"},
        {"Rylaze", "recombinant-erwinia"},
        {"Enrylaze", "recombinant-erwinia"},
        {"Erwinia-rywn", "recombinant-erwinia"},
        {"recombinant crisantaspase", "recombinant-erwinia"},
        {"L-ASP", "e-coli"},
        {"Leunase", "e-coli"},
        {"Kidrolase", "e-coli"},
        {"native E. coli", "e-coli"},
        {"Spectrila", "e-coli"},
    };
    std::string given = "pegaspargase";
    for (const auto& [name, product] : names) {
        edit("tables/doses.csv", "P1,-60,," + given, "P1,-60,," + name);
        given = name;
        const Study study = read();
        EXPECT_EQ(study.doses[0].product, product) << name;
        EXPECT_EQ(messages(study, "S-PRODUCT-NAME"),
                  std::vector<std::string>{"patient P1: \"" + name + "\" is read as \"" + product + "\""});
    }
}

TEST_F(StudyTableErrors, OtherProductsAreNamed) {
    append("tables/doses.csv", "P1,1,,rituximab,375,mg/m2\nP1,2,,PEGylated X,1,U\nP1,3,,somemab,1,mg\n");
    const Study study = read();
    ASSERT_EQ(messages(study, "S-PRODUCT").size(), 1u);
    EXPECT_THAT(messages(study, "S-PRODUCT")[0], HasSubstr("\"PEGylated X\" resembles an asparaginase"));
    ASSERT_EQ(messages(study, "S-PRODUCT-NAME").size(), 1u);
    EXPECT_THAT(messages(study, "S-PRODUCT-NAME")[0],
                HasSubstr("\"somemab\" counts as no asparaginase; asparaginases are pegaspargase, calaspargase, "
                          "erwinia, recombinant-erwinia, e-coli"));
}

TEST_F(StudyTableErrors, InfusionThatEndsBeforeItStarts) {
    edit("tables/doses.csv", "P1,0,28", "P1,0,-28");
    EXPECT_THAT(error(), HasSubstr("column \"end_day\": found -28, before the first day 0"));
}

TEST_F(StudyTableErrors, ActivityNeedsItsMethodAndAWholeDay) {
    edit("tables/activity.csv", "0.02,colorimetric", "0.02,");
    EXPECT_THAT(error(), HasSubstr("column \"method\": is empty"));
    edit("tables/activity.csv", "after,7,", "after,7.5,");
    EXPECT_THAT(error(), HasSubstr("column \"nominal_day\": found 7.5"));
}

TEST_F(StudyTableErrors, CountsNeedWhatTheirPlatformUses) {
    edit("tables/counts.csv", "/Beads", "/Bead");
    EXPECT_THAT(error(),
                HasSubstr("column \"bead_population\": unknown population \"/Bead\"; did you mean \"/Beads\"?"));
    edit("tables/counts.csv", "/Bead,51000", "/Beads,");
    EXPECT_THAT(error(), HasSubstr("column \"beads_per_tube\": is empty; platform beads needs a number above 0"));
    edit("tables/counts.csv", "beads,/Beads,,50", "volumetric,,,0");
    EXPECT_THAT(error(), HasSubstr("column \"volume_ul\": found \"0\""));
    edit("tables/counts.csv", "volumetric,,,0", "dual,,,");
    EXPECT_THAT(error(), HasSubstr("column \"wbc_1e9_l\": is empty; platform dual"));
    edit("tables/counts.csv", "dual", "scale");
    EXPECT_THAT(error(), HasSubstr("column \"platform\": found \"scale\""));
}

}  // namespace
TEST_F(StudySettingsErrors, NameWhatIsWrongAboutTheTolerancesOfGates) {
    append("study.toml", "[uncertainty]\ndraws = 10\n");
    EXPECT_THAT(error(), HasSubstr("uncertainty.draws: found 10; expected 0 (off) or 20 to 10000"));
    edit("study.toml", "draws = 10\n", "draw = 100\n");
    EXPECT_THAT(error(), HasSubstr("did you mean \"draws\""));
    edit("study.toml", "draw = 100\n", "draws = 100\nshift = 2\n");
    EXPECT_THAT(error(), HasSubstr("uncertainty.shift: found 2; expected a fraction"));
    edit("study.toml", "shift = 2\n", "shift = 0.05\n");
    EXPECT_EQ(error(), "");
    EXPECT_EQ(read().settings.uncertainty.shift, 0.05);
    append("study.toml", "[[uncertainty.gate]]\npopulation = \"/CD9\"\nshift = 0.1\n");
    EXPECT_THAT(error(), HasSubstr("no gate or population \"/CD9\""));
}

}  // namespace asparagate::test
