#include "fcs/fcs_support.hpp"

#include <cmath>

namespace asparagate::test {
namespace {

/// One file of each kind of word: little-endian floats, big-endian mixed integers with logarithms, doubles of FCS 2.0.
std::vector<std::string> small_files() {
    FcsBuilder floats =
        FcsBuilder{}.parameter("FSC-A").parameter("Time").keyword("$TIMESTEP", "0.01").keyword("$COM", "a//b");
    FcsBuilder integers = FcsBuilder{}
                              .version("3.0")
                              .delimiter('|')
                              .datatype('I')
                              .byte_order("4,3,2,1")
                              .parameter("A", 16, "1024", "4,1")
                              .parameter("B", 24, "1000")
                              .keyword("SPILL", "2,A,B,1,0.5,0,1");
    FcsBuilder doubles = FcsBuilder{}.version("2.0").delimiter('\x0C').datatype('D').parameter("A").keyword("$OP", "");
    for (int i = 0; i < 5; ++i) {
        floats.event({i * 1.5, double(i)});
        integers.words({static_cast<std::uint64_t>(i) * 300, 5});
        doubles.event({i / 3.0});
    }
    return {floats.bytes(), integers.bytes(), doubles.bytes()};
}

/// Reads everything there is to read. Returns the number of events that all bytes could hold at most, or throws.
void read_everything(const std::filesystem::path& path, std::size_t file_bytes) {
    try {
        const FcsFile file = FcsFile::open(path);
        for (const DataSet& set : file.data_sets()) {
            std::uint64_t event_bytes = 0;
            for (const Parameter& parameter : set.parameters()) event_bytes += parameter.bits / 8;
            ASSERT_LE(set.n_events() * event_bytes, file_bytes) << "more events than bytes";
            double sum = 0;
            const EventMatrix events = set.read_all(ValueKind::scale);
            for (std::size_t p = 0; p < events.n_parameters(); ++p) {
                for (const double value : events.column(p)) sum += std::isfinite(value) ? value : 0;
            }
            static_cast<void>(sum);
        }
        inspect_events(file, file.data_set());
        for (const Finding& finding : file.findings()) ASSERT_FALSE(describe(finding).empty());
    } catch (const FcsError& error) {
        ASSERT_NE(std::string(error.what()), "");
    }
}

TEST(FcsRobustness, SurvivesTruncationAtEveryByte) {
    const TemporaryFolder folder;
    for (const std::string& bytes : small_files()) {
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            write_bytes(folder / "cut.fcs", bytes.substr(0, size));
            read_everything(folder / "cut.fcs", size);
            EXPECT_THROW(FcsFile::open(folder / "cut.fcs"), FcsError) << "opened after a cut to " << size << " bytes";
        }
    }
}

TEST(FcsRobustness, SurvivesEveryBitFlipOfHeaderAndText) {
    const TemporaryFolder folder;
    for (const std::string& bytes : small_files()) {
        const auto text_end = static_cast<std::size_t>(std::stoul(bytes.substr(18, 8)));
        for (std::size_t bit = 0; bit < 8 * (text_end + 1); ++bit) {
            std::string flipped = bytes;
            flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
            write_bytes(folder / "flip.fcs", flipped);
            read_everything(folder / "flip.fcs", bytes.size());
        }
    }
}

/// Events of the first data set as one text, to compare.
std::string events_of(const FcsFile& file) {
    std::string text = std::to_string(file.data_set().n_events()) + ":";
    const EventMatrix events = file.data_set().read_all(ValueKind::raw);
    for (std::size_t p = 0; p < events.n_parameters(); ++p) {
        for (const double value : events.column(p)) text += std::to_string(value) + " ";
    }
    return text;
}

TEST(FcsRobustness, FlippedHeaderBitsNeverChangeEventsSilently) {
    const TemporaryFolder folder;
    for (const std::string& bytes : small_files()) {
        const std::string original = events_of(open_bytes(bytes));
        for (std::size_t bit = 0; bit < 8 * 42; ++bit) {
            std::string flipped = bytes;
            flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
            write_bytes(folder / "flip.fcs", flipped);
            try {
                const FcsFile file = FcsFile::open(folder / "flip.fcs");
                if (!warnings(file.findings()).empty()) continue;
                EXPECT_EQ(events_of(file), original) << "bit " << bit;
            } catch (const FcsError&) {
            }
        }
    }
}

TEST(FcsRobustness, SurvivesSegmentsThatOverlapOrSwap) {
    const TemporaryFolder folder;
    const std::string bytes = small_files()[0];
    const std::vector<std::string> offsets{"       0", "      57", "      58", "     100",
                                           "     400", "99999999", "      -1", "        "};
    for (const std::string& begin : offsets) {
        for (const std::string& end : offsets) {
            for (const std::size_t field : {10u, 26u, 42u}) {
                std::string changed = bytes;
                changed.replace(field, 16, begin + end);
                write_bytes(folder / "swap.fcs", changed);
                read_everything(folder / "swap.fcs", bytes.size());
            }
        }
    }
}

}  // namespace
}  // namespace asparagate::test
