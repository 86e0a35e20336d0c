#include "samples/plot_data.hpp"

#include <QCoreApplication>

#include <algorithm>

namespace asparagate::gui {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("PlotData", text);
}

}  // namespace

const PopulationRow* SampleView::row(const std::string& population) const {
    const auto found = std::ranges::find(rows, population, &PopulationRow::population);
    return found == rows.end() ? nullptr : &*found;
}

PlotAxis make_axis(SampleSession& session, const Dimension& dimension,
                   const std::optional<std::array<double, 2>>& wanted) {
    PlotAxis axis;
    axis.dimension = dimension;
    const Parameter* parameter = session.parameter(dimension);
    axis.marker = QString::fromStdString(dimension.channel);
    // Ratios and fluorochromes have values without being a parameter of the file.
    if (!parameter && session.column(dimension).empty()) return axis;
    axis.transform = session.transform(dimension);
    const auto range = wanted ? *wanted : session.display_range(dimension);
    axis.low = range[0];
    axis.high = range[1] > range[0] ? range[1] : range[0] + 1;
    axis.ticks = axis_ticks(axis.transform, axis.low, axis.high);
    if (!parameter) return axis;
    axis.marker = QString::fromStdString(parameter->marker.empty() ? parameter->name : parameter->marker);
    if (!parameter->marker.empty() && parameter->marker != parameter->name)
        axis.detector = QString::fromStdString(parameter->name);
    axis.fluorescence = parameter->is_fluorescence();
    return axis;
}

PlotData make_plot_data(SampleSession& session, const PlotRequest& request) {
    PlotData plot;
    plot.population = request.population;
    plot.x = make_axis(session, request.x, request.x_range);
    if (request.y) plot.y = make_axis(session, *request.y, request.y_range);
    const Membership* members = request.population == "/" ? nullptr : session.membership(request.population);
    if (!members && request.population != "/") {
        const auto& rows = session.rows();
        const auto row = std::ranges::find(rows, request.population, &PopulationRow::population);
        plot.problem = row == rows.end() ? translated("This population is not part of the strategy.")
                                         : QString::fromStdString(row->state);
        return plot;
    }
    plot.events = members ? members->count() : session.data_set().n_events();
    const auto x = session.column(request.x);
    if (x.empty() && session.data_set().n_events() > 0) {
        plot.problem = translated("The file has no parameter %1.").arg(plot.x.marker);
        return plot;
    }
    if (!request.y) {
        plot.histogram = histogram(x, members, request.bins_x, plot.x.low, plot.x.high);
        return plot;
    }
    const auto y = session.column(*request.y);
    if (y.empty() && session.data_set().n_events() > 0) {
        plot.problem = translated("The file has no parameter %1.").arg(plot.y->marker);
        return plot;
    }
    // Few events get larger dots: a lone cell must not vanish in the grid, nor a small population look full of holes.
    const double coarser = plot.events < 500 ? 3 : plot.events < 5000 ? 2 : plot.events < 50000 ? 1.5 : 1;
    const auto bins = [coarser](int wanted) { return std::max(8, static_cast<int>(wanted / coarser)); };
    plot.grid = density_grid(x, y, members, bins(request.bins_x), bins(request.bins_y), {plot.x.low, plot.x.high},
                             {plot.y->low, plot.y->high});
    return plot;
}

}  // namespace asparagate::gui
