#include "figures/axis.hpp"
#include "figures/csv_text.hpp"
#include "figures/marks.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/term_words.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include "asparagate/analysis/statistics/mann_whitney.hpp"
#include "asparagate/analysis/statistics/significance.hpp"

namespace asparagate {

namespace {

struct Effect {
    Comparison comparison;
    std::string name;
    std::optional<double> band_low, band_high;  ///< of the estimate when gates are moved
    /// All differences between patients of the two groups, and the level of that range: where no 95 % interval exists.
    std::optional<double> range_low, range_high, range_level;
};

/// A line of the forest: the heading of a family, or one effect.
struct ForestRow {
    std::string family;  ///< of a heading, else empty
    Effect effect;
    [[nodiscard]] bool is_heading() const { return !family.empty(); }
};

struct Forest {
    std::string sample;  ///< "AAR vs AANR"
    std::vector<ForestRow> rows;
    Scale x;
    bool has_band = false;
};

const ConclusionBand* band_of(const Evidence& evidence, const Comparison& comparison) {
    for (const ConclusionBand& band : evidence.uncertainty.conclusions)
        if (band.feature == comparison.feature && band.quantity == comparison.quantity &&
            band.test == comparison.test && band.subject == comparison.sample)
            return &band;
    return nullptr;
}

/// The range that the exact interval would have at the highest level these patients can give. Left out where the values
/// found here are not those of the test.
void add_range(const Evidence& evidence, Effect& effect) {
    const Comparison& comparison = effect.comparison;
    if (!comparison.estimate || comparison.low || comparison.high) return;
    std::vector<double> first, second;
    for (const PatientEvidence& patient : evidence.patients) {
        const FoldChange* change = evidence.fold_change(comparison.feature, patient.patient.id);
        const bool used = change && change->log2fc && change->state != ChangeState::unreliable &&
                          change->state != ChangeState::missing && patient.group != Group::unclassified;
        if (used) (patient.group == Group::aar ? first : second).push_back(*change->log2fc);
    }
    if (first.size() != comparison.n_1 || second.size() != comparison.n_2) return;
    const HodgesLehmann location = hodges_lehmann(first, second);
    if (std::abs(location.estimate - *comparison.estimate) > 1e-9 * std::max(1.0, std::abs(location.estimate))) return;
    effect.range_low = location.range_low, effect.range_high = location.range_high;
    effect.range_level = location.range_confidence;
}

Effect effect_of(const Evidence& evidence, const Comparison& comparison) {
    Effect effect{comparison, comparison.feature_name, {}, {}, {}, {}, {}};
    add_range(evidence, effect);
    const Feature* feature = evidence.feature(comparison.feature);
    if (feature && feature->measure != "percent_of_parent")
        effect.name = say("%1 (%2)", {effect.name, measure_words(*feature)});
    if (const ConclusionBand* band = band_of(evidence, comparison))
        effect.band_low = band->estimate_low, effect.band_high = band->estimate_high;
    return effect;
}

std::vector<Comparison> group_changes(const Evidence& evidence) {
    std::vector<Comparison> found;
    for (const Comparison& comparison : evidence.comparisons)
        if (comparison.n_2 > 0 && comparison.quantity == "log2 fold change" && evidence.feature(comparison.feature))
            found.push_back(comparison);
    return found;
}

/// Families as the study lists them.
std::vector<ForestRow> forest_rows(const Evidence& evidence) {
    const std::vector<Comparison> changes = group_changes(evidence);
    std::vector<std::string> families;
    for (const Comparison& comparison : changes)
        if (std::find(families.begin(), families.end(), comparison.family) == families.end())
            families.push_back(comparison.family);
    std::vector<ForestRow> rows;
    for (const std::string& family : families) {
        rows.push_back({family.empty() ? say("no family") : family, {}});
        for (const Comparison& comparison : changes)
            if (comparison.family == family) rows.push_back({"", effect_of(evidence, comparison)});
    }
    return rows;
}

/// Holds every finite number and zero.
Scale forest_scale(const std::vector<ForestRow>& rows, double left, double right) {
    double low = -1, high = 1;
    const auto reach = [&](const std::optional<double>& value) {
        if (value) low = std::min(low, *value), high = std::max(high, *value);
    };
    for (const ForestRow& row : rows) {
        const Comparison& c = row.effect.comparison;
        if (c.estimate) reach(c.estimate), reach(c.low), reach(c.high);
        reach(row.effect.band_low), reach(row.effect.band_high);
        reach(row.effect.range_low), reach(row.effect.range_high);
    }
    const double margin = (high - low) * 0.05;
    return {false, low - margin, high + margin, left, right};
}

constexpr double row_mm = 4.1, name_mm = 50, plot_left = 53, plot_right = 112, effect_left = 116, p_left = 152;
constexpr double head_mm = 5, key_mm = 4;
constexpr std::size_t rows_per_page = 48;
constexpr TextStyle row_style{6.5}, head_style{6.5, palette::muted};
const QColor band_colour(0xF0, 0xD9, 0x9A), open_colour(0x99, 0x99, 0x99);

std::string bounds_words(const std::optional<double>& low, const std::optional<double>& high) {
    return "[" + (low ? fixed_words(*low, 2) : std::string("\u2212∞")) + ", " +
           (high ? fixed_words(*high, 2) : std::string("∞")) + "]";
}

std::string estimate_words(const Effect& effect) {
    const Comparison& comparison = effect.comparison;
    std::string text = fixed_words(*comparison.estimate, 2) + "  ";
    if (effect.range_level)
        return text + bounds_words(effect.range_low, effect.range_high) + "  " +
               percent_words(100 * *effect.range_level) + "\u00a0%";
    text += bounds_words(comparison.low, comparison.high);
    const bool finite = comparison.low || comparison.high;
    return finite && comparison.achieved ? text + "  " + percent_words(100 * *comparison.achieved) + "\u00a0%" : text;
}

std::string p_column(const Comparison& comparison) {
    if (!comparison.p) return "";
    std::string text = p_words(*comparison.p);
    if (comparison.p_min_attainable) text += "  (" + p_words(*comparison.p_min_attainable) + ")";
    return text;
}

/// Why there is no estimate, on one line of the plot.
std::string short_reason(const Comparison& comparison) {
    return comparison.note.starts_with("not tested: at the detection floor")
               ? say("not tested: at the detection floor after treatment in too many patients")
               : reason_words(comparison);
}

class ForestPainter {
public:
    ForestPainter(const Forest& forest, Canvas& canvas) : forest_(forest), canvas_(canvas) {}

