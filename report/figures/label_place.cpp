#include "figures/label_place.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace asparagate {
namespace {

std::vector<QPointF> candidate_corners(QSizeF label, const QRectF& gate, double gap) {
    const double w = label.width(), h = label.height();
    const double left = gate.left(), right = gate.right(), top = gate.top(), bottom = gate.bottom();
    const double middle_x = gate.center().x() - w / 2, middle_y = gate.center().y() - h / 2;
    return {{left, top - h - gap},        {middle_x, top - h - gap},
            {right - w, top - h - gap},   {left, bottom + gap},
            {middle_x, bottom + gap},     {right - w, bottom + gap},
            {right + gap, top},           {right + gap, middle_y},
            {right + gap, bottom - h},    {left - w - gap, top},
            {left - w - gap, middle_y},   {left - w - gap, bottom - h},
            {left + gap, top + gap},      {middle_x, top + gap},
            {right - w - gap, top + gap}, {left + gap, bottom - h - gap},
            {middle_x, bottom - h - gap}, {right - w - gap, bottom - h - gap}};
}

QRectF pulled_into(QRectF box, const QRectF& area) {
    if (box.right() > area.right()) box.moveRight(area.right());
    if (box.left() < area.left()) box.moveLeft(area.left());
    if (box.bottom() > area.bottom()) box.moveBottom(area.bottom());
    if (box.top() < area.top()) box.moveTop(area.top());
    return box;
}

}  // namespace

QRectF place_label(QSizeF label, const QRectF& gate, const QRectF& area, const std::vector<QRectF>& taken, double gap,
                   const std::function<double(const QRectF&)>& events_in) {
    const QRectF inner = area.adjusted(gap, gap, -gap, -gap);
    const QRectF visible = gate.intersected(inner);
    QRectF best;
    double best_cost = std::numeric_limits<double>::infinity();
    double order = 0;
    for (const QPointF& corner :
         candidate_corners(label, visible.isEmpty() ? pulled_into(gate, inner) : visible, gap)) {
        const QRectF wanted(corner, label);
        const QRectF box = pulled_into(wanted, inner);
        double cost = events_in(box) + order++ * 0.01;
        // A label pushed away from its gate could be read as another one's.
        cost += 8 / gap * (std::abs(box.x() - wanted.x()) + std::abs(box.y() - wanted.y()));
        for (const QRectF& other : taken)
            if (box.intersects(other)) cost += 1e9;
        if (cost < best_cost) best = box, best_cost = cost;
    }
    return best;
}

double events_below(const DensityGrid& grid, const QRectF& area, const QRectF& box) {
    if (grid.counts.empty()) return 0;
    const auto bin = [](double part, int bins) { return std::clamp(static_cast<int>(part * bins), 0, bins - 1); };
    const int x0 = bin((box.left() - area.left()) / area.width(), grid.bins_x);
    const int x1 = bin((box.right() - area.left()) / area.width(), grid.bins_x);
    const int y0 = bin((area.bottom() - box.bottom()) / area.height(), grid.bins_y);
    const int y1 = bin((area.bottom() - box.top()) / area.height(), grid.bins_y);
    double events = 0;
    for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x) events += grid.at(x, y);
    return events;
}

}  // namespace asparagate
