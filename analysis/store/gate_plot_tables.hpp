#pragma once
// Gate plots as flat tables: rows of axes, gates, corners and counts name the plot or gate they belong to by its place.
#include "store/gating_fields.hpp"

namespace asparagate {

struct GatePlotRow {
    std::string patient, tube, visit, parent, within;
    std::uint64_t events = 0, bins_x = 0, bins_y = 0;
};
inline void fields(RecordTable& column, GatePlotRow& row) {
    column("patient", row.patient);
    column("tube", row.tube);
    column("visit", row.visit);
    column("parent", row.parent);
    column("within", row.within);
    column("events", row.events);
    column("bins_x", row.bins_x);
    column("bins_y", row.bins_y);
}

struct GatePlotAxisRow {
    std::uint64_t plot = 0;
    std::string axis;  ///< x or y
    GatePlotAxis value{};
};
inline void fields(RecordTable& column, GatePlotAxisRow& row) {
    column("plot", row.plot);
    column("axis", row.axis);
    column("channel", row.value.channel);
    column("marker", row.value.marker);
    fields(column, row.value.transform);
    column("low", row.value.low);
    column("high", row.value.high);
}

struct DrawnGateRow {
    std::uint64_t plot = 0;
    DrawnGate gate{};  ///< without its outline
};
inline void fields(RecordTable& column, DrawnGateRow& row) {
    column("plot", row.plot);
    column("population", row.gate.population);
    column("count", row.gate.count);
    column("percent", row.gate.percent);
    column("control", row.gate.control);
}

struct VertexRow {
    std::uint64_t gate = 0;
    double x = 0, y = 0;
};
inline void fields(RecordTable& column, VertexRow& row) {
    column("gate", row.gate);
    column("x", row.x);
    column("y", row.y);
}

struct GatePlotTables {
    std::vector<GatePlotRow> plots;
    std::vector<GatePlotAxisRow> axes;
    std::vector<DrawnGateRow> gates;
    std::vector<VertexRow> vertices;
    std::vector<CountRow> counts;  ///< bins_x x bins_y of each plot, one after the other
};

GatePlotTables gate_plot_tables(const std::vector<GatePlot>& plots);
/// @throws Error(input) naming `place` when a row belongs to nothing or counts are missing.
std::vector<GatePlot> gate_plots_of(const GatePlotTables& tables, const std::string& place);

}  // namespace asparagate
