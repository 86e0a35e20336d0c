// Broken files: whatever the bytes, an error or what is there, never more, never something else without a word.
#include "fcs/fcs_support.hpp"
#include "fcs/silent_flips.hpp"
#include "fcs/small_files.hpp"

#include <random>

namespace asparagate::test {
namespace {

/// Bytes of DATA that the events need at least.
std::uint64_t least_bytes(const DataSet& set) {
    std::uint64_t event_bytes = 0;
    for (const Parameter& parameter : set.parameters())
        event_bytes += parameter.datatype == 'A' ? 1 : (parameter.bits + 7) / 8;
    return set.n_events() * event_bytes;
}

/// Reads everything there is to read; nullopt when the bytes are refused.
std::optional<FcsFile> read_everything(const std::string& bytes) {
    try {
        const FcsFile file = open_bytes(bytes);
        std::uint64_t needed = 0;
        for (const DataSet& set : file.data_sets()) {
            needed += least_bytes(set);
            EXPECT_LE(needed, bytes.size()) << "more events than bytes";
            static_cast<void>(set.read_all(ValueKind::scale));
            for (const Finding& finding : inspect_events(file, set)) EXPECT_NE(describe(finding), "");
        }
        for (const Finding& finding : file.findings()) EXPECT_NE(describe(finding), "");
        return file;
    } catch (const FcsError& error) {
        EXPECT_NE(std::string(error.what()), "");
        return std::nullopt;
    }
}

std::string flipped(std::string bytes, std::size_t bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    return bytes;
}

TEST(FcsRobustness, TruncationAtEveryByteIsAnErrorOrAWarning) {
    for (const SmallFile& small : small_files()) {
        SCOPED_TRACE(small.name);
        const std::string bytes = encode(small.data_sets);
        const std::size_t n_events = open_bytes(bytes).data_set().n_events();
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            const auto cut = read_everything(bytes.substr(0, size));
            if (!cut) continue;
            EXPECT_FALSE(warnings(cut->findings()).empty()) << "silent after a cut to " << size << " bytes";
            EXPECT_LE(cut->data_set().n_events(), n_events);
        }
    }
}

TEST(FcsRobustness, BitFlipsOfHeaderAndTextNeverChangeEventsSilently) {
    SilentFlips silent;
    for (const SmallFile& small : small_files()) {
        const std::string bytes = encode(small.data_sets);
        const FcsFile original = open_bytes(bytes);
        for (const std::size_t at : header_and_text_of(bytes)) {
            for (std::size_t bit = 8 * at; bit < 8 * at + 8; ++bit) {
                silent.count_flip();
                const auto file = read_everything(flipped(bytes, bit));
                if (file) silent.compare(bytes, original, at, *file);
            }
        }
    }
    silent.expect_few_and_explained();
}

/// Number of words of the first data set that differ.
std::size_t n_different_words(const FcsFile& a, const FcsFile& b) {
    std::size_t n = 0;
    for (std::size_t p = 0; p < a.data_set().parameters().size(); ++p) {
        const std::vector<std::uint64_t> left = words(a.data_set(), p), right = words(b.data_set(), p);
        EXPECT_EQ(left.size(), right.size());
        for (std::size_t e = 0; e < std::min(left.size(), right.size()); ++e) n += left[e] != right[e];
    }
    return n;
}

TEST(FcsRobustness, ABitFlipOfDataChangesOneValueAtMost) {
    std::mt19937_64 random(5);
    for (const SmallFile& small : small_files()) {
        SCOPED_TRACE(small.name);
        const std::string bytes = encode(small.data_sets);
        const FcsFile original = open_bytes(bytes);
        const auto begin = std::stoul(bytes.substr(26, 8)), end = std::stoul(bytes.substr(34, 8));
        for (int n = 0; n < 100'000 / 12 + 1; ++n) {
            const auto file = read_everything(flipped(bytes, 8 * begin + random() % (8 * (end - begin + 1))));
            if (!file) continue;
            Findings findings = inspect_events(*file, file->data_set());
            // One broken number of free format can make two numbers or none, which shifts all that follow.
            if (find_code(findings, "W-ASCII")) continue;
            ASSERT_LE(n_different_words(original, *file), 1u);
        }
    }
}

}  // namespace
}  // namespace asparagate::test
