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

TEST_F(StrategyCommand, CheckSaysWhichDimensionAFileLacks) {
    const auto fcs = small_fcs("tube.fcs");
    const auto sound = small_strategy();
    const Outcome fits = asparagate({"strategy", "check", sound, fcs});
    EXPECT_EQ(fits.exit_code, 0) << fits.err;
    EXPECT_NE(fits.out.find("fits 1 of 1 file"), std::string::npos) << fits.out;

    const auto wrong = small_strategy("[population.\"/Cells/B\"]\ngate = \"rectangle\"\nx = \"CD3\"\ny = \"CD91\"\n");
    const Outcome none = asparagate({"strategy", "check", wrong, fcs});
    EXPECT_EQ(none.exit_code, 3);
    EXPECT_NE(none.err.find("G-MARKER"), std::string::npos) << none.err;
    EXPECT_NE(none.err.find("dimension 2 (CD91): the file has no CD91; did you mean \"CD19\"?"), std::string::npos)
        << none.err;
    write_text(folder_ / "no.fcs", "FCS3.1 and then nothing");
    EXPECT_EQ(asparagate({"strategy", "check", small_strategy(), fcs, folder_ / "no.fcs"}).exit_code, 4);
    EXPECT_EQ(asparagate({"strategy", "check", fcs}).exit_code, 2);
}

TEST_F(StrategyCommand, CheckWarnsOfPopulationsThatNothingReachesAndOfDuplicates) {
    const Outcome run =
        asparagate({"strategy", "check",
                    small_strategy("[population.\"/Cells/None\"]\ngate = \"range\"\nx = \"FSC-A\"\nmax = 50\n"
                                   "[population.\"/Cells/None/Below\"]\ngate = \"range\"\nx = \"CD3\"\nmax = 50\n"
                                   "[population.\"/Twin\"]\ngate = \"range\"\nx = \"FSC-A\"\nmin = 100\n"
                                   "[population.\"/Twin/Never\"]\ngate = \"boolean\"\nall_of = [\"not /Twin\"]\n")});
    EXPECT_EQ(run.exit_code, 0);
    for (const char* words : {"lies below /Cells/None, which can hold no event",
                              "has the same gate as its sibling \"Cells\"", "(/Twin/Never)"})
        EXPECT_NE(run.err.find(words), std::string::npos) << run.err;
}

TEST_F(StrategyCommand, CheckRefusesACycleAndWarnsOfAPolygonThatCrossesItself) {
    const Outcome cycle =
        asparagate({"strategy", "check",
                    small_strategy("[population.\"/Loop\"]\ngate = \"boolean\"\nall_of = [\"not /Loop\"]\n")});
    EXPECT_EQ(cycle.exit_code, 3);
    EXPECT_NE(cycle.err.find("/Loop"), std::string::npos) << cycle.err;
    EXPECT_NE(cycle.err.find("depends on itself"), std::string::npos) << cycle.err;
    const Outcome bow =
        asparagate({"strategy", "check",
                    small_strategy("[population.\"/Bow\"]\ngate = \"polygon\"\nx = \"FSC-A\"\ny = \"CD3\"\n"
                                   "vertices = [[0, 0], [10, 10], [10, 0], [0, 10]]\n")});
    EXPECT_EQ(bow.exit_code, 0);
    EXPECT_NE(bow.err.find("G-CROSSING"), std::string::npos) << bow.err;
}

TEST_F(StrategyCommand, CheckNamesSamplesThatAreNoneOfTheFiles) {
    const auto strategy = small_strategy(
        "[version.v]\nsamples = [\"tub.fcs\"]\nreason = \"r\"\n[version.v.gate.\"/Cells\"]\ngate = \"range\"\n"
        "x = \"FSC-A\"\nmin = 600\n");
    const Outcome run = asparagate({"strategy", "check", strategy, small_fcs("tube.fcs")});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_NE(run.err.find("version \"v\" names the sample \"tub.fcs\", which is none of the files; did you mean "
                           "\"tube.fcs\"?"),
              std::string::npos)
        << run.err;
}

namespace {

const char* const day_14 =
    "[version.\"day 14\"]\nsamples = [\"late.fcs\"]\nreason = \"dim cells\"\n"
    "[version.\"day 14\".gate.\"/Cells\"]\ngate = \"range\"\nx = \"FSC-A\"\nmin = 600\n";

}  // namespace

TEST_F(StrategyCommand, WritesTheVersionOfOneSample) {
    const auto toml = small_strategy(day_14);
    const Outcome all = asparagate({"strategy", "convert", "--to", "gating-ml", toml, "-"});
    EXPECT_NE(all.err.find("X-VERSION"), std::string::npos) << all.err;
    const Outcome one = asparagate({"strategy", "convert", "--sample", "late.fcs", toml, folder_ / "late.xml"});
    EXPECT_EQ(one.err.find("X-VERSION"), std::string::npos) << one.err;
    EXPECT_NE(one.err.find("dim cells"), std::string::npos) << one.err;
    const auto late = small_fcs("late.fcs");
    const std::string counts = asparagate({"gate", toml, late}).out;
    EXPECT_EQ(asparagate({"gate", folder_ / "late.xml", late}).out, counts);
    EXPECT_NE(asparagate({"gate", small_strategy(), late}).out, counts) << "the version counts";
}

TEST_F(StrategyCommand, ReusesOnlySamplesWhoseVersionIsTheSame) {
    const auto early = small_fcs("early.fcs"), late = small_fcs("late.fcs");
    const auto kept = folder_ / "kept";
    const auto gate = [&](const std::string& versions) {
        return asparagate({"gate", small_strategy(versions), "--resume", kept, early, late});
    };
    const std::string first = gate(day_14).out;
    EXPECT_NE(gate(day_14).err.find("2 samples reused"), std::string::npos);
    const Outcome changed = gate("");
    EXPECT_NE(changed.err.find("1 sample reused"), std::string::npos) << changed.err;
    EXPECT_NE(changed.out, first);
}

}  // namespace asparagate::test
