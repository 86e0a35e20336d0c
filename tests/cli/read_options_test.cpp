#include "cli/program.hpp"
#include "fcs/fcs_builder.hpp"

#include <nlohmann/json.hpp>

namespace asparagate::test {
namespace {

using ReadOptionsOfCommands = ProgramTest;

FcsBuilder events(int n) {
    FcsBuilder builder = FcsBuilder{}.parameter("FSC-A");
    for (int i = 0; i < n; ++i) builder.event({double(i)});
    return builder;
}

/// Two data sets, of 150 and of 120 events.
std::string two_data_sets() {
    const std::size_t length = events(150).keyword("$NEXTDATA", "0000").bytes().size();
    return events(150).keyword("$NEXTDATA", "0" + std::to_string(length)).bytes() + events(120).bytes();
}

std::string cells_strategy(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / "cells.toml";
    write_text(path,
               "[strategy]\nname = \"cells\"\n[population.\"/Cells\"]\ngate = \"range\"\nx = \"FSC-A\"\nmin = 100\n");
    return path;
}

TEST_F(ReadOptionsOfCommands, CheckRecordsTheOverrideThatDecided) {
    const std::string bytes = events(5).bytes();
    write_text(folder_ / "cut.fcs", bytes.substr(0, bytes.size() - 6));
    EXPECT_EQ(asparagate({"check", folder_ / "cut.fcs"}).exit_code, 3);
    const Outcome run = asparagate({"check", "--format", "json", "--recover-truncated", folder_ / "cut.fcs"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const auto record = nlohmann::json::parse(run.out);
    EXPECT_EQ(record.at("state"), "warnings");
    EXPECT_EQ(record.at("events"), 3);
    EXPECT_NE(run.out.find("I-OVERRIDE"), std::string::npos);
    EXPECT_EQ(asparagate({"check", "--strict", "--recover-truncated", folder_ / "cut.fcs"}).exit_code, 3);
    EXPECT_EQ(
        asparagate({"check", "--strict", "--allow=W-TRUNCATED", "--recover-truncated", folder_ / "cut.fcs"}).exit_code,
        0);
}

TEST_F(ReadOptionsOfCommands, CheckLooksAtEventsAndCrcOnRequest) {
    write_text(folder_ / "crc.fcs", events(5).bytes() + "0000FFFE");
    EXPECT_EQ(asparagate({"check", "--strict", folder_ / "crc.fcs"}).exit_code, 0);
    const Outcome deep = asparagate({"check", "--strict", "--deep", folder_ / "crc.fcs"});
    EXPECT_EQ(deep.exit_code, 3);
    EXPECT_NE(deep.err.find("W-CRC"), std::string::npos) << deep.err;
}

TEST_F(ReadOptionsOfCommands, UnknownValuesAreUsageErrors) {
    write_text(folder_ / "a.fcs", events(5).bytes());
    for (const char* option :
         {"--data-offsets=middle", "--fcs-version=9", "--dataset=some", "--delimiter=300", "--timestep=0"})
        EXPECT_EQ(asparagate({"check", option, folder_ / "a.fcs"}).exit_code, 2) << option;
}

TEST_F(ReadOptionsOfCommands, GateSaysWhenItLeavesDataSetsOut) {
    write_text(folder_ / "two.fcs", two_data_sets());
    const std::string strategy = cells_strategy(folder_);
    const Outcome first = asparagate({"gate", strategy, folder_ / "two.fcs", "--findings", folder_ / "findings.csv"});
    ASSERT_EQ(first.exit_code, 0) << first.err;
    EXPECT_NE(first.out.find("\ntwo,/Cells,/,range,50,150,"), std::string::npos) << first.out;
    EXPECT_NE(read_text(folder_ / "findings.csv").find("two,G-DATASETS,warning,"), std::string::npos);
    EXPECT_EQ(asparagate({"gate", "--strict", strategy, folder_ / "two.fcs"}).exit_code, 3);
    const Outcome second = asparagate({"gate", "--strict", "--dataset=1", strategy, folder_ / "two.fcs"});
    EXPECT_NE(second.out.find("\ntwo,/Cells,/,range,20,120,"), std::string::npos) << second.err;
    const Outcome all = asparagate({"gate", "--dataset=all", strategy, folder_ / "two.fcs"});
    EXPECT_NE(all.out.find("\ntwo#0,/Cells,/,range,50,150,"), std::string::npos) << all.err;
    EXPECT_NE(all.out.find("\ntwo#1,/Cells,/,range,20,120,"), std::string::npos);
    EXPECT_EQ(asparagate({"gate", "--dataset=2", strategy, folder_ / "two.fcs"}).exit_code, 2);
}

}  // namespace
}  // namespace asparagate::test
