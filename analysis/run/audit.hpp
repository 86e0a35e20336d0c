#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace asparagate {

inline constexpr const char* audit_file_name = "audit.jsonl";

/// One line of audit.jsonl as far as checking needs it.
struct AuditLine {
    std::string problem;                         ///< why the line breaks the chain; empty when it does not
    std::map<std::string, std::string> outputs;  ///< path relative to the folder -> SHA-256
};

/// All lines in order, each checked against its own hash and the line before.
/// @throws Error(input) when the file cannot be read.
std::vector<AuditLine> read_audit(const std::filesystem::path& folder);

}  // namespace asparagate
