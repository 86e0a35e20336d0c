#include "figures/csv_text.hpp"
#include "figures/facets.hpp"
#include "figures/marks.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/term_words.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <set>
#include <sstream>

namespace asparagate {

namespace {

/// What there is of one kind of data in one patient.
enum class Presence { measured, below_limit, other_product, unusable, missing, not_done };

std::string presence_name(Presence presence) {
    switch (presence) {
        case Presence::measured:
            return "measured";
        case Presence::below_limit:
            return "below limit";
        case Presence::other_product:
            return "after another asparaginase";
        case Presence::unusable:
            return "not usable";
        case Presence::missing:
            return "missing";
        case Presence::not_done:
            return "not done";
    }
    return {};
}

std::string presence_words(Presence presence) {
    switch (presence) {
        case Presence::measured:
            return say("measured");
        case Presence::below_limit:
            return say("measured, below a limit of the assay");
        case Presence::other_product:
            return say("drawn after another asparaginase: not of the dose in question");
        case Presence::unusable:
            return say("there, but not usable");
        case Presence::missing:
            return say("missing, though others of its kind were done in this patient");
        case Presence::not_done:
            return say("not done in this patient");
    }
    return {};
}

bool counts(Presence presence) {
    return presence == Presence::measured || presence == Presence::below_limit;
}

/// A name as tables keep it and as people read it.
struct Term {
    std::string code, shown;
};

struct DataKind {
    std::string block_code, block;  ///< heading over neighbouring columns
    std::string name_code, name;
    std::vector<Presence> cells;  ///< per patient
};

class DataKinds {
public:
    explicit DataKinds(const Evidence& evidence) : evidence_(evidence), patients_(patients_in_order(evidence)) {}

    std::vector<DataKind> all() {
        activity(Period::before, {"activity before", say("activity before")});
        activity(Period::after, {"activity after", say("activity after")});
        antibodies(Period::before, {"antibodies before", say("antibodies before")});
        antibodies(Period::after, {"antibodies after", say("antibodies after")});
        flow();
        if (!evidence_.settings.blind) outcomes();
        return std::move(kinds_);
    }

private:
    const Evidence& evidence_;
    std::vector<PatientLook> patients_;
    std::vector<DataKind> kinds_;

    template <class Look>
    void add(const Term& block, const Term& name, Look look) {
        DataKind kind{block.code, block.shown, name.code, name.shown, {}};
        for (const PatientLook& patient : patients_) kind.cells.push_back(look(patient.id));
        kinds_.push_back(std::move(kind));
    }

    void activity(Period period, const Term& block) {
        std::set<int> days;
        std::set<std::string> done;
        for (const ActivitySample& sample : evidence_.activity) {
            done.insert(sample.patient);
            if (sample.period == period) days.insert(sample.nominal_day);
        }
        for (const int day : days)
            add(block, {"day " + std::to_string(day), say("day %1", {std::to_string(day)})},
                [&](const std::string& patient) {
                    Presence found = done.contains(patient) ? Presence::missing : Presence::not_done;
                    for (const ActivitySample& sample : evidence_.activity) {
                        if (sample.patient != patient || sample.period != period || sample.nominal_day != day) continue;
                        if (sample.other_asparaginase)
                            found = counts(found) ? found : Presence::other_product;
                        else
                            found = sample.given.qualifier == '=' ? Presence::measured : Presence::below_limit;
                    }
                    return found;
                });
    }

    void antibodies(Period period, const Term& block) {
        for (const std::string& specificity : specificities(evidence_))
            add(block, {specificity, specificity}, [&](const std::string& id) {
                const PatientEvidence* patient = evidence_.patient(id);
                Presence found = patient != nullptr && patient->has_antibodies ? Presence::missing : Presence::not_done;
                for (const AntibodyChange& change : evidence_.antibodies) {
                    if (change.patient != id || change.specificity != specificity) continue;
                    const auto& side = period == Period::before ? change.before : change.after;
                    if (side) found = side->result.qualifier == '=' ? Presence::measured : Presence::below_limit;
                }
                return found;
            });
    }

