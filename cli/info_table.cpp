#include "info_view.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"

#include <array>

namespace asparagate::cli {
namespace {

/// Columns whose cells are those of the JSON record, in front of and behind the statistics.
constexpr std::array leading{"index", "name", "marker", "bits", "range", "gain", "log_decades"};
constexpr std::array statistics{"min", "max", "mean", "sum"};
constexpr std::array trailing{"datatype",      "type",   "feature",  "analyte",        "tag",     "detector",
                              "detector_type", "filter", "power_mw", "wavelengths_nm", "voltage", "timestep"};

/// Numbers with all digits, lists with blanks between their elements, empty for null.
std::string cell_text(const nlohmann::ordered_json& value) {
    if (value.is_null()) return {};
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_float()) return format_number(value.get<double>());
    if (!value.is_array()) return value.dump();
    std::string text;
    for (const auto& element : value) text += (text.empty() ? "" : " ") + cell_text(element);
    return text;
}

class Row {
public:
    explicit Row(char separator) : separator_(separator) {}

    void add(const std::string& text) {
        if (!line_.empty()) line_ += separator_;
        line_ += delimited_cell(text, separator_);
    }
    template <class Names>
    void add(const nlohmann::ordered_json& parameter, const Names& names) {
        for (const char* name : names) add(cell_text(parameter[name]));
    }
    void print() const { std::printf("%s\n", line_.c_str()); }

private:
    char separator_;
    std::string line_;
};

}  // namespace

void print_info_header(bool with_statistics, char separator) {
    Row row(separator);
    row.add("file");
    row.add("data_set");
    for (const char* name : leading) row.add(name);
    if (with_statistics) {
        for (const char* name : statistics) row.add(name);
    }
    for (const char* name : trailing) row.add(name);
    row.print();
}

void print_info_rows(const FileView& file, char separator) {
    const auto record = info_record(file);
    for (const auto& data_set : record["datasets"]) {
        for (const auto& parameter : data_set["parameters"]) {
            Row row(separator);
            row.add(file.path);
            row.add(cell_text(data_set["index"]));
            row.add(parameter, leading);
            if (parameter.contains("min")) row.add(parameter, statistics);
            row.add(parameter, trailing);
            row.print();
        }
    }
}

}  // namespace asparagate::cli
