#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace asparagate {

/// One thing that verify_results looked at.
struct VerifyItem {
    std::string kind;  ///< "output", "input" or "audit"
    std::string path;  ///< of an output, relative to the results; of an input, to the study; "line N" of the audit
    bool ok = false;
    std::string message;  ///< what is wrong; empty when ok
};

struct VerifyReport {
    std::vector<VerifyItem> items;
    [[nodiscard]] bool ok() const;  ///< every item is, and there is at least one
    [[nodiscard]] std::size_t failed() const;
};

/// Checks the audit chain of a results folder (each line's own hash and the hash of the line before), every output
/// against the hash last recorded for it, and every input against provenance.json. Removing the newest lines of the
/// audit together with the outputs they name cannot be seen from the folder alone.
/// @throws Error(input) when the folder holds no audit.jsonl.
VerifyReport verify_results(const std::filesystem::path& folder);

/// As verify_results, without the inputs of the study: the audit chain and the files of the folder.
VerifyReport verify_outputs(const std::filesystem::path& folder);

/// Appends one line to folder/audit.jsonl: what was done, when, by which program, with the SHA-256 of `files`
/// (paths relative to `folder`). The chain: `prev` is the hash of the line before, `sha256` that of the line itself
/// without this member. @throws OutputError, Error(input) when an existing line is not readable
void append_audit(const std::filesystem::path& folder, const std::string& action, const std::string& command,
                  const std::vector<std::filesystem::path>& files);

}  // namespace asparagate