    void flow() {
        std::set<std::pair<std::string, std::string>> tubes;  // tube, visit
        for (const SampleSummary& sample : evidence_.samples)
            if (sample.sample.control.empty()) tubes.insert({sample.sample.tube, sample.sample.visit});
        for (const auto& [tube, visit] : tubes)
            add({"flow, " + tube, say("flow, %1", {tube.empty() ? say("one tube") : tube})},
                {visit, visit_words(visit)}, [&](const std::string& id) {
                    const PatientEvidence* patient = evidence_.patient(id);
                    Presence found = patient != nullptr && patient->has_flow ? Presence::missing : Presence::not_done;
                    for (const SampleSummary& sample : evidence_.samples) {
                        const StudySample& s = sample.sample;
                        if (s.patient != id || s.tube != tube || s.visit != visit || !s.control.empty()) continue;
                        if (sample.error.empty()) return Presence::measured;
                        found = Presence::unusable;
                    }
                    return found;
                });
    }

    void outcomes() {
        const auto outcome = [&](const Term& name, auto presence) {
            add({"outcome", say("outcome")}, name, [&](const std::string& id) {
                const PatientEvidence* patient = evidence_.patient(id);
                return patient == nullptr ? Presence::not_done : presence(*patient);
            });
        };
        outcome({"label", say("label")}, [](const PatientEvidence& patient) {
            return patient.label.empty() ? Presence::missing : Presence::measured;
        });
        const std::string& rule = evidence_.settings.restoration_rule;
        outcome({"rule " + rule, say("rule %1", {rule})}, [](const PatientEvidence& patient) {
            return patient.restored == Restoration::not_evaluable ? Presence::unusable : Presence::measured;
        });
        outcome({"tolerated", say("tolerated")}, [](const PatientEvidence& patient) {
            return patient.tolerated ? Presence::measured : Presence::missing;
        });
    }
};

struct MatrixLayout {
    double names = 8, column = 8, row = 4.4, headings = 0, blocks = 0, left = 0, top = 0, bottom = 0;
};

constexpr TextStyle name_style{7, palette::ink, true}, heading_style{6.5}, block_style{6.5, palette::ink, true};
constexpr double block_gap_mm = 1.6;

std::size_t block_count(const std::vector<DataKind>& kinds) {
    std::size_t blocks = kinds.empty() ? 0 : 1;
    for (std::size_t i = 1; i < kinds.size(); ++i) blocks += kinds[i].block != kinds[i - 1].block;
    return blocks;
}

/// As wide as the longest word over any block needs, and no less than usual.
double widest_column(const std::vector<DataKind>& kinds) {
    double widest = 9;
    for (const DataKind& kind : kinds) {
        const auto columns = static_cast<double>(std::count_if(
            kinds.begin(), kinds.end(), [&](const DataKind& other) { return other.block == kind.block; }));
        std::istringstream words(kind.block);
        for (std::string word; words >> word;) widest = std::max(widest, (text_width(word, block_style) + 1) / columns);
    }
    return widest;
}

MatrixLayout layout_of(const std::vector<DataKind>& kinds, const std::vector<PatientLook>& patients) {
    MatrixLayout layout;
    for (const PatientLook& patient : patients)
        layout.names = std::max(layout.names, std::min(24.0, text_width(patient.id, name_style) + 2));
    for (const DataKind& kind : kinds)
        layout.headings = std::max(layout.headings, std::min(30.0, text_width(kind.name, heading_style) + 1));
    layout.left = layout.names + 1;
    const double room = double_column_mm - layout.left - 1 - block_gap_mm * static_cast<double>(block_count(kinds) - 1);
    layout.column = std::min(widest_column(kinds), room / static_cast<double>(kinds.size()));
    return layout;
}

class MatrixPainter {
public:
    MatrixPainter(const std::vector<DataKind>& kinds, const std::vector<PatientLook>& patients,
                  const MatrixLayout& layout, Canvas& canvas)
        : kinds_(kinds), patients_(patients), at_(layout), canvas_(canvas) {
        double x = layout.left;
        for (std::size_t k = 0; k < kinds.size(); ++k) {
            if (k > 0 && kinds[k].block != kinds[k - 1].block) x += block_gap_mm;
            lefts_.push_back(x);
            x += layout.column;
        }
    }

