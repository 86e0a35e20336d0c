#include "asparagate/fcs/metadata.hpp"

#include "../../fcs/date_time_text.hpp"
#include "../../fcs/standard_keywords.hpp"
#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using detail::ClockTime;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FcsBuilder built(const std::string& version) {
    FcsBuilder builder;
    builder.version(version).delimiter('|').parameter("FSC-A").parameter("FITC-A").event({1, 2}).event({3, 4});
    if (version == "3.2") builder.keyword("$CYT", "Cytometer 1").without("$MODE");
    return builder;
}

std::string begin_of(const FcsBuilder& builder) {
    const auto begin = open_built(builder).data_set().metadata().begin;
    return begin ? to_iso_8601(*begin) : "";
}

TEST(FcsDates, ReadsTheFormOfTheStandardInAnyCaseWhateverTheLocale) {
    for (const char* text : {"09-MAR-2026", "09-mar-2026", " 09-Mar-2026 "})
        EXPECT_EQ(to_iso_8601(detail::parse_date(text).value()), "2026-03-09") << text;
    for (const char* text :
         {"", "9-MAR-2026", "09-MAR-26", "09-MRZ-2026", "29-FEB-2025", "00-JAN-2026", "09-MAR-2026x"})
        EXPECT_FALSE(detail::parse_date(text)) << text;
    EXPECT_TRUE(detail::parse_date("29-FEB-2024"));
}

TEST(FcsDates, ReadsOtherFormsByTheFormatAskedFor) {
    const auto read = [](const char* format, const char* text) {
        const auto date = detail::DateFormat(format).parse(text);
        return date ? to_iso_8601(*date) : "";
    };
    EXPECT_EQ(read("yyyy-mm-dd", "2012-05-01"), "2012-05-01");
    EXPECT_EQ(read("dd/mm/yyyy", "1/5/2012"), "2012-05-01");
    EXPECT_EQ(read("mm/dd/yy", "05/01/12"), "2012-05-01");
    EXPECT_EQ(read("dd.mm.yy", "01.05.99"), "1999-05-01");
    EXPECT_EQ(read("yyyymmdd", "20120501"), "2012-05-01");
    EXPECT_EQ(read("yyyy-mmm-dd", "2012-May-01"), "2012-05-01");
    EXPECT_EQ(read("dd/mm/yyyy", "13/13/2012"), "");
    EXPECT_EQ(read("dd/mm/yyyy", "01/05/2012 "), "2012-05-01");
}

TEST(FcsDates, RefusesFormatsThatAreNone) {
    for (const char* format : {"", "dd/mm", "ddd/mm/yyyy", "mm/dd/mm/yy", "%d/%m/%Y", "d/m/yyyy", "dd/mmmm/yyyy"}) {
        EXPECT_THROW(detail::DateFormat{format}, Error) << format;
    }
    ReadOptions options;
    options.date_format = "nonsense";
    EXPECT_THROW(open_built(built("3.1"), options), Error);
}

TEST(FcsTimes, ReadsEveryFormOfTheClock) {
    const auto time = detail::parse_clock_time("17:29:39:51").value();
    EXPECT_EQ(time.seconds, 17 * 3600 + 29 * 60 + 39);
    EXPECT_EQ(time.fraction, 51 / 60.0);
    EXPECT_EQ(time.form, ClockTime::Form::sixtieths);
    EXPECT_EQ(detail::parse_clock_time("09:15:00.50")->fraction, 0.5);
    EXPECT_EQ(detail::parse_clock_time("09:15:00.50")->form, ClockTime::Form::hundredths);
    EXPECT_EQ(detail::parse_clock_time("09:15:00")->form, ClockTime::Form::seconds);
    EXPECT_EQ(detail::parse_clock_time("9:15:00")->form, ClockTime::Form::loose);
    EXPECT_EQ(detail::parse_clock_time("09:15:00.125")->form, ClockTime::Form::loose);
    for (const char* text : {"24:00:00", "12:60:00", "12:00:60", "12:00", "12:00:00:60", "12:00:00.", "12:00:00 PM",
                             "12:00:00:5", "-1:00:00"})
        EXPECT_FALSE(detail::parse_clock_time(text)) << text;
}

