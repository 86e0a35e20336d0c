#include "figures/axis.hpp"
#include "figures/csv_text.hpp"
#include "figures/marks.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/term_words.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

namespace asparagate {

namespace {

enum class SampleKind { activity, other_asparaginase, antibodies, flow, flow_failed };

struct LaneSample {
    double day = 0;
    SampleKind kind = SampleKind::activity;
    bool after = false;
};

struct Lane {
    PatientLook look;
    std::vector<Dose> doses;
    std::vector<LaneSample> samples;
    std::string outcome, tolerance;
};

struct SwimlaneData {
    std::vector<Lane> lanes;
    std::vector<std::string> products;  ///< single doses, in the order in which they are first given
    bool infusion = false;              ///< blinatumomab was given
    double first_day = 0, last_day = 0;
    std::size_t undated_visits = 0;  ///< flow samples of a visit whose day the study does not say
};

bool is_infusion(const Dose& dose) {
    return dose.product == "blinatumomab";
}

void add_sample(Lane& lane, LaneSample sample) {
    const bool known = std::any_of(lane.samples.begin(), lane.samples.end(), [&](const LaneSample& other) {
        return other.day == sample.day && other.kind == sample.kind && other.after == sample.after;
    });
    if (!known) lane.samples.push_back(sample);
}

void add_flow(const Evidence& evidence, Lane& lane, std::size_t& undated) {
    std::map<std::string, bool> failed;  // by visit; one tube that works is a sample
    for (const SampleSummary& sample : evidence.samples) {
        if (sample.sample.patient != lane.look.id || !sample.sample.control.empty()) continue;
        const auto [visit, is_new] = failed.emplace(sample.sample.visit, true);
        if (sample.error.empty()) visit->second = false;
    }
    for (const auto& [visit, all_failed] : failed) {
        const auto day = evidence.settings.visit_days.find(visit);
        if (day == evidence.settings.visit_days.end())
            ++undated;
        else
            add_sample(lane, {day->second, all_failed ? SampleKind::flow_failed : SampleKind::flow,
                              visit != evidence.settings.baseline_visit});
    }
}

void add_outcome(const Evidence& evidence, Lane& lane) {
    const PatientEvidence* patient = evidence.patient(lane.look.id);
    if (patient == nullptr || evidence.settings.blind) return;
    lane.outcome = restoration_words(patient->restored);
    if (patient->tolerated) lane.tolerance = *patient->tolerated ? say("tolerated") : say("not tolerated");
}

Lane lane_of(const Evidence& evidence, const PatientLook& look, std::size_t& undated) {
    Lane lane{look, {}, {}, "", ""};
    for (const Dose& dose : evidence.doses)
        if (dose.patient == look.id) lane.doses.push_back(dose);
    for (const ActivitySample& sample : evidence.activity)
        if (sample.patient == look.id)
            add_sample(lane,
                       {sample.day, sample.other_asparaginase ? SampleKind::other_asparaginase : SampleKind::activity,
                        sample.period == Period::after});
    for (const AntibodyChange& change : evidence.antibodies) {
        if (change.patient != look.id) continue;
        if (change.before) add_sample(lane, {change.before->day, SampleKind::antibodies, false});
        if (change.after) add_sample(lane, {change.after->day, SampleKind::antibodies, true});
    }
    add_flow(evidence, lane, undated);
    std::stable_sort(lane.samples.begin(), lane.samples.end(),
                     [](const LaneSample& a, const LaneSample& b) { return a.day < b.day; });
    add_outcome(evidence, lane);
    return lane;
}

std::vector<std::string> products_in_order(const std::vector<Lane>& lanes) {
    std::vector<Dose> doses;
    for (const Lane& lane : lanes)
        for (const Dose& dose : lane.doses)
            if (!is_infusion(dose)) doses.push_back(dose);
    std::stable_sort(doses.begin(), doses.end(), [](const Dose& a, const Dose& b) { return a.day < b.day; });
    std::vector<std::string> products;
    for (const Dose& dose : doses)
        if (std::find(products.begin(), products.end(), dose.product) == products.end())
            products.push_back(dose.product);
    return products;
}

SwimlaneData swimlane_data(const Evidence& evidence) {
    SwimlaneData data;
    for (const PatientLook& look : patients_in_order(evidence))
        data.lanes.push_back(lane_of(evidence, look, data.undated_visits));
    data.products = products_in_order(data.lanes);
    double first = std::numeric_limits<double>::infinity(), last = -first;
    const auto reach = [&](double day) { first = std::min(first, day), last = std::max(last, day); };
    for (const Lane& lane : data.lanes) {
        for (const Dose& dose : lane.doses) {
            reach(dose.day);
            reach(dose.end_day.value_or(dose.day));
            data.infusion = data.infusion || is_infusion(dose);
        }
        for (const LaneSample& sample : lane.samples) reach(sample.day);
    }
    if (first <= last) data.first_day = first, data.last_day = last;
    return data;
}

bool has_marks(const SwimlaneData& data) {
    return std::any_of(data.lanes.begin(), data.lanes.end(),
                       [](const Lane& lane) { return !lane.doses.empty() || !lane.samples.empty(); });
}

const QColor other_grey(0xA6, 0xA6, 0xA6), infusion_colour(0xA9, 0xCF, 0xE8);
constexpr double dose_mm = 2.8, mark_mm = 1.7;

/// The sign of a single dose: its product tells colour, height and whether it is filled.
void draw_dose(Canvas& canvas, QPointF foot, std::size_t product) {
    constexpr double width = 0.95;
    const double height = product % 2 == 0 ? dose_mm : dose_mm * 0.6;
    const QRectF box(foot.x() - width / 2, foot.y() - height, width, height);
    const QColor colour = palette::series(product);
    canvas.rectangle(box, (product / 2) % 2 == 0 ? colour : palette::paper);
    canvas.frame(box, {colour, 0.6});
}

void draw_sample(Canvas& canvas, QPointF at, const LaneSample& sample) {
    switch (sample.kind) {
        case SampleKind::activity:
            return canvas.mark(Mark::circle, at, mark_mm, palette::ink, sample.after);
        case SampleKind::other_asparaginase:
            return canvas.mark(Mark::square, at, mark_mm, other_grey, false);
        case SampleKind::antibodies:
            return canvas.mark(Mark::plus, at, mark_mm * 1.15, palette::ink, sample.after);
        case SampleKind::flow:
            return canvas.mark(Mark::diamond, at, mark_mm * 1.05, palette::ink, sample.after);
        case SampleKind::flow_failed:
            return canvas.mark(Mark::diamond, at, mark_mm * 1.05, other_grey, sample.after);
    }
}

struct SwimlaneLayout {
    double names = 8, outcome = 22, row = 8.4, top = 0, bottom = 0;
    QRectF plot;
    double legend_top = 0, height = 0;
};

constexpr TextStyle name_style{7, palette::ink, true}, outcome_style{6.5};

class SwimlanePainter {
public:
    SwimlanePainter(const SwimlaneData& data, const SwimlaneLayout& layout, Canvas& canvas)
        : data_(data), at_(layout), canvas_(canvas) {
        const double margin = std::max(2.0, (data.last_day - data.first_day) * 0.03);
        x_ = {false, data.first_day - margin, data.last_day + margin, layout.plot.left(), layout.plot.right()};
    }

