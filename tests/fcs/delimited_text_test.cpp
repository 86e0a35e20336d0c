#include "asparagate/fcs/delimited_text.hpp"

#include "asparagate/fcs/finding.hpp"
#include "asparagate/fcs/keywords.hpp"
#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::Optional;

DelimitedText read(const std::string& text) {
    const TemporaryFolder folder;
    write_bytes(folder / "table.csv", text);
    return read_delimited(folder / "table.csv");
}

std::string failure(const std::string& text) {
    try {
        read(text);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::input);
        return error.what();
    }
    return {};
}

TEST(DelimitedText, ReadsQuotesLineEndsAndByteOrderMark) {
    const DelimitedText table = read("\xEF\xBB\xBFsample,note\r\nA,\"one, \"\"two\"\"\nthree\"\r\n\r\nB,\r\n");
    EXPECT_THAT(table.columns, ElementsAre("sample", "note"));
    ASSERT_EQ(table.rows.size(), 2u);
    EXPECT_THAT(table.rows[0].cells, ElementsAre("A", "one, \"two\"\nthree"));
    EXPECT_EQ(table.rows[0].line, 2u);
    EXPECT_THAT(table.rows[1].cells, ElementsAre("B", ""));
    EXPECT_EQ(table.rows[1].line, 5u);
}

TEST(DelimitedText, TakesTheSeparatorOfTheHeaderLine) {
    EXPECT_THAT(read("a\tb, c\n1\t2,5\n").rows[0].cells, ElementsAre("1", "2,5"));
    EXPECT_THAT(read("only\nx\n").rows[0].cells, ElementsAre("x"));
    EXPECT_THAT(failure("a;b\n1;2\n"), HasSubstr("table.csv:1: columns are separated by semicolons"));
}

TEST(DelimitedText, NamesFileAndLineOfEveryFault) {
    EXPECT_THAT(failure("a,b\n1,2\n1,2,3\n"), HasSubstr("table.csv:3: 3 cells; expected 2"));
    EXPECT_THAT(failure("a,b\n1\n"), HasSubstr("table.csv:2: 1 cells; expected 2"));
    EXPECT_THAT(failure("a,b\n1,\"open\n\n"), HasSubstr("table.csv:2: a quoted cell is never closed"));
    EXPECT_THAT(failure("a,b\n\"x\"y,2\n"), HasSubstr("table.csv:2: text after a closing quote"));
    EXPECT_THAT(failure("a,a\n"), HasSubstr("table.csv:1: column \"a\" occurs twice"));
    EXPECT_THAT(failure("a,,b\n"), HasSubstr("table.csv:1: column 2 has no name"));
    EXPECT_THAT(failure("a,b\n1,\xE9\n"), HasSubstr("table.csv:2: byte 6 is not valid UTF-8"));
    EXPECT_THAT(failure(std::string("a\0b\n", 4)), HasSubstr("table.csv:1: holds a NUL"));
    EXPECT_THAT(failure("a,b\r1,2\r"), HasSubstr("carriage return"));
    EXPECT_THAT(failure(""), HasSubstr("the table is empty"));
    EXPECT_THROW(read_delimited("/dev/zero"), Error);
    EXPECT_THROW(read_delimited("/no/such/table.csv"), Error);
}

TEST(DelimitedText, ExplainsAnUnquotedDecimalComma) {
    EXPECT_THAT(failure("sample,activity\ns1,12,5\n"),
                HasSubstr("table.csv:2: 3 cells; expected 2 as in the line of column names; a decimal comma? With "
                          "a decimal point one number may stand in column \"activity\" (12.5)"));
    EXPECT_THAT(failure("a,b\nx,y,z\n"), Not(HasSubstr("decimal comma")));
    EXPECT_THAT(failure("patient,day,activity,unit\nP1,-53,35,5,IU/L\n"),
                HasSubstr("column \"day\" (-53.35) or \"activity\" (35.5)"));
}

TEST(DelimitedCell, QuotesAndDefusesFormulas) {
    EXPECT_EQ(delimited_cell("plain", ','), "plain");
    EXPECT_EQ(delimited_cell("a,b", ','), "\"a,b\"");
    EXPECT_EQ(delimited_cell("a,b", '\t'), "a,b");
    EXPECT_EQ(delimited_cell("say \"x\"\n", ','), "\"say \"\"x\"\"\n\"");
    EXPECT_EQ(delimited_cell("=1+1", ','), "'=1+1");
    EXPECT_EQ(delimited_cell("@SUM(A1)", ','), "'@SUM(A1)");
    EXPECT_EQ(delimited_cell("\uFF1Dcmd", ','), "'\uFF1Dcmd");
    EXPECT_EQ(delimited_cell("-1.5e3", ','), "-1.5e3");
    EXPECT_EQ(delimited_cell("-CD3", ','), "'-CD3");
}

TEST(TerminalText, EscapesControlsAndCuts) {
    EXPECT_EQ(terminal_text("\x1B[31mred\a"), "\\x1B[31mred\\x07");
    EXPECT_EQ(terminal_text("a\u202Eb\u0085"), "a\\u202Eb\\x85");
    EXPECT_EQ(terminal_text("bad \xFF µ"), "bad \\xFF µ");
    EXPECT_EQ(terminal_text(std::string(1'000'000, 'x')).size(), 200u);
    EXPECT_THAT(terminal_text(std::string(201, 'x')), EndsWith("x..."));
    EXPECT_EQ(terminal_text(std::string(200, 'x')), std::string(200, 'x'));
}

TEST(Finding, IsDescribedOnOneLine) {
    const Finding finding{
        "W-TOT-PAD", Severity::warning, "tube\n.fcs", "TEXT", "$TOT", 17, "bytes\x1B after the last event"};
    EXPECT_EQ(describe(finding),
              "warning W-TOT-PAD tube\\x0A.fcs: bytes\\x1B after the last event (TEXT $TOT, byte 17)");
}

TEST(Keywords, ComparesWithoutCaseAndKeepsOrder) {
    Keywords keywords;
    keywords.set("$FIL", "a");
    keywords.set("Private", "b");
    keywords.set("$fil", "c");
    EXPECT_EQ(keywords.size(), 2u);
    EXPECT_EQ(keywords.entries()[0].first, "$FIL");
    EXPECT_THAT(keywords.find("$Fil"), Optional(std::string_view("c")));
    keywords.remove("$FIL");
    EXPECT_FALSE(keywords.contains("$FIL"));
    EXPECT_THAT(keywords.find("PRIVATE"), Optional(std::string_view("b")));
}

}  // namespace
}  // namespace asparagate::test
