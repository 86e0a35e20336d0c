#include "written_data_set.hpp"

#include "asparagate/fcs/error.hpp"

#include <algorithm>

namespace asparagate::detail {
namespace {

constexpr std::size_t block_events = 65536;

[[noreturn]] void differs(const std::string& path, const std::string& what) {
    throw OutputError(path, "reading it back gave " + what + "; the file was removed");
}

void compare_warnings(const FcsFile& file, std::span<const WrittenDataSet> meant, const std::string& path) {
    for (const Finding& finding : file.findings()) {
        const bool known = std::any_of(meant.begin(), meant.end(), [&](const WrittenDataSet& set) {
            return set.unavoidable.contains(finding.code);
        });
        if (finding.severity != Severity::note && !known) differs(path, finding.code + ": " + finding.message);
    }
}

void compare_keywords(const Keywords& found, const WrittenDataSet& meant, const std::string& path) {
    for (const KeywordPair& pair : meant.pairs)
        if (found.find(pair.key) != pair.value) differs(path, "another value of " + pair.key);
    if (found.size() != meant.pairs.size()) differs(path, "another number of keywords");
}

void compare_segments(const DataSet& found, const WrittenDataSet& meant, const std::string& path) {
    if (found.analysis().value_or("") != meant.analysis) differs(path, "another ANALYSIS");
    const auto& other = found.other_segments();
    const bool same = std::equal(other.begin(), other.end(), meant.other_segments.begin(), meant.other_segments.end(),
                                 [](const OtherSegment& a, const std::string& b) { return a.bytes == b; });
    if (!same) differs(path, "other OTHER segments");
}

void compare_events(const DataSet& found, const WrittenDataSet& meant, const std::string& path) {
    if (found.n_events() != meant.n_events) differs(path, std::to_string(found.n_events()) + " events");
    std::vector<std::uint64_t> block(std::min<std::uint64_t>(block_events, meant.n_events));
    for (std::size_t p = 0; p < meant.columns.size(); ++p) {
        ColumnChecksum checksum;
        for (std::uint64_t first = 0; first < meant.n_events; first += block_events) {
            const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(block_events, meant.n_events - first));
            const std::span<std::uint64_t> words(block.data(), count);
            found.read<std::uint64_t>(p, first, words, ValueKind::raw);
            for (const std::uint64_t word : words) checksum.add(word);
        }
        if (checksum != meant.columns[p]) differs(path, "other values of channel " + found.parameters()[p].name);
    }
}

}  // namespace

void prove_written(const FcsFile& file, std::span<const WrittenDataSet> meant, const std::string& path) {
    compare_warnings(file, meant, path);
    if (file.data_sets().size() != meant.size()) differs(path, "another number of data sets");
    for (std::size_t i = 0; i < meant.size(); ++i) {
        const DataSet& found = file.data_sets()[i];
        if (found.version() != meant[i].version || found.parameters().size() != meant[i].columns.size())
            differs(path, "another version or number of parameters");
        compare_keywords(found.keywords(), meant[i], path);
        compare_segments(found, meant[i], path);
        compare_events(found, meant[i], path);
    }
}

}  // namespace asparagate::detail
