#include "asparagate/analysis/verify.hpp"

#include "run/audit.hpp"
#include "run/provenance.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/sha256.hpp"

namespace asparagate {
namespace {

VerifyItem check_file(const std::string& kind, const std::string& name, const std::filesystem::path& path,
                      const std::string& recorded) {
    std::error_code missing;
    if (!std::filesystem::is_regular_file(path, missing)) return {kind, name, false, "is missing"};
    try {
        if (sha256_file(path) == recorded) return {kind, name, true, ""};
    } catch (const Error& error) {
        return {kind, name, false, error.what()};
    }
    return {kind, name, false, "was changed: its SHA-256 differs from the recorded one"};
}

std::map<std::string, std::string> check_chain(const std::filesystem::path& folder, VerifyReport& report) {
    std::map<std::string, std::string> outputs;
    std::size_t number = 0;
    for (const AuditLine& line : read_audit(folder)) {
        report.items.push_back({"audit", "line " + std::to_string(++number), line.problem.empty(), line.problem});
        // A new report replaces the drawings as a whole: fewer figures or patients leave none of the old ones.
        if (line.outputs.contains("report.html"))
            std::erase_if(outputs, [](const auto& output) {
                return output.first.starts_with("figures/") || output.first.starts_with("patients/");
            });
        for (const auto& [path, hash] : line.outputs) outputs[path] = hash;
    }
    return outputs;
}

void check_inputs(const std::filesystem::path& folder, VerifyReport& report) {
    Provenance provenance;
    try {
        provenance = read_provenance(folder);
    } catch (const Error& error) {
        report.items.push_back({"input", provenance_file_name, false, error.what()});
        return;
    }
    const std::filesystem::path study_folder = provenance.study_path.parent_path();
    for (const auto& [path, hash] : provenance.input_sha256)
        report.items.push_back(check_file("input", path, study_folder / path, hash));
}

}  // namespace

bool VerifyReport::ok() const {
    return !items.empty() && failed() == 0;
}

std::size_t VerifyReport::failed() const {
    return static_cast<std::size_t>(
        std::count_if(items.begin(), items.end(), [](const VerifyItem& item) { return !item.ok; }));
}

VerifyReport verify_outputs(const std::filesystem::path& folder) {
    VerifyReport report;
    for (const auto& [path, hash] : check_chain(folder, report))
        report.items.push_back(check_file("output", path, folder / path, hash));
    return report;
}

VerifyReport verify_results(const std::filesystem::path& folder) {
    VerifyReport report = verify_outputs(folder);
    check_inputs(folder, report);
    return report;
}

}  // namespace asparagate