    void draw() {
        const double top = tag_band_mm + head_mm, bottom = top + row_mm * static_cast<double>(forest_.rows.size());
        heads(top - 1.4);
        const auto ticks = linear_ticks(forest_.x.low, forest_.x.high, 6);
        for (const AxisTick& tick : ticks)
            if (tick.value != 0)
                canvas_.line({forest_.x(tick.value), top}, {forest_.x(tick.value), bottom},
                             {QColor(0xEC, 0xEC, 0xEC), 0.4});
        canvas_.line({forest_.x(0), top}, {forest_.x(0), bottom}, {palette::axis, 0.6});
        for (std::size_t i = 0; i < forest_.rows.size(); ++i)
            row(forest_.rows[i], top + (static_cast<double>(i) + 0.5) * row_mm);
        draw_x_axis(canvas_, forest_.x, ticks, bottom,
                    say("difference of log2 fold changes, %1", {sample_words(forest_.sample)}));
        key(bottom + 10);
    }

private:
    const Forest& forest_;
    Canvas& canvas_;

    void heads(double baseline) {
        canvas_.text({effect_left, baseline}, say("estimate  [interval]  its level"), head_style);
        canvas_.text({p_left, baseline}, say("p  (smallest possible)"), head_style);
    }

    void row(const ForestRow& row, double y) {
        if (row.is_heading()) {
            const TextStyle bold{7, palette::ink, true};
            canvas_.text({1, y + 0.4}, elide(row.family, name_mm, bold), bold, Side::left, Level::middle);
            return;
        }
        const Comparison& c = row.effect.comparison;
        TextStyle style = row_style;
        style.bold = c.primary;
        canvas_.text({3, y}, elide(row.effect.name, name_mm - 2, style), style, Side::left, Level::middle);
        if (!c.estimate) {
            const TextStyle quiet{6, palette::muted, false, true};
            const std::string reason = short_reason(c);
            const double room = double_column_mm - plot_left - 1, width = text_width(reason, quiet) + 1;
            canvas_.rectangle(QRectF(plot_left, y - row_mm / 2, std::min(width, room), row_mm), palette::paper);
            canvas_.text({plot_left, y}, elide(reason, room, quiet), quiet, Side::left, Level::middle);
            return;
        }
        interval(row.effect, y);
        canvas_.text({effect_left, y}, estimate_words(row.effect), row_style, Side::left, Level::middle);
        canvas_.text({p_left, y}, p_column(c), row_style, Side::left, Level::middle);
    }

