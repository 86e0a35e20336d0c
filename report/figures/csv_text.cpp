#include "figures/csv_text.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"

namespace asparagate {

void CsvText::row(const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) text_ += (i ? "," : "") + delimited_cell(cells[i], ',');
    text_ += '\n';
}

std::string cell(const std::optional<double>& value) {
    return value && std::isfinite(*value) ? format_number(*value) : std::string();
}

std::string qualifier_cell(char qualifier) {
    return qualifier == '=' ? std::string() : std::string(1, qualifier);
}

}  // namespace asparagate
