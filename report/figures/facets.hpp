#pragma once
#include "asparagate/analysis/evidence.hpp"

#include <string>
#include <vector>

namespace asparagate {

/// Antibody specificities with any data, in the order of the study.
std::vector<std::string> specificities(const Evidence& evidence);

/// Equal panels in rows across a page.
struct FacetGrid {
    FacetGrid(std::size_t count, double width_mm, std::size_t most_per_row = 3)
        : columns(count == 4 ? 2 : static_cast<int>(std::clamp<std::size_t>(count, 2, most_per_row))),
          rows(static_cast<int>((count + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns))),
          facet_mm(width_mm / columns) {}
    int columns, rows;
    double facet_mm;
    [[nodiscard]] double left(std::size_t i) const {
        return static_cast<double>(i % static_cast<std::size_t>(columns)) * facet_mm;
    }
    [[nodiscard]] int row(std::size_t i) const { return static_cast<int>(i / static_cast<std::size_t>(columns)); }
};

}  // namespace asparagate
