// Files that try to hurt: what the manifest of the shared hostile set and the table below say, within its limits.
#include "cli/program.hpp"
#include "fcs/data_set_model.hpp"
#include "fcs/small_files.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>

#ifdef ASPARAGATE_SHARED_DATA
#include "asparagate/fcs/delimited_text.hpp"
#endif

namespace asparagate::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class HostileFiles : public ProgramTest {
protected:
    /// `check FILE` within the limits; what it says on both streams.
    std::string check(const std::filesystem::path& file, int expected_exit_code, std::vector<std::string> more = {}) {
        std::vector<std::string> arguments{"check", file.string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Outcome outcome = asparagate(arguments);
        expect_within_limits(outcome);
        EXPECT_EQ(outcome.exit_code, expected_exit_code) << outcome.out << outcome.err;
        return outcome.out + outcome.err;
    }

    std::filesystem::path write(const std::string& bytes) {
        write_text(folder_ / "hostile.fcs", bytes);
        return folder_ / "hostile.fcs";
    }
};

/// A small file of 32-bit integers that lies in one keyword.
std::string lying(const std::string& key, const std::string& value) {
    DataSetModel model = small_files()[3].data_sets.front();
    model.lies = {{key, value}};
    return encode({model});
}

TEST_F(HostileFiles, AllocationBombsAreRefused) {
    EXPECT_THAT(check(write(lying("$TOT", "1000000000000000000")), 3), HasSubstr("$TOT"));
    EXPECT_THAT(check(write(lying("$PAR", "1000000000")), 3), HasSubstr("$P"));
    EXPECT_THAT(check(write(lying("$P1B", "2147483648")), 3), HasSubstr("$P1B"));
    EXPECT_THAT(check(write(lying("$P1B", "0")), 3), HasSubstr("$P1B"));
}

TEST_F(HostileFiles, AMatrixOfTwoBillionChannelsIsUnusable) {
    DataSetModel model = small_files()[0].data_sets.front();
    model.keywords.emplace_back("$SPILLOVER", "2000000000,FSC-A,SSC-A,1,0,0,1");
    EXPECT_THAT(check(write(encode({model})), 0), HasSubstr("W-SPILL-UNUSABLE"));
}

TEST_F(HostileFiles, AMillionKeywordsAreRefusedInTime) {
    DataSetModel model = small_files()[0].data_sets.front();
    for (int i = 0; i < 1'000'000; ++i) model.keywords.emplace_back("K" + std::to_string(i), "v");
    EXPECT_THAT(check(write(encode({model})), 3), HasSubstr("keywords"));
}

TEST_F(HostileFiles, ASparseTerabyteIsReadInConstantMemory) {
    const std::filesystem::path path = write(encode(small_files()[0].data_sets));
    std::error_code error;
    std::filesystem::resize_file(path, std::uint64_t{1} << 40, error);
    if (error) GTEST_SKIP() << "the temporary folder holds no sparse files of that size: " << error.message();
    EXPECT_THAT(check(path, 0), HasSubstr("\t3\t0"));
    expect_within_limits(asparagate({"info", path.string()}));
}

TEST_F(HostileFiles, WhatIsNoFcsFileIsRefusedByKind) {
    EXPECT_THAT(check(folder_, 3), HasSubstr("folder"));
    EXPECT_THAT(check(write(""), 3), HasSubstr("empty"));
    EXPECT_THAT(check(write("F"), 3), HasSubstr("FCS"));
    EXPECT_THAT(check(write("\x89PNG\r\n\x1A\n" + std::string(100, 'x')), 3), HasSubstr("FCS"));
    EXPECT_THAT(check(ASPARAGATE_PROGRAM, 3), HasSubstr("FCS"));
    EXPECT_THAT(check("/dev/zero", 3), HasSubstr("/dev/zero"));
    EXPECT_THAT(check(folder_ / "missing.fcs", 3), HasSubstr("missing.fcs"));
    // A FIFO without a writer would block a plain open() for ever.
    ASSERT_EQ(mkfifo((folder_ / "fifo.fcs").c_str(), 0600), 0);
    EXPECT_THAT(check(folder_ / "fifo.fcs", 3), HasSubstr("FIFO"));
    const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = (folder_ / "s.fcs").string();
    name.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_THAT(check(name, 3), HasSubstr("s.fcs"));
    close(listener);
}

#ifdef ASPARAGATE_SHARED_DATA

const std::filesystem::path shared = ASPARAGATE_SHARED_DATA;

std::vector<std::map<std::string, std::string>> hostile_manifest() {
    const DelimitedText table = read_delimited(shared / "hostile/manifest.csv");
    std::vector<std::map<std::string, std::string>> rows;
    for (const DelimitedText::Row& row : table.rows) {
        if (row.cells[1] != "fcs") continue;
        auto& cells = rows.emplace_back();
        for (std::size_t i = 0; i < table.columns.size(); ++i) cells[table.columns[i]] = row.cells[i];
    }
    return rows;
}

TEST_F(HostileFiles, TheSharedSetBehavesAsItsManifestSays) {
    for (const auto& row : hostile_manifest()) {
        SCOPED_TRACE(row.at("file"));
        const bool refused = row.at("expected") == "error";
        const std::string said = check(shared / "hostile" / row.at("file"), refused ? 3 : 0, {"--deep"});
        EXPECT_TRUE(std::regex_search(said, std::regex(row.at("must_mention"), std::regex::icase))) << said;
        if (row.at("expected") == "opens+warning") {
            EXPECT_THAT(said, HasSubstr("W-"));
        }
        const Outcome info = asparagate({"info", "--format", "json", (shared / "hostile" / row.at("file")).string()});
        expect_within_limits(info);
        EXPECT_EQ(info.exit_code, refused ? 3 : 0);
        EXPECT_EQ(std::count(info.err.begin(), info.err.end(), '\x1B'), 0) << "a terminal escape got through";
    }
}

TEST_F(HostileFiles, MalformedFilesStayWithinTheLimits) {
    // Why each is read or refused: SharedMalformed in tests/fcs.
    for (const auto& entry : std::filesystem::directory_iterator(shared / "fcs/malformed"))
        if (entry.path().extension() != ".csv") expect_within_limits(asparagate({"check", entry.path().string()}));
}

#endif

}  // namespace
}  // namespace asparagate::test
