#include "figures/marks.hpp"

#include <numeric>

namespace asparagate {

std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high) {
    const std::size_t n = wanted.size();
    if (n == 0) return {};
    if (n > 1) gap = std::min(gap, (high - low) / static_cast<double>(n - 1));
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });

    // With z_i = wanted_i - i gap the task is an isotonic regression.
    struct Block {
        double sum;
        std::size_t count;
    };
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < n; ++i) {
        blocks.push_back({wanted[order[i]] - static_cast<double>(i) * gap, 1});
        while (blocks.size() > 1) {
            const Block last = blocks.back(), before = blocks[blocks.size() - 2];
            if (before.sum * static_cast<double>(last.count) <= last.sum * static_cast<double>(before.count)) break;
            blocks.pop_back();
            blocks.back() = {before.sum + last.sum, before.count + last.count};
        }
    }
    std::vector<double> result(n);
    std::size_t i = 0;
    const double ceiling = high - static_cast<double>(n - 1) * gap;
    for (const Block& block : blocks) {
        const double z = std::clamp(block.sum / static_cast<double>(block.count), low, std::max(low, ceiling));
        for (std::size_t k = 0; k < block.count; ++k, ++i) result[order[i]] = z + static_cast<double>(i) * gap;
    }
    return result;
}

void draw_labels_right(Canvas& canvas, const std::vector<PointLabel>& labels, double x, double low_y, double high_y,
                       double points) {
    std::vector<double> wanted;
    for (const PointLabel& label : labels) wanted.push_back(label.point.y());
    const TextStyle style{points};
    const std::vector<double> y = spread(wanted, points_to_mm(points) * 1.02, low_y, high_y);
    constexpr double mark_radius = 1.1;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const QPointF from = labels[i].point, to(x - 0.3, y[i]);
        const double length = std::hypot(to.x() - from.x(), to.y() - from.y());
        if (length > mark_radius + 1)
            canvas.line(from + (to - from) * (mark_radius / length), to, {QColor(0xAA, 0xAA, 0xAA), 0.25});
    }
    for (std::size_t i = 0; i < labels.size(); ++i) {
        TextStyle coloured = style;
        coloured.colour = labels[i].colour;
        const double width = text_width(labels[i].text, style), height = points_to_mm(points) * 0.8;
        canvas.rectangle(QRectF(x, y[i] - height / 2, width, height), QColor(255, 255, 255, 190));
        if (labels[i].text != labels[i].full) canvas.hint_next_text(labels[i].full);
        canvas.text({x, y[i]}, labels[i].text, coloured, Side::left, Level::middle);
    }
}

std::vector<double> beeswarm(const std::vector<double>& positions, double size, double reach) {
    std::vector<std::size_t> order(positions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return positions[a] < positions[b]; });
    std::vector<double> offsets(positions.size(), 0);
    std::vector<std::size_t> placed;
    const auto crowding = [&](std::size_t i, double offset) {
        double nearest = 1e9;
        for (const std::size_t other : placed)
            nearest = std::min(nearest, std::hypot(positions[i] - positions[other], offset - offsets[other]));
        return nearest;
    };
    for (const std::size_t i : order) {
        double best = 0, best_distance = crowding(i, 0);
        for (double offset = size / 2; best_distance < size && offset <= reach + 1e-9; offset += size / 2) {
            for (const double side : {offset, -offset}) {
                const double distance = crowding(i, side);
                if (distance > best_distance + 1e-9) best = side, best_distance = distance;
                if (best_distance >= size) break;
            }
        }
        offsets[i] = best;
        placed.push_back(i);
    }
    return offsets;
}

namespace {

constexpr double key_mm = 3.2;

double item_width(const LegendItem& item) {
    return (item.is_line ? 6.2 : key_mm) + text_width(item.text, {6.5}) + 3.5;
}

/// Calls `place(item, top_left)` for each and returns the number of rows.
template <typename Place>
int lay_out(double width, const std::vector<LegendItem>& items, Place place) {
    double x = 0;
    int row = 0;
    for (const LegendItem& item : items) {
        const double needed = item_width(item);
        if (x > 0 && x + needed - 3.5 > width) x = 0, ++row;
        place(item, QPointF(x, row * line_height({6.5}) * 1.1));
        x += needed;
    }
    return items.empty() ? 0 : row + 1;
}

}  // namespace

double draw_legend(Canvas& canvas, QPointF top_left, double width, const std::vector<LegendItem>& items) {
    const double middle = line_height({6.5}) / 2;
    const int rows = lay_out(width, items, [&](const LegendItem& item, QPointF at) {
        const QPointF left = top_left + at + QPointF(0, middle);
        if (item.is_line)
            canvas.line(left, left + QPointF(5.2, 0), {item.colour, 1, item.dashed});
        else
            canvas.mark(item.mark, left + QPointF(1, 0), 1.8, item.colour, item.filled);
        canvas.text(left + QPointF(item.is_line ? 6.2 : key_mm, 0), item.text, {6.5}, Side::left, Level::middle);
    });
    return rows * line_height({6.5}) * 1.1;
}

double legend_height(double width, const std::vector<LegendItem>& items) {
    return lay_out(width, items, [](const LegendItem&, QPointF) {}) * line_height({6.5}) * 1.1;
}

}  // namespace asparagate
