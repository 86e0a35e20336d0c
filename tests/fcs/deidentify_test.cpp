#include "asparagate/fcs/error.hpp"
#include "fcs/fcs_support.hpp"
#include "fcs/rewrite.hpp"

namespace asparagate::test {
namespace {

using testing::HasSubstr;
using testing::Optional;

const std::string secret = "a secret that is long enough";

FcsOutline outline_from(const FcsBuilder& builder) {
    Findings findings;
    return outline_of(open_built(builder).data_set(), "tube.fcs", findings);
}

/// Standard and vendor keywords that hold, or may hold, something about a person.
std::vector<std::string> keys_of_people() {
    std::vector<std::string> keys{"$OP",
                                  "$EXP",
                                  "$SRC",
                                  "$SMNO",
                                  "$COM",
                                  "$PROJ",
                                  "$FIL",
                                  "$CELLS",
                                  "$INST",
                                  "$SYS",
                                  "$CYTSN",
                                  "$PLATEID",
                                  "$PLATENAME",
                                  "$WELLID",
                                  "$DATE",
                                  "$BTIM",
                                  "$ETIM",
                                  "$LAST_MODIFIER",
                                  "$LAST_MODIFIED",
                                  "$CARRIERID",
                                  "$CARRIERTYPE",
                                  "$LOCATIONID",
                                  "$UNSTAINEDINFO",
                                  "$CSEXP",
                                  "$FLOWRATE",
                                  "$TR",
                                  "$VOL",
                                  "$ABRT",
                                  "$LOST",
                                  "$ORIGINALITY",
                                  "$BEGINDATETIME",
                                  "$ENDDATETIME",
                                  "$GATING",
                                  "$R1I",
                                  "$R1W",
                                  "$CSMODE",
                                  "$CSDATE",
                                  "PATIENT ID",
                                  "TUBE NAME",
                                  "EXPERIMENT NAME",
                                  "@LOCATION",
                                  "SAMPLE ID",
                                  "GUID",
                                  "#SAMPLE",
                                  "EXPORT USER NAME",
                                  "WELL ID",
                                  "SETTINGS",
                                  "CREATOR",
                                  "P1DISPLAY",
                                  "P1BS",
                                  "flowCore_$P1Rmax"};
    for (const char* suffix : {"F", "L", "O", "P", "T", "V", "D", "CALIBRATION", "DET", "TAG", "TYPE", "FEATURE"})
        for (const char* index : {"1", "2"}) keys.push_back(std::string("$P") + index + suffix);
    while (keys.size() < 190) keys.push_back("VENDOR KEY " + std::to_string(keys.size()));
    return keys;
}

TEST(Deidentify, LeavesNoneOfTwoHundredPlantedStrings) {
    FcsBuilder builder;
    builder.version("3.2").keyword("$CYT", "LSR").parameter("A").parameter("B").event({1, 2});
    std::vector<std::string> planted;
    const auto plant = [&] {
        planted.push_back("Planted" + std::to_string(1000 + planted.size()));
        return planted.back();
    };
    for (const std::string& key : keys_of_people()) builder.keyword(key, plant());
    builder.trailer("gap bytes " + plant());
    FcsOutline outline = outline_from(builder);
    outline.analysis = "|NAME|" + plant() + "|";
    for (int i = 0; i < 8; ++i) outline.other_segments.push_back("vendor " + plant());
    ASSERT_GE(planted.size(), 200u);
    Findings findings;
    deidentify(outline, secret, findings);
    stamp_modification(outline, Originality::non_data_modified, "", "values: raw");
    FcsWriter writer = FcsWriter::into_memory();
    writer.begin_data_set(outline);
    append_events(writer, open_built(builder).data_set(), {0, 1});
    writer.finish();
    std::string bytes = writer.take_bytes();
    for (const Finding& finding : findings) bytes += describe(finding);
    EXPECT_EQ(bytes.find("Planted"), std::string::npos);
    EXPECT_EQ(bytes.find(secret), std::string::npos);
}

TEST(Deidentify, KeepsWhatTheNumbersNeed) {
    FcsOutline outline = outline_from(FcsBuilder{}
                                          .parameter("FSC-A")
                                          .parameter("FITC-A")
                                          .parameter("PE-A")
                                          .parameter("Time")
                                          .keyword("$P2S", "CD3")
                                          .keyword("$P2V", "512.5")
                                          .keyword("$TIMESTEP", "0.01")
                                          .keyword("$VOL", "100")
                                          .keyword("$TR", "FSC-A,500")
                                          .keyword("$SPILLOVER", "2,FITC-A,PE-A,1,0.1,0,1")
                                          .event({1, 2, 3, 4}));
    Findings findings;
    deidentify(outline, std::nullopt, findings);
    EXPECT_EQ(outline.parameters[1].marker, "CD3");
    EXPECT_EQ(outline.parameters[3].timestep, 0.01);
    for (const auto& [key, value] :
         {std::pair{"$P2V", "512.5"}, {"$VOL", "100"}, {"$TR", "FSC-A,500"}, {"$SPILLOVER", "2,FITC-A,PE-A,1,0.1,0,1"}})
        EXPECT_THAT(outline.keywords.find(key), Optional(std::string_view(value)));
    const Finding* shown = find_code(findings, "I-FREE-TEXT");
    ASSERT_TRUE(shown);
    EXPECT_THAT(shown->message, HasSubstr("$P2S=\"CD3\""));
}

TEST(Deidentify, ShiftsAllDatesByOneSecretNumberOfDays) {
    const auto builder = FcsBuilder{}
                             .version("3.2")
                             .keyword("$CYT", "LSR")
                             .keyword("$DATE", "01-MAR-2024")
                             .keyword("$BTIM", "10:00:00.50")
                             .keyword("$BEGINDATETIME", "2024-03-01T10:00:00.5+01:00")
                             .parameter("A");
    FcsOutline shifted = outline_from(builder), again = shifted, other = shifted, removed = shifted;
    Findings findings;
    deidentify(shifted, secret, findings);
    deidentify(again, secret, findings);
    deidentify(other, "another secret of enough bytes", findings);
    deidentify(removed, std::nullopt, findings);
    const std::string date(shifted.keywords.find("$DATE").value());
    EXPECT_NE(date, "01-MAR-2024");
    EXPECT_EQ(date, again.keywords.find("$DATE"));
    EXPECT_NE(date, other.keywords.find("$DATE"));
    const std::string begin(shifted.keywords.find("$BEGINDATETIME").value());
    EXPECT_EQ(begin.substr(8, 2), date.substr(0, 2));
    EXPECT_EQ(begin.substr(10), "T10:00:00.5+01:00");
    EXPECT_THAT(shifted.keywords.find("$BTIM"), Optional(std::string_view("10:00:00.50")));
    for (const char* key : {"$DATE", "$BTIM", "$BEGINDATETIME"}) EXPECT_FALSE(removed.keywords.contains(key)) << key;
    EXPECT_THROW(deidentify(removed, "short", findings), Error);
}

}  // namespace
}  // namespace asparagate::test