TEST(FcsTimes, ReadsDateTimesWithAndWithoutZone) {
    const auto read = [](const char* text) {
        const auto instant = detail::parse_iso_8601(text);
        return instant ? to_iso_8601(*instant) : "";
    };
    EXPECT_EQ(read("2026-03-01T23:30:00.25+02:00"), "2026-03-01T21:30:00.25Z");
    EXPECT_EQ(read("2026-03-01T21:45:00Z"), "2026-03-01T21:45:00Z");
    EXPECT_EQ(read("2026-03-01T21:45:00-0330"), "2026-03-02T01:15:00Z");
    EXPECT_EQ(read("2026-03-01T21:45:00+14"), "2026-03-01T07:45:00Z");
    EXPECT_EQ(read("1969-12-31T23:59:59.5Z"), "1969-12-31T23:59:59.5Z");
    EXPECT_EQ(read("2026-03-01T21:45:00"), "2026-03-01T21:45:00");
    for (const char* text : {"2026-03-01", "2026-03-01 21:45:00", "2026-13-01T00:00:00Z", "2026-03-01T21:45:00+2:00",
                             "2026-03-01T21:45:00+24:00", "2026-03-01T21:45:00Zx", "2026-03-01T21:45Z"})
        EXPECT_EQ(read(text), "") << text;
}

TEST(FcsMetadata, TakesTheNewerTimesWhereBothAreGiven) {
    const FcsFile file = open_built(built("3.2")
                                        .keyword("$DATE", "01-JAN-2020")
                                        .keyword("$BTIM", "10:00:00")
                                        .keyword("$ETIM", "11:00:00")
                                        .keyword("$BEGINDATETIME", "2026-03-01T23:30:00+02:00")
                                        .keyword("$ENDDATETIME", "2026-03-01T23:30:04+02:00"));
    const Metadata& metadata = file.data_set().metadata();
    EXPECT_EQ(to_iso_8601(metadata.date.value()), "2026-03-01");
    EXPECT_EQ(metadata.duration_seconds, 4);
    EXPECT_EQ(file.data_set().events_per_second(), 0.5);
    EXPECT_EQ(metadata.begin->zone_minutes, 120);
}

TEST(FcsMetadata, KeepsTimesWithoutZoneZoneless) {
    const FcsFile file = open_built(built("3.2").keyword("$BEGINDATETIME", "2026-03-01T23:30:00"));
    EXPECT_FALSE(file.data_set().metadata().begin->zone_minutes);
    ASSERT_EQ(file.findings().size(), 1u);
    EXPECT_EQ(file.findings()[0].code, "I-ZONE-UNKNOWN");
    const FcsFile mixed = open_built(
        built("3.2").keyword("$BEGINDATETIME", "2026-03-01T23:30:00").keyword("$ENDDATETIME", "2026-03-01T23:31:00Z"));
    EXPECT_FALSE(mixed.data_set().metadata().duration_seconds);
    EXPECT_EQ(begin_of(built("3.1").keyword("$DATE", "01-MAR-2026").keyword("$BTIM", "23:30:00")),
              "2026-03-01T23:30:00");
}

TEST(FcsMetadata, KnowsTheDurationWithoutTheDate) {
    const FcsFile file = open_built(built("3.0").keyword("$BTIM", "12:50:15:30").keyword("$ETIM", "12:50:17"));
    EXPECT_EQ(file.data_set().metadata().duration_seconds, 1.5);
    EXPECT_FALSE(file.data_set().metadata().begin);
    EXPECT_THAT(file.findings(), IsEmpty());
}

TEST(FcsMetadata, SuccessorsOfTheCarrierKeywordsWin) {
    const FcsFile older = open_built(built("3.1").keyword("$PLATEID", "P1").keyword("$WELLID", "A01"));
    EXPECT_EQ(older.data_set().metadata().carrier_id, "P1");
    EXPECT_EQ(older.data_set().metadata().location_id, "A01");
    const FcsFile both = open_built(
        built("3.2").keyword("$PLATEID", "P1").keyword("$CARRIERID", "C1").keyword("$PLATENAME", "96 wells"));
    EXPECT_EQ(both.data_set().metadata().carrier_id, "C1");
    EXPECT_EQ(both.data_set().metadata().carrier_type, "96 wells");
    EXPECT_EQ(both.data_set().keywords().find("$PLATEID"), "P1");
    EXPECT_TRUE(find_code(both.findings(), "I-DEPRECATED"));
}

