#include "cli/program.hpp"
#include "fcs/fcs_builder.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

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

TEST_F(InfoCommand, AddsWhatTheKeywordsMeanToTheRecord) {
    FcsBuilder builder;
    builder.version("3.2").delimiter('|').parameter("FITC-A").parameter("PE-A").event({1, 2}).event({3, 4});
    builder.keyword("$CYT", "Cytometer 1").keyword("$P1TAG", "FITC").keyword("$P1V", "512.5");
    builder.keyword("$BEGINDATETIME", "2026-03-01T23:30:00+02:00").keyword("$ENDDATETIME", "2026-03-01T21:30:04Z");
    builder.keyword("$SPILLOVER", "2,FITC-A,PE-A,1,0,0,1").write(folder_ / "tube.fcs");
    const Outcome run = asparagate({"info", "--format", "json", folder_ / "tube.fcs"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const auto set = nlohmann::json::parse(run.out).at("datasets").at(0);
    EXPECT_EQ(set.at("acquisition").at("begin"), "2026-03-01T21:30:00Z");
    EXPECT_EQ(set.at("acquisition").at("duration_seconds"), 4);
    EXPECT_EQ(set.at("acquisition").at("events_per_second"), 0.5);
    EXPECT_EQ(set.at("parameters").at(0).at("tag"), "FITC");
    EXPECT_EQ(set.at("parameters").at(0).at("voltage"), 512.5);
    EXPECT_TRUE(set.at("parameters").at(1).at("voltage").is_null());
    EXPECT_EQ(set.at("spillover").at("identity"), true);
    EXPECT_EQ(set.at("spillover").at("condition_number"), 1);
    EXPECT_TRUE(set.at("segments").at("analysis").is_null());
    EXPECT_TRUE(set.at("segments").at("crc").is_null());
    EXPECT_TRUE(set.at("hardware_compensation").is_null());

    const Outcome text = asparagate({"info", folder_ / "tube.fcs"});
    EXPECT_NE(text.out.find("2026-03-01T21:30:00Z to 2026-03-01T21:30:04Z, 4 s, 0.5 events/s"), std::string::npos)
        << text.out;
    EXPECT_NE(text.out.find("identity: it compensates nothing"), std::string::npos) << text.out;
}

TEST_F(InfoCommand, TellsFindingsOnceOfTheEventsToo) {
    FcsBuilder{}.parameter("A").event({0}).event({std::nan("")}).write(folder_ / "nan.fcs");
    const auto count = [](const std::string& text) {
        std::size_t n = 0;
        for (auto at = text.find("W-NONFINITE"); at != std::string::npos; at = text.find("W-NONFINITE", at + 1)) ++n;
        return n;
    };
    const Outcome text = asparagate({"info", "--statistics", folder_ / "nan.fcs"});
    EXPECT_EQ(count(text.out + text.err), 1u) << text.err;
    const Outcome json = asparagate({"info", "--statistics", "--format", "json", folder_ / "nan.fcs"});
    EXPECT_EQ(count(json.out + json.err), 1u) << json.out << json.err;
    EXPECT_EQ(asparagate({"info", "--strict", folder_ / "nan.fcs"}).exit_code, 0);
    EXPECT_EQ(asparagate({"info", "--strict", "--statistics", folder_ / "nan.fcs"}).exit_code, 3);
}

TEST_F(InfoCommand, PrintsTablesWithAHeader) {
    const Outcome run = asparagate({"info", "--format", "tsv", "--statistics", small_fcs("a.fcs")});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.out.find(
                  "file\tdata_set\tindex\tname\tmarker\tbits\trange\tgain\tlog_decades\tmin\tmax\tmean\tsum\tdatatype"),
              0u)
        << run.out;
    EXPECT_NE(run.out.find("\t0\t2\tFITC-A\tCD3\t"), std::string::npos) << run.out;
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
