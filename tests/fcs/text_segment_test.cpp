#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;

FcsBuilder one_event() {
    return std::move(FcsBuilder{}.parameter("FSC-A").event({1.5}));
}

std::optional<std::string_view> value(const FcsFile& file, const char* key) {
    return file.data_set().keywords().find(key);
}

TEST(FcsText, UnescapesDoubledDelimitersWithAnyDelimiter) {
    for (const char delimiter : {'/', '|', '\\', '*', '!', '\x0C', '\x1E', '\r', '\n', '.', '~'}) {
        const std::string doubled(2, delimiter);
        const FcsFile file = open_built(
            one_event().delimiter(delimiter).keyword("PATH", "a" + doubled + "b").keyword("LAB" + doubled + "ID", "7"));
        EXPECT_THAT(file.findings(), IsEmpty());
        EXPECT_THAT(value(file, "PATH"), Optional(std::string("a") + delimiter + "b"));
        EXPECT_THAT(value(file, (std::string("LAB") + delimiter + "ID").c_str()), Optional(std::string_view("7")));
    }
}

TEST(FcsText, ComparesKeysWithoutCaseAndTrimsThem) {
    const FcsFile file = open_built(one_event().keyword("  My Key ", " kept "));
    EXPECT_THAT(value(file, "MY KEY"), Optional(std::string_view(" kept ")));
    EXPECT_THAT(value(file, "$par"), Optional(std::string_view("1")));
}

TEST(FcsText, KeepsNulBytesInValues) {
    const std::string with_nul("a\0b", 3);
    EXPECT_THAT(value(open_built(one_event().keyword("X", with_nul)), "X"), Optional(std::string_view(with_nul)));
}

TEST(FcsText, ReadsInvalidUtf8AsWindows1252) {
    const FcsFile file = open_built(one_event().keyword("$COM", "5 \xB5m \x80"));
    EXPECT_THAT(value(file, "$COM"), Optional(std::string_view("5 µm €")));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TEXT-ENC"));
    EXPECT_THAT(value(open_built(one_event().keyword("$COM", "5 µm")), "$COM"), Optional(std::string_view("5 µm")));
}

TEST(FcsText, RefusesContradictingDuplicatesThatSteerDecoding) {
    for (const char* key : {"$TOT", "$P1B", "$P1R", "$P1E", "$BYTEORD", "$DATATYPE", "$BEGINDATA"}) {
        // keyword() replaces the computed one, so the duplicate differs in case.
        std::string lower(key);
        for (char& c : lower) c = static_cast<char>(std::tolower(c));
        EXPECT_THAT(refusal(one_event().keyword(lower, "17")), HasSubstr("occurs twice")) << key;
    }
}

TEST(FcsText, KeepsTheFirstOfOtherDuplicates) {
    const FcsFile file = open_built(one_event().keyword("$OP", "first").keyword("$op", "second"));
    EXPECT_THAT(value(file, "$OP"), Optional(std::string_view("first")));
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TEXT-DUP"));
}

TEST(FcsText, RefusesAMillionKeywords) {
    std::string many;
    for (int i = 0; i < 1'000'001; ++i) many += std::to_string(i) + "/x/";
    EXPECT_THAT(refusal(one_event().text_end(many)), HasSubstr("1000000 keywords"));
}

/// TEXT, DATA, then supplemental TEXT of `bytes`.
FcsBuilder with_supplement(const std::string& bytes) {
    FcsBuilder builder = one_event().trailer(bytes);
    const std::size_t begin =
        builder.keyword("$BEGINSTEXT", "0000000").keyword("$ENDSTEXT", "0000000").bytes().size() - bytes.size();
    const auto padded = [](std::size_t offset) {
        return std::string(7 - std::to_string(offset).size(), '0') + std::to_string(offset);
    };
    FcsBuilder again = one_event().trailer(bytes);
    return again.keyword("$BEGINSTEXT", padded(begin)).keyword("$ENDSTEXT", padded(begin + bytes.size() - 1));
}

TEST(FcsSupplementalText, AddsKeywordsButOverridesNone) {
    const FcsFile file = open_built(with_supplement("/$COM/more/$TOT/9/"));
    EXPECT_THAT(value(file, "$COM"), Optional(std::string_view("more")));
    EXPECT_EQ(file.data_set().n_events(), 1u);
    EXPECT_THAT(warnings(file.findings()), ElementsAre("W-TEXT-DUP"));
}

TEST(FcsSupplementalText, IgnoresWhatIsNoText) {
    EXPECT_THAT(warnings(open_built(with_supplement(std::string("PK\x03\x04\x14\0\x08\0/\x01/", 11))).findings()),
                ElementsAre("W-STEXT"));
    EXPECT_THAT(warnings(open_built(one_event().keyword("$BEGINSTEXT", "58").keyword("$ENDSTEXT", "70")).findings()),
                ElementsAre("W-STEXT"));
    EXPECT_THAT(
        warnings(open_built(one_event().keyword("$BEGINSTEXT", "90000").keyword("$ENDSTEXT", "90010")).findings()),
        ElementsAre("W-STEXT"));
}

}  // namespace
}  // namespace asparagate::test
