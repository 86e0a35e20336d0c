// Deviations met in real files that concern names, labels, times and other keywords about the run; one test each.
#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

FcsBuilder two_channels(const std::string& version = "3.1") {
    FcsBuilder builder;
    builder.version(version).delimiter('|').parameter("FSC-A").parameter("FITC-A").event({1, 2});
    if (version == "3.2") builder.keyword("$CYT", "Cytometer 1").without("$MODE");
    return builder;
}

FcsBuilder with_time(const std::string& name) {
    return std::move(FcsBuilder{}.delimiter('|').parameter("FSC-A").parameter(name).event({1, 250}));
}

const Parameter& parameter(const FcsFile& file, std::size_t p) {
    return file.data_set().parameters()[p];
}

const Metadata& metadata(const FcsFile& file) {
    return file.data_set().metadata();
}

TEST(FcsDeviation, Row041_ABlankLabelIsAbsent) {
    const FcsFile file = open_built(two_channels().keyword("$P1S", " ").keyword("$P2S", " CD19 "));
    EXPECT_EQ(parameter(file, 0).marker, "");
    EXPECT_EQ(parameter(file, 1).marker, "CD19");
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row042_FilesWithoutLabelsAreRead) {
    const FcsFile file = open_built(two_channels());
    EXPECT_EQ(parameter(file, 0).marker + parameter(file, 1).marker, "");
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row043_LabelsOfSomeChannelsOnlyStayWithThem) {
    const FcsFile file = open_built(two_channels().keyword("$P2S", "CD3"));
    EXPECT_EQ(parameter(file, 0).marker, "");
    EXPECT_EQ(parameter(file, 1).marker, "CD3");
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row044_ALabelKeyWithoutDollarIsTakenWhenTheRealOneIsMissing) {
    const FcsFile misspelt = open_built(two_channels().keyword("P1S", "CD3"));
    EXPECT_EQ(parameter(misspelt, 0).marker, "CD3");
    EXPECT_THAT(warnings(misspelt.findings()), ElementsAre("W-KEY-VERSION"));
    const FcsFile both = open_built(two_channels().keyword("P1S", "CD3").keyword("$P1S", "CD4"));
    EXPECT_EQ(parameter(both, 0).marker, "CD4");
}

TEST(FcsDeviation, Row045_RepeatedNamesBecomeUniqueByPosition) {
    const FcsFile file =
        open_built(FcsBuilder{}.parameter("A").parameter("treatment").parameter("treatment").event({1, 2, 3}));
    EXPECT_EQ(parameter(file, 1).name, "treatment");
    EXPECT_EQ(parameter(file, 2).name, "treatment#3");
    EXPECT_EQ(file.data_set().find_channel("treatment#3"), 2u);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-NAME-DUP"));
}

TEST(FcsDeviation, Row048_AFileWithoutFilIsReadAndKnownByItsPath) {
    const FcsFile file = open_built(two_channels("3.0"));
    EXPECT_FALSE(file.data_set().keywords().contains("$FIL"));
    EXPECT_EQ(file.path().filename(), "tube.fcs");
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row068_BioRadS3eHasZeroGainsTwoTimeWordsAndAnOpenCalibration) {
    const FcsFile file = open_built(FcsBuilder{}
                                        .delimiter('|')
                                        .parameter("FL1-A")
                                        .parameter("TIME_MSW")
                                        .parameter("TIME_LSW")
                                        .event({2, 3, 4})
                                        .keyword("$P1G", "0")
                                        .keyword("$P1CALIBRATION", "1.5,"));
    EXPECT_EQ(column(file.data_set(), 0, ValueKind::scale)[0], 2);
    EXPECT_FALSE(parameter(file, 0).calibration);
    EXPECT_FALSE(parameter(file, 1).is_time());
    EXPECT_EQ(column(file.data_set(), 2, ValueKind::scale)[0], 4);
    EXPECT_THAT(warnings(file.findings()), UnorderedElementsAre("W-PNG", "W-TIME-NAME", "W-VALUE"));
    EXPECT_EQ(file.data_set().keywords().find("$P1CALIBRATION"), "1.5,");
}

