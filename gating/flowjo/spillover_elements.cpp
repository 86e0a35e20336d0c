#include "spillover_elements.hpp"

#include "../gatingml/names.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace asparagate::flowjo {
namespace {

using detail::XmlElement;
using gatingml::data_type;
using gatingml::transforms;

constexpr std::string_view acquisition_defined = "-1", no_compensation = "-2";

/// One coefficient; throws what is wrong with it.
double coefficient_of(const XmlElement& element) {
    const std::string text = element.attribute(transforms, "value").value_or("");
    const auto value = parse_number(text);
    if (!value || !std::isfinite(*value))
        throw GatingError("", "", "the coefficient " + in_quotes(text) + " is no number");
    return *value;
}

/// Rows are the parameters that bleed; their own names come first among the columns.
SpectrumMatrix read_rows(const std::vector<XmlElement>& rows) {
    SpectrumMatrix matrix;
    std::unordered_map<std::string, std::size_t> columns;
    for (const XmlElement& cell : rows.front().children(transforms, "coefficient")) {
        const std::string name = cell.attribute(data_type, "parameter").value_or("");
        if (!columns.emplace(name, columns.size()).second)
            throw GatingError("", "", "the column " + in_quotes(name) + " is there twice");
        matrix.detectors.push_back(name);
    }
    for (const XmlElement& row : rows) {
        matrix.fluorochromes.push_back(row.attribute(data_type, "parameter").value_or(""));
        const auto cells = row.children(transforms, "coefficient");
        if (cells.size() != columns.size())
            throw GatingError("", "",
                              "the row " + in_quotes(matrix.fluorochromes.back()) + " has " +
                                  std::to_string(cells.size()) + " coefficients; expected " +
                                  std::to_string(columns.size()));
        std::vector<double> values(columns.size(), std::nan(""));
        for (const XmlElement& cell : cells) {
            const std::string name = cell.attribute(data_type, "parameter").value_or("");
            const auto column = columns.find(name);
            if (column == columns.end())
                throw GatingError("", "", "the column " + in_quotes(name) + " is not in every row");
            values[column->second] = coefficient_of(cell);
        }
        if (std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); }))
            throw GatingError("", "", "the row " + in_quotes(matrix.fluorochromes.back()) + " names a column twice");
        matrix.values.insert(matrix.values.end(), values.begin(), values.end());
    }
    return matrix;
}

void read_values(const XmlElement& element, SampleMatrix& matrix) {
    const std::string id = element.attribute(transforms, "id").value_or("");
    const auto rows = element.children(transforms, "spillover");
    if (id == no_compensation) {
        matrix.identity = true;
    } else if (!rows.empty()) {
        matrix.matrix = read_rows(rows);
        Compensation::from_spectrum(*matrix.matrix, "");
    } else if (id != acquisition_defined) {
        throw GatingError("", "", "it has no coefficients");
    }
}

SampleMatrix read_matrix(const XmlElement& element, const std::vector<SampleMatrix>& before) {
    SampleMatrix matrix;
    matrix.name = matrix_name(element.attribute("", "name").value_or(""), before);
    matrix.prefix = element.attribute("", "prefix").value_or(matrix.prefix);
    matrix.suffix = element.attribute("", "suffix").value_or("");
    const std::string weights = element.attribute("", "weightOptAlgorithmType").value_or("OLS");
    try {
        if (element.attribute("", "spectral").value_or("0") == "1" && weights != "OLS")
            throw GatingError("", "", "spectral unmixing by " + in_quotes(weights) + " is not supported; only by OLS");
        read_values(element, matrix);
    } catch (const GatingError& error) {
        matrix.obstacle = "the matrix " + in_quotes(matrix.name) + " cannot be used: " + error.what();
        matrix.matrix.reset();
    }
    return matrix;
}

}  // namespace

std::string matrix_name(std::string name, const std::vector<SampleMatrix>& taken) {
    if (name.empty()) name = "matrix";
    const auto is_taken = [&](const std::string& wanted) {
        return wanted == file_compensation || wanted == uncompensated ||
               std::any_of(taken.begin(), taken.end(), [&](const SampleMatrix& m) { return m.name == wanted; });
    };
    while (is_taken(name)) name += "_";
    return name;
}

std::vector<SampleMatrix> read_matrices(const XmlElement& sample) {
    std::vector<SampleMatrix> matrices;
    for (const XmlElement& element : sample.children(transforms, "spilloverMatrix"))
        matrices.push_back(read_matrix(element, matrices));
    return matrices;
}

}  // namespace asparagate::flowjo
