#include "document/patient_sheet.hpp"

#include "document/activity_tables.hpp"
#include "document/patient_timeline.hpp"
#include "document/result_tables.hpp"
#include "figures/painters.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

namespace asparagate {

namespace {

template <typename Record>
std::vector<Record> records_of(const std::vector<Record>& all, const std::string& patient) {
    std::vector<Record> found;
    std::copy_if(all.begin(), all.end(), std::back_inserter(found),
                 [&](const Record& record) { return record.patient == patient; });
    return found;
}

/// The evidence with everything of other patients left out, for figures of one patient.
Evidence of_patient(const Evidence& evidence, const PatientEvidence& patient) {
    Evidence one;
    const std::string& id = patient.patient.id;
    one.settings = evidence.settings;
    one.patients = {patient};
    one.features = evidence.features;
    one.doses = records_of(evidence.doses, id);
    one.activity = records_of(evidence.activity, id);
    one.antibodies = records_of(evidence.antibodies, id);
    one.fold_changes = records_of(evidence.fold_changes, id);
    one.histograms = records_of(evidence.histograms, id);
    std::copy_if(evidence.samples.begin(), evidence.samples.end(), std::back_inserter(one.samples),
                 [&](const SampleSummary& s) { return s.sample.patient == id; });
    std::copy_if(evidence.detection.begin(), evidence.detection.end(), std::back_inserter(one.detection),
                 [&](const DetectionRow& row) {
                     return std::any_of(one.samples.begin(), one.samples.end(),
                                        [&](const SampleSummary& s) { return s.sample.id == row.sample; });
                 });
    one.thresholds = records_of(evidence.thresholds, id);
    one.reactions = records_of(evidence.reactions, id);
    one.concomitants = records_of(evidence.concomitants, id);
    one.liver = records_of(evidence.liver, id);
    one.ammonia = records_of(evidence.ammonia, id);
    one.not_done = records_of(evidence.not_done, id);
    one.kinetics = records_of(evidence.kinetics, id);
    one.uncertainty.draws = evidence.uncertainty.draws;
    one.uncertainty.bands = records_of(evidence.uncertainty.bands, id);
    for (const Finding& finding : evidence.findings) {
        const bool own_file = std::any_of(one.samples.begin(), one.samples.end(), [&](const SampleSummary& s) {
            return finding.file == s.sample.id || finding.file == s.sample.file;
        });
        if (finding.file == id || own_file) one.findings.push_back(finding);
    }
    return one;
}

Terms identity(const PatientEvidence& patient) {
    const Patient& p = patient.patient;
    const auto stated = [](const std::string& text) { return text.empty() ? say("not stated") : text; };
    Terms terms;
    terms.items = {
        {say("Patient"), stated(p.id)},
        {say("Sex"), stated(sex_words(p.sex))},
        {say("Age"),
         stated(p.age_years ? say_count(*p.age_years == 1 ? 1 : 2, "%1 year", "%1 years", {axis_number(*p.age_years)})
                            : "")},
        {say("Risk group"), stated(p.risk)},
        {say("Reaction before"), stated(status_words(p.reaction))},
        {say("Blinatumomab"), stated(p.blinatumomab_days ? say_count(*p.blinatumomab_days == 1 ? 1 : 2, "%1 day",
                                                                     "%1 days", {axis_number(*p.blinatumomab_days)})
                                                         : "")},
        {say("Flow cytometry"), patient.has_flow ? say("done") : say("not done")},
        {say("Antibodies"), patient.has_antibodies ? say("done") : say("not done")}};
    return terms;
}

const PlacementBand* band_of(const Evidence& one, const std::string& feature, const std::string& quantity) {
    for (const PlacementBand& band : one.uncertainty.bands)
        if (band.feature == feature && band.quantity == quantity && (band.low || band.high)) return &band;
    return nullptr;
}

/// "; gates moved [10, 14]": the band over all places of the gates, beside the counting interval.
std::string with_band(const std::string& text, const Evidence& one, const std::string& feature,
                      const std::string& quantity) {
    const PlacementBand* band = band_of(one, feature, quantity);
    return band ? say("%1; gates moved %2", {text, interval_words(band->low, band->high)}) : text;
}

/// One visit of a feature.
struct VisitValue {
    std::optional<double> value, low, high;
    std::string state, quantity;
};

/// What detection.csv has of a feature's population at one visit.
const DetectionRow* detection_of(const Evidence& one, const Feature& feature, const std::string& visit) {
    for (const SampleSummary& summary : one.samples) {
        const StudySample& s = summary.sample;
        if (!s.control.empty() || s.visit != visit || s.tube != feature.tube) continue;
        for (const DetectionRow& row : one.detection)
            if (row.sample == s.id && row.population == feature.population) return &row;
    }
    return nullptr;
}

const std::string& visit_name(const Evidence& one, const VisitValue& visit) {
    return visit.quantity == "before" ? one.settings.baseline_visit : one.settings.followup_visit;
}

/// "0.0186 %": the exact bound where there is one.
std::string upper_words(const Evidence& one, const std::string& id, const VisitValue& visit) {
    const Feature* feature = one.feature(id);
    const bool of_parent = feature && feature->measure == "percent_of_parent";
    const DetectionRow* row = of_parent ? detection_of(one, *feature, visit_name(one, visit)) : nullptr;
    const std::optional<double> bound = row && row->percent_upper ? row->percent_upper : visit.high;
    if (!bound) return say("not known");
    const bool percent = feature && feature->measure.starts_with("percent");
    return number_words(*bound) + (percent ? "\u00A0%" : "");
}

/// "0.31 [0.22, 0.43]; not detected: the limit of blank is 0.52 % of the parent".
std::string with_blank(const std::string& text, const Evidence& one, const std::string& id, const VisitValue& visit) {
    const Feature* feature = one.feature(id);
    const DetectionRow* row = feature ? detection_of(one, *feature, visit_name(one, visit)) : nullptr;
    if (!row || !row->lob_percent) return text;
    return say("%1; not detected: the limit of blank is %2 % of the parent", {text, number_words(*row->lob_percent)});
}

/// "12.3 [11.8, 12.9]"; below LOD what can be said instead of an absence.
TableCell value_cell(const Evidence& one, const std::string& feature, const VisitValue& visit) {
    if (!visit.value) return text_cell(say("missing"));
    if (visit.state == "ND" || visit.state == "trace") {
        const std::string bound = upper_words(one, feature, visit);
        return text_cell(visit.state == "trace" ? say("not detected; upper 95 % bound %1 (a trace below LOD)", {bound})
                                                : say("not detected; upper 95 % bound %1", {bound}));
    }
    std::string text = number_words(*visit.value);
    if (visit.low && visit.high) text += " " + interval_words(visit.low, visit.high);
    if (visit.state == "not above blank") text = with_blank(text, one, feature, visit);
    return {with_band(text, one, feature, visit.quantity), "", true, false, ""};
}

std::string change_words(const Evidence& one, const FoldChange& c) {
    if (!c.log2fc) return "–";
    const std::string interval = interval_words(c.low, c.high);
    return with_band(is_bound(c) ? say("%1; events found: %2", {bound_from_limit_words(c), interval})
                                 : number_words(*c.log2fc) + " " + interval,
                     one, c.feature, "log2 fold change");
}

std::string percentile_words(const Evidence& evidence, const FoldChange& own) {
    std::size_t others = 0, below = 0;
    for (const FoldChange& other : evidence.fold_changes) {
        if (other.feature != own.feature || other.patient == own.patient || !other.log2fc ||
            other.state != ChangeState::ok)
            continue;
        ++others;
        below += *other.log2fc < own.log2fc.value_or(0);
    }
    if (others < evidence.settings.domain.fewest_comparators || own.state != ChangeState::ok || !own.log2fc) return "";
    const double percentile = std::round(100.0 * static_cast<double>(below) / static_cast<double>(others));
    return say("%1 of %2 others", {number_words(percentile), std::to_string(others)});
}

/// The smallest share of the parent that could have been detected, before → after.
std::string sensitivity_words(const FoldChange& c, const DetectionLimits& limits) {
    const auto smallest = [&](const std::optional<std::uint64_t>& total) {
        if (!total || *total == 0) return std::string("–");
        return percent_words(100.0 * static_cast<double>(limits.lod) / static_cast<double>(*total));
    };
    return smallest(c.before_total) + " → " + smallest(c.after_total);
}

std::string events_words(const FoldChange& c) {
    const auto shown = [](const std::optional<std::uint64_t>& events) {
        return events ? count_words(*events) : std::string("–");
    };
    return shown(c.before_events) + " → " + shown(c.after_events);
}

ReportTable subset_table(const Evidence& evidence, const Evidence& one) {
    const StudySettings& settings = one.settings;
    const bool percentiles = evidence.patients.size() > evidence.settings.domain.fewest_comparators;
    ReportTable table{
        one.uncertainty.bands.empty()
            ? say("Subsets at both visits, with 95 % intervals")
            : say("Subsets at both visits, with 95 % intervals and the band when gates are moved"),
        {say("feature"), say("measure"), visit_words(settings.baseline_visit), visit_words(settings.followup_visit),
         say("events"), say("LOD, % of parent"), say("detection"), say("log2FC [95 %]"), say("state"), say("flags")},
        {}};
    if (percentiles) table.columns.push_back(say("percentile"));
    for (const FoldChange& c : one.fold_changes) {
        const Feature* feature = one.feature(c.feature);
        const bool percent = feature && feature->measure.starts_with("percent");
        std::vector<TableCell> cells = {
            text_cell(feature ? feature->name : c.feature),
            text_cell(feature ? measure_words(*feature) : ""),
            value_cell(one, c.feature, {c.before, c.before_low, c.before_high, c.before_state, "before"}),
            value_cell(one, c.feature, {c.after, c.after_low, c.after_high, c.after_state, "after"}),
            text_cell(events_words(c)),
            text_cell(percent ? sensitivity_words(c, settings.detection) : ""),
            text_cell(detection_words(c.before_state) + " → " + detection_words(c.after_state)),
            text_cell(change_words(one, c)),
            text_cell(change_state_name(c.state)),
            flags_cell(c.flags, "#codes")};
        if (percentiles) cells.push_back(text_cell(percentile_words(evidence, c)));
        table.row(std::move(cells));
    }
    return table;
}

void add_figure(Blocks& blocks, std::optional<Figure> figure, const std::string& title) {
    if (!figure) return;
    figure->title = title;
    blocks.emplace_back(FigureBlock{std::move(*figure), "", {}});
}

Blocks doses(const PatientEvidence& patient, const Evidence& one) {
    Blocks blocks = {identity(patient)};
    add_figure(blocks, swimlane_figure(one), say("Doses and samples of %1", {patient.patient.id}));
    if (one.doses.empty()) blocks.emplace_back(Paragraph{say("No doses were given in the study's tables.")});
    add_table(blocks, patient_timeline(one));
    return blocks;
}

Blocks activity(const PatientEvidence& patient, const Evidence& one) {
    Blocks blocks;
    add_figure(blocks, activity_figure(one), say("Asparaginase activity of %1", {patient.patient.id}));
    add_table(blocks, restoration_table(one));
    add_table(blocks, threshold_sensitivity_table(one));
    if (!one.kinetics.empty()) blocks.emplace_back(Paragraph{kinetics_warning()});
    add_table(blocks, kinetics_table(one));
    add_table(blocks, activity_table(one));
    return blocks;
}

Blocks antibodies(const PatientEvidence& patient, const Evidence& one) {
    Blocks blocks;
    add_figure(blocks, antibody_figure(one), say("Antibodies of %1", {patient.patient.id}));
    add_figure(blocks, reduction_figure(one), say("Fall of antibodies beside IgG catabolism alone"));
    add_table(blocks, antibody_table(one));
    if (blocks.empty())
        blocks.emplace_back(Paragraph{say("No antibody measurements of this patient are in the study.")});
    return blocks;
}

Blocks cells(const Evidence& evidence, const Evidence& one) {
    Blocks blocks;
    add_table(blocks, subset_table(evidence, one));
    if (blocks.empty()) blocks.emplace_back(Paragraph{say("No flow cytometry of this patient is in the study.")});
    add_figure(blocks, detection_figure(one), say("Events of the B lineage"));
    for (Figure& figure : histogram_figures(one))
        if (figure.id != "histograms_representative")
            add_figure(blocks, std::move(figure), say("Histograms with the cut that both visits share"));
    return blocks;
}

Blocks flags(const PatientEvidence& patient, const Evidence& one) {
    std::vector<std::string> codes = patient.flags;
    for (const AntibodyChange& change : one.antibodies)
        codes.insert(codes.end(), change.flags.begin(), change.flags.end());
    for (const FoldChange& change : one.fold_changes)
        codes.insert(codes.end(), change.flags.begin(), change.flags.end());
    Blocks blocks;
    if (codes.empty()) {
        blocks.emplace_back(Paragraph{say("No flag was raised.")});
    } else {
        blocks.emplace_back(Heading{say("What the codes of flags mean"), "codes"});
        append(blocks, code_list(codes));
        blocks.emplace_back(Paragraph{say("Flags are information about the data, never instructions.")});
    }
    add_table(blocks, findings_table(one));
    return blocks;
}

Blocks trace(const Evidence& evidence, const Evidence& one) {
    const Provenance& p = evidence.provenance;
    Terms terms;
    terms.code = true;
    terms.items = {{say("Program"), "AsparaGate " + p.program_version},
                   {say("Study file, SHA-256"), p.study_sha256},
                   {say("Restoration rule"), evidence.settings.restoration_rule},
                   {say("Started"), p.started_utc}};
    Blocks blocks = {terms};
    add_table(blocks, sample_table(one));
    add_table(blocks, threshold_table(one));
    return blocks;
}

}  // namespace

ReportDocument patient_sheet(const Evidence& evidence, const PatientEvidence& patient) {
    const Evidence one = of_patient(evidence, patient);
    ReportDocument sheet;
    sheet.title = say("Evidence sheet of %1", {patient.patient.id});
    sheet.subtitle = evidence.settings.title;
    sheet.synthetic = evidence.settings.synthetic;
    sheet.version = evidence.provenance.program_version;
    sheet.back_href = "../report.html";
    sheet.back_text = say("← report of the study");
    sheet.lead = {
        Paragraph{say("What was measured in this patient, with its limits. It describes; it gives no advice, and "
                      "nothing here says what caused a change.")}};
    sheet.sections = {{"patient", say("Patient and doses"), doses(patient, one)},
                      {"activity", say("Asparaginase activity"), activity(patient, one)},
                      {"antibodies", say("Antibodies"), antibodies(patient, one)},
                      {"cells", say("Cells"), cells(evidence, one)},
                      {"flags", say("Flags and findings"), flags(patient, one)},
                      {"provenance", say("Versions and hashes"), trace(evidence, one)}};
    return sheet;
}

}  // namespace asparagate