TEST(FcsDeviation, Row069_ABlankTimestepIsUnknown) {
    const FcsFile file = open_built(with_time("TIME").keyword("$TIMESTEP", " "));
    EXPECT_FALSE(parameter(file, 1).timestep);
    EXPECT_EQ(column(file.data_set(), 1, ValueKind::scale)[0], 250);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TIMESTEP"));
}

TEST(FcsDeviation, Row070_AWrongTimestepIsUnknown) {
    for (const char* text : {"xxxxxxxxx", "0", "-0.01", "inf", "0,01"}) {
        const FcsFile file = open_built(with_time("Time").keyword("$TIMESTEP", text));
        EXPECT_FALSE(parameter(file, 1).timestep) << text;
        EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TIMESTEP")) << text;
    }
}

TEST(FcsDeviation, Row083_PrivateKeywordsChangeNothing) {
    const FcsFile file = open_built(two_channels()
                                        .keyword("transformation", "custom")
                                        .keyword("flowCore_$P1Rmax", "1024")
                                        .keyword("flowCore_$P1Rmin", "-111"));
    EXPECT_EQ(column(file.data_set(), 0, ValueKind::scale)[0], 1);
    EXPECT_EQ(parameter(file, 0).range, 262144);
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row091_BlanksInsideListsAreTrimmed) {
    const FcsFile file = open_built(two_channels("3.2")
                                        .keyword("$P1E", "0, 0")
                                        .keyword("$SPILLOVER", "2, FSC-A,FITC-A,1, 0.25,0,1")
                                        .keyword("$UNSTAINEDCENTERS", "1, FITC-A, 12.5"));
    ASSERT_TRUE(file.data_set().spillover());
    EXPECT_THAT(file.data_set().spillover()->channels, ElementsAre("FSC-A", "FITC-A"));
    ASSERT_EQ(metadata(file).unstained_centers.size(), 1u);
    EXPECT_EQ(metadata(file).unstained_centers[0].channel, "FITC-A");
    EXPECT_EQ(metadata(file).unstained_centers[0].value, 12.5);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PAD", "W-PAD", "W-PAD"));
}

TEST(FcsDeviation, Row091_ABlankThatBelongsToTheNameStays) {
    const FcsFile file = open_built(FcsBuilder{}
                                        .version("3.2")
                                        .delimiter('|')
                                        .parameter("FL 1")
                                        .event({1})
                                        .keyword("$CYT", "C")
                                        .without("$MODE")
                                        .keyword("$UNSTAINEDCENTERS", "1,FL 1,3"));
    EXPECT_EQ(metadata(file).unstained_centers.at(0).channel, "FL 1");
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsDeviation, Row093_UnknownDollarKeywordsAreReportedOnceWithTheirNumber) {
    FcsBuilder builder = two_channels();
    for (int i = 0; i < 7; ++i) builder.keyword("$VENDOR" + std::string(1, static_cast<char>('A' + i)), "x");
    const FcsFile file = open_built(builder);
    ASSERT_THAT(warnings(file.findings()), ElementsAre("W-KEY-VERSION"));
    EXPECT_THAT(file.findings()[0].message, HasSubstr("7 keywords with $"));
    EXPECT_EQ(file.data_set().keywords().find("$VENDORG"), "x");
}

TEST(FcsDeviation, Row093_SeveralDataSetsReportTheSameOnce) {
    const auto data_set = [](const std::string& next) {
        return two_channels().keyword("$VENDOR", "x").keyword("$NEXTDATA", next).bytes();
    };
    const std::string length = std::to_string(data_set("0000000000").size());
    const FcsFile file = open_bytes(data_set(std::string(10 - length.size(), '0') + length) + data_set("0"));
    ASSERT_EQ(file.data_sets().size(), 2u);
    ASSERT_THAT(warnings(file.findings()), ElementsAre("W-KEY-VERSION"));
    EXPECT_THAT(file.findings()[0].message, HasSubstr("likewise in 1 other data set"));
}

