#include "store/gate_plot_tables.hpp"

namespace asparagate {
namespace {

constexpr std::uint64_t most_bins = 4096;  // per axis

template <class List>
auto& at(List& list, std::uint64_t place, const std::string& where) {
    if (place >= list.size())
        throw Error(ErrorKind::input, where + ": a row belongs to a plot or gate that is not there");
    return list[place];
}

void restore_grid(GatePlot& plot, const GatePlotRow& row, const std::vector<CountRow>& counts, std::size_t& next,
                  const std::string& place) {
    if (row.bins_x == 0 || row.bins_y == 0 || row.bins_x > most_bins || row.bins_y > most_bins ||
        counts.size() - next < row.bins_x * row.bins_y)
        throw Error(ErrorKind::input, place + ": the counts do not fit the bins that the plots name");
    plot.grid.bins_x = static_cast<int>(row.bins_x);
    plot.grid.bins_y = static_cast<int>(row.bins_y);
    for (std::uint64_t i = 0; i < row.bins_x * row.bins_y; ++i) {
        plot.grid.counts.push_back(static_cast<std::uint32_t>(counts[next++].count));
        plot.grid.maximum = std::max(plot.grid.maximum, plot.grid.counts.back());
    }
}

}  // namespace

GatePlotTables gate_plot_tables(const std::vector<GatePlot>& plots) {
    GatePlotTables tables;
    for (std::size_t p = 0; p < plots.size(); ++p) {
        const GatePlot& plot = plots[p];
        tables.plots.push_back({plot.patient, plot.tube, plot.visit, plot.parent, plot.within, plot.events,
                                static_cast<std::uint64_t>(plot.grid.bins_x),
                                static_cast<std::uint64_t>(plot.grid.bins_y)});
        tables.axes.push_back({p, "x", plot.x});
        if (plot.y) tables.axes.push_back({p, "y", *plot.y});
        for (const DrawnGate& gate : plot.gates) {
            for (const auto& [x, y] : gate.outline) tables.vertices.push_back({tables.gates.size(), x, y});
            tables.gates.push_back({p, gate});
        }
        for (const std::uint32_t count : plot.grid.counts) tables.counts.push_back({count});
    }
    return tables;
}

std::vector<GatePlot> gate_plots_of(const GatePlotTables& tables, const std::string& place) {
    std::vector<GatePlot> plots;
    std::size_t next = 0;
    for (const GatePlotRow& row : tables.plots) {
        GatePlot plot;
        plot.patient = row.patient, plot.tube = row.tube, plot.visit = row.visit;
        plot.parent = row.parent, plot.within = row.within, plot.events = row.events;
        restore_grid(plot, row, tables.counts, next, place);
        plots.push_back(std::move(plot));
    }
    for (const GatePlotAxisRow& row : tables.axes) {
        GatePlot& plot = at(plots, row.plot, place);
        if (row.axis == "x") {
            plot.x = row.value;
            plot.grid.x_low = row.value.low, plot.grid.x_high = row.value.high;
        } else {
            plot.y = row.value;
            plot.grid.y_low = row.value.low, plot.grid.y_high = row.value.high;
        }
    }
    std::vector<DrawnGate> gates;
    for (const DrawnGateRow& row : tables.gates) gates.push_back(row.gate);
    for (DrawnGate& gate : gates) gate.outline.clear();
    for (const VertexRow& row : tables.vertices) at(gates, row.gate, place).outline.push_back({row.x, row.y});
    for (std::size_t g = 0; g < gates.size(); ++g)
        at(plots, tables.gates[g].plot, place).gates.push_back(std::move(gates[g]));
    return plots;
}

}  // namespace asparagate
