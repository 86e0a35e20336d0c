#include "convert/event_matrix_rows.hpp"
#include "convert/event_writers.hpp"

#include <algorithm>

namespace asparagate {
namespace {

/// The elements of an AnnData 0.8 file, each with the attributes that name its encoding.
class AnnDataFile {
public:
    explicit AnnDataFile(const std::filesystem::path& path) : file_(path) { encode("/", "anndata", "0.1.0"); }

    Hdf5Writer& file() { return file_; }
    void encode(const std::string& object, const char* type, const char* version) {
        file_.write_attribute(object, "encoding-type", type);
        file_.write_attribute(object, "encoding-version", version);
    }
    void make_dictionary(const std::string& path) {
        file_.make_group(path);
        encode(path, "dict", "0.1.0");
    }
    /// A table; its columns follow by write_... under `path`. "_index" is the index.
    void make_table(const std::string& path, const std::vector<std::string>& columns) {
        file_.make_group(path);
        encode(path, "dataframe", "0.2.0");
        file_.write_attribute(path, "_index", "_index");
        file_.write_attribute(path, "column-order", columns);
    }
    void write_text(const std::string& path, const std::string& text) {
        file_.write_text(path, text);
        encode(path, "string", "0.2.0");
    }
    void write_texts(const std::string& path, const std::vector<std::string>& texts) {
        file_.write_texts(path, texts);
        encode(path, "string-array", "0.2.0");
    }

private:
    Hdf5Writer file_;
};

/// A population's path as a column name, which HDF5 would take apart at its slashes: `Lymphocytes|T`.
std::string column_name(const std::string& population) {
    std::string name = population.starts_with('/') ? population.substr(1) : population;
    std::replace(name.begin(), name.end(), '/', '|');
    return name;
}

/// One row per event: its number in the file it came from, and one flag per population.
void write_events(const EventTable& table, const std::vector<std::int64_t>& numbers, AnnDataFile& target) {
    std::vector<std::string> columns{"original_event"};
    for (const PopulationColumn& population : table.populations) columns.push_back(column_name(population.path));
    target.make_table("obs", columns);
    target.file().write_texts("obs/_index", numbers.size(),
                              [&](std::uint64_t i) { return std::to_string(numbers[static_cast<std::size_t>(i)]); });
    target.encode("obs/_index", "string-array", "0.2.0");
    target.file().write_integers("obs/original_event", numbers);
    target.encode("obs/original_event", "array", "0.2.0");
    for (const PopulationColumn& population : table.populations) {
        std::vector<std::int8_t> flags(numbers.size());
        for (std::size_t i = 0; i < flags.size(); ++i) flags[i] = population.members[i];
        const std::string path = "obs/" + column_name(population.path);
        target.file().write_flags(path, flags);
        target.encode(path, "array", "0.2.0");
    }
}

/// One row per channel.
void write_channels(const EventTable& table, AnnDataFile& target) {
    std::vector<std::string> names, markers, types;
    const std::size_t n = original_event_column(table).value_or(table.outline.parameters.size());
    for (std::size_t c = 0; c < n; ++c) {
        const Parameter& parameter = table.outline.parameters[c];
        names.push_back(parameter.name);
        markers.push_back(parameter.marker);
        types.push_back(channel_type(parameter));
    }
    target.make_table("var", {"marker", "type"});
    target.write_texts("var/_index", names);
    target.write_texts("var/marker", markers);
    target.write_texts("var/type", types);
}

void write_notes(const EventTable& table, const ProvenanceEntries& provenance, AnnDataFile& target) {
    target.make_dictionary("uns");
    std::vector<std::string> keys, values, rows, codes, messages;
    for (const auto& [key, value] : table.outline.keywords.entries()) {
        keys.push_back(key);
        values.push_back(value);
    }
    target.make_table("uns/keywords", {"value"});
    target.write_texts("uns/keywords/_index", keys);
    target.write_texts("uns/keywords/value", values);
    for (const Finding& finding : table.findings) {
        rows.push_back(std::to_string(rows.size()));
        codes.push_back(finding.code);
        messages.push_back(finding.message);
    }
    target.make_table("uns/findings", {"code", "message"});
    target.write_texts("uns/findings/_index", rows);
    target.write_texts("uns/findings/code", codes);
    target.write_texts("uns/findings/message", messages);
    target.make_dictionary("uns/provenance");
    for (const auto& [name, text] : provenance) target.write_text("uns/provenance/" + name, text);
}

}  // namespace

void write_h5ad_events(const EventTable& table, const ProvenanceEntries& provenance, const std::filesystem::path& path,
                       const TaskControl& control) {
    AnnDataFile target(path);
    const std::vector<std::int64_t> numbers = write_event_matrix(table, target.file(), "X", path, control);
    target.encode("X", "array", "0.2.0");
    write_events(table, numbers, target);
    write_channels(table, target);
    for (const char* empty : {"obsm", "varm", "obsp", "varp", "layers"}) target.make_dictionary(empty);
    write_notes(table, provenance, target);
    target.file().commit();
}

}  // namespace asparagate