TEST(FcsMetadata, RecordsHardwareCompensationWithoutApplyingIt) {
    const FcsFile subtracted = open_built(FcsBuilder{}
                                              .version("2.0")
                                              .parameter("FL1")
                                              .parameter("FL2")
                                              .event({1, 2})
                                              .keyword("$DFC2TO1", "1.5")
                                              .keyword("$DFC1TO2", "0.0"));
    EXPECT_EQ(subtracted.data_set().metadata().hardware_compensation,
              (HardwareCompensation{"$DFCiTOj", {{2, 1, 1.5}}}));
    EXPECT_FALSE(subtracted.data_set().spillover());
    const FcsFile comp = open_built(built("3.0").keyword("$COMP", "2,0,12.5,-3,0"));
    EXPECT_EQ(comp.data_set().metadata().hardware_compensation,
              (HardwareCompensation{"$COMP", {{2, 1, 12.5}, {1, 2, -3}}}));
    EXPECT_EQ(column(comp.data_set(), 1)[0], 2);
}

TEST(FcsMetadata, TypesHowAParameterWasMeasured) {
    const FcsFile file = open_built(built("3.2")
                                        .keyword("$P2TYPE", "Raw Fluorescence")
                                        .keyword("$P2FEATURE", "area")
                                        .keyword("$P2ANALYTE", "CD4")
                                        .keyword("$P2TAG", "FITC")
                                        .keyword("$P2DET", "B1")
                                        .keyword("$P2T", "APD")
                                        .keyword("$P2F", "530/30")
                                        .keyword("$P2L", "488,561")
                                        .keyword("$P2O", "20.5")
                                        .keyword("$P2V", "512.5")
                                        .keyword("$P2D", "Logarithmic,4,0.1")
                                        .keyword("$P2CALIBRATION", "0.75,2,MESF"));
    const Parameter& parameter = file.data_set().parameters()[1];
    EXPECT_EQ(parameter.type, "Raw Fluorescence");
    EXPECT_EQ(parameter.feature, "Area");
    EXPECT_EQ(parameter.analyte + parameter.tag + parameter.detector, "CD4FITCB1");
    EXPECT_EQ(parameter.detector_type + parameter.filter, "APD530/30");
    EXPECT_THAT(parameter.wavelengths_nm, ElementsAre(488, 561));
    EXPECT_EQ(parameter.power_mw, 20.5);
    EXPECT_EQ(parameter.voltage, 512.5);
    EXPECT_EQ(parameter.display, (ParameterDisplay{ParameterDisplay::Axis::logarithmic, 0, 0, 4, 0.1}));
    EXPECT_EQ(parameter.calibration, (Calibration{0.75, 2, "MESF"}));
    EXPECT_EQ(parameter.calibration->apply(4), 5);
    EXPECT_EQ(column(file.data_set(), 1, ValueKind::scale)[0], 2) << "a calibration is never applied by reading";
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-CASE"));
}

TEST(FcsMetadata, GivesKeywordsOfOtherVersionsNoMeaning) {
    const FcsFile file = open_built(built("3.1").keyword("$P1TYPE", "Side_Scatter").keyword("$FLOWRATE", "Medium"));
    EXPECT_EQ(file.data_set().parameters()[0].type, "");
    EXPECT_EQ(file.data_set().metadata().flow_rate, "");
    EXPECT_EQ(file.data_set().keywords().find("$FLOWRATE"), "Medium");
    ASSERT_THAT(warnings(file.findings()), ElementsAre("W-KEY-VERSION"));
    EXPECT_THAT(file.findings()[0].message, HasSubstr("2 keywords that FCS 3.1 does not define"));
}

TEST(FcsMetadata, IgnoresDisplayHintsThatAreNone) {
    for (const char* text :
         {"Linear", "Linear,1000,0", "Logarithmic,4,0", "Logarithmic,0,1", "Log,4,1", "Linear,0,x"}) {
        const FcsFile file = open_built(built("3.1").keyword("$P1D", text));
        EXPECT_FALSE(file.data_set().parameters()[0].display) << text;
        EXPECT_THAT(warnings(file.findings()), ElementsAre("W-DISPLAY")) << text;
    }
    const FcsFile small = open_built(built("3.1").keyword("$P1D", "linear,0,1000"));
    EXPECT_EQ(small.data_set().parameters()[0].display->upper, 1000);
    EXPECT_THAT(warnings(small.findings()), ElementsAre("W-CASE"));
}

