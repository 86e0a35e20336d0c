#include "asparagate/fcs/output_file.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/sha256.hpp"
#include "fcs/fcs_support.hpp"

namespace asparagate::test {
namespace {

using testing::HasSubstr;

std::string content(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::size_t entries(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(OutputFile, AppearsOnlyWhenCommitted) {
    const TemporaryFolder folder;
    OutputFile file(folder / "new/sub/out.txt");
    file.write("hello");
    EXPECT_FALSE(std::filesystem::exists(folder / "new/sub/out.txt"));
    file.commit();
    EXPECT_EQ(content(folder / "new/sub/out.txt"), "hello");
    EXPECT_EQ(entries(folder / "new/sub"), 1u);
}

TEST(OutputFile, KeepsTheOldFileWithoutCommit) {
    const TemporaryFolder folder;
    write_file(folder / "out.txt", "old");
    { OutputFile(folder / "out.txt").write("new"); }
    EXPECT_EQ(content(folder / "out.txt"), "old");
    EXPECT_EQ(entries(folder.path()), 1u);
}

TEST(OutputFile, NeverWritesThroughALink) {
    const TemporaryFolder folder;
    write_file(folder / "victim.txt", "victim");
    std::filesystem::create_symlink(folder / "victim.txt", folder / "out.txt");
    write_file(folder / "out.txt", "new");
    EXPECT_EQ(content(folder / "victim.txt"), "victim");
    EXPECT_FALSE(std::filesystem::is_symlink(folder / "out.txt"));
}

TEST(OutputFile, RefusesFoldersAndDevicesNamingThePath) {
    const TemporaryFolder folder;
    try {
        OutputFile file(folder.path());
        FAIL() << "opened a folder";
    } catch (const OutputError& error) {
        EXPECT_EQ(error.kind(), ErrorKind::output);
        EXPECT_THAT(error.what(), HasSubstr(folder.path().string()));
    }
    EXPECT_THROW(OutputFile("/dev/null"), OutputError);
    write_file(folder / "file", "");
    EXPECT_THROW(OutputFile(folder / "file/below"), OutputError);
}

TEST(OutputFile, OverwritesInPlaceAndGoesOnAtTheEnd) {
    const TemporaryFolder folder;
    OutputFile file(folder / "out.txt");
    file.write("abcdef");
    file.overwrite(2, "XY");
    file.write("g");
    file.commit();
    EXPECT_EQ(content(folder / "out.txt"), "abXYefg");
}

TEST(SafeFileName, KeepsNamesInsideTheFolder) {
    EXPECT_EQ(safe_file_name("patient 7/visit:2.fcs"), "patient_7_visit_2.fcs");
    EXPECT_EQ(safe_file_name("../../etc/passwd"), "_._.._etc_passwd");
    EXPECT_EQ(safe_file_name("-rf"), "_rf");
    EXPECT_EQ(safe_file_name(""), "unnamed");
    EXPECT_EQ(safe_file_name(std::string("a\0b", 3)), "a_b");
    EXPECT_EQ(safe_file_name(std::string(300, 'x')).size(), 120u);
}

TEST(Sha256, MatchesFips180) {
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const TemporaryFolder folder;
    write_file(folder / "million", std::string(1'000'000, 'a'));
    EXPECT_EQ(sha256_file(folder / "million"), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    EXPECT_THROW(sha256_file(folder / "missing"), Error);
    EXPECT_THROW(sha256_file("/dev/zero"), Error);
}

}  // namespace
}  // namespace asparagate::test
