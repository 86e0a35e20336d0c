#include "convert/event_matrix_rows.hpp"
#include "convert/event_writers.hpp"

namespace asparagate {
namespace {

void write_channels(const EventTable& table, std::size_t n_channels, Hdf5Writer& file) {
    std::vector<std::string> names, markers, types;
    for (std::size_t c = 0; c < n_channels; ++c) {
        const Parameter& parameter = table.outline.parameters[c];
        names.push_back(parameter.name);
        markers.push_back(parameter.marker);
        types.push_back(channel_type(parameter));
    }
    file.write_texts("channels", names);
    file.write_texts("markers", markers);
    file.write_texts("channel_types", types);
}

void write_populations(const EventTable& table, Hdf5Writer& file) {
    if (table.populations.empty()) return;
    file.make_group("populations");
    std::vector<std::string> paths;
    for (const PopulationColumn& population : table.populations) {
        std::vector<std::int8_t> flags(static_cast<std::size_t>(population.members.n_events()));
        for (std::size_t i = 0; i < flags.size(); ++i) flags[i] = population.members[i];
        // A path has slashes, which HDF5 reads as groups; so the data sets are numbered and `paths` names them.
        file.write_flags("populations/" + std::to_string(paths.size()), flags);
        paths.push_back(population.path);
    }
    file.write_texts("populations/paths", paths);
}

void write_keywords(const Keywords& keywords, Hdf5Writer& file) {
    std::vector<std::string> keys, values;
    for (const auto& [key, value] : keywords.entries()) {
        keys.push_back(key);
        values.push_back(value);
    }
    file.make_group("keywords");
    file.write_texts("keywords/keyword", keys);
    file.write_texts("keywords/value", values);
}

void write_findings(const Findings& findings, Hdf5Writer& file) {
    std::vector<std::string> codes, messages;
    for (const Finding& finding : findings) {
        codes.push_back(finding.code);
        messages.push_back(finding.message);
    }
    file.make_group("findings");
    file.write_texts("findings/code", codes);
    file.write_texts("findings/message", messages);
}

}  // namespace

void write_hdf5_events(const EventTable& table, const ProvenanceEntries& provenance, const std::filesystem::path& path,
                       const TaskControl& control) {
    Hdf5Writer file(path);
    file.write_attribute("/", "schema", "asparagate.events/1");
    for (const auto& [name, text] : provenance) file.write_attribute("/", name, text);
    const std::vector<std::int64_t> numbers = write_event_matrix(table, file, "events", path, control);
    if (table.subset) file.write_integers("original_event", numbers);
    write_channels(table, original_event_column(table).value_or(table.outline.parameters.size()), file);
    write_populations(table, file);
    write_keywords(table.outline.keywords, file);
    write_findings(table.findings, file);
    file.commit();
}

}  // namespace asparagate
