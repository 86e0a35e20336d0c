#include "document/patient_timeline.hpp"

#include "document/result_tables.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <set>

namespace asparagate {

namespace {

struct TimelineEntry {
    double day = 0;
    std::optional<double> end_day;
    std::string kind, what;
};

std::string dose_words(const Dose& dose) {
    const std::string amount = axis_number(dose.dose) + " " + dose.unit;
    return dose.dose > 0 ? say("%1 %2", {product_words(dose.product), amount}) : product_words(dose.product);
}

std::string draw_words(const ActivitySample& sample) {
    const std::string value = measurement_words(sample.given), day = std::to_string(sample.nominal_day);
    return sample.other_asparaginase ? say("day %1 after the dose: %2 (after another asparaginase)", {day, value})
                                     : say("day %1 after the dose: %2", {day, value});
}

void add_antibodies(const Evidence& one, std::vector<TimelineEntry>& entries) {
    std::map<double, std::set<std::string>> drawn;
    for (const AntibodyChange& change : one.antibodies)
        for (const auto* sample : {&change.before, &change.after})
            if (*sample) drawn[(*sample)->day].insert(change.specificity);
    for (const auto& [day, names] : drawn)
        entries.push_back({day, {}, say("antibody sample"), list_words({names.begin(), names.end()})});
}

void add_visits(const Evidence& one, std::vector<TimelineEntry>& entries) {
    std::map<std::string, std::size_t> tubes;
    for (const SampleSummary& sample : one.samples)
        if (sample.sample.control.empty()) ++tubes[sample.sample.visit];
    for (const auto& [visit, count] : tubes)
        if (const auto day = one.settings.visit_days.find(visit); day != one.settings.visit_days.end())
            entries.push_back({day->second,
                               {},
                               say("flow cytometry"),
                               say("%1, tubes: %2", {visit_words(visit), std::to_string(count)})});
}

void add_clinic(const Evidence& one, std::vector<TimelineEntry>& entries) {
    for (const Reaction& reaction : one.reactions) {
        const std::string term =
            reaction.product.empty() ? reaction.term : say("%1 (%2)", {reaction.term, product_words(reaction.product)});
        entries.push_back({reaction.day,
                           {},
                           say("reaction"),
                           reaction.grade ? say("%1, grade %2", {term, std::to_string(*reaction.grade)}) : term});
    }
    for (const Concomitant& treatment : one.concomitants)
        entries.push_back({treatment.day, treatment.end_day, say("other treatment"), treatment.treatment});
    for (const LiverSample& sample : one.liver) {
        // No grade is less than grade 0.
        const auto grade = std::max({sample.alt_grade, sample.ast_grade, sample.bilirubin_grade});
        entries.push_back({sample.day,
                           {},
                           say("liver tests"),
                           grade ? say("highest CTCAE grade %1", {std::to_string(*grade)}) : say("not graded")});
    }
    for (const AmmoniaSample& sample : one.ammonia)
        entries.push_back({sample.day, {}, say("ammonia"), axis_number(sample.value) + " " + sample.unit});
}

}  // namespace

ReportTable patient_timeline(const Evidence& one) {
    std::vector<TimelineEntry> entries;
    for (const Dose& dose : one.doses) entries.push_back({dose.day, dose.end_day, say("dose"), dose_words(dose)});
    for (const ActivitySample& sample : one.activity)
        entries.push_back({sample.day, {}, say("activity"), draw_words(sample)});
    add_antibodies(one, entries);
    add_visits(one, entries);
    add_clinic(one, entries);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const TimelineEntry& a, const TimelineEntry& b) { return a.day < b.day; });
    ReportTable table{say("Doses and samples by day; day 0 is the start of blinatumomab"),
                      {say("day"), say("to day"), say("kind"), say("what")},
                      {}};
    for (const TimelineEntry& entry : entries)
        table.row({plain_cell(entry.day), plain_cell(entry.end_day), text_cell(entry.kind), text_cell(entry.what)});
    return table;
}

}  // namespace asparagate
