#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

FcsBuilder one_event() {
    return std::move(FcsBuilder{}.parameter("FSC-A").event({1.5}));
}

TEST(FcsHeader, ReadsEveryVersion) {
    for (const char* version : {"2.0", "3.0", "3.1"}) {
        EXPECT_EQ(open_built(one_event().version(version)).data_set().version(), version);
    }
    EXPECT_EQ(open_built(one_event().version("3.2").keyword("$CYT", "X").without("$MODE"), {.strict = true})
                  .data_set()
                  .version(),
              "3.2");
}

TEST(FcsHeader, RefusesWhatIsNoFcsFile) {
    EXPECT_THAT(refusal(std::string("\x7F"
                                    "ELF and more")),
                AllOf(HasSubstr("not an FCS file"), HasSubstr("\\x7FELF")));
    EXPECT_THAT(refusal(std::string(1, 'F')), HasSubstr("not an FCS file"));
    EXPECT_THAT(refusal(std::string("FCS3.1    ")), HasSubstr("ends inside HEADER"));
}

TEST(FcsHeader, NamesTheKindOfWhatIsTakenForAnFcsFile) {
    EXPECT_THAT(refusal("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n"),
                HasSubstr("is not an FCS file but the Git LFS pointer to one; fetch it with `git lfs pull`"));
    EXPECT_THAT(refusal("\x1F\x8B\x08"), HasSubstr("is not an FCS file but a file packed by gzip; unpack it first"));
    EXPECT_THAT(refusal(std::string("PK\x03\x04\x14\0", 6)), HasSubstr("zip archive"));
    EXPECT_THAT(refusal("\x89HDF\r\n\x1A\n"), HasSubstr("HDF5 file (.h5, .h5ad)"));
    EXPECT_THAT(refusal("<!DOCTYPE html><html>"), HasSubstr("log-in page"));
    EXPECT_THAT(refusal("<?xml version=\"1.0\"?>"), HasSubstr("XML document"));
}

TEST(FcsHeader, RejectsTextPastEndOfFile) {
    const std::string bytes = one_event().bytes();
    EXPECT_THAT(refusal(bytes.substr(0, 100)), HasSubstr("truncated"));
}

TEST(FcsHeader, RejectsTextOffsetsThatAreNoNumbers) {
    std::string bytes = one_event().bytes();
    bytes.replace(10, 8, "      0x");
    EXPECT_THAT(refusal(bytes), HasSubstr("TEXT offsets"));
    bytes.replace(10, 16, std::string(16, ' '));
    EXPECT_THAT(refusal(bytes), HasSubstr("TEXT offsets"));
}

TEST(FcsHeader, WarnsAboutPaddedOffsets) {
    std::string bytes = one_event().bytes();
    bytes.replace(10, 8, "00000058");
    EXPECT_THAT(warnings(open_bytes(bytes).findings()), ElementsAre("W-PAD"));
    bytes.replace(10, 8, "58      ");
    EXPECT_THAT(warnings(open_bytes(bytes).findings()), ElementsAre("W-PAD"));
    bytes.replace(10, 8, std::string("58\0\0\0\0\0\0", 8));
    EXPECT_THAT(warnings(open_bytes(bytes).findings()), ElementsAre("W-PAD"));
}

TEST(FileBytes, RefusesFoldersFifosDevicesEmptyAndMissingFiles) {
    const TemporaryFolder folder;
    const auto message = [](const std::filesystem::path& path) -> std::string {
        try {
            FcsFile::open(path);
        } catch (const FcsError& error) {
            EXPECT_EQ(error.kind(), ErrorKind::input);
            return error.what();
        }
        return {};
    };
    EXPECT_THAT(message(folder.path()),
                HasSubstr("is a folder; expected an FCS file (FOLDER/*.fcs names all of a folder)"));
    ASSERT_EQ(::system(("mkfifo " + (folder / "pipe").string()).c_str()), 0);
    EXPECT_THAT(message(folder / "pipe"), HasSubstr("FIFO"));
    EXPECT_THAT(message("/dev/zero"), HasSubstr("device"));
    write_bytes(folder / "empty.fcs", "");
    EXPECT_THAT(message(folder / "empty.fcs"), HasSubstr("is empty"));
    EXPECT_THAT(message(folder / "missing.fcs"), HasSubstr("No such file"));
}

TEST(FcsFile, NamesFileAndPlaceInErrors) {
    const TemporaryFolder folder;
    one_event().without("$BYTEORD").write(folder / "tube_03.fcs");
    try {
        FcsFile::open(folder / "tube_03.fcs");
        FAIL() << "opened without $BYTEORD";
    } catch (const FcsError& error) {
        EXPECT_EQ(error.place().keyword, "$BYTEORD");
        EXPECT_EQ(error.place().segment, "TEXT");
        EXPECT_THAT(error.what(), HasSubstr("tube_03.fcs: $BYTEORD is missing"));
    }
}

TEST(FcsFile, StrictTurnsTheFirstWarningIntoAnError) {
    const FcsBuilder builder = one_event().shift_data_end(1).trailer("0");
    EXPECT_THAT(warnings(open_built(builder).findings()), ElementsAre("W-OFF-END1"));
    EXPECT_THAT(refusal(builder, {.strict = true}), HasSubstr("W-OFF-END1"));
    EXPECT_EQ(refusal(one_event(), {.strict = true}), "");
}

}  // namespace
}  // namespace asparagate::test
