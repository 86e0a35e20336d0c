#include "workspace_samples.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/nearest_name.hpp"

#include <algorithm>

namespace asparagate::cli {
namespace {

std::size_t column(const DelimitedText& table, const char* name) {
    const auto found = std::find(table.columns.begin(), table.columns.end(), name);
    if (found == table.columns.end())
        throw Error(ErrorKind::usage, "--map: " + table.path.string() + " has no column " + in_quotes(name) +
                                          "; expected the columns sample and file");
    return static_cast<std::size_t>(found - table.columns.begin());
}

/// SAMPLE=FILE, or a table with the columns sample and file.
void add_map_entries(const std::string& text, SampleMap& map) {
    const auto equals = text.rfind('=');
    if (equals != std::string::npos && equals > 0 && equals + 1 < text.size()) {
        map.emplace_back(text.substr(0, equals), text.substr(equals + 1));
        return;
    }
    if (!std::filesystem::is_regular_file(text))
        throw Error(ErrorKind::usage, "--map: " + in_quotes(text) +
                                          " is neither SAMPLE=FILE nor a table with the columns sample and file");
    const DelimitedText table = read_delimited(text);
    const std::size_t sample = column(table, "sample"), file = column(table, "file");
    for (const auto& row : table.rows)
        map.emplace_back(unguarded_cell(row.cells[sample]), unguarded_cell(row.cells[file]));
}

/// Keywords of the data set that is to be gated. @throws FcsError
Keywords keywords_of(const SampleFile& file, const ReadOptions& read) {
    const FcsFile opened = FcsFile::open(file.file, read);
    const std::size_t data_set = file.data_set.value_or(0);
    return data_set < opened.data_sets().size() ? opened.data_sets()[data_set].keywords() : Keywords{};
}

}  // namespace

WorkspaceSamples match_workspace(const Workspace& workspace, const std::vector<SampleFile>& files,
                                 const std::vector<std::string>& map, Evaluation evaluation, const ReadOptions& read,
                                 Console& console) {
    SampleMap entries;
    for (const std::string& text : map) add_map_entries(text, entries);
    WorkspaceSamples result;
    std::vector<WorkspaceFile> candidates;
    std::vector<const SampleFile*> readable;
    const auto report = [&](const std::string& message) {
        console.error(message);
        ++result.unmatched;
    };
    for (const SampleFile& file : files) {
        try {
            candidates.push_back({file.file, keywords_of(file, read)});
            readable.push_back(&file);
        } catch (const FcsError& error) {
            report(error.what());
        }
    }
    const auto matches = match_samples(workspace, candidates, entries);
    for (std::size_t f = 0; f < readable.size(); ++f) {
        const SampleFile& file = *readable[f];
        const SampleMatch& match = matches[f];
        if (match.sample == nullptr) {
            report(file.file.string() + ": " + match.reason);
            continue;
        }
        console.record("note", file.sample + ": sample " + in_quotes(match.sample->name) + " " + match.reason);
        auto strategy = std::make_shared<GatingStrategy>(match.sample->strategy);
        strategy->evaluation = evaluation;
        result.files.push_back(file);
        result.files.back().strategy = std::move(strategy);
        result.samples.push_back(match.sample);
    }
    return result;
}

}  // namespace asparagate::cli
