#include "figures/axis.hpp"
#include "figures/csv_text.hpp"
#include "figures/marks.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/restored_count.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <set>

namespace asparagate {

namespace {

struct ActivityPoint {
    std::size_t patient = 0;
    Period period = Period::before;
    double day = 0;
    double value = 0;  ///< IU/L; the limit where censored
    char qualifier = '=';
    bool other_product = false;
};

struct ActivityData {
    std::vector<PatientLook> patients;
    std::vector<ActivityPoint> points;
    std::string titles[2], why_empty;
    double threshold = 100;
    double lloq = 0;  ///< the axis starts here; 0 when no limit was given
    double low = 1, high = 1000;
    std::vector<int> days;
};

std::string facet_title(const Evidence& evidence, Period period) {
    std::set<std::string> products;
    for (const ActivitySample& sample : evidence.activity)
        if (sample.period == period && !sample.other_asparaginase && !sample.attributed_product.empty())
            products.insert(product_words(sample.attributed_product));
    const std::string title = period == Period::before ? say("Before blinatumomab") : say("After blinatumomab");
    return products.empty() ? title : say("%1 (%2)", {title, list_words({products.begin(), products.end()})});
}

ActivityData activity_data(const Evidence& evidence) {
    ActivityData data;
    data.patients = patients_in_order(evidence);
    data.threshold = evidence.settings.threshold_iu_l;
    data.why_empty = evidence.settings.blind ? say("hidden while the study is blind") : say("no data");
    std::set<int> days;
    double lowest = data.threshold, highest = data.threshold, lloq = 0;
    for (const ActivitySample& sample : evidence.activity) {
        const auto found = std::find_if(data.patients.begin(), data.patients.end(),
                                        [&](const PatientLook& p) { return p.id == sample.patient; });
        if (found == data.patients.end()) continue;
        const double value = sample.given.qualifier == '<' && sample.lloq_iu_l ? *sample.lloq_iu_l : sample.iu_l;
        data.points.push_back({static_cast<std::size_t>(found - data.patients.begin()), sample.period,
                               static_cast<double>(sample.nominal_day), value, sample.given.qualifier,
                               sample.other_asparaginase});
        days.insert(sample.nominal_day);
        if (value > 0) lowest = std::min(lowest, value), highest = std::max(highest, value);
        if (sample.lloq_iu_l && *sample.lloq_iu_l > 0)
            lloq = lloq > 0 ? std::min(lloq, *sample.lloq_iu_l) : *sample.lloq_iu_l;
    }
    data.lloq = lloq;
    data.low = lloq > 0 ? std::min(lloq, lowest) : lowest / 1.5;
    data.high = highest * 1.4;
    data.days.assign(days.begin(), days.end());
    data.titles[0] = facet_title(evidence, Period::before);
    data.titles[1] = facet_title(evidence, Period::after);
    return data;
}

/// Points that fall on the same place (censored values on the limit, above all) step aside, the same way on each day.
double sideways_days(const ActivityData& data, const ActivityPoint& point) {
    if (point.qualifier != '<') return 0;
    std::set<std::size_t> censored;
    for (const ActivityPoint& other : data.points)
        if (other.period == point.period && other.qualifier == '<') censored.insert(other.patient);
    const auto rank = static_cast<double>(std::distance(censored.begin(), censored.find(point.patient)));
    const double step = std::min(0.62, 4.4 / static_cast<double>(censored.size()));
    return (rank - (static_cast<double>(censored.size()) - 1) / 2) * step;
}

class ActivityPainter {
public:
    ActivityPainter(const ActivityData& data, Canvas& canvas) : data_(data), canvas_(canvas) {}

    void facet(Period period, const QRectF& plot, bool with_y_title) {
        const double first = data_.days.front(), last = data_.days.back();
        x_ = {false, first - 3.4, last + 3.0, plot.left(), plot.right()};
        y_ = {true, data_.low, data_.high, plot.bottom() - 2, plot.top()};
        canvas_.text({plot.left(), plot.top() - 3.2},
                     elide(data_.titles[period == Period::after], plot.width() + 10, {7.5, palette::ink, true}),
                     {7.5, palette::ink, true});
        axes(plot, with_y_title);
        limits(plot);
        const bool empty = std::none_of(data_.points.begin(), data_.points.end(),
                                        [&](const ActivityPoint& point) { return point.period == period; });
        if (empty) canvas_.text(plot.center(), data_.why_empty, {7, palette::muted}, Side::centre, Level::middle);
        std::vector<PointLabel> labels;
        for (std::size_t patient = 0; patient < data_.patients.size(); ++patient) series(period, patient, labels);
        draw_labels_right(canvas_, labels, plot.right() + 1.5, plot.top() + 1, plot.bottom());
    }

private:
    const ActivityData& data_;
    Canvas& canvas_;
    Scale x_, y_;

