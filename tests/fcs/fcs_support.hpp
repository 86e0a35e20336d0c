#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "fcs/fcs_builder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace asparagate::test {

inline void write_bytes(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream stream(path, std::ios::binary);
    stream << bytes;
}

/// Opens bytes as a file called tube.fcs.
inline FcsFile open_bytes(const std::string& bytes, const ReadOptions& options = {}) {
    return FcsFile::from_bytes(bytes, "tube.fcs", options);
}

inline FcsFile open_built(const FcsBuilder& builder, const ReadOptions& options = {}) {
    return open_bytes(builder.bytes(), options);
}

/// Message of the FcsError that opening gives; empty when it succeeds.
inline std::string refusal(const std::string& bytes, const ReadOptions& options = {}) {
    try {
        open_bytes(bytes, options);
        return {};
    } catch (const FcsError& error) {
        return error.what();
    }
}

inline std::string refusal(const FcsBuilder& builder, const ReadOptions& options = {}) {
    return refusal(builder.bytes(), options);
}

inline const Finding* find_code(const Findings& findings, const std::string& code) {
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.code == code; });
    return found == findings.end() ? nullptr : &*found;
}

inline std::vector<std::string> warnings(const Findings& findings) {
    std::vector<std::string> codes;
    for (const Finding& finding : findings) {
        if (finding.severity == Severity::warning) codes.push_back(finding.code);
    }
    return codes;
}

inline std::vector<double> column(const DataSet& set, std::size_t p, ValueKind kind = ValueKind::raw) {
    std::vector<double> values(set.n_events());
    set.read(p, 0, values, kind);
    return values;
}

/// Raw words of a column: integers exactly, and the bits of floats.
inline std::vector<std::uint64_t> words(const DataSet& set, std::size_t p) {
    std::vector<std::uint64_t> values(set.n_events());
    set.read<std::uint64_t>(p, 0, values, ValueKind::raw);
    return values;
}

}  // namespace asparagate::test
