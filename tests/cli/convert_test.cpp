#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/fcs_file.hpp"
#include "cli/program.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>

namespace asparagate::test {
namespace {

using testing::HasSubstr;

class ConvertCommand : public ProgramTest {
protected:
    Outcome convert(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "convert");
        return asparagate(arguments, folder_);
    }
    [[nodiscard]] std::vector<double> column(const std::string& file, std::size_t p) const {
        const FcsFile fcs = FcsFile::open(folder_ / file, {.strict = true});
        std::vector<double> values(fcs.data_set().n_events());
        fcs.data_set().read<double>(p, 0, values, ValueKind::raw);
        return values;
    }
};

TEST_F(ConvertCommand, RewritesFcsWithEveryValueAndSaysWhereItCameFrom) {
    small_fcs("in.fcs");
    const Outcome run = convert({"in.fcs", "out.fcs"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    for (std::size_t p = 0; p < 3; ++p) EXPECT_EQ(column("out.fcs", p), column("in.fcs", p));
    const FcsFile out = FcsFile::open(folder_ / "out.fcs", {.strict = true});
    const Keywords& keywords = out.data_set().keywords();
    EXPECT_EQ(keywords.find("$ORIGINALITY"), "NonDataModified");
    EXPECT_EQ(keywords.find("ASPARAGATE INPUT SHA256").value_or("").size(), 64u);
    EXPECT_TRUE(keywords.contains("$LAST_MODIFIED"));
}

TEST_F(ConvertCommand, WritesAGatedSubsetWithTheNumbersOfItsEvents) {
    small_fcs("in.fcs");
    small_strategy();
    for (const char* out : {"out.fcs", "out.csv"}) {
        const Outcome run = convert(
            {"in.fcs", out, "--strategy", "strategy.toml", "--population", "/Cells/T", "--channels", "CD19,FSC-A"});
        ASSERT_EQ(run.exit_code, 0) << run.err;
    }
    const FcsFile file = FcsFile::open(folder_ / "out.fcs", {.strict = true});
    ASSERT_EQ(file.data_set().n_events(), 500u);
    EXPECT_EQ(file.data_set().parameters().back().name, "original_event");
    const auto numbers = column("out.fcs", 2), cd19 = column("out.fcs", 0);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        EXPECT_EQ(numbers[i], 500.0 + static_cast<double>(i));
        EXPECT_EQ(cd19[i], 3 * numbers[i]);
    }
    EXPECT_EQ(file.data_set().keywords().find("$ORIGINALITY"), "DataModified");
    const DelimitedText table = read_delimited(folder_ / "out.csv");
    EXPECT_EQ(table.columns, (std::vector<std::string>{"PE-A :: CD19", "FSC-A", "original_event"}));
    EXPECT_EQ(table.rows.front().cells, (std::vector<std::string>{"1500", "500", "500"}));
}

TEST_F(ConvertCommand, SaysInWhatTheTimeOfATableCounts) {
    write_text(folder_ / "t.csv", "Time,FSC-A\n0,10\n0.5,20\n");
    const Outcome seconds = convert({"t.csv", "seconds.fcs"});
    EXPECT_EQ(seconds.exit_code, 0);
    EXPECT_THAT(seconds.err, HasSubstr("I-TIMESTEP"));
    const Outcome ticks = convert({"t.csv", "ticks.fcs", "--timestep", "0.01"});
    EXPECT_THAT(ticks.err, testing::Not(HasSubstr("I-TIMESTEP")));
    const auto timestep = [&](const char* name) {
        const FcsFile file = FcsFile::open(folder_ / name, {.strict = true});
        return std::string(file.data_set().keywords().find("$TIMESTEP").value_or(""));
    };
    EXPECT_EQ(timestep("seconds.fcs"), "1");
    EXPECT_EQ(timestep("ticks.fcs"), "0.01");
}

TEST_F(ConvertCommand, BringsEveryBitThroughCsvAndBack) {
    std::vector<Parameter> parameters(2);
    parameters[0].name = "=cmd|' /C calc'!A0";
    parameters[0].marker = "CD3";
    parameters[1].name = "B \"quoted\"\t";
    const std::vector<float> values{0.1f, -0.0f, 1e-45f, 3.4028235e38f, -1234.567f, 16777216.0f, INFINITY, -INFINITY};
    FcsWriter writer(folder_ / "in.fcs", parameters, {}, 4);
    writer.append(values);
    writer.finish();
    for (const char* table : {"t.csv", "t.tsv"}) {
        ASSERT_EQ(convert({"in.fcs", table}).exit_code, 0);
        const Outcome back = convert({table, std::string(table) + ".fcs"});
        ASSERT_EQ(back.exit_code, 0) << back.err;
        const FcsFile file = FcsFile::open(folder_ / (std::string(table) + ".fcs"), {.strict = true});
        EXPECT_EQ(file.data_set().datatype(), 'F');
        EXPECT_EQ(file.data_set().parameters()[0].name, parameters[0].name);
        EXPECT_EQ(file.data_set().parameters()[0].marker, "CD3");
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double found = column(std::string(table) + ".fcs", i % 2)[i / 2];
            EXPECT_EQ(found, values[i]);
            EXPECT_EQ(std::signbit(found), std::signbit(values[i]));
        }
        EXPECT_EQ(read_text(folder_ / table).front(), '\'');
    }
}

TEST_F(ConvertCommand, NamesLineAndColumnOfWhatIsNoNumber) {
    write_text(folder_ / "a.csv", "A,B\n1,2\n3\n");
    EXPECT_THAT(convert({"a.csv", "x.fcs"}).err, HasSubstr("a.csv:3"));
    write_text(folder_ / "b.tsv", "A\tB\n1\t2\n3\t4,5\n");
    EXPECT_THAT(convert({"b.tsv", "x.fcs"}).err, HasSubstr("b.tsv:3: column \"B\" has a decimal comma"));
    write_text(folder_ / "c.csv", "A,B\n1,high\n");
    const Outcome run = convert({"c.csv", "x.fcs"});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_THAT(run.err, HasSubstr("c.csv:2: column \"B\" is \"high\""));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "x.fcs"));
}