    void draw() {
        const auto ticks = linear_ticks(x_.low, x_.high, 8);
        for (const AxisTick& tick : ticks)
            canvas_.line({x_(tick.value), at_.plot.top()}, {x_(tick.value), at_.plot.bottom()},
                         {tick.value == 0 ? palette::faint : QColor(0xEC, 0xEC, 0xEC), 0.4});
        for (std::size_t i = 0; i < data_.lanes.size(); ++i) lane(data_.lanes[i], i);
        draw_x_axis(canvas_, x_, ticks, at_.plot.bottom(),
                    data_.infusion ? say("day (blinatumomab starts on day 0)") : say("day"));
    }

    /// Products, then samples; returns the height used.
    double legend(double top) const {
        double y = top;
        double x = at_.plot.left();
        const TextStyle style{6.5};
        const double line = line_height(style) * 1.15;
        const auto item = [&](const std::string& text, double width, auto sign) {
            const double needed = width + 1.2 + text_width(text, style) + 3.5;
            if (x > at_.plot.left() && x + needed - 3.5 > double_column_mm - 1) x = at_.plot.left(), y += line;
            sign(QPointF(x, y + line / 2));
            canvas_.text({x + width + 1.2, y + line / 2}, text, style, Side::left, Level::middle);
            x += needed;
        };
        for (std::size_t p = 0; p < data_.products.size(); ++p)
            item(product_words(data_.products[p]), 1.2,
                 [&](QPointF at) { draw_dose(canvas_, at + QPointF(0.6, dose_mm / 2 - 0.1), p); });
        if (data_.infusion)
            item(say("blinatumomab infusion"), 5,
                 [&](QPointF at) { canvas_.rectangle(QRectF(at.x(), at.y() - 1, 5, 2), infusion_colour); });
        const auto sample = [&](const std::string& text, LaneSample of) {
            if (present(of)) item(text, 1.6, [&](QPointF at) { draw_sample(canvas_, at + QPointF(0.9, 0), of); });
        };
        if (x > at_.plot.left()) x = at_.plot.left(), y += line;
        sample(say("activity before blinatumomab"), {0, SampleKind::activity, false});
        sample(say("activity after"), {0, SampleKind::activity, true});
        sample(say("activity drawn after another asparaginase"), {0, SampleKind::other_asparaginase, false});
        sample(say("antibodies"), {0, SampleKind::antibodies, false});
        sample(say("flow, first visit"), {0, SampleKind::flow, false});
        sample(say("flow, later visit"), {0, SampleKind::flow, true});
        sample(say("flow that could not be gated"), {0, SampleKind::flow_failed, true});
        return y + line - top;
    }

private:
    const SwimlaneData& data_;
    const SwimlaneLayout& at_;
    Canvas& canvas_;
    Scale x_;

