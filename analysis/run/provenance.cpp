#include "run/provenance.hpp"

#include "asparagate/fcs/error.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace asparagate {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* schema = "asparagate.run/1";

ordered_json sample_entry(const SampleSummary& summary) {
    return {{"sample", summary.sample.id},  {"file", summary.sample.file.generic_string()},
            {"sha256", summary.sha256},     {"strategy_sha256", summary.strategy_hash},
            {"versions", summary.versions}, {"compensation", summary.compensation},
            {"error", summary.error}};
}

}  // namespace

std::string format_provenance(const Evidence& evidence) {
    const Provenance& from = evidence.provenance;
    ordered_json document = {{"schema", schema},
                             {"program", {{"name", "asparagate"}, {"version", from.program_version}}},
                             {"command", from.command},
                             {"started_utc", from.started_utc},
                             {"seed", from.seed},
                             {"threads", from.threads},
                             {"gate_placement",
                              {{"draws", evidence.uncertainty.draws},
                               {"seed", evidence.uncertainty.seed},
                               {"shift", evidence.settings.uncertainty.shift}}},
                             {"study", {{"path", from.study_path.generic_string()}, {"sha256", from.study_sha256}}},
                             {"inputs", ordered_json::object()},
                             {"samples", ordered_json::array()}};
    for (const auto& [path, hash] : from.input_sha256) document["inputs"][path] = hash;
    for (const SampleSummary& summary : evidence.samples) document["samples"].push_back(sample_entry(summary));
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

Provenance read_provenance(const std::filesystem::path& folder) {
    const std::filesystem::path path = folder / provenance_file_name;
    std::ifstream in(path, std::ios::binary);
    if (!in) throw Error(ErrorKind::input, path.string() + ": cannot be read; `asparagate run` makes it");
    try {
        const json document = json::parse(in);
        if (document.at("schema") != schema)
            throw Error(ErrorKind::input, path.string() + ": schema is not \"" + schema + "\"");
        Provenance provenance;
        provenance.program_version = document.at("program").at("version").get<std::string>();
        provenance.command = document.at("command").get<std::string>();
        provenance.started_utc = document.at("started_utc").get<std::string>();
        provenance.study_path = document.at("study").at("path").get<std::string>();
        provenance.study_sha256 = document.at("study").at("sha256").get<std::string>();
        provenance.input_sha256 = document.at("inputs").get<std::map<std::string, std::string>>();
        provenance.seed = document.at("seed").get<std::uint64_t>();
        provenance.threads = document.at("threads").get<unsigned>();
        return provenance;
    } catch (const json::exception& error) {
        throw Error(ErrorKind::input, path.string() + ": is not the provenance of a run: " + error.what());
    }
}

}  // namespace asparagate