    void axes(const QRectF& plot, bool with_y_title) {
        draw_y_axis(canvas_, y_, logarithmic_ticks(data_.low, data_.high, 8), plot.left(),
                    with_y_title ? say("asparaginase activity (IU/L)") : "", plot.left() - 11);
        canvas_.line({plot.left(), y_.from_mm}, {plot.left(), plot.bottom()});
        std::vector<AxisTick> ticks;
        for (const int day : data_.days) ticks.push_back({static_cast<double>(day), std::to_string(day)});
        draw_x_axis(canvas_, x_, ticks, plot.bottom(), say("days after the dose"));
    }

    void limits(const QRectF& plot) {
        const double threshold = y_(data_.threshold);
        canvas_.line({plot.left(), threshold}, {plot.right(), threshold}, {palette::ink, 0.6, true});
        canvas_.text({plot.left() + 0.8, threshold - 0.9}, number_words(data_.threshold) + " IU/L",
                     {6.5, palette::ink});
        if (data_.lloq <= 0) return;
        const double lloq = y_(data_.lloq);
        canvas_.line({plot.left(), lloq}, {plot.right(), lloq}, {palette::muted, 0.4});
        canvas_.text({plot.left() + 0.8, lloq - 1.4}, say("LLOQ"), {6.5, palette::muted});
    }

    void series(Period period, std::size_t patient, std::vector<PointLabel>& labels) {
        std::vector<ActivityPoint> points;
        for (const ActivityPoint& point : data_.points)
            if (point.period == period && point.patient == patient) points.push_back(point);
        std::stable_sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.day < b.day; });
        const QColor colour = palette::group(data_.patients[patient].group);
        std::vector<QPointF> line;
        for (const ActivityPoint& point : points)
            if (!point.other_product) line.push_back(place(point));
        canvas_.polyline(line, {palette::tint(colour, 0.65), 0.8});
        for (const ActivityPoint& point : points) draw_point(point, colour);
        if (!points.empty()) {
            const bool grey = points.back().other_product;
            const PatientLook& look = data_.patients[patient];
            labels.push_back({place(points.back()), look.tag, look.id, grey ? palette::muted : colour});
        }
    }

    [[nodiscard]] QPointF place(const ActivityPoint& point) const {
        return {x_(point.day + sideways_days(data_, point)), y_.clamped(std::max(point.value, data_.low))};
    }

    void draw_point(const ActivityPoint& point, const QColor& group_colour) {
        const QColor colour = point.other_product ? QColor(0xA6, 0xA6, 0xA6) : group_colour;
        if (point.qualifier == '<') return canvas_.mark(Mark::triangle_down, place(point), 1.7, colour, false);
        if (point.qualifier == '>') return canvas_.mark(Mark::triangle_up, place(point), 1.9, colour, false);
        const Mark shape = point.other_product ? Mark::square : Mark::circle;
        canvas_.mark(shape, place(point), 1.7, colour, point.period == Period::after && !point.other_product);
    }
};

std::vector<LegendItem> legend(const ActivityData& data) {
    std::vector<LegendItem> items;
    const auto any = [&](auto test) { return std::any_of(data.points.begin(), data.points.end(), test); };
    const std::vector<Group> groups = groups_present(data.patients);
    if (groups != std::vector{Group::unclassified})
        for (const Group group : groups)
            items.push_back({group_words(group), palette::group(group), Mark::circle, true, true});
    if (any([](const ActivityPoint& p) { return p.period == Period::before; }))
        items.push_back({say("before"), palette::muted, Mark::circle, false});
    if (any([](const ActivityPoint& p) { return p.period == Period::after; }))
        items.push_back({say("after"), palette::muted, Mark::circle, true});
    if (any([](const ActivityPoint& p) { return p.qualifier == '<'; }))
        items.push_back({say("below LLOQ"), palette::muted, Mark::triangle_down, false});
    if (any([](const ActivityPoint& p) { return p.qualifier == '>'; }))
        items.push_back({say("above the upper limit"), palette::muted, Mark::triangle_up, false});
    if (any([](const ActivityPoint& p) { return p.other_product; }))
        items.push_back({say("drawn after another asparaginase"), QColor(0xA6, 0xA6, 0xA6), Mark::square, false});
    return items;
}