    [[nodiscard]] bool present(const LaneSample& like) const {
        // Antibodies look the same before and after.
        const bool either = like.kind != SampleKind::activity && like.kind != SampleKind::flow;
        return std::any_of(data_.lanes.begin(), data_.lanes.end(), [&](const Lane& lane) {
            return std::any_of(lane.samples.begin(), lane.samples.end(), [&](const LaneSample& sample) {
                return sample.kind == like.kind && (either || sample.after == like.after);
            });
        });
    }

    void lane(const Lane& lane, std::size_t index) {
        const double top = at_.plot.top() + static_cast<double>(index) * at_.row, middle = top + at_.row / 2;
        const double doses = top + at_.row * 0.52, samples = top + at_.row * 0.52 + 1.7;
        if (index > 0) canvas_.line({0, top}, {double_column_mm, top}, {QColor(0xDD, 0xDD, 0xDD), 0.3});
        const QColor colour = palette::group(lane.look.group);
        TextStyle style = name_style;
        style.colour = colour;
        canvas_.text({1, middle}, elide(lane.look.id, at_.names - 1.5, style), style, Side::left, Level::middle);
        for (const Dose& dose : lane.doses)
            if (is_infusion(dose)) infusion(dose, doses);
        for (const Dose& dose : lane.doses) {
            if (is_infusion(dose)) continue;
            const auto product = std::find(data_.products.begin(), data_.products.end(), dose.product);
            draw_dose(canvas_, {x_(dose.day), doses}, static_cast<std::size_t>(product - data_.products.begin()));
        }
        std::vector<double> wanted;
        for (const LaneSample& sample : lane.samples) wanted.push_back(x_(sample.day));
        const std::vector<double> places = spread(wanted, mark_mm * 1.25, x_.from_mm, x_.to_mm);
        for (std::size_t i = 0; i < places.size(); ++i) draw_sample(canvas_, {places[i], samples}, lane.samples[i]);
        outcome(lane, middle, colour);
    }

    void infusion(const Dose& dose, double foot) {
        const double from = x_(dose.day), to = x_(dose.end_day.value_or(dose.day));
        canvas_.rectangle(QRectF(from, foot - dose_mm, std::max(0.95, to - from), dose_mm), infusion_colour);
    }