TEST(FcsDeviation, Row095_ATimestepWithoutTimeIsUnused) {
    const FcsFile file = open_built(two_channels().keyword("$TIMESTEP", "0.01"));
    ASSERT_EQ(file.findings().size(), 1u);
    EXPECT_EQ(file.findings()[0].code, "I-UNUSED");
}

TEST(FcsDeviation, Row096_OnlyKnownMisspellingsAreTakenForStandardKeywords) {
    const FcsFile sample = open_built(two_channels().keyword("$SMN0", "tube 7"));
    EXPECT_EQ(metadata(sample).sample_number, "tube 7");
    EXPECT_THAT(warnings(sample.findings()), Contains("W-KEY-VERSION"));
    const FcsFile spill = open_built(two_channels().keyword("SPILL", "2,FSC-A,FITC-A,1,0,0.5,1"));
    EXPECT_TRUE(spill.data_set().spillover());
    // The private keyword of FACSDiva since FCS 2.0, and no deviation: a strict reader must take these files.
    ASSERT_EQ(spill.findings().size(), 1u);
    EXPECT_EQ(spill.findings()[0].code, "I-SPILL");
    const FcsFile other = open_built(two_channels().keyword("CYT", "LSR").keyword("DATE", "01-JAN-2026"));
    EXPECT_EQ(metadata(other).cytometer, "");
    EXPECT_FALSE(metadata(other).date);
    EXPECT_THAT(other.findings(), IsEmpty());
}

TEST(FcsDeviation, Row097_AnOptionalKeywordThatDoesNotParseKeepsItsText) {
    for (const auto& [key, text] : std::vector<std::pair<std::string, std::string>>{{"$VOL", "35 ul"},
                                                                                    {"$ABRT", "-1"},
                                                                                    {"$LOST", "few"},
                                                                                    {"$TR", "FSC-A"},
                                                                                    {"$ORIGINALITY", "Copied"},
                                                                                    {"$P1V", "500 V"},
                                                                                    {"$P1L", "561nm"},
                                                                                    {"$P1O", "100mW"},
                                                                                    {"$P1CALIBRATION", "0,MESF"}}) {
        const FcsFile file = open_built(two_channels().keyword(key, text));
        EXPECT_THAT(warnings(file.findings()), ElementsAre("W-VALUE")) << key;
        EXPECT_EQ(file.data_set().keywords().find(key), text);
        EXPECT_FALSE(metadata(file).volume_nl || metadata(file).events_aborted || metadata(file).events_lost);
        EXPECT_FALSE(metadata(file).trigger || metadata(file).originality) << key;
        EXPECT_FALSE(parameter(file, 0).voltage || parameter(file, 0).power_mw || parameter(file, 0).calibration);
        EXPECT_THAT(parameter(file, 0).wavelengths_nm, IsEmpty());
    }
}

TEST(FcsDeviation, Row098_DatesInOtherFormsKeepTheirTextUnlessTheFormIsTold) {
    for (const char* text : {"2012-05-01", "05/01/12", "01-OKT-2012", "31-FEB-2012", "1-MAY-2012"}) {
        const FcsFile file = open_built(two_channels().keyword("$DATE", text));
        EXPECT_FALSE(metadata(file).date) << text;
        EXPECT_THAT(warnings(file.findings()), ElementsAre("W-DATE")) << text;
    }
    ReadOptions options;
    options.date_format = "mm/dd/yy";
    const FcsFile told = open_built(two_channels().keyword("$DATE", "05/01/12"), options);
    EXPECT_EQ(to_iso_8601(metadata(told).date.value()), "2012-05-01");
    EXPECT_THAT(warnings(told.findings()), IsEmpty());
    ASSERT_TRUE(find_code(told.findings(), "I-OVERRIDE"));
    EXPECT_THAT(find_code(told.findings(), "I-OVERRIDE")->message, HasSubstr("--date-format"));
}

