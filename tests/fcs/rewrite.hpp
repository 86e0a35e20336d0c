#pragma once
#include "asparagate/fcs/edit_outline.hpp"
#include "asparagate/fcs/fcs_writer.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace asparagate::test {

/// Appends all events of `columns` (positions from 0) of a data set, as stored.
inline void append_events(FcsWriter& writer, const DataSet& set, const std::vector<std::size_t>& columns) {
    constexpr std::uint64_t block_events = 1000;
    std::vector<std::vector<std::uint64_t>> words(columns.size());
    for (std::uint64_t first = 0; first < set.n_events(); first += block_events) {
        std::vector<std::span<const std::uint64_t>> spans;
        for (std::size_t c = 0; c < columns.size(); ++c) {
            words[c].resize(static_cast<std::size_t>(std::min(block_events, set.n_events() - first)));
            set.read<std::uint64_t>(columns[c], first, words[c], ValueKind::raw);
            spans.emplace_back(words[c]);
        }
        writer.append_columns(spans);
    }
}

inline std::vector<std::size_t> all_columns(const DataSet& set) {
    std::vector<std::size_t> columns;
    for (std::size_t p = 0; p < set.parameters().size(); ++p) columns.push_back(p);
    return columns;
}

/// Every data set of a file written again, in memory. What could not be kept is added to `findings`.
inline std::string rewrite(const FcsFile& file, Findings& findings) {
    FcsWriter writer = FcsWriter::into_memory();
    for (const DataSet& set : file.data_sets()) {
        writer.begin_data_set(outline_of(set, file.path().string(), findings), &set != &file.data_sets().back());
        append_events(writer, set, all_columns(set));
    }
    writer.finish();
    findings.insert(findings.end(), writer.findings().begin(), writer.findings().end());
    return writer.take_bytes();
}

}  // namespace asparagate::test
