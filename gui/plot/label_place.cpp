#include "plot/label_place.hpp"

#include <cmath>
#include <limits>

namespace asparagate::gui {
namespace {

constexpr double gap = 4;

std::vector<QPointF> candidate_corners(QSizeF label, const QRectF& gate) {
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

QRectF place_label(QSizeF label, const QRectF& gate, const QRectF& area, const std::vector<QRectF>& taken,
                   const std::function<double(const QRectF&)>& events_in) {
    const QRectF inner = area.adjusted(gap, gap, -gap, -gap);
    const QRectF visible = gate.intersected(inner);
    QRectF best;
    double best_cost = std::numeric_limits<double>::infinity();
    double order = 0;
    for (const QPointF& corner : candidate_corners(label, visible.isEmpty() ? pulled_into(gate, inner) : visible)) {
        const QRectF wanted(corner, label);
        const QRectF box = pulled_into(wanted, inner);
        double cost = events_in(box) + order++ * 0.01;
        // A label pushed away from its gate could be read as another one's.
        cost += 2 * (std::abs(box.x() - wanted.x()) + std::abs(box.y() - wanted.y()));
        for (const QRectF& other : taken)
            if (box.intersects(other)) cost += 1e9;
        if (cost < best_cost) best = box, best_cost = cost;
    }
    return best;
}

}  // namespace asparagate::gui