    /// Headings of blocks, each on as many lines as its columns leave room for; returns the height used.
    double blocks(double top) {
        double height = 0;
        for (std::size_t first = 0; first < kinds_.size();) {
            std::size_t last = first;
            while (last + 1 < kinds_.size() && kinds_[last + 1].block == kinds_[first].block) ++last;
            const double width = lefts_[last] + at_.column - lefts_[first] + block_gap_mm * 0.6;
            height = std::max(height,
                              canvas_.paragraph({lefts_[first] + 0.3, top}, width, kinds_[first].block, block_style));
            first = last + 1;
        }
        return height;
    }

    void headings(double bottom) {
        for (std::size_t k = 0; k < kinds_.size(); ++k)
            canvas_.text_upwards_from({lefts_[k] + at_.column / 2, bottom - 0.5},
                                      elide(kinds_[k].name, at_.headings, heading_style), heading_style);
    }

    void cells() {
        for (std::size_t p = 0; p < patients_.size(); ++p) {
            const double y = at_.top + static_cast<double>(p) * at_.row;
            TextStyle style = name_style;
            style.colour = palette::group(patients_[p].group);
            canvas_.text({1, y + at_.row / 2}, elide(patients_[p].id, at_.names - 1, style), style, Side::left,
                         Level::middle);
            for (std::size_t k = 0; k < kinds_.size(); ++k)
                draw_presence(QRectF(lefts_[k] + 0.25, y + 0.25, at_.column - 0.5, at_.row - 0.5), kinds_[k].cells[p]);
        }
    }

    void totals() {
        const double y = at_.bottom + 0.8;
        canvas_.text({1, y}, "n =", {6.5, palette::ink, true}, Side::left, Level::top);
        for (std::size_t k = 0; k < kinds_.size(); ++k)
            canvas_.text({lefts_[k] + at_.column / 2, y}, std::to_string(total(kinds_[k])), {6.5, palette::ink, true},
                         Side::centre, Level::top);
    }

    /// Meaning of the cells; returns the height used.
    double key(double top) {
        double x = at_.left, y = top;
        const double line = line_height({6.5}) * 1.25;
        for (const Presence presence : present()) {
            const std::string words = presence_words(presence);
            const double needed = 5 + text_width(words, {6.5}) + 3.5;
            if (x > at_.left && x + needed - 3.5 > double_column_mm - 1) x = at_.left, y += line;
            draw_presence(QRectF(x, y + 0.3, 4, line - 0.6), presence);
            canvas_.text({x + 5, y + line / 2}, words, {6.5}, Side::left, Level::middle);
            x += needed;
        }
        return y + line - top;
    }

    static std::size_t total(const DataKind& kind) {
        return static_cast<std::size_t>(std::count_if(kind.cells.begin(), kind.cells.end(), counts));
    }

private:
    const std::vector<DataKind>& kinds_;
    const std::vector<PatientLook>& patients_;
    const MatrixLayout& at_;
    Canvas& canvas_;
    std::vector<double> lefts_;

    [[nodiscard]] std::vector<Presence> present() const {
        std::set<Presence> found;
        for (const DataKind& kind : kinds_) found.insert(kind.cells.begin(), kind.cells.end());
        return {found.begin(), found.end()};
    }