std::string caption(const Evidence& evidence, const ActivityData& data) {
    std::set<std::string> methods, before, after;
    std::size_t other = 0;
    for (const ActivitySample& sample : evidence.activity) {
        if (!sample.method.empty()) methods.insert(sample.method);
        (sample.period == Period::before ? before : after).insert(sample.patient);
        other += sample.other_asparaginase;
    }
    std::vector<std::string> parts = {
        evidence.settings.blind
            ? say("Serum asparaginase activity per patient, n = %1 before blinatumomab, hidden after it while the "
                  "study "
                  "is blind; one line per patient.",
                  {std::to_string(before.size())})
            : say("Serum asparaginase activity per patient, n = %1 before and %2 after blinatumomab; one line per "
                  "patient.",
                  {std::to_string(before.size()), std::to_string(after.size())})};
    if (!methods.empty()) parts.push_back(say("Method: %1.", {list_words({methods.begin(), methods.end()})}));
    parts.push_back(say("Logarithmic axis; dashed line: %1 IU/L.", {axis_number(data.threshold)}));
    if (data.lloq > 0)
        parts.push_back(say(
            "Open triangles are below the limit of quantification (%1 IU/L), side by side so that none hides another.",
            {axis_number(data.lloq)}));
    if (other > 0)
        parts.push_back(
            say("Grey, drawn after a later dose of another asparaginase: %1. Assays do not tell the enzymes apart, so "
                "these are not counted for this dose.",
                {std::to_string(other)}));
    if (methods.size() > 1) parts.push_back(say("More than one assay method: values are not interchangeable."));
    return sentences(parts);
}

std::string table(const Evidence& evidence) {
    CsvText csv({"patient", "group", "period", "nominal_day", "timeline_day", "qualifier", "activity_iu_l", "lloq_iu_l",
                 "method", "attributed_product", "other_asparaginase"});
    for (const ActivitySample& s : evidence.activity) {
        const PatientEvidence* patient = evidence.patient(s.patient);
        csv.row({s.patient, patient ? group_name(patient->group) : "", s.period == Period::before ? "before" : "after",
                 std::to_string(s.nominal_day), cell(s.day), qualifier_cell(s.given.qualifier), cell(s.iu_l),
                 cell(s.lloq_iu_l), s.method, s.attributed_product, s.other_asparaginase ? "yes" : "no"});
    }
    return csv.text();
}

}  // namespace

std::optional<Figure> activity_figure(const Evidence& evidence) {
    const ActivityData data = activity_data(evidence);
    if (data.points.empty()) return std::nullopt;
    const std::vector<LegendItem> keys = legend(data);
    const double plot_height = std::clamp(3.0 * static_cast<double>(data.patients.size()), 58.0, 110.0);
    const double height = tag_band_mm + 6 + plot_height + 10.5 + legend_height(double_column_mm - 14, keys);
    const RestoredCount count = restored_count(evidence);
    std::string title = evidence.settings.blind ? say("Asparaginase activity before blinatumomab")
                                                : say("Asparaginase activity before and after blinatumomab");
    if (count.evaluable > 0)
        title = say_count(count.evaluable, "Activity met rule %1 in %2 patient after blinatumomab",
                          "Activity met rule %1 in %2 patients after blinatumomab",
                          {evidence.settings.restoration_rule, of_words(count.restored, count.evaluable)});
    return make_figure(evidence, "activity", "activity", title, caption(evidence, data),
                       QSizeF(double_column_mm, height), table(evidence), [data, keys, plot_height](Canvas& canvas) {
                           const double top = tag_band_mm + 6, width = (double_column_mm - 14 - 2 * 11 - 9) / 2;
                           ActivityPainter painter(data, canvas);
                           painter.facet(Period::before, QRectF(14, top, width, plot_height), true);
                           painter.facet(Period::after, QRectF(14 + width + 20, top, width, plot_height), false);
                           draw_legend(canvas, {14, top + plot_height + 10}, double_column_mm - 14, keys);
                       });
}

}  // namespace asparagate