    void outcome(const Lane& lane, double middle, const QColor& colour) {
        if (lane.outcome.empty()) return;
        const double x = at_.plot.right() + 3, room = double_column_mm - x - 0.5;
        std::string first = lane.outcome;
        if (lane.look.group != Group::unclassified) first = say("%1, %2", {group_words(lane.look.group), first});
        const bool both = !lane.tolerance.empty();
        canvas_.text({x, both ? middle - 0.3 : middle}, elide(first, room, outcome_style),
                     {outcome_style.points, colour}, Side::left, both ? Level::baseline : Level::middle);
        if (both)
            canvas_.text({x, middle + 0.4}, elide(lane.tolerance, room, outcome_style),
                         {outcome_style.points, palette::muted}, Side::left, Level::top);
    }
};

SwimlaneLayout layout_of(const SwimlaneData& data) {
    SwimlaneLayout layout;
    for (const Lane& lane : data.lanes) {
        layout.names = std::max(layout.names, std::min(24.0, text_width(lane.look.id, name_style) + 3));
        const std::string first = lane.look.group == Group::unclassified
                                      ? lane.outcome
                                      : say("%1, %2", {group_words(lane.look.group), lane.outcome});
        const double wide = std::max(text_width(first, outcome_style), text_width(lane.tolerance, outcome_style));
        layout.outcome = lane.outcome.empty() ? layout.outcome : std::max(layout.outcome, std::min(44.0, wide + 4));
    }
    const bool outcomes =
        std::any_of(data.lanes.begin(), data.lanes.end(), [](const Lane& lane) { return !lane.outcome.empty(); });
    if (!outcomes) layout.outcome = 4;
    layout.plot = QRectF(layout.names + 1, tag_band_mm + 1, double_column_mm - layout.names - 1 - layout.outcome,
                         layout.row * static_cast<double>(data.lanes.size()));
    layout.legend_top = layout.plot.bottom() + 9;
    return layout;
}

std::string table(const Evidence& evidence, const SwimlaneData& data) {
    CsvText csv({"patient", "group", "kind", "what", "day", "end_day", "dose", "unit"});
    for (const Lane& lane : data.lanes) {
        const std::string group = group_name(lane.look.group);
        for (const Dose& dose : lane.doses)
            csv.row({lane.look.id, group, "dose", dose.product, cell(dose.day), cell(dose.end_day), cell(dose.dose),
                     dose.unit});
        for (const LaneSample& sample : lane.samples) {
            const bool antibodies = sample.kind == SampleKind::antibodies;
            const bool activity = sample.kind == SampleKind::activity || sample.kind == SampleKind::other_asparaginase;
            const std::string note = sample.kind == SampleKind::other_asparaginase ? "after another asparaginase"
                                     : sample.kind == SampleKind::flow_failed      ? "not gated"
                                                                                   : "";
            csv.row({lane.look.id, group,
                     activity     ? "activity sample"
                     : antibodies ? "antibody sample"
                                  : "flow sample",
                     note, cell(sample.day), "", "", ""});
        }
        const PatientEvidence* patient = evidence.patient(lane.look.id);
        if (patient != nullptr && !lane.outcome.empty())
            csv.row({lane.look.id, group, "outcome", restoration_name(patient->restored), "", "", "", ""});
    }
    return csv.text();
}

std::string caption(const Evidence& evidence, const SwimlaneData& data) {
    return sentences(
        {say("One row per patient, n = %1: doses above, samples below, on the patient's own timeline in days.",
             {std::to_string(data.lanes.size())}),
         say("Marks that fall on one day stand side by side."),
         evidence.settings.blind
             ? say("This study is blind: activity after blinatumomab and outcomes are left out.")
             : say("At the right: group, whether activity was restored by rule %1, and whether the rechallenge was "
                   "tolerated, which is not the same.",
                   {evidence.settings.restoration_rule}),
         data.undated_visits == 0 ? ""
                                  : say("Flow samples of visits without a day in the study file are not drawn: %1.",
                                        {std::to_string(data.undated_visits)})});
}

}  // namespace

std::optional<Figure> swimlane_figure(const Evidence& evidence) {
    const SwimlaneData data = swimlane_data(evidence);
    if (!has_marks(data)) return std::nullopt;
    SwimlaneLayout layout = layout_of(data);
    layout.height =
        layout.legend_top +
        drawn_height([&](Canvas& canvas) { return SwimlanePainter(data, layout, canvas).legend(layout.legend_top); }) +
        1;
    return make_figure(evidence, "swimlane", "study", say("What was given and sampled, and when?"),
                       caption(evidence, data), QSizeF(double_column_mm, layout.height), table(evidence, data),
                       [data, layout](Canvas& canvas) {
                           SwimlanePainter painter(data, layout, canvas);
                           painter.draw();
                           painter.legend(layout.legend_top);
                       });
}

}  // namespace asparagate
