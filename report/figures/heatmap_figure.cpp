#include "figures/heatmap_data.hpp"

#include "figures/axis.hpp"
#include "figures/csv_text.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include "asparagate/fcs/number.hpp"

#include <set>

namespace asparagate {

namespace {

/// Where everything is, in millimetres.
struct HeatmapLayout {
    bool values_fit = false;  ///< of every cell or of none
    double column, row, left, top, name_left, cell_points;
    double strip = 3.2, strips_top = 0, key_top = 0, height = 0;
    double tree_left = 0, feature_tree_mm = 12, patient_tree_mm = 9, family_left = 2, family_mm = 2.6;
};

constexpr TextStyle name_style{6.5};

std::string cell_words(double value) {
    const double rounded = std::round(value * 10) / 10;
    const std::string digits = axis_number(rounded == 0 ? 0.0 : rounded);  // no minus before a zero
    return digits.find('.') == std::string::npos ? digits + ".0" : digits;
}

bool values_fit(const HeatmapData& data, const HeatmapLayout& layout) {
    double widest = 0;
    for (const auto& row : data.cells)
        for (const HeatCell& cell : row)
            if (cell.state == ChangeState::ok && cell.has_value)
                widest = std::max(widest, text_width(cell_words(cell.log2fc), {layout.cell_points}));
    return layout.row >= 3.2 && widest < layout.column - 0.7;
}

HeatmapLayout layout_of(const HeatmapData& data) {
    HeatmapLayout layout{};
    const auto rows = static_cast<double>(data.feature_names.size()),
               columns = static_cast<double>(data.patients.size());
    double names = 20;
    for (const std::string& name : data.feature_names) names = std::max(names, text_width(name, name_style));
    for (const HeatStrip& strip : data.strips) names = std::max(names, text_width(strip_name(strip.kind), name_style));
    names = std::min(names, 62.0);
    layout.family_left = 2;
    layout.family_mm = 2.6;
    layout.tree_left = layout.family_left + layout.family_mm + 0.8;
    layout.feature_tree_mm = data.feature_tree.empty() ? 0 : 13;
    layout.left = layout.tree_left + layout.feature_tree_mm + 1;
    layout.column = std::min(15.0, (double_column_mm - layout.left - names - 4) / std::max(1.0, columns));
    layout.row = rows > 30 ? 3.3 : rows > 15 ? 4.0 : 5.0;
    layout.strip = 3.4;
    layout.patient_tree_mm = data.patient_tree.empty() ? 0 : 10;
    layout.strips_top = tag_band_mm + 1 + layout.patient_tree_mm + 1;
    layout.top = layout.strips_top + layout.strip * static_cast<double>(data.strips.size()) + 1;
    layout.name_left = layout.left + layout.column * columns + 1.6;
    layout.cell_points = 6;
    double widest_id = 0;
    for (const std::string& id : data.patients) widest_id = std::max(widest_id, text_width(id, {7}));
    const double ids = widest_id > layout.column - 0.4 ? std::min(widest_id, 22.0) + 1.5 : line_height({7}) + 1;
    layout.values_fit = values_fit(data, layout);
    layout.key_top = layout.top + layout.row * rows + ids + 2;
    return layout;
}

class HeatmapPainter {
public:
    HeatmapPainter(const HeatmapData& data, const HeatmapLayout& layout, Canvas& canvas)
        : data_(data), at_(layout), canvas_(canvas) {}

    void cells() {
        for (std::size_t f = 0; f < data_.cells.size(); ++f)
            for (std::size_t p = 0; p < data_.cells[f].size(); ++p) cell(area(f, p), data_.cells[f][p]);
    }

    void feature_names() {
        for (std::size_t f = 0; f < data_.feature_names.size(); ++f) {
            const double y = at_.top + (static_cast<double>(f) + 0.5) * at_.row;
            canvas_.hint_next_text(data_.full_names[f]);
            canvas_.text({at_.name_left, y},
                         elide(data_.feature_names[f], double_column_mm - at_.name_left - 0.5, name_style), name_style,
                         Side::left, Level::middle);
            canvas_.rectangle(QRectF(at_.family_left, y - at_.row / 2, at_.family_mm, at_.row),
                              family_colour(data_.families[f]));
        }
    }