    void interval(const Effect& effect, double y) {
        const Comparison& c = effect.comparison;
        if (effect.band_low && effect.band_high) {
            const double from = forest_.x(*effect.band_low), to = forest_.x(*effect.band_high);
            canvas_.rectangle(QRectF(from, y - 1.35, std::max(0.4, to - from), 2.7), band_colour);
        }
        const QPointF middle(forest_.x(*c.estimate), y);
        end(middle, c.low, effect.range_low, forest_.x.from_mm);
        end(middle, c.high, effect.range_high, forest_.x.to_mm);
        canvas_.mark(Mark::square, middle, c.primary ? 1.9 : 1.4, palette::ink, true);
    }

    /// One side of an interval. Without a finite end the line goes on; as far as any two patients differ it is drawn
    /// dark.
    void end(QPointF middle, const std::optional<double>& bound, const std::optional<double>& farthest, double edge) {
        const LineStyle full{palette::ink, 0.9}, thin{palette::ink, 0.5}, open{open_colour, 0.5};
        const auto tick = [&](QPointF at, const LineStyle& style) {
            canvas_.line(at + QPointF(0, -0.7), at + QPointF(0, 0.7), style);
        };
        if (bound) {
            const QPointF at(forest_.x(*bound), middle.y());
            canvas_.line(middle, at, full);
            return tick(at, full);
        }
        const QPointF from = farthest ? QPointF(forest_.x(*farthest), middle.y()) : middle;
        canvas_.arrow({from, QPointF(edge, middle.y())}, open);
        if (!farthest) return;
        canvas_.line(middle, from, thin);
        tick(from, thin);
    }