TEST(FcsDeviation, Row098_ClockTimesOfAnotherVersionAreReadWithAWarning) {
    const FcsFile sixtieths =
        open_built(two_channels("3.1").keyword("$BTIM", "12:50:15:30").keyword("$ETIM", "12:50:16:45"));
    EXPECT_EQ(metadata(sixtieths).duration_seconds, 1.25);
    EXPECT_THAT(warnings(sixtieths.findings()), ElementsAre("W-TIME-FORM", "W-TIME-FORM"));
    const FcsFile hundredths = open_built(two_channels("3.0").keyword("$BTIM", "12:50:15.50"));
    EXPECT_THAT(warnings(hundredths.findings()), ElementsAre("W-TIME-FORM"));
    const FcsFile unreadable = open_built(two_channels().keyword("$BTIM", "noon").keyword("$ETIM", "13:00:00"));
    EXPECT_FALSE(metadata(unreadable).duration_seconds);
    EXPECT_THAT(warnings(unreadable.findings()), ElementsAre("W-TIME-FORM"));
}

TEST(FcsDeviation, Row099_LastModifiedAndDateTimesInOtherFormsKeepTheirText) {
    const FcsFile modified = open_built(two_channels().keyword("$LAST_MODIFIED", "2014-Sep-26 13:41:05"));
    EXPECT_FALSE(metadata(modified).last_modified);
    EXPECT_THAT(warnings(modified.findings()), ElementsAre("W-DATE"));
    const FcsFile begun = open_built(two_channels("3.2").keyword("$BEGINDATETIME", "01/03/2026 21:30"));
    EXPECT_FALSE(metadata(begun).begin);
    EXPECT_THAT(warnings(begun.findings()), ElementsAre("W-DATE"));
}

TEST(FcsDeviation, Row102_TimeUnderKnownOtherNamesIsTime) {
    for (const char* name : {"T1", "HDR-T", "TIME1"}) {
        const FcsFile file = open_built(with_time(name).keyword("$TIMESTEP", "0.01"));
        EXPECT_TRUE(parameter(file, 1).is_time()) << name;
        EXPECT_EQ(parameter(file, 1).timestep, 0.01) << name;
        EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TIME-NAME")) << name;
    }
    const FcsFile other = open_built(with_time("Clock").keyword("$TIMESTEP", "0.01"));
    EXPECT_FALSE(parameter(other, 1).is_time());
    ReadOptions options;
    options.time_name = "Clock";
    const FcsFile told = open_built(with_time("Clock").keyword("$TIMESTEP", "0.01"), options);
    EXPECT_EQ(parameter(told, 1).timestep, 0.01);
    EXPECT_TRUE(find_code(told.findings(), "I-OVERRIDE"));
}

TEST(FcsDeviation, Row102_OnlyOneChannelIsTime) {
    const FcsFile file = open_built(FcsBuilder{}
                                        .parameter("HDR-T")
                                        .parameter("Time")
                                        .event({3, 250})
                                        .keyword("$TIMESTEP", "0.01")
                                        .keyword("$P1G", "2"));
    EXPECT_FALSE(parameter(file, 0).is_time());
    EXPECT_TRUE(parameter(file, 1).is_time());
    EXPECT_EQ(column(file.data_set(), 0, ValueKind::scale)[0], 1.5);
    EXPECT_EQ(column(file.data_set(), 1, ValueKind::scale)[0], 2.5);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TIME-NAME"));
}

TEST(FcsDeviation, Row103_FilesWithoutTimeAreRead) {
    EXPECT_THAT(open_built(two_channels()).findings(), IsEmpty());
}