    void patients() {
        const double y = at_.top + at_.row * static_cast<double>(data_.feature_names.size());
        double widest = 0;
        for (const std::string& id : data_.patients) widest = std::max(widest, text_width(id, {7}));
        const bool upright = widest > at_.column - 0.4;
        for (std::size_t p = 0; p < data_.patients.size(); ++p) {
            const double x = at_.left + (static_cast<double>(p) + 0.5) * at_.column;
            const TextStyle style{upright && at_.column < 3 ? 6.0 : 7.0, palette::group(data_.groups[p]), true};
            const std::string id = elide(data_.patients[p], upright ? 22 : at_.column, style);
            if (id != data_.patients[p]) canvas_.hint_next_text(data_.patients[p]);
            if (upright)
                canvas_.text_upwards_from({x, y + 1 + text_width(id, style)}, id, style);
            else
                canvas_.text({x, y + 0.8}, id, style, Side::centre, Level::top);
        }
    }

    void trees() {
        const LineStyle grey{QColor(0xA8, 0xA8, 0xA8), 0.5};
        const double patient_base = at_.strips_top - 0.8, feature_base = at_.left - 0.6;
        for (const TreeJoin& join : data_.patient_tree) {
            const auto x = [&](double leaf) { return at_.left + (leaf + 0.5) * at_.column; };
            const auto y = [&](double height) { return patient_base - height * (at_.patient_tree_mm - 0.5); };
            canvas_.polyline({{x(join.left), y(join.left_height)},
                              {x(join.left), y(join.height)},
                              {x(join.right), y(join.height)},
                              {x(join.right), y(join.right_height)}},
                             grey);
        }
        for (const TreeJoin& join : data_.feature_tree) {
            const auto y = [&](double leaf) { return at_.top + (leaf + 0.5) * at_.row; };
            const auto x = [&](double height) { return feature_base - height * (at_.feature_tree_mm - 0.5); };
            canvas_.polyline({{x(join.left_height), y(join.left)},
                              {x(join.height), y(join.left)},
                              {x(join.height), y(join.right)},
                              {x(join.right_height), y(join.right)}},
                             grey);
        }
    }

    void strips() {
        for (std::size_t s = 0; s < data_.strips.size(); ++s) {
            const HeatStrip& strip = data_.strips[s];
            const double y = at_.strips_top + static_cast<double>(s) * at_.strip;
            canvas_.text({at_.name_left, y + at_.strip / 2}, strip_name(strip.kind), {6.5, palette::muted}, Side::left,
                         Level::middle);
            for (std::size_t p = 0; p < strip.values.size(); ++p) {
                const QRectF box(at_.left + static_cast<double>(p) * at_.column + 0.15, y + 0.15, at_.column - 0.3,
                                 at_.strip - 0.3);
                const QColor fill = strip_colour(strip, strip.values[p], p);
                canvas_.rectangle(box, fill);
                const TextStyle style{6, palette::text_on(fill)};
                if (strip.numeric() && text_width(strip.values[p], style) < box.width())
                    canvas_.text(box.center(), strip.values[p], style, Side::centre, Level::middle);
            }
        }
    }

    /// Colour key, marks and the meaning of the strips; returns the height used.
    double key() {
        const double left = at_.family_left, y = at_.key_top;
        constexpr int steps = 41;
        constexpr double width = 42, height = 2.6;
        for (int i = 0; i < steps; ++i)
            canvas_.rectangle(QRectF(left + width * i / steps, y, width / steps * (i + 1 < steps ? 2 : 1), height),
                              palette::diverging(2.0 * i / (steps - 1) - 1));
        canvas_.frame(QRectF(left, y, width, height), {palette::axis, 0.35});
        for (const double value : {-data_.limit, 0.0, data_.limit})
            canvas_.text({left + width * (value / data_.limit + 1) / 2, y + height + 0.5}, axis_number(value), {6.5},
                         value < 0   ? Side::left
                         : value > 0 ? Side::right
                                     : Side::centre,
                         Level::top);
        canvas_.text({left, y + height + 0.6 + line_height({6.5})}, data_.key_title, {6.5}, Side::left, Level::top);
        double x = left + width + 8, row_y = y;
        const double line = line_height({6.5}) * 1.15;
        const auto next = [&](const std::string& text, auto draw_box) {
            const double needed = 5 + text_width(text, {6.5}) + 4;
            if (x + needed - 4 > double_column_mm) x = left + width + 8, row_y += line;
            draw_box(QRectF(x, row_y, 3.6, 2.6));
            canvas_.text({x + 4.6, row_y + 1.3}, text, {6.5}, Side::left, Level::middle);
            x += needed;
        };
        next(say("missing or unreliable"), [&](const QRectF& box) { canvas_.rectangle(box, palette::missing); });
        next(say("FLOOR: fell below detection, at least this much"), [&](const QRectF& box) {
            canvas_.rectangle(box, palette::diverging(-0.6));
            canvas_.hatch(box, {palette::ink, 0.35});
        });
        if (any_cell([](const HeatCell& cell) { return cell.state == ChangeState::ceiling; }))
            next(say("CEIL: rose from below detection, at least this much"), [&](const QRectF& box) {
                canvas_.rectangle(box, palette::diverging(0.6));
                canvas_.hatch(box, {palette::ink, 0.35});
            });
        next(say("beyond the colour scale"), [&](const QRectF& box) {
            canvas_.rectangle(box, palette::diverging(1));
            off_scale(box, palette::paper);
        });
        x = left + width + 8, row_y += line;
        for (const std::string& family : families())
            next(family.empty() ? say("other") : family_words(family),
                 [&](const QRectF& box) { canvas_.rectangle(box, family_colour(family)); });
        x = left + width + 8, row_y += line;
        for (std::size_t s = 0; s < data_.strips.size(); ++s) {
            const HeatStrip& strip = data_.strips[s];
            if (strip.numeric()) continue;
            const std::string name = strip_name(strip.kind);
            constexpr double first_item = 25;  // a name stays with what it names
            if (x + text_width(name, {6.5}) + first_item > double_column_mm) x = left + width + 8, row_y += line;
            canvas_.text({x, row_y + 1.3}, name, {6.5, palette::muted}, Side::left, Level::middle);
            x += text_width(name, {6.5}) + 2.5;
            for (const std::string& value : distinct(strip))
                next(value, [&](const QRectF& box) {
                    const auto p = static_cast<std::size_t>(std::find(strip.values.begin(), strip.values.end(), value) -
                                                            strip.values.begin());
                    canvas_.rectangle(box, strip_colour(strip, value, p));
                });
        }
        return std::max(row_y + line - y, height + 1 + 2 * line_height({6.5}));
    }

private:
    const HeatmapData& data_;
    const HeatmapLayout& at_;
    Canvas& canvas_;