    void key(double y) {
        double x = 3;
        const auto item = [&](const std::string& words, double width, auto sign) {
            sign(QPointF(x, y));
            canvas_.text({x + width + 1.2, y}, words, {6.5}, Side::left, Level::middle);
            x += width + 1.2 + text_width(words, {6.5}) + 4;
        };
        item(say("estimate, 95 % interval"), 6, [&](QPointF at) {
            canvas_.line(at, at + QPointF(6, 0), {palette::ink, 0.9});
            canvas_.mark(Mark::square, at + QPointF(3, 0), 1.4, palette::ink, true);
        });
        const auto any = [&](auto test) { return std::any_of(forest_.rows.begin(), forest_.rows.end(), test); };
        if (any([](const ForestRow& row) { return row.effect.range_low.has_value(); }))
            item(say("all differences, where no 95 % interval exists"), 6, [&](QPointF at) {
                canvas_.line(at, at + QPointF(6, 0), {palette::ink, 0.5});
                canvas_.mark(Mark::square, at + QPointF(3, 0), 1.4, palette::ink, true);
            });
        if (any([](const ForestRow& row) {
                const Comparison& c = row.effect.comparison;
                return c.estimate && (!c.low || !c.high);
            }))
            item(say("without end"), 5, [&](QPointF at) {
                canvas_.arrow({at, at + QPointF(5, 0)}, {open_colour, 0.5});
            });
        if (forest_.has_band)
            item(say("when the gates are moved"), 6,
                 [&](QPointF at) { canvas_.rectangle(QRectF(at.x(), at.y() - 1.2, 6, 2.4), band_colour); });
    }
};

std::string table(const std::vector<ForestRow>& rows) {
    CsvText csv({"family", "feature", "name", "sample", "n_1", "n_2", "estimate", "low", "high", "achieved", "p",
                 "p_min_attainable", "range_low", "range_high", "range_level", "placement_low", "placement_high",
                 "note"});
    for (const ForestRow& row : rows) {
        if (row.is_heading()) continue;
        const Comparison& c = row.effect.comparison;
        csv.row({c.family, c.feature, c.feature_name, c.sample, std::to_string(c.n_1), std::to_string(c.n_2),
                 cell(c.estimate), cell(c.low), cell(c.high), cell(c.achieved), cell(c.p), cell(c.p_min_attainable),
                 cell(row.effect.range_low), cell(row.effect.range_high), cell(row.effect.range_level),
                 cell(row.effect.band_low), cell(row.effect.band_high), c.note});
    }
    return csv.text();
}

std::string caption(const std::vector<ForestRow>& rows, const Evidence& evidence, bool has_band) {
    std::size_t largest = 0, tested = 0, reach = 0;
    const Comparison* first = nullptr;
    for (const ForestRow& row : rows) {
        const Comparison& c = row.effect.comparison;
        if (row.is_heading() || !c.estimate) continue;
        ++tested;
        reach += c.p_min_attainable && !cannot_reach(c.p_min_attainable, evidence.settings.alpha);
        if (c.n_1 + c.n_2 > largest) largest = c.n_1 + c.n_2, first = &c;
    }
    const PlacementUncertainty& moved = evidence.uncertainty;
    return sentences(
        {say("Hodges-Lehmann estimate of the difference between groups of the log2 fold change from %1 to %2, with the "
             "exact interval of at least 95 % and the level it has.",
             {visit_words(evidence.settings.baseline_visit), visit_words(evidence.settings.followup_visit)}),
         say("An arrow goes on without end: so few patients exclude nothing there; the thin line is then the range of "
             "all differences between two patients, with its own level."),
         first == nullptr
             ? ""
             : say("Sizes of the groups: up to %1 and %2.", {std::to_string(first->n_1), std::to_string(first->n_2)}),
         say("Exact two-sided Mann-Whitney p, not adjusted, and the smallest p that the design can reach; %1 of %2 "
             "could reach p ≤ %3 at all.",
             {std::to_string(reach), std::to_string(tested), axis_number(evidence.settings.alpha)}),
         say("Primary features bold."),
         !has_band
             ? ""
             : say("Bands: 2.5th to 97.5th percentile of the estimate over %1 draws in which every gate was moved "
                   "within its tolerance. They say what hangs on the gates, the intervals what hangs on the "
                   "patients.",
                   {std::to_string(moved.draws)})});
}

/// Pages of a height that prints; a family that goes on repeats its heading.
std::vector<std::vector<ForestRow>> pages_of(const std::vector<ForestRow>& rows) {
    std::vector<std::vector<ForestRow>> pages(1);
    std::string family;
    for (const ForestRow& row : rows) {
        const bool full = pages.back().size() >= rows_per_page;
        const bool lonely = row.is_heading() && pages.back().size() + 2 > rows_per_page;
        if (full || lonely) {
            pages.emplace_back();
            if (!row.is_heading()) pages.back().push_back({family, {}});
        }
        if (row.is_heading()) family = row.family;
        pages.back().push_back(row);
    }
    return pages;
}

}  // namespace

std::vector<Figure> effects_figures(const Evidence& evidence) {
    const std::vector<ForestRow> rows = forest_rows(evidence);
    const bool any = std::any_of(rows.begin(), rows.end(), [](const ForestRow& row) {
        return !row.is_heading() && row.effect.comparison.estimate;
    });
    if (!any) return {};
    const bool has_band =
        std::any_of(rows.begin(), rows.end(), [](const ForestRow& row) { return row.effect.band_low.has_value(); });
    const Scale x = forest_scale(rows, plot_left, plot_right);
    const auto tested = std::find_if(rows.begin(), rows.end(), [](const ForestRow& row) { return !row.is_heading(); });
    const std::string sample = tested->effect.comparison.sample;
    const auto pages = pages_of(rows);
    std::vector<Figure> figures;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const Forest forest{sample, pages[i], x, has_band};
        const double height = tag_band_mm + head_mm + row_mm * static_cast<double>(pages[i].size()) + 10 + key_mm;
        const std::string title = say("How large are the differences between the groups?");
        figures.push_back(
            make_figure(evidence, pages.size() > 1 ? "effects_" + std::to_string(i + 1) : "effects", "cells",
                        pages.size() > 1 ? say("%1 (%2)", {title, of_words(i + 1, pages.size())}) : title,
                        caption(rows, evidence, has_band), QSizeF(double_column_mm, height), table(pages[i]),
                        [forest](Canvas& canvas) { ForestPainter(forest, canvas).draw(); }));
    }
    return figures;
}

}  // namespace asparagate