    void draw_presence(const QRectF& box, Presence presence) {
        const QColor full = palette::amount(0.75), light = palette::amount(0.1);
        const double size = std::min({1.7, box.width() * 0.6, box.height() * 0.6});
        switch (presence) {
            case Presence::measured:
                return canvas_.rectangle(box, full);
            case Presence::below_limit:
                canvas_.rectangle(box, light);
                canvas_.frame(box, {full, 0.4});
                return canvas_.mark(Mark::triangle_down, box.center(), size, full, false);
            case Presence::other_product:
                canvas_.rectangle(box, QColor(0xF2, 0xF2, 0xF2));
                return canvas_.mark(Mark::square, box.center(), size, QColor(0xA6, 0xA6, 0xA6), false);
            case Presence::unusable:
                canvas_.rectangle(box, palette::missing);
                canvas_.line(box.topLeft(), box.bottomRight(), {palette::ink, 0.5});
                return canvas_.line(box.bottomLeft(), box.topRight(), {palette::ink, 0.5});
            case Presence::missing:
                return canvas_.rectangle(box, palette::missing);
            case Presence::not_done:
                canvas_.frame(box, {palette::faint, 0.4});
                return canvas_.line(box.center() - QPointF(size * 0.5, 0), box.center() + QPointF(size * 0.5, 0),
                                    {palette::muted, 0.5});
        }
    }
};

std::string table(const std::vector<DataKind>& kinds, const std::vector<PatientLook>& patients) {
    CsvText csv({"patient", "group", "block", "kind", "state"});
    for (std::size_t p = 0; p < patients.size(); ++p)
        for (const DataKind& kind : kinds)
            csv.row({patients[p].id, group_name(patients[p].group), kind.block_code, kind.name_code,
                     presence_name(kind.cells[p])});
    return csv.text();
}

std::string caption(const std::vector<DataKind>& kinds, const Evidence& evidence) {
    std::vector<std::string> without_flow, without_antibodies;
    for (const PatientEvidence& patient : evidence.patients) {
        if (!patient.has_flow && !evidence.samples.empty()) without_flow.push_back(patient.patient.id);
        if (!patient.has_antibodies && !evidence.antibodies.empty()) without_antibodies.push_back(patient.patient.id);
    }
    return sentences({say("What was measured in whom; patients: %1, kinds of data: %2.",
                          {std::to_string(evidence.patients.size()), std::to_string(kinds.size())}),
                      say("n counts the results that can be used, values below a limit of the assay included."),
                      without_flow.empty() ? "" : say("No flow cytometry: %1.", {list_words(without_flow)}),
                      without_antibodies.empty() ? "" : say("No antibodies: %1.", {list_words(without_antibodies)}),
                      evidence.settings.blind
                          ? say("This study is blind: activity after blinatumomab and outcomes are left out.")
                          : ""});
}

}  // namespace

std::optional<Figure> missing_data_figure(const Evidence& evidence) {
    const std::vector<PatientLook> patients = patients_in_order(evidence);
    const std::vector<DataKind> kinds = DataKinds(evidence).all();
    if (patients.empty() || kinds.empty()) return std::nullopt;
    MatrixLayout layout = layout_of(kinds, patients);
    constexpr double blocks_top = tag_band_mm;
    layout.blocks =
        drawn_height([&](Canvas& canvas) { return MatrixPainter(kinds, patients, layout, canvas).blocks(blocks_top); });
    layout.top = blocks_top + layout.blocks + 1 + layout.headings;
    layout.bottom = layout.top + layout.row * static_cast<double>(patients.size());
    const double key_top = layout.bottom + 6;
    const double height =
        key_top +
        drawn_height([&](Canvas& canvas) { return MatrixPainter(kinds, patients, layout, canvas).key(key_top); }) + 1;
    return make_figure(evidence, "missing_data", "study", say("What is there, and what is missing?"),
                       caption(kinds, evidence), QSizeF(double_column_mm, height), table(kinds, patients),
                       [=](Canvas& canvas) {
                           MatrixPainter painter(kinds, patients, layout, canvas);
                           painter.blocks(blocks_top);
                           painter.headings(layout.top);
                           painter.cells();
                           painter.totals();
                           painter.key(key_top);
                       });
}

}  // namespace asparagate
