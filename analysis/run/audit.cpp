#include "run/audit.hpp"

#include "run/timestamp.hpp"

#include "asparagate/analysis/verify.hpp"
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "asparagate/fcs/sha256.hpp"
#include "asparagate/fcs/version.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace asparagate {
namespace {

using nlohmann::json;

const std::string first_prev(64, '0');

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string read_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw Error(ErrorKind::input, path.string() + ": cannot be read; `asparagate run` makes it");
    std::ostringstream text;
    text << in.rdbuf();
    return std::move(text).str();
}

std::vector<std::string> split_lines(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

/// Checks one line and moves `prev` on to its hash.
AuditLine check_line(const std::string& text, std::string& prev) {
    AuditLine line;
    json entry = json::parse(text, nullptr, false);
    if (!entry.is_object() || !entry.value("sha256", json()).is_string()) return {"is not an audit entry", {}};
    const std::string own = entry["sha256"];
    // The text itself counts, so that not even a blank can be changed.
    if (dump(entry) != text) line.problem = "was rewritten";
    entry.erase("sha256");
    if (sha256(dump(entry)) != own) line.problem = "was changed: its hash does not fit";
    if (line.problem.empty() && entry.value("prev", json()) != prev)
        line.problem = "does not follow the line before: a line was removed, added or moved";
    prev = own;
    const json outputs = entry.value("outputs", json::object());
    for (const auto& [path, hash] : outputs.items())
        if (hash.is_string()) line.outputs[path] = hash;
    return line;
}

std::string last_hash(const std::filesystem::path& path, const std::vector<std::string>& lines) {
    if (lines.empty()) return first_prev;
    const json entry = json::parse(lines.back(), nullptr, false);
    if (!entry.is_object() || !entry.value("sha256", json()).is_string())
        throw Error(ErrorKind::input, path.string() + ": line " + std::to_string(lines.size()) +
                                          ": is not an audit entry; keep the file elsewhere and start a new one");
    return entry["sha256"];
}

}  // namespace

std::vector<AuditLine> read_audit(const std::filesystem::path& folder) {
    std::vector<AuditLine> lines;
    std::string prev = first_prev;
    for (const std::string& text : split_lines(read_text(folder / audit_file_name)))
        lines.push_back(check_line(text, prev));
    return lines;
}

void append_audit(const std::filesystem::path& folder, const std::string& action, const std::string& command,
                  const std::vector<std::filesystem::path>& files) {
    const std::filesystem::path path = folder / audit_file_name;
    std::string text = std::filesystem::exists(path) ? read_text(path) : "";
    if (!text.empty() && text.back() != '\n') text += '\n';
    const std::vector<std::string> lines = split_lines(text);
    json outputs = json::object();
    for (const auto& file : files) outputs[file.generic_string()] = sha256_file(folder / file);
    json entry = {{"sequence", lines.size() + 1},
                  {"time", utc_timestamp()},
                  {"action", action},
                  {"command", command},
                  {"program", std::string("asparagate ") + std::string(program_version())},
                  {"outputs", outputs},
                  {"prev", last_hash(path, lines)}};
    entry["sha256"] = sha256(dump(entry));
    write_file(path, text + dump(entry) + '\n');
}

}  // namespace asparagate
