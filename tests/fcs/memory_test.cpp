#include "fcs/fcs_support.hpp"

#include <sys/resource.h>

namespace asparagate::test {
namespace {

/// Largest resident size of this process so far, in bytes.
std::size_t peak_bytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

/// A file of `n_events` x 16 floats. What is not written is a hole and reads as zeros.
void write_sparse(const std::filesystem::path& path, std::uint64_t n_events) {
    constexpr std::uint64_t begin = 8192;
    FcsBuilder builder;
    for (int p = 0; p < 16; ++p) builder.parameter("P" + std::to_string(p));
    builder.keyword("$TOT", std::to_string(n_events)).keyword("$BEGINDATA", std::to_string(begin));
    builder.keyword("$ENDDATA", std::to_string(begin + n_events * 64 - 1)).write(path);
    std::filesystem::resize_file(path, begin + n_events * 64);
}

TEST(FcsMemory, ReadingAllTakesTheMatrixAndLittleMore) {
    const TemporaryFolder folder;
    write_sparse(folder / "large.fcs", 1'000'000);
    const FcsFile file = FcsFile::open(folder / "large.fcs");
    const std::size_t before = peak_bytes();
    const std::vector<std::size_t> columns{0, 1, 2, 3, 4, 5, 6, 7};
    const EventMatrix events = file.data_set().read_all<float>(columns, ValueKind::raw, 2);
    constexpr std::size_t margin = std::size_t{16} << 20;  // the file has 64 MB, the matrix 32 MB
    EXPECT_LE(peak_bytes() - before, events.n_bytes() + margin);
}

}  // namespace
}  // namespace asparagate::test
