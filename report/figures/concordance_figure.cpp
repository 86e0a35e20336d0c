#include "figures/csv_text.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/restored_count.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

namespace asparagate {

namespace {

enum class Answer { yes, no, unknown };

/// What a row is about; outcomes that are not the rules' stand apart below them.
enum class RowKind { rule, label, tolerated };

struct ConcordanceRow {
    RowKind kind = RowKind::rule;
    std::string name;  ///< as in tables: "R-A", "label given"
    std::vector<Answer> answers;
    std::vector<std::string> labels;  ///< of a row of labels, instead of yes and no
};

struct ConcordanceData {
    std::vector<PatientLook> patients;
    std::vector<ConcordanceRow> rows;
};

Answer answer(Restoration restoration) {
    switch (restoration) {
        case Restoration::restored:
            return Answer::yes;
        case Restoration::not_restored:
            return Answer::no;
        case Restoration::not_evaluable:
            break;
    }
    return Answer::unknown;
}

std::string rule_meaning(const std::string& rule) {
    if (rule == "R-A") return say("R-A  day 7 and day 14");
    if (rule == "R-B") return say("R-B  day 7 only");
    if (rule == "R-C") return say("R-C  R-A and day 21 ≥ LLOQ");
    return rule;
}

ConcordanceData concordance_data(const Evidence& evidence) {
    ConcordanceData data;
    data.patients = patients_in_order(evidence);
    std::vector<std::string> rules;
    for (const PatientEvidence& patient : evidence.patients)
        for (const auto& [rule, restoration] : patient.rules)
            if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
    std::sort(rules.begin(), rules.end());
    for (const std::string& rule : rules) {
        ConcordanceRow row{RowKind::rule, rule, {}, {}};
        for (const PatientEvidence& patient : evidence.patients) {
            const auto found = patient.rules.find(rule);
            row.answers.push_back(found == patient.rules.end() ? Answer::unknown : answer(found->second));
        }
        data.rows.push_back(std::move(row));
    }
    ConcordanceRow label{RowKind::label, "label given", {}, {}},
        tolerated{RowKind::tolerated, "tolerated again", {}, {}};
    for (const PatientEvidence& patient : evidence.patients) {
        label.answers.push_back(patient.label == "AAR"    ? Answer::yes
                                : patient.label == "AANR" ? Answer::no
                                                          : Answer::unknown);
        label.labels.push_back(patient.label.empty() ? "–" : patient.label);
        tolerated.answers.push_back(!patient.tolerated   ? Answer::unknown
                                    : *patient.tolerated ? Answer::yes
                                                         : Answer::no);
    }
    data.rows.push_back(std::move(label));
    data.rows.push_back(std::move(tolerated));
    return data;
}

std::string row_name(const ConcordanceRow& row) {
    switch (row.kind) {
        case RowKind::rule:
            return rule_meaning(row.name);
        case RowKind::label:
            return say("label given");
        case RowKind::tolerated:
            break;
    }
    return say("tolerated again");
}

std::string word(const ConcordanceRow& row, std::size_t i) {
    if (!row.labels.empty()) return row.labels[i];
    switch (row.answers[i]) {
        case Answer::yes:
            return say("yes");
        case Answer::no:
            return say("no");
        case Answer::unknown:
            break;
    }
    return row.kind == RowKind::rule ? say("n.e.") : "–";
}

constexpr double row_mm = 6, left_mm = 46, flat_name_mm = 6;

double column_mm(const ConcordanceData& data) {
    return std::min(15.0, (double_column_mm - left_mm - 2) / static_cast<double>(data.patients.size()));
}

TextStyle name_style(const ConcordanceData& data, const PatientLook& patient) {
    return {column_mm(data) < 7 ? 6.0 : 7.0, palette::group(patient.group), true};
}

/// Of the longest name where one does not fit across its column, so that names stand upright; else 0.
double upright_mm(const ConcordanceData& data) {
    double longest = 0;
    for (const PatientLook& patient : data.patients)
        longest = std::max(longest, text_width(patient.tag, name_style(data, patient)));
    return longest > column_mm(data) - 0.4 ? longest : 0;
}

double columns_top_mm(const ConcordanceData& data) {
    return tag_band_mm + std::max(flat_name_mm, upright_mm(data) + 3);
}

void draw(const ConcordanceData& data, Canvas& canvas) {
    const double column = column_mm(data), top = columns_top_mm(data);
    const bool upright = upright_mm(data) > 0;
    const TextStyle small{column < 7 ? 6.0 : 7.0};
    for (std::size_t i = 0; i < data.patients.size(); ++i) {
        const PatientLook& patient = data.patients[i];
        const double x = left_mm + (static_cast<double>(i) + 0.5) * column;
        const TextStyle name = name_style(data, patient);
        if (patient.tag != patient.id) canvas.hint_next_text(patient.id);
        if (upright)
            canvas.text_upwards_from({x, top - 1.5}, patient.tag, name);
        else
            canvas.text({x, top - 1.5}, patient.tag, name, Side::centre);
    }
    double y = top;
    for (const ConcordanceRow& row : data.rows) {
        if (row.kind == RowKind::label) y += 1.5;
        canvas.text({left_mm - 2, y + row_mm / 2}, row_name(row),
                    {7, row.kind == RowKind::rule ? palette::ink : palette::muted}, Side::right, Level::middle);
        for (std::size_t i = 0; i < row.answers.size(); ++i) {
            const QRectF area(left_mm + static_cast<double>(i) * column + 0.3, y + 0.3, column - 0.6, row_mm - 0.6);
            QColor fill(0xF4, 0xF4, 0xF4);
            if (row.answers[i] == Answer::yes) fill = palette::tint(palette::group(Group::aar), 0.80);
            if (row.answers[i] == Answer::no) fill = palette::tint(palette::group(Group::aanr), 0.55);
            if (row.kind == RowKind::tolerated && row.answers[i] != Answer::unknown)
                fill = palette::amount(row.answers[i] == Answer::yes ? 0.75 : 0.1);
            canvas.rectangle(area, fill);
            canvas.text(area.center(), word(row, i),
                        {small.points, row.answers[i] == Answer::unknown ? palette::muted : palette::text_on(fill)},
                        Side::centre, Level::middle);
        }
        y += row_mm;
    }
}

std::string caption(const Evidence& evidence) {
    std::vector<std::string> flips;
    for (const PatientEvidence& patient : evidence.patients) {
        bool yes = false, no = false;
        for (const auto& [rule, restoration] : patient.rules) {
            yes = yes || restoration == Restoration::restored;
            no = no || restoration == Restoration::not_restored;
        }
        if (yes && no) flips.push_back(patient.patient.id);
    }
    return sentences({say("Activity restored by each rule at %1 IU/L, in patients who met the inactive rule before.",
                          {axis_number(evidence.settings.threshold_iu_l)}),
                      say("n.e.: not evaluable, a needed sample is missing; never counted as failed."),
                      say("Tolerated again (no reaction at rechallenge) is another outcome than restored activity."),
                      flips.empty() ? say("No patient changes class between rules.")
                                    : say("Changes class between rules: %1.", {list_words(flips)})});
}

/// Tables are the same in every language.
std::string table_cell(const ConcordanceRow& row, std::size_t i) {
    if (!row.labels.empty()) return row.labels[i];
    if (row.answers[i] == Answer::unknown) return row.kind == RowKind::rule ? "n.e." : "–";
    return row.answers[i] == Answer::yes ? "yes" : "no";
}

std::string table(const ConcordanceData& data) {
    std::vector<std::string> columns = {"row"};
    for (const PatientLook& patient : data.patients) columns.push_back(patient.id);
    CsvText csv(columns);
    for (const ConcordanceRow& row : data.rows) {
        std::vector<std::string> cells = {row.name};
        for (std::size_t i = 0; i < row.answers.size(); ++i) cells.push_back(table_cell(row, i));
        csv.row(cells);
    }
    return csv.text();
}

}  // namespace

std::optional<Figure> concordance_figure(const Evidence& evidence) {
    const bool judged = std::any_of(evidence.patients.begin(), evidence.patients.end(),
                                    [](const PatientEvidence& patient) { return !patient.rules.empty(); });
    if (!judged) return std::nullopt;
    const ConcordanceData data = concordance_data(evidence);
    const double height = columns_top_mm(data) + row_mm * static_cast<double>(data.rows.size()) + 2.5;
    return make_figure(evidence, "restoration_rules", "activity", say("Does the answer depend on the rule?"),
                       caption(evidence), QSizeF(double_column_mm, height), table(data),
                       [data](Canvas& canvas) { draw(data, canvas); });
}

}  // namespace asparagate