TEST_F(ConvertCommand, CompensatesOnceAndMovesTheMatrixAway) {
    std::vector<Parameter> parameters(2);
    parameters[0].name = "FITC-A";
    parameters[1].name = "PE-A";
    Keywords keywords;
    keywords.set("$SPILLOVER", "2,FITC-A,PE-A,1,0.25,0,1");
    FcsWriter writer(folder_ / "in.fcs", parameters, keywords, 1);
    writer.append(std::vector<float>{100, 65});
    writer.finish();
    ASSERT_EQ(convert({"in.fcs", "out.fcs", "--compensate", "file"}).exit_code, 0);
    EXPECT_EQ(column("out.fcs", 0)[0], 100);
    EXPECT_EQ(column("out.fcs", 1)[0], 40);
    const FcsFile out = FcsFile::open(folder_ / "out.fcs", {.strict = true});
    EXPECT_FALSE(out.data_set().spillover());
    EXPECT_EQ(out.data_set().keywords().find("ASPARAGATE APPLIED SPILLOVER"), "2,FITC-A,PE-A,1,0.25,0,1");
    EXPECT_EQ(convert({"out.fcs", "twice.fcs", "--compensate", "file"}).exit_code, 3);
    EXPECT_EQ(convert({"in.fcs", "x.fcs", "--compensate", "file", "--values", "raw"}).exit_code, 2);
}

