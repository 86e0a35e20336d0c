#include "run/provenance.hpp"
#include "store/evidence_store.hpp"
#include "store/result_tables.hpp"

#include "asparagate/analysis/run_study.hpp"
#include "asparagate/analysis/verify.hpp"
#include "asparagate/fcs/output_file.hpp"

namespace asparagate {
namespace {

constexpr const char* store_file_name = "study.h5";

void write_store(const Evidence& evidence, const std::filesystem::path& path) {
    Hdf5File store = Hdf5File::create();
    store_evidence(evidence, store);
    OutputFile file(path);
    file.write(store.image());
    file.commit();
}

}  // namespace

void write_results(const Evidence& evidence, const std::filesystem::path& folder) {
    using TableText = std::string (*)(const Evidence&);
    const std::vector<std::pair<const char*, TableText>> tables = {
        {"populations.csv", populations_csv},     {"intensities.csv", intensities_csv},
        {"foldchanges.csv", fold_changes_csv},    {"comparisons.csv", comparisons_csv},
        {"correlations.csv", correlations_csv},   {"influence.csv", influence_csv},
        {"clustering.csv", clustering_csv},       {"activity.csv", activity_csv},
        {"antibodies.csv", antibodies_csv},       {"outcomes.csv", outcomes_csv},
        {provenance_file_name, format_provenance}};
    std::vector<std::filesystem::path> written;
    for (const auto& [name, text] : tables) {
        write_file(folder / name, text(evidence));
        written.emplace_back(name);
    }
    write_store(evidence, folder / store_file_name);
    written.emplace_back(store_file_name);
    append_audit(folder, "results written", evidence.provenance.command, written);
}

Evidence read_results(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / store_file_name;
    Evidence evidence = read_evidence(Hdf5File::open(path), path.string());
    evidence.provenance = read_provenance(folder);
    return evidence;
}

}  // namespace asparagate
