#include "cli/program.hpp"

#include <nlohmann/json.hpp>

namespace asparagate::test {
namespace {

using InfoCommand = ProgramTest;
using CheckCommand = ProgramTest;

TEST_F(InfoCommand, PrintsOneJsonLinePerFileWithTheDocumentedFields) {
    const Outcome run =
        asparagate({"info", "--format", "json", "--statistics", small_fcs("a.fcs"), small_fcs("b.fcs", 10)});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    ASSERT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 2);
    const auto record = nlohmann::json::parse(run.out.substr(0, run.out.find('\n')));
    EXPECT_EQ(record.at("schema"), "asparagate.info/1");
    const auto& set = record.at("datasets").at(0);
    EXPECT_EQ(set.at("events"), 1000);
    EXPECT_EQ(set.at("version"), "3.1");
    EXPECT_EQ(set.at("keywords").at("$PAR"), "3");
    const auto& cd3 = set.at("parameters").at(1);
    EXPECT_EQ(cd3.at("name"), "FITC-A");
    EXPECT_EQ(cd3.at("marker"), "CD3");
    EXPECT_EQ(cd3.at("max"), 1998);
    EXPECT_EQ(cd3.at("sum"), 999000);
    EXPECT_TRUE(record.at("findings").is_array());
}

TEST_F(InfoCommand, RefusesADataSetThatIsNotThere) {
    EXPECT_EQ(asparagate({"info", "--dataset", "3", small_fcs("a.fcs")}).exit_code, 2);
}

TEST_F(CheckCommand, SaysOkAndFails) {
    write_text(folder_ / "bad.fcs", "FCS3.1");
    const Outcome good = asparagate({"check", small_fcs("a.fcs")});
    EXPECT_EQ(good.exit_code, 0) << good.err;
    EXPECT_NE(good.out.find("\tok\t1000\t0\n"), std::string::npos) << good.out;
    const Outcome both = asparagate({"check", folder_ / "a.fcs", folder_ / "bad.fcs"});
    EXPECT_EQ(both.exit_code, 3);
    EXPECT_NE(both.out.find("\tfailed\t"), std::string::npos);
}

#ifdef ASPARAGATE_SHARED_DATA
TEST_F(CheckCommand, LetsNoTextOfAHostileFileReachTheTerminalUnescaped) {
    const std::string file = std::string(ASPARAGATE_SHARED_DATA) + "/hostile/s09_injection_in_keywords.fcs";
    for (const Outcome& run :
         {asparagate({"info", file}), asparagate({"check", file}), asparagate({"info", "--format", "csv", file})}) {
        EXPECT_EQ(run.exit_code, 0) << run.err;
        EXPECT_EQ(run.out.find('\033'), std::string::npos);
        EXPECT_EQ(run.err.find('\033'), std::string::npos);
    }
}
#endif

}  // namespace
}  // namespace asparagate::test