TEST_F(ConvertCommand, NeverReplacesInputsNorOutputsUnasked) {
    small_fcs("in.fcs");
    const std::string before = read_text(folder_ / "in.fcs");
    EXPECT_EQ(convert({"in.fcs", "in.fcs"}).exit_code, 2);
    std::filesystem::create_hard_link(folder_ / "in.fcs", folder_ / "hard.fcs");
    std::filesystem::create_symlink("in.fcs", folder_ / "soft.fcs");
    for (const char* same : {"./in.fcs", "hard.fcs", "soft.fcs"})
        EXPECT_EQ(convert({"in.fcs", same, "--force"}).exit_code, 2) << same;
    write_text(folder_ / "old.csv", "old");
    const Outcome refused = convert({"in.fcs", "old.csv"});
    EXPECT_EQ(refused.exit_code, 6);
    EXPECT_THAT(refused.err, HasSubstr("--force"));
    EXPECT_EQ(read_text(folder_ / "old.csv"), "old");
    EXPECT_EQ(convert({"in.fcs", "old.csv", "--force"}).exit_code, 0);
    EXPECT_EQ(read_text(folder_ / "in.fcs"), before);
}

TEST_F(ConvertCommand, LeavesNothingBehindWhenTheDiskIsFull) {
    small_fcs("in.fcs", 100000);
    write_text(folder_ / "old.csv", "old");
    // Files end at 16 KiB, as on a full disk.
    struct rlimit before {};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit small { 16384, before.rlim_max };
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    std::vector<std::pair<std::string, Outcome>> runs;
    for (const char* out : {"x.fcs", "x.csv", "x.h5", "x.h5ad", "old.csv"})
        runs.emplace_back(out, convert({"in.fcs", out, "--force"}));
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    for (const auto& [out, run] : runs) {
        EXPECT_EQ(run.exit_code, 6) << out << run.err;
        EXPECT_THAT(run.err, HasSubstr(out));
    }
    EXPECT_EQ(read_text(folder_ / "old.csv"), "old");
    std::size_t files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_)) ++files;
    EXPECT_EQ(files, 2u) << "a temporary or partial file was left";
}

TEST_F(ConvertCommand, DeidentifiesFilesIntoAFolderUnderNumbersInEveryFormat) {
    std::vector<Parameter> parameters(1);
    parameters[0].name = "A";
    Keywords keywords;
    for (const char* key : {"$SRC", "$OP", "$FIL", "PATIENT ID", "$DATE", "$BTIM", "$TR"})
        keywords.set(key, "Planted7");
    FcsWriter writer(folder_ / "Planted7.fcs", parameters, keywords, 1);
    writer.append(std::vector<float>{1});
    writer.finish();
    for (const char* format : {"fcs", "csv", "tsv", "h5", "h5ad"}) {
        const Outcome run =
            convert({"Planted7.fcs", "-o", "shared", "--to", format, "--deidentify", "--log", "shared.log"});
        ASSERT_EQ(run.exit_code, 0) << run.err;
        ASSERT_TRUE(std::filesystem::exists(folder_ / "shared" / ("sample_0001." + std::string(format))));
    }
    for (const auto& [name, bytes] : snapshot(folder_ / "shared")) {
        EXPECT_EQ(name.find("Planted"), std::string::npos);
        EXPECT_EQ(bytes.find("Planted"), std::string::npos) << name;
        EXPECT_EQ(bytes.find(std::string("P\0l\0a\0n", 7)), std::string::npos) << name;
        EXPECT_EQ(bytes.find("UGxhbnRlZD"), std::string::npos) << name;
    }
    EXPECT_EQ(read_text(folder_ / "shared.log").find("Planted"), std::string::npos)
        << read_text(folder_ / "shared.log");
}

TEST_F(ConvertCommand, GoesOnPastAFileThatFails) {
    small_fcs("a.fcs");
    write_text(folder_ / "bad.fcs", "FCS3.1");
    const Outcome run = convert({"bad.fcs", "a.fcs", "-o", "out", "--to", "csv"});
    EXPECT_EQ(run.exit_code, 4);
    EXPECT_THAT(run.err, HasSubstr("bad.fcs"));
    EXPECT_TRUE(std::filesystem::exists(folder_ / "out/a.csv"));
}

}  // namespace
}  // namespace asparagate::test
