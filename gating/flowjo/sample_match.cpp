#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/workspace.hpp"

#include <map>
#include <optional>
#include <set>

namespace asparagate {
namespace {

std::string text_of(const Keywords& keywords, std::string_view key) {
    return std::string(trim(keywords.find(key).value_or("")));
}

/// Numbers are compared as numbers: `$TOT` is often padded.
bool same_value(const std::string& a, const std::string& b) {
    const auto number_a = parse_number(a), number_b = parse_number(b);
    return number_a && number_b ? *number_a == *number_b : lower_case(a) == lower_case(b);
}

/// The keyword in which sample and file differ, as the end of a sentence; empty when none does. A keyword that one of
/// them lacks proves nothing.
std::string contradiction(const WorkspaceSample& sample, const Keywords& file,
                          std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
        const std::string stored = text_of(sample.keywords, key), found = text_of(file, key);
        if (stored.empty() || found.empty() || same_value(stored, found)) continue;
        return std::string(key) + " is " + in_quotes(found) + " in the file and " + in_quotes(stored) +
               " in the workspace";
    }
    return "";
}

bool same_name(const std::string& a, const std::string& b) {
    return !a.empty() && lower_case(a) == lower_case(b);
}

/// How well a sample is named like a file: 0 best; nullopt not at all.
std::optional<int> name_level(const WorkspaceSample& sample, const WorkspaceFile& file) {
    const std::string name = file.path.filename().string(), stem = file.path.stem().string();
    const std::string stored_fil = text_of(sample.keywords, "$FIL");
    if (same_name(sample.file_name(), name)) return 0;
    if (same_name(sample.name, name) || same_name(sample.name, stem)) return 1;
    if (same_name(stored_fil, name) || same_name(stored_fil, text_of(file.keywords, "$FIL"))) return 2;
    return std::nullopt;
}

constexpr const char* by_map = "as --map says";
constexpr const char* level_texts[] = {"the file name of its uri", "its name", "$FIL"};

SampleMatch find_sample(const Workspace& workspace, const WorkspaceFile& file) {
    std::vector<const WorkspaceSample*> best;
    int best_level = 3;
    std::string refused;
    for (const WorkspaceSample& sample : workspace.samples) {
        const auto level = name_level(sample, file);
        if (!level || *level > best_level) continue;
        if (const std::string fault =
                contradiction(sample, file.keywords, {"$TOT", "GUID", "$DATE", "$BTIM", "$ETIM", "$WELLID", "$SMNO"});
            !fault.empty()) {
            refused = "the sample " + in_quotes(sample.name) + " has its name, but " + fault;
            continue;
        }
        if (*level < best_level) best.clear();
        best_level = *level;
        best.push_back(&sample);
    }
    if (best.size() == 1) return {best.front(), std::string("by ") + level_texts[best_level]};
    if (best.empty())
        return {nullptr, refused.empty() ? "no sample of the workspace has its name or its $FIL; name one with --map"
                                         : refused + "; name a sample with --map if it is this one"};
    std::string ids;
    for (const WorkspaceSample* sample : best)
        ids += (ids.empty() ? "" : ", ") + in_quotes(sample->name) + " (sampleID " + sample->id + ")";
    return {nullptr, "several samples fit equally well: " + ids + "; choose with --map SAMPLEID=FILE"};
}

const WorkspaceSample& mapped_sample(const Workspace& workspace, const std::string& name) {
    const WorkspaceSample* found = nullptr;
    std::vector<std::string> known;
    for (const WorkspaceSample& sample : workspace.samples) {
        known.push_back(sample.name);
        if (sample.id == name) return sample;
        if (sample.name != name && sample.file_name() != name) continue;
        if (found != nullptr)
            throw Error(ErrorKind::usage, "--map: several samples are named " + in_quotes(name) + "; use the sampleID");
        found = &sample;
    }
    if (found == nullptr)
        throw Error(ErrorKind::usage,
                    "--map: the workspace has no sample " + in_quotes(name) + suggestion(name, known));
    return *found;
}

std::size_t mapped_file(const std::vector<WorkspaceFile>& files, const std::filesystem::path& path) {
    std::optional<std::size_t> found;
    for (std::size_t f = 0; f < files.size(); ++f) {
        if (files[f].path.lexically_normal() == path.lexically_normal()) return f;
        if (files[f].path.filename() != path) continue;
        if (found) throw Error(ErrorKind::usage, "--map: several files are named " + in_quotes(path.string()));
        found = f;
    }
    if (!found) throw Error(ErrorKind::usage, "--map: " + in_quotes(path.string()) + " is not among the files to gate");
    return *found;
}

/// What the user says; a wrong number of events shows that it is a mistake.
void apply_map(const Workspace& workspace, const std::vector<WorkspaceFile>& files, const SampleMap& map,
               std::vector<SampleMatch>& matches) {
    std::set<const WorkspaceSample*> used;
    for (const auto& [name, path] : map) {
        const WorkspaceSample& sample = mapped_sample(workspace, name);
        const std::size_t file = mapped_file(files, path);
        if (!used.insert(&sample).second || matches[file].sample != nullptr)
            throw Error(ErrorKind::usage, "--map: " + in_quotes(name) + " or its file is named twice");
        if (const std::string fault = contradiction(sample, files[file].keywords, {"$TOT"}); !fault.empty())
            throw Error(ErrorKind::usage,
                        "--map: " + in_quotes(name) + " is not " + in_quotes(path.string()) + ": " + fault);
        matches[file] = {&sample, by_map};
    }
}

/// A sample found for two files is neither's.
void refuse_shared(std::vector<SampleMatch>& matches) {
    std::map<const WorkspaceSample*, std::vector<std::size_t>> claims;
    for (std::size_t f = 0; f < matches.size(); ++f)
        if (matches[f].sample != nullptr) claims[matches[f].sample].push_back(f);
    for (const auto& [sample, claimants] : claims) {
        if (claimants.size() == 1) continue;
        for (const std::size_t f : claimants) {
            if (matches[f].reason == by_map) continue;
            matches[f] = {nullptr, "the sample " + in_quotes(sample->name) + " fits " +
                                       std::to_string(claimants.size()) + " of the files; choose with --map"};
        }
    }
}

}  // namespace

std::vector<SampleMatch> match_samples(const Workspace& workspace, const std::vector<WorkspaceFile>& files,
                                       const SampleMap& map) {
    std::vector<SampleMatch> matches(files.size());
    apply_map(workspace, files, map, matches);
    for (std::size_t f = 0; f < files.size(); ++f)
        if (matches[f].sample == nullptr) matches[f] = find_sample(workspace, files[f]);
    refuse_shared(matches);
    return matches;
}

}  // namespace asparagate
