// Any bytes are refused or read to the last value; what was read is written, read again and has the same bits and
// keywords. Everything happens in memory.
#include "fcs/rewrite.hpp"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>

namespace {

using namespace asparagate;

constexpr std::uint64_t most_values = 1u << 14;  ///< of a data set that is decoded, to keep executions short

void require(bool promise) {
    if (!promise) std::abort();
}

/// Keywords that say where segments lie and how words are stored, which the writer decides anew.
bool is_layout(const std::string& key) {
    static const std::set<std::string> keys{"$BEGINANALYSIS", "$ENDANALYSIS", "$BEGINDATA", "$ENDDATA",
                                            "$BEGINSTEXT",    "$ENDSTEXT",    "$NEXTDATA",  "$BYTEORD",
                                            "$DATATYPE",      "$MODE",        "$UNICODE",   "$TOT"};
    std::string upper = key;
    for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    return keys.contains(upper);
}

std::vector<std::uint64_t> words_of(const DataSet& set, std::size_t p) {
    std::vector<std::uint64_t> words(set.n_events());
    set.read<std::uint64_t>(p, 0, words, ValueKind::raw);
    return words;
}

void require_same_data_set(const DataSet& set, const DataSet& again) {
    require(again.n_events() == set.n_events() && again.parameters().size() == set.parameters().size());
    for (std::size_t p = 0; p < set.parameters().size(); ++p) require(words_of(again, p) == words_of(set, p));
    require(again.analysis().value_or("") == set.analysis().value_or(""));
    require(again.other_segments().size() == set.other_segments().size());
    for (std::size_t i = 0; i < set.other_segments().size(); ++i)
        require(again.other_segments()[i].bytes == set.other_segments()[i].bytes);
}

/// Every keyword is the same, or a finding names what became of it.
void require_same_keywords(const Keywords& before, const Keywords& after, const Findings& findings) {
    if (!findings.empty()) return;
    for (const auto& [key, value] : before.entries())
        require(is_layout(key) || value.empty() || after.find(key) == value);
}

void write_and_reread(const FcsFile& file) {
    Findings findings;
    std::string bytes;
    try {
        bytes = test::rewrite(file, findings);
    } catch (const OutputError&) {
        return;  // something that FCS cannot hold, such as no parameter
    }
    // The writer itself has proved that reading warns of nothing that it could have mended.
    const FcsFile again = FcsFile::from_bytes(std::move(bytes), "again.fcs");
    require(again.data_sets().size() == file.data_sets().size());
    for (std::size_t i = 0; i < file.data_sets().size(); ++i) {
        require_same_data_set(file.data_sets()[i], again.data_sets()[i]);
        require_same_keywords(file.data_sets()[i].keywords(), again.data_sets()[i].keywords(), findings);
    }
}

void read_everything(const FcsFile& file, std::size_t size) {
    for (const Finding& finding : file.findings()) require(!describe(finding).empty());
    for (const DataSet& set : file.data_sets()) {
        require(set.n_events() <= size);  // an event has at least one byte
        static_cast<void>(set.check_crc());
        if (set.n_events() * set.parameters().size() > most_values) return;
        static_cast<void>(set.read_all(ValueKind::scale));
        for (const Finding& finding : inspect_events(file, set)) require(!describe(finding).empty());
    }
    write_and_reread(file);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::optional<FcsFile> file;
    try {
        file = FcsFile::from_bytes(std::string(reinterpret_cast<const char*>(data), size), "fuzz.fcs");
    } catch (const FcsError&) {
        return 0;
    }
    read_everything(*file, size);
    return 0;
}