    [[nodiscard]] QRectF area(std::size_t f, std::size_t p) const {
        return {at_.left + static_cast<double>(p) * at_.column + 0.12,
                at_.top + static_cast<double>(f) * at_.row + 0.12, at_.column - 0.24, at_.row - 0.24};
    }

    void off_scale(const QRectF& box, const QColor& colour) {
        const QPointF corner = box.topRight();
        canvas_.area({corner, corner + QPointF(-1.3, 0), corner + QPointF(0, 1.3)}, colour);
    }

    void cell(const QRectF& box, const HeatCell& cell) {
        if (!cell.has_value) {
            canvas_.rectangle(box, palette::missing);
            return;
        }
        const QColor fill = palette::diverging(cell.log2fc / data_.limit);
        canvas_.rectangle(box, fill);
        const QColor ink = palette::text_on(fill);
        const bool limited = cell.state != ChangeState::ok;
        if (limited) canvas_.hatch(box, {ink, 0.3});
        if (std::abs(cell.log2fc) > data_.limit * (1 + 1e-9)) off_scale(box, ink);
        const std::string value = cell_words(cell.log2fc);
        const TextStyle style{at_.cell_points, ink};
        if (limited || !at_.values_fit) return;
        canvas_.text(box.center(), value, style, Side::centre, Level::middle);
    }

    [[nodiscard]] std::vector<std::string> families() const {
        std::vector<std::string> result;
        for (const std::string& family : data_.families)
            if (std::find(result.begin(), result.end(), family) == result.end()) result.push_back(family);
        std::sort(result.begin(), result.end());
        return result;
    }

    [[nodiscard]] QColor family_colour(const std::string& family) const {
        const std::vector<std::string> all = families();
        return palette::series(static_cast<std::size_t>(std::find(all.begin(), all.end(), family) - all.begin()));
    }

    template <class Test>
    [[nodiscard]] bool any_cell(Test test) const {
        return std::any_of(data_.cells.begin(), data_.cells.end(),
                           [&](const auto& row) { return std::any_of(row.begin(), row.end(), test); });
    }

    static double share_of_largest(const HeatStrip& strip, const std::string& value) {
        double largest = 0;
        for (const std::string& other : strip.values) largest = std::max(largest, parse_number(other).value_or(0));
        return largest > 0 ? parse_number(value).value_or(0) / largest : 0;
    }

