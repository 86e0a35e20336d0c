#pragma once
#include "asparagate/fcs/finding.hpp"
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/population_table.hpp"
#include "asparagate/gating/strategy_file.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// A population as a workspace states it for one sample.
struct StoredPopulation {
    std::string flowjo_path;             ///< its names as FlowJo shows them, such as "Lymphocytes/T cells"
    std::string population;              ///< its path in the sample's strategy; empty where it was not imported
    std::optional<std::uint64_t> count;  ///< events that FlowJo counted; nullopt where it stored none
    std::string obstacle;                ///< why it was not imported
};

/// A sample of a workspace with the tree of gates, matrix and scales that FlowJo keeps for it.
struct WorkspaceSample {
    std::string id;    ///< unique within the workspace
    std::string name;  ///< as FlowJo shows it, mostly the file name
    std::string uri;   ///< where FlowJo found the file, percent-encoded
    Keywords keywords;
    GatingStrategy strategy;                    ///< complete; evaluated exactly unless told otherwise
    std::vector<std::string> groups;            ///< names
    std::optional<std::uint64_t> n_events;      ///< stored count of the whole sample
    std::vector<StoredPopulation> populations;  ///< parents before children

    /// The last part of `uri`, percent-decoded.
    [[nodiscard]] std::string file_name() const;
};

/// A group of samples. Its own gates are a template that the samples' trees are made from, and are not read.
struct WorkspaceGroup {
    std::string name;
    std::vector<std::string> sample_ids;
};

/// A FlowJo workspace: what docs/exchange.md says comes in. It never opens a file that it names.
struct Workspace {
    std::string file;      ///< in messages
    std::string software;  ///< "FlowJo 10.8.1"
    std::string version;   ///< of the form of the file: "20.0"
    std::vector<WorkspaceSample> samples;
    std::vector<WorkspaceGroup> groups;
    Findings findings;  ///< J-...; `file` names the workspace and sample, `keyword` the population

    /// Whether the rule by which FlowJo counts is known, so that stored counts should come out: FlowJo 10.
    [[nodiscard]] bool has_known_rule() const;
};

/// Reads a workspace of FlowJo 10 (version 1.8 and 20.0) or of FlowJo 8 and 9 for Mac (2.0, 3.0), told by its content.
/// What cannot be honoured is a finding, and the rest is read. @throws GatingError when it is no such workspace, the
/// XML is unsafe or broken, or a gate is malformed (named).
Workspace read_workspace(const std::filesystem::path& path);
/// The same from text; `name` stands for the file in messages.
Workspace parse_workspace(std::string_view text, const std::string& name);
/// Whether text that is XML has the root of a workspace. Nothing is parsed.
bool looks_like_workspace(std::string_view text);
/// The same for the start of a regular file; false when it cannot be read or is none.
bool is_workspace_file(const std::filesystem::path& path);

/// Which samples of a workspace make one strategy: one, those of a group, or all.
struct WorkspaceChoice {
    std::string sample;  ///< name, file name or id
    std::string group;
};
/// One strategy for the chosen samples: the tree of the first, and a tailored version for those whose gates, matrix or
/// scales are others. @throws Error(usage) when the choice names nothing.
StrategyFile workspace_strategy(const Workspace& workspace, const WorkspaceChoice& choice = {});

/// A workspace that FlowJo 10 opens: the strategy for each of the files, beside which it is to be saved, with their
/// keywords, matrices and counts. docs/exchange.md says what changes. @throws GatingError naming a gate that FlowJo
/// cannot hold, FcsError, Error(usage) without files
StrategyText write_workspace(const GatingStrategy& strategy, const std::vector<SampleFile>& files,
                             const ReadOptions& read = {});

/// An FCS data set that is to find its sample.
struct WorkspaceFile {
    std::filesystem::path path;
    Keywords keywords;
};
/// The sample of a file, or why there is none.
struct SampleMatch {
    const WorkspaceSample* sample = nullptr;
    std::string reason;  ///< how it was found; or what is wrong, as the end of a message
};
/// Sample name or id -> file, as the user says.
using SampleMap = std::vector<std::pair<std::string, std::filesystem::path>>;

/// Finds the sample of each file: those of the same name (last part of the uri, else the sample's name, else `$FIL`)
/// whose `$TOT`, GUID, `$DATE`, `$BTIM` and `$ETIM` do not contradict. Two that fit equally well, and two files for one
/// sample, are refused. `map` goes before all; its entries need not agree with keywords, except `$TOT`.
/// @throws Error(usage) for an entry of `map` that names no sample or file, or something twice.
std::vector<SampleMatch> match_samples(const Workspace& workspace, const std::vector<WorkspaceFile>& files,
                                       const SampleMap& map);

/// A stored count against what the events say.
struct CountComparison {
    enum class Verdict {
        agrees,       ///< within the tolerance
        differs,      ///< FlowJo-compatible evaluation should give the stored count and does not
        unexplained,  ///< no rule is known that gives the stored count: FlowJo 9
        unchecked     ///< nothing to compare
    };
    std::string sample;
    std::string population;  ///< "/" for all events; FlowJo's path where it was not imported
    std::optional<std::uint64_t> stored, exact, compatible;
    Verdict verdict = Verdict::unchecked;
    std::string why;  ///< why stored and exact differ, or why there is nothing to compare
};

/// `exact` and `compatible` are the rows of `sample` gated both ways, of a data set of `n_events`. The first comparison
/// is of all events. Agreement: the FlowJo-compatible count within 0.1 % of the stored one or 2 events (FlowJo 9, whose
/// rule is not known: 2 %), or the exact count itself.
std::vector<CountComparison> compare_counts(const Workspace& workspace, const WorkspaceSample& sample,
                                            std::uint64_t n_events, const std::vector<PopulationRow>& exact,
                                            const std::vector<PopulationRow>& compatible);

/// Columns sample,population,stored,exact,flowjo,exact_difference,flowjo_difference,verdict,why; differences are
/// counted minus stored. JSON: {"schema":"asparagate.flowjo-counts/1","rows":[]}.
void write_count_table(std::ostream& out, const std::vector<CountComparison>& rows, TableFormat format);

}  // namespace asparagate
