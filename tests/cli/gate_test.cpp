#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace asparagate::test {
namespace {

using GateCommand = ProgramTest;

TEST_F(GateCommand, WritesTheDocumentedTable) {
    const Outcome run = asparagate({"gate", small_strategy(), small_fcs("tube.fcs")});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    const std::string header =
        "sample,population,parent,gate,count,parent_count,total_count,percent_of_parent,percent_of_total,ci_low,ci_"
        "high,state\n";
    ASSERT_EQ(run.out.substr(0, header.size()), header);
    EXPECT_NE(run.out.find("\ntube,/Cells,/,range,900,1000,1000,90,90,"), std::string::npos) << run.out;
    EXPECT_NE(run.out.find("\ntube,/Cells/T,/Cells,range,500,900,1000,"), std::string::npos) << run.out;
    EXPECT_NE(run.out.find(",quantified\n"), std::string::npos);
}

TEST_F(GateCommand, WritesJsonWithItsSchema) {
    const Outcome run = asparagate({"gate", "--format", "json", small_strategy(), small_fcs("tube.fcs")});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const auto document = nlohmann::json::parse(run.out);
    EXPECT_EQ(document.at("schema"), "asparagate.gate/1");
    EXPECT_EQ(document.at("rows").size(), 2u);
}

TEST_F(GateCommand, WritesMembershipsInFileOrder) {
    const Outcome run = asparagate(
        {"gate", small_strategy(), small_fcs("tube.fcs", 600), "--membership", folder_ / "m", "-o", folder_ / "t.csv"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    std::string expected = "/Cells,/Cells/T\n";
    for (int i = 0; i < 600; ++i) expected += std::string(i >= 100 ? "1" : "0") + (i >= 500 ? ",1\n" : ",0\n");
    EXPECT_EQ(read_text(folder_ / "m" / "tube.csv"), expected);
}

TEST_F(GateCommand, GoesOnPastABadFileAndNamesIt) {
    write_text(folder_ / "bad.fcs", "this is no FCS file");
    const Outcome run =
        asparagate({"gate", small_strategy(), small_fcs("a.fcs"), folder_ / "bad.fcs", small_fcs("b.fcs")});
    EXPECT_EQ(run.exit_code, 4);
    EXPECT_NE(run.err.find("bad.fcs"), std::string::npos) << run.err;
    EXPECT_NE(run.out.find("\na,/Cells,"), std::string::npos);
    EXPECT_NE(run.out.find("\nb,/Cells,"), std::string::npos);
}

TEST_F(GateCommand, RefusesAMissingFile) {
    const Outcome run = asparagate({"gate", small_strategy(), folder_ / "absent.fcs"});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_NE(run.err.find("absent.fcs"), std::string::npos);
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
}

TEST_F(GateCommand, RefusesATruncatedFile) {
    const std::string bytes = read_text(small_fcs("whole.fcs"));
    write_text(folder_ / "cut.fcs", bytes.substr(0, bytes.size() - 500));
    const Outcome run = asparagate({"gate", small_strategy(), folder_ / "cut.fcs"});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_NE(run.err.find("cut.fcs"), std::string::npos) << run.err;
}

TEST_F(GateCommand, LeavesPopulationsOfAMissingMarkerNotComputable) {
    const auto strategy = small_strategy("[population.\"/Cells/NK\"]\ngate = \"range\"\nx = \"CD56\"\nmin = 5\n");
    const Outcome run = asparagate({"gate", strategy, small_fcs("tube.fcs")});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_NE(run.out.find("tube,/Cells/NK,/Cells,range,,"), std::string::npos) << run.out;
    EXPECT_NE(run.out.find("not computable"), std::string::npos);
    EXPECT_NE(run.err.find("CD56"), std::string::npos) << run.err;
    EXPECT_NE(run.out.find("/Cells/T,/Cells,range,500,"), std::string::npos);
}

TEST_F(GateCommand, RefusesAStrategyWithACycle) {
    const auto strategy = small_strategy(
        "[population.\"/A\"]\ngate = \"boolean\"\nall_of = [\"/B\"]\n[population.\"/B\"]\ngate = \"boolean\"\nall_of = "
        "[\"/A\"]\n");
    const Outcome run = asparagate({"gate", strategy, small_fcs("tube.fcs")});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_NE(run.err.find("strategy.toml"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("cycle"), std::string::npos) << run.err;
}

TEST_F(GateCommand, NamesTheNearestKeyOfAMisspeltOne) {
    const auto strategy = small_strategy("[population.\"/X\"]\ngate = \"range\"\nx = \"CD3\"\nmni = 5\n");
    const Outcome run = asparagate({"gate", strategy, small_fcs("tube.fcs")});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_NE(run.err.find("mni"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("min"), std::string::npos) << run.err;
}

TEST_F(GateCommand, SaysWhenAnOutputCannotBeWritten) {
    write_text(folder_ / "a_file", "x");
    const Outcome run =
        asparagate({"gate", small_strategy(), small_fcs("tube.fcs"), "-o", folder_ / "a_file" / "t.csv"});
    EXPECT_EQ(run.exit_code, 6);
    EXPECT_NE(run.err.find("a_file"), std::string::npos) << run.err;
}

TEST_F(GateCommand, NamesTheNearestOptionAndCommand) {
    const Outcome option = asparagate({"gate", small_strategy(), small_fcs("a.fcs"), "--thread", "2"});
    EXPECT_EQ(option.exit_code, 2);
    EXPECT_THAT(option.err, ::testing::HasSubstr("unknown option \"--thread\"; did you mean \"--threads\"?"));
    const Outcome command = asparagate({"gat", small_fcs("a.fcs")});
    EXPECT_EQ(command.exit_code, 2);
    EXPECT_THAT(command.err, ::testing::HasSubstr("unknown command \"gat\"; did you mean \"gate\"?"));
    const Outcome inner = asparagate({"strategy", "dif"});
    EXPECT_EQ(inner.exit_code, 2);
    EXPECT_THAT(inner.err, ::testing::HasSubstr("unknown command \"dif\"; did you mean \"diff\"?"));
    EXPECT_EQ(asparagate({}).exit_code, 2);
    EXPECT_EQ(asparagate({"--version"}).exit_code, 0);
}

TEST_F(GateCommand, GivesTheSameBytesForAnyThreadCount) {
    const auto strategy = small_strategy();
    const auto a = small_fcs("a.fcs", 50000), b = small_fcs("b.fcs", 30000);
    const Outcome one = asparagate({"gate", "-@", "1", strategy, a, b, "--intensities", folder_ / "one.csv"});
    const Outcome four = asparagate({"gate", "-@", "4", strategy, a, b, "--intensities", folder_ / "four.csv"});
    EXPECT_EQ(one.exit_code, 0) << one.err;
    EXPECT_EQ(one.out, four.out);
    EXPECT_EQ(read_text(folder_ / "one.csv"), read_text(folder_ / "four.csv"));
    EXPECT_NE(read_text(folder_ / "one.csv").find(",median,"), std::string::npos);
}

TEST_F(GateCommand, ResumesWhatIsCompleteAndGivesTheSameBytes) {
    const auto strategy = small_strategy();
    const auto a = small_fcs("a.fcs"), b = small_fcs("b.fcs", 700);
    const std::vector<std::string> arguments{"gate",         strategy,     a, b, "--resume", folder_ / "done",
                                             "--membership", folder_ / "m"};
    const Outcome first = asparagate(arguments);
    ASSERT_EQ(first.exit_code, 0) << first.err;
    const auto memberships = snapshot(folder_ / "m");
    const Outcome again = asparagate(arguments);
    EXPECT_NE(again.err.find("2 samples reused"), std::string::npos) << again.err;
    EXPECT_EQ(again.out, first.out);
    // A changed file, a changed strategy and a lost membership are gated again.
    small_fcs("b.fcs", 900);
    EXPECT_NE(asparagate(arguments).err.find("1 sample reused"), std::string::npos);
    std::filesystem::remove(folder_ / "m/a.csv");
    EXPECT_NE(asparagate(arguments).err.find("1 sample reused"), std::string::npos);
    EXPECT_EQ(snapshot(folder_ / "m").front(), memberships.front());
    small_strategy("[population.\"/Late\"]\ngate = \"range\"\nx = \"FSC-A\"\nmin = 300\n");
    EXPECT_EQ(asparagate(arguments).err.find("reused"), std::string::npos);
}

TEST_F(GateCommand, RefusesOutputsThatAreInputs) {
    const auto strategy = small_strategy();
    const auto file = small_fcs("tube.fcs");
    const auto before = snapshot(folder_);
    EXPECT_EQ(asparagate({"gate", strategy, file, "-o", file}).exit_code, 2);
    EXPECT_EQ(asparagate({"gate", strategy, file, "-o", strategy}).exit_code, 2);
    EXPECT_EQ(asparagate({"gate", strategy, file, "--intensities", "tube.fcs"}, folder_).exit_code, 2);
    EXPECT_EQ(asparagate({"gate", strategy, file, "--log", file}).exit_code, 6);
    EXPECT_EQ(
        asparagate({"gate", strategy, file, "-o", folder_ / "t.csv", "--intensities", folder_ / "t.csv"}).exit_code, 2);
    EXPECT_EQ(asparagate({"gate", strategy, file, file}).exit_code, 2);
    EXPECT_EQ(snapshot(folder_), before);
}

TEST_F(GateCommand, NeverChangesItsInputs) {
    const auto strategy = small_strategy();
    const auto file = small_fcs("tube.fcs");
    const auto before = snapshot(folder_);
    asparagate({"gate", strategy, file});
    EXPECT_EQ(snapshot(folder_), before);
}

}  // namespace
}  // namespace asparagate::test
