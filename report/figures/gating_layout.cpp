#include "figures/gating_layout.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace asparagate {

namespace {

constexpr int columns = 5;
constexpr double axis_left_mm = 9.2, gutter_mm = 3.0, titles_mm = 6.8, axis_below_mm = 7.2, lane_mm = 0.7,
                 gutter_step_mm = 0.55;

/// The plot that has the gate of a population.
std::optional<std::size_t> plot_with_gate(const std::vector<GatePlot>& plots, const std::string& population) {
    for (std::size_t i = 0; i < plots.size(); ++i)
        for (const DrawnGate& gate : plots[i].gates)
            if (gate.population == population) return i;
    return std::nullopt;
}

}  // namespace

GatingLayout::GatingLayout(const std::vector<GatePlot>& drawn, double width_mm, double top_mm) {
    const double pitch = (width_mm - 1) / columns, side = pitch - axis_left_mm - gutter_mm;
    // Arrows of one gate into one row share their way.
    std::map<std::pair<std::string, int>, int> lane_of;  // gate, row
    std::map<std::string, int> gutter_of;                // gate
    std::vector<int> lanes_in_row, gutters_in_column(columns, 0);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const int row = static_cast<int>(i) / columns, column = static_cast<int>(i) % columns;
        plots.push_back({row, column, {}});
        lanes_in_row.resize(static_cast<std::size_t>(row) + 1, 0);
        const auto from = plot_with_gate(drawn, drawn[i].parent);
        if (!from || *from >= i) continue;
        const std::string& gate = drawn[i].parent;
        if (lane_of.try_emplace({gate, row}, lanes_in_row[static_cast<std::size_t>(row)]).second)
            ++lanes_in_row[static_cast<std::size_t>(row)];
        int& used = gutters_in_column[static_cast<std::size_t>(plots[*from].column)];
        if (gutter_of.try_emplace(gate, used).second) ++used;
        arrows.push_back({*from, i, gate, 0, 0, {}});
    }
    std::vector<double> lanes_top;
    double y = top_mm;
    for (const int lanes : lanes_in_row) {
        lanes_top.push_back(y + 0.4);
        y += 0.8 + lane_mm * lanes + 1.4 + titles_mm + side + axis_below_mm;
    }
    height = y;
    for (GatingPlace& place : plots) {
        const auto row = static_cast<std::size_t>(place.row);
        const double top = lanes_top[row] + 0.4 + lane_mm * lanes_in_row[row] + 1.4 + titles_mm;
        place.area = QRectF(pitch * place.column + axis_left_mm, top, side, side);
    }
    for (GatingArrow& arrow : arrows) {
        const GatingPlace& to = plots[arrow.to];
        const int gutter = gutter_of[arrow.population] % 4;
        arrow.gutter_x = plots[arrow.from].area.right() + 0.9 + gutter_step_mm * gutter;
        arrow.lane_y = lanes_top[static_cast<std::size_t>(to.row)] + lane_mm * lane_of[{arrow.population, to.row}];
        arrow.tip = {to.area.left() + 1.5, to.area.top() - titles_mm + 0.2};
    }
}

}  // namespace asparagate
