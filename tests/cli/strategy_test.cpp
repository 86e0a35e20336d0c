// `strategy convert`, `strategy diff` and strategies of other formats in `gate`.
#include "program.hpp"

namespace asparagate::test {
namespace {

class StrategyCommand : public ProgramTest {};

}  // namespace

TEST_F(StrategyCommand, ConvertsOutAndInWithTheSameCounts) {
    const auto toml = small_strategy();
    const Outcome out = asparagate({"strategy", "convert", toml, folder_ / "s.xml"});
    ASSERT_EQ(out.exit_code, 0) << out.err;
    const Outcome back = asparagate({"strategy", "convert", folder_ / "s.xml", folder_ / "back.toml"});
    ASSERT_EQ(back.exit_code, 0) << back.err;
    const auto fcs = small_fcs("tube.fcs");
    const std::string counts = asparagate({"gate", toml, fcs}).out;
    EXPECT_NE(counts.find("/Cells/T"), std::string::npos);
    EXPECT_EQ(asparagate({"gate", folder_ / "s.xml", fcs}).out, counts);
    EXPECT_EQ(asparagate({"gate", folder_ / "back.toml", fcs}).out, counts);
    EXPECT_EQ(asparagate({"strategy", "check", "-q", folder_ / "s.xml"}).exit_code, 0);
}

TEST_F(StrategyCommand, RefusesToReplaceAFileAndAnUnknownFormat) {
    const auto toml = small_strategy();
    write_text(folder_ / "there.xml", "precious");
    EXPECT_EQ(asparagate({"strategy", "convert", toml, folder_ / "there.xml"}).exit_code, 6);
    EXPECT_EQ(read_text(folder_ / "there.xml"), "precious");
    EXPECT_EQ(asparagate({"strategy", "convert", toml, toml}).exit_code, 2);
    EXPECT_EQ(asparagate({"strategy", "convert", toml, folder_ / "s.wsp"}).exit_code, 2);
    EXPECT_EQ(asparagate({"strategy", "convert", "--to", "gating-ml", toml, "-"}).exit_code, 0);
}

TEST_F(StrategyCommand, SaysWhatDiffersInWords) {
    const auto before = small_strategy();
    const std::string text = read_text(before);
    write_text(folder_ / "after.toml",
               text + "\n[population.\"/Cells/New\"]\ngate = \"range\"\nx = \"CD19\"\nmin = 5\n");
    const Outcome run = asparagate({"strategy", "diff", before, folder_ / "after.toml"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.out, "added /Cells/New: range\n");
    EXPECT_EQ(asparagate({"strategy", "diff", before, before}).out, "no difference\n");
}

TEST_F(StrategyCommand, CheckWarnsOfAGateThatCanHoldNothing) {
    const auto strategy = small_strategy("[population.\"/Cells/None\"]\ngate = \"range\"\nx = \"FSC-A\"\nmax = 50\n");
    const Outcome run = asparagate({"strategy", "check", strategy});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_NE(run.err.find("G-EMPTY"), std::string::npos) << run.err;
    EXPECT_EQ(asparagate({"strategy", "check", "--strict", strategy}).exit_code, 3);
}

}  // namespace asparagate::test
