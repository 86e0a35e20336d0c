#include "figures/csv_text.hpp"
#include "figures/painters.hpp"
#include "figures/palette.hpp"
#include "figures/restored_count.hpp"
#include "figures/words.hpp"

namespace asparagate {

namespace {

enum class Answer { yes, no, unknown };

struct ConcordanceRow {
    std::string name;
    std::vector<Answer> answers;
    std::vector<std::string> shown;  ///< replaces yes/no
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
    if (rule == "R-A") return "R-A  day 7 and day 14";
    if (rule == "R-B") return "R-B  day 7 only";
    if (rule == "R-C") return "R-C  R-A and day 21 ≥ LLOQ";
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
        ConcordanceRow row{rule_meaning(rule), {}, {}};
        for (const PatientEvidence& patient : evidence.patients) {
            const auto found = patient.rules.find(rule);
            row.answers.push_back(found == patient.rules.end() ? Answer::unknown : answer(found->second));
        }
        data.rows.push_back(std::move(row));
    }
    ConcordanceRow label{"label given", {}, {}}, tolerated{"tolerated again", {}, {}};
    for (const PatientEvidence& patient : evidence.patients) {
        label.answers.push_back(patient.label == "AAR"    ? Answer::yes
                                : patient.label == "AANR" ? Answer::no
                                                          : Answer::unknown);
        label.shown.push_back(patient.label.empty() ? "–" : patient.label);
        tolerated.shown.push_back(!patient.tolerated ? "–" : *patient.tolerated ? "yes" : "no");
        tolerated.answers.push_back(!patient.tolerated   ? Answer::unknown
                                    : *patient.tolerated ? Answer::yes
                                                         : Answer::no);
    }
    data.rows.push_back(std::move(label));
    data.rows.push_back(std::move(tolerated));
    return data;
}

std::string word(const ConcordanceRow& row, std::size_t i) {
    if (!row.shown.empty()) return row.shown[i];
    switch (row.answers[i]) {
        case Answer::yes:
            return "yes";
        case Answer::no:
            return "no";
        case Answer::unknown:
            break;
    }
    return "n.e.";
}

constexpr double row_mm = 6, left_mm = 46, columns_top_mm = tag_band_mm + 6;

void draw(const ConcordanceData& data, Canvas& canvas) {
    const double column = std::min(15.0, (double_column_mm - left_mm - 2) / static_cast<double>(data.patients.size()));
    const TextStyle small{column < 7 ? 6.0 : 7.0};
    for (std::size_t i = 0; i < data.patients.size(); ++i) {
        const double x = left_mm + (static_cast<double>(i) + 0.5) * column;
        TextStyle name{small.points, palette::group(data.patients[i].group), true};
        canvas.text({x, columns_top_mm - 1.5}, elide(data.patients[i].id, column - 0.5, name), name, Side::centre);
    }
    double y = columns_top_mm;
    for (const ConcordanceRow& row : data.rows) {
        const bool outcome = row.name == "label given" || row.name == "tolerated again";
        if (row.name == "label given") y += 1.5;
        canvas.text({left_mm - 2, y + row_mm / 2}, row.name, {7, outcome ? palette::muted : palette::ink}, Side::right,
                    Level::middle);
        for (std::size_t i = 0; i < row.answers.size(); ++i) {
            const QRectF area(left_mm + static_cast<double>(i) * column + 0.3, y + 0.3, column - 0.6, row_mm - 0.6);
            QColor fill(0xF4, 0xF4, 0xF4);
            if (row.answers[i] == Answer::yes) fill = palette::tint(palette::group(Group::aar), 0.80);
            if (row.answers[i] == Answer::no) fill = palette::tint(palette::group(Group::aanr), 0.55);
            if (row.name == "tolerated again" && row.answers[i] != Answer::unknown)
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
    std::string text = "Activity restored by each rule at " + axis_number(evidence.settings.threshold_iu_l) +
                       " IU/L, in patients who met the inactive rule before. n.e.: not evaluable, a needed sample is "
                       "missing; never counted as failed. "
                       "Tolerated again (no reaction at rechallenge) is another outcome than restored activity. ";
    text += flips.empty() ? "No patient changes class between rules."
                          : "Changes class between rules: " + list_words(flips) + ".";
    return text;
}

std::string table(const ConcordanceData& data) {
    std::vector<std::string> columns = {"row"};
    for (const PatientLook& patient : data.patients) columns.push_back(patient.id);
    CsvText csv(columns);
    for (const ConcordanceRow& row : data.rows) {
        std::vector<std::string> cells = {row.name};
        for (std::size_t i = 0; i < row.answers.size(); ++i) cells.push_back(word(row, i));
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
    const double height = columns_top_mm + row_mm * static_cast<double>(data.rows.size()) + 2.5;
    return make_figure(evidence, "restoration_rules", "activity", "Does the answer depend on the rule?",
                       caption(evidence), QSizeF(double_column_mm, height), table(data),
                       [data](Canvas& canvas) { draw(data, canvas); });
}

}  // namespace asparagate