TEST(FcsDeviation, Row106_TimeWithDetectorKeywordsKeepsThem) {
    const FcsFile file =
        open_built(with_time("Time").keyword("$TIMESTEP", "1").keyword("$P2V", "500").keyword("$P2L", "488"));
    ASSERT_THAT(warnings(file.findings()), ElementsAre("W-TIME-OPTICAL"));
    EXPECT_THAT(file.findings()[0].message, HasSubstr("$P2L, $P2V"));
    EXPECT_EQ(file.data_set().keywords().find("$P2V"), "500");
}

TEST(FcsDeviation, Row107_TimeWithoutTimestepHasNoUnitUnlessTold) {
    const FcsFile file = open_built(with_time("Time"));
    EXPECT_FALSE(parameter(file, 1).timestep);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TIMESTEP"));
    ReadOptions options;
    options.timestep = 0.5;
    const FcsFile told = open_built(with_time("Time"), options);
    EXPECT_EQ(column(told.data_set(), 1, ValueKind::scale)[0], 125);
    EXPECT_THAT(warnings(told.findings()), IsEmpty());
    EXPECT_TRUE(find_code(told.findings(), "I-OVERRIDE"));
}

TEST(FcsDeviation, Row119_ARunOverMidnightEndsTheNextDay) {
    const FcsFile file = open_built(
        two_channels().keyword("$DATE", "31-DEC-2025").keyword("$BTIM", "23:59:30").keyword("$ETIM", "00:01:00.50"));
    EXPECT_EQ(metadata(file).duration_seconds, 90.5);
    EXPECT_EQ(to_iso_8601(metadata(file).begin.value()), "2025-12-31T23:59:30");
    EXPECT_EQ(to_iso_8601(metadata(file).end.value()), "2026-01-01T00:01:00.5");
    ASSERT_EQ(file.findings().size(), 1u);
    EXPECT_EQ(file.findings()[0].code, "I-MIDNIGHT");
}

TEST(FcsDeviation, Row120_AnEndBeforeTheBeginKeepsBothWithoutDuration) {
    // As text the end is later; as instants it is not.
    const FcsFile file = open_built(two_channels("3.2")
                                        .keyword("$BEGINDATETIME", "2026-03-01T21:30:00Z")
                                        .keyword("$ENDDATETIME", "2026-03-01T23:00:00+02:00"));
    EXPECT_TRUE(metadata(file).begin && metadata(file).end);
    EXPECT_FALSE(metadata(file).duration_seconds);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TIME-ORDER"));
}

TEST(FcsDeviation, Row121_KeywordsThatNameNoParameterAreReported) {
    const FcsFile file = open_built(two_channels("3.2")
                                        .keyword("$TR", "CD99,5")
                                        .keyword("$UNSTAINEDCENTERS", "1,CD99,5")
                                        .keyword("$SPILLOVER", "2,FITC-A,CD99,1,0,0,1"));
    EXPECT_FALSE(metadata(file).trigger);
    EXPECT_THAT(metadata(file).unstained_centers, IsEmpty());
    EXPECT_FALSE(file.data_set().spillover());
    EXPECT_THAT(warnings(file.findings()), UnorderedElementsAre("W-LINK", "W-LINK", "W-SPILL-UNUSABLE"));
}

TEST(FcsDeviation, Row122_CompOfAnotherSizeThanParKeepsItsText) {
    const FcsFile file = open_built(two_channels("3.0").keyword("$COMP", "3,1,2,3,4,5,6,7,8,9"));
    EXPECT_FALSE(metadata(file).hardware_compensation);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-VALUE"));
}

TEST(FcsDeviation, Row123_OtherFeaturesAreKept) {
    const FcsFile file = open_built(two_channels("3.2").keyword("$P1FEATURE", "Eccentricity"));
    EXPECT_EQ(parameter(file, 0).feature, "Eccentricity");
    ASSERT_EQ(file.findings().size(), 1u);
    EXPECT_EQ(file.findings()[0].code, "I-FEATURE");
}

}  // namespace
}  // namespace asparagate::test