    static std::vector<std::string> distinct(const HeatStrip& strip) {
        std::set<std::string> values(strip.values.begin(), strip.values.end());
        values.erase("");
        std::vector<std::string> ordered(values.begin(), values.end());
        // Groups and risks in their own order, not by letter; others stay before them.
        static const std::map<std::string, int> ranks{{"LR", 1}, {"IR", 2},  {"MR", 2},
                                                      {"HR", 3}, {"AAR", 4}, {"AANR", 5}};
        const auto rank = [&](const std::string& value) {
            const auto found = ranks.find(value);
            return found != ranks.end() ? found->second : strip.kind == StripKind::group ? 6 : 0;
        };
        if (strip.kind == StripKind::risk || strip.kind == StripKind::group)
            std::stable_sort(ordered.begin(), ordered.end(),
                             [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
        return ordered;
    }

    [[nodiscard]] QColor strip_colour(const HeatStrip& strip, const std::string& value, std::size_t p) const {
        if (value.empty()) return {0xF0, 0xF0, 0xF0};
        if (strip.kind == StripKind::group) return palette::group(data_.groups[p]);
        if (strip.numeric()) return palette::amount(0.5 * share_of_largest(strip, value));
        const std::vector<std::string> values = distinct(strip);
        const auto index = static_cast<double>(std::find(values.begin(), values.end(), value) - values.begin());
        const double steps = std::max(1.0, static_cast<double>(values.size()) - 1);
        if (strip.kind == StripKind::risk) return palette::amount(index / steps);
        return index == 0 ? QColor(0x8C, 0x6B, 0xB1)
                          : palette::tint(QColor(0x8C, 0x6B, 0xB1), std::max(0.15, 0.35 - 0.1 * index));
    }
};

std::string caption(const HeatmapData& data, const Evidence& evidence) {
    std::size_t floor = 0, grey = 0;
    for (const auto& row : data.cells)
        for (const HeatCell& cell : row) {
            floor += cell.state == ChangeState::floor;
            grey += !cell.has_value;
        }
    std::vector<std::string> parts = {
        say("Change of each feature in each patient, %1; features: %2, patients: %3.",
            {data.key_title, std::to_string(data.feature_names.size()), std::to_string(data.patients.size())}),
        say("Rows and columns ordered by hierarchical clustering (Euclidean distance, complete linkage, optimal leaf "
            "order)."),
        say("Colour ends at ±%1.", {axis_number(data.limit)})};
    if (!data.shared_path.empty())
        parts.push_back(say("Populations are named by the last steps of their paths below %1.", {data.shared_path}));
    if (floor > 0)
        parts.push_back(say(
            "Hatched: fell below detection, so that the value is a bound, set by how many events were acquired (%1).",
            {std::to_string(floor)}));
    if (grey > 0)
        parts.push_back(say("Grey: missing or with too few events at both visits (%1).", {std::to_string(grey)}));
    parts.push_back(
        say("Clusters describe these patients; with so few, a split that matches the groups can arise by chance."));
    if (!data.left_out.empty())
        parts.push_back(
            say("Rows and columns left out: %1; the methods say why.", {std::to_string(data.left_out.size())}));
    std::vector<std::string> without;
    for (const PatientEvidence& patient : evidence.patients)
        if (!patient.has_flow) without.push_back(patient.patient.id);
    if (!without.empty()) parts.push_back(say("No flow data: %1.", {list_words(without)}));
    return sentences(parts);
}

std::string table(const Evidence& evidence) {
    CsvText csv({"feature", "name", "family", "patient", "log2fc", "low", "high", "bound", "state", "tube",
                 "population", "measure"});
    for (const std::string& id : evidence.heatmap.features)
        for (const std::string& patient : evidence.heatmap.patients) {
            const Feature* feature = evidence.feature(id);
            const FoldChange* change = evidence.fold_change(id, patient);
            csv.row({id, feature ? feature->name : "", feature ? feature->family : "", patient,
                     change ? cell(change->log2fc) : "", change ? cell(change->low) : "",
                     change ? cell(change->high) : "", change ? change->bound : "",
                     change_state_name(change ? change->state : ChangeState::missing), feature ? feature->tube : "",
                     feature ? feature->population : "", feature ? feature->measure : ""});
        }
    return csv.text();
}

}  // namespace

std::optional<Figure> heatmap_figure(const Evidence& evidence) {
    if (evidence.heatmap.features.empty() || evidence.heatmap.patients.empty()) return std::nullopt;
    const HeatmapData data = heatmap_data(evidence);
    const HeatmapLayout layout = layout_of(data);
    const double height =
        layout.key_top + drawn_height([&](Canvas& canvas) { return HeatmapPainter(data, layout, canvas).key(); }) + 1;
    return make_figure(evidence, "heatmap", "cells", say("Change of every feature in every patient"),
                       caption(data, evidence), QSizeF(double_column_mm, height), table(evidence),
                       [data, layout](Canvas& canvas) {
                           HeatmapPainter painter(data, layout, canvas);
                           painter.trees();
                           painter.strips();
                           painter.cells();
                           painter.feature_names();
                           painter.patients();
                           painter.key();
                       });
}

}  // namespace asparagate