TEST(FcsMetadata, ReadsCalibrationsOfBothVersions) {
    const FcsFile plain = open_built(built("3.1").keyword("$P1CALIBRATION", "1.5,ABC"));
    EXPECT_EQ(plain.data_set().parameters()[0].calibration, (Calibration{1.5, 0, "ABC"}));
    EXPECT_THAT(plain.findings(), IsEmpty());
    const FcsFile early = open_built(built("3.1").keyword("$P1CALIBRATION", "1.5,2,ABC"));
    EXPECT_EQ(early.data_set().parameters()[0].calibration, (Calibration{1.5, 2, "ABC"}));
    EXPECT_THAT(warnings(early.findings()), ElementsAre("W-KEY-VERSION"));
    for (const char* text : {"ABC", "-1,ABC", "1,2,A,B", "1,x,ABC"})
        EXPECT_THAT(warnings(open_built(built("3.2").keyword("$P1CALIBRATION", text)).findings()),
                    ElementsAre("W-VALUE"));
}

TEST(FcsMetadata, ReportsATypeThatContradictsTime) {
    EXPECT_THAT(warnings(open_built(built("3.2").keyword("$P1TYPE", "Time")).findings()), ElementsAre("W-TIME-NAME"));
}

TEST(FcsMetadata, TrimsPaddedNumbersWithAWarning) {
    const FcsFile file = open_built(built("3.1").keyword("$VOL", "       30.29").keyword("$P1V", "0450"));
    EXPECT_EQ(file.data_set().metadata().volume_nl, 30.29);
    EXPECT_EQ(file.data_set().parameters()[0].voltage, 450);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-PAD"));
}

TEST(StandardKeywords, KnowWhatEveryVersionRequires) {
    EXPECT_THAT(detail::required_keywords("2.0"),
                testing::UnorderedElementsAre("$BYTEORD", "$DATATYPE", "$MODE", "$NEXTDATA", "$PAR", "$P#B", "$P#R"));
    EXPECT_THAT(detail::required_keywords("3.2"),
                testing::UnorderedElementsAre("$BEGINDATA", "$ENDDATA", "$BYTEORD", "$CYT", "$DATATYPE", "$NEXTDATA",
                                              "$PAR", "$TOT", "$P#B", "$P#E", "$P#N", "$P#R"));
    EXPECT_EQ(detail::required_keywords("3.0").size(), 15u);
    EXPECT_EQ(detail::required_keywords("3.1").size(), 16u);
}

TEST(StandardKeywords, KnowWhatEveryVersionDefines) {
    using detail::keyword_standing;
    using detail::KeywordStanding;
    EXPECT_EQ(keyword_standing("$PLATEID", "3.1"), KeywordStanding::standard);
    EXPECT_EQ(keyword_standing("$plateid", "3.2"), KeywordStanding::deprecated);
    EXPECT_EQ(keyword_standing("$PLATEID", "3.0"), KeywordStanding::other_version);
    EXPECT_EQ(keyword_standing("$P12TYPE", "3.2"), KeywordStanding::standard);
    EXPECT_EQ(keyword_standing("$DFC3TO12", "2.0"), KeywordStanding::standard);
    EXPECT_EQ(keyword_standing("$UNICODE", "3.1"), KeywordStanding::other_version);
    EXPECT_EQ(keyword_standing("$SPILL", "3.1"), KeywordStanding::unknown);
}

TEST(FcsMetadata, ReportsEveryMissingRequiredKeywordOnce) {
    for (const char* key : {"$BEGINANALYSIS", "$ENDANALYSIS", "$BEGINSTEXT", "$ENDSTEXT", "$BEGINDATA", "$ENDDATA",
                            "$NEXTDATA", "$TOT", "$MODE"}) {
        const FcsFile file = open_built(built("3.1").without(key));
        EXPECT_EQ(warnings(file.findings()).size(), 1u) << key;
    }
}

}  // namespace
}  // namespace asparagate::test
