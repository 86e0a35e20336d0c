#include "evidence/detection.hpp"

#include "evidence/absolute_count.hpp"

#include "asparagate/analysis/statistics/proportion.hpp"
#include "asparagate/fcs/number.hpp"

#include <charconv>

namespace asparagate {
namespace {

void set_share(DetectionRow& row, const DetectionLimits& limits) {
    if (!row.count || !row.parent_count || *row.parent_count == 0) return;
    const auto parent = static_cast<double>(*row.parent_count);
    row.sensitivity_percent = 100 * static_cast<double>(limits.lod) / parent;
    if (*row.count <= *row.parent_count) row.percent_upper = 100 * clopper_pearson(*row.count, *row.parent_count).high;
}

void set_concentration(DetectionRow& row, const AbsoluteCount& count, const PopulationRow& population,
                       const GatedIndex& index, const DomainRules& rules) {
    const Concentration found = concentration(index, count, population);
    row.platform = count.platform;
    if (blood_count_is_late(count, rules)) row.flags.emplace_back("CBC_TIME");
    if (!found.problem.empty()) return;
    row.cells_per_ul = found.cells_per_ul;
    row.low = found.low;
    row.high = found.high;
    if (found.cv) row.cv_percent = 100 * *found.cv;
}

std::string three_digits(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 3).ptr;
    return {text.data(), end};
}

void set_blank(DetectionRow& row, const LimitOfBlank* blank) {
    if (blank == nullptr) return;
    row.lob_percent = 100 * blank->share;
    row.blanks = blank->blanks;
    row.blank_count = blank->count;
    row.blank_parent_count = blank->parent_count;
    row.lob_method = blank->method;
}

/// It is not the population's own share that is not above the limit of blank, but that of one it lies within.
bool lies_within_blank(const DetectionRow& row) {
    return !row.lob_percent ||
           100 * static_cast<double>(*row.count) > *row.lob_percent * static_cast<double>(*row.parent_count);
}

/// A population below the limit of detection is never called absent.
std::string statement_of(const DetectionRow& row, const DetectionLimits& limits) {
    if (row.state == not_above_blank)
        return lies_within_blank(row) ? "not detected: lies within a population that is not above its limit of blank"
                                      : "not detected: not above the limit of blank, " +
                                            three_digits(*row.lob_percent) + " % of the parent";
    if (!row.count || *row.count >= limits.lod) return "";
    std::string text = "not detected; upper 95 % bound ";
    if (row.high) return text + three_digits(*row.high) + "/uL";
    if (row.percent_upper) return text + three_digits(*row.percent_upper) + " % of the parent";
    return "not detected";
}

void report_late_counts(const Study& study, Findings& findings) {
    for (const AbsoluteCount& count : study.counts) {
        if (!blood_count_is_late(count, study.settings.domain)) continue;
        findings.push_back({"CBC_TIME",
                            Severity::warning,
                            count.sample,
                            "counts",
                            "cbc_hours",
                            {},
                            "the blood count is " + format_number(std::abs(*count.cbc_hours)) +
                                " h from the sample; more than " + format_number(study.settings.domain.cbc_hours) +
                                " h, so that cells per microlitre may be of another state"});
    }
}

}  // namespace

std::vector<DetectionRow> detection_rows(const Study& study, const GatedStudy& gated, const GatedIndex& index,
                                         Findings& findings) {
    std::vector<DetectionRow> rows;
    const DetectionLimits& limits = study.settings.detection;
    for (const PopulationRow& population : gated.populations) {
        DetectionRow row;
        row.sample = population.sample;
        row.population = population.population;
        row.count = population.count;
        row.parent_count = population.parent_count;
        const LimitOfBlank* blank = index.blank(population.sample, population.population);
        row.state = index.detection_class(population);
        set_blank(row, blank);
        set_share(row, limits);
        const AbsoluteCount* count = index.count(population.sample);
        // Beads are no cells of the blood.
        if (count != nullptr && count->bead_population != population.population)
            set_concentration(row, *count, population, index, study.settings.domain);
        row.statement = statement_of(row, limits);
        rows.push_back(std::move(row));
    }
    report_late_counts(study, findings);
    return rows;
}

}  // namespace asparagate
