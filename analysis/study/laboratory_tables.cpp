#include "study/laboratory_tables.hpp"

#include "asparagate/analysis/activity_unit.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "study/attribution.hpp"
#include "study/unit_suspects.hpp"

#include <limits>

namespace asparagate::study_files {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double highest_nominal_day = 60;

const ActivityUnit& read_unit(const TableRow& row) {
    const std::string found = row.required_text("unit");
    if (const ActivityUnit* unit = find_activity_unit(found)) return *unit;
    row.fail("unit", unknown_activity_unit(found));
}

Period read_period(const TableRow& row) {
    const std::string period = row.required_choice("period", {"before", "after"});
    return period == "before" ? Period::before : Period::after;
}

std::string period_name(Period period) {
    return period == Period::before ? "before" : "after";
}

int read_nominal_day(const TableRow& row) {
    const double day = row.number_within("nominal_day", 0, highest_nominal_day);
    if (day != std::floor(day))
        row.fail("nominal_day", "found " + format_number(day) + "; expected a whole day such as 7");
    return static_cast<int>(day);
}

ActivitySample read_sample(const TableRow& row, const KnownNames& patients) {
    ActivitySample sample;
    sample.patient = row.reference("patient", patients);
    sample.period = read_period(row);
    sample.nominal_day = read_nominal_day(row);
    sample.day = row.day("day");
    sample.given = row.measurement("activity", "unit");
    const ActivityUnit& unit = read_unit(row);
    sample.given.unit = unit.name;
    sample.iu_l = sample.given.value * unit.iu_l;
    if (const auto lloq = row.optional_number_within("lloq", 0, infinity)) sample.lloq_iu_l = *lloq * unit.iu_l;
    if (const auto uloq = row.optional_number_within("uloq", 0, infinity)) sample.uloq_iu_l = *uloq * unit.iu_l;
    if (sample.lloq_iu_l && sample.uloq_iu_l && *sample.uloq_iu_l <= *sample.lloq_iu_l)
        row.fail("uloq", "found " + row.text("uloq") + "; expected more than lloq " + row.text("lloq"));
    sample.method = row.required_text("method");
    sample.laboratory = row.text("laboratory");
    sample.kit_lot = row.text("kit_lot");
    return sample;
}

/// "patient P1, before, day 7"
std::string place_of(const ActivitySample& sample) {
    return "patient " + sample.patient + ", " + period_name(sample.period) + ", day " +
           std::to_string(sample.nominal_day);
}

void check_period(const TableRow& row, const std::string& patient, Period period, double day, Findings& findings) {
    const bool fits = period == Period::before ? day <= 0 : day > 0;
    if (fits) return;
    findings.push_back(row.finding("S-PERIOD", Severity::warning, "period",
                                   "patient " + patient + ": period is " + period_name(period) + " but day " +
                                       format_number(day) + " is not; blinatumomab starts on day 0"));
}

void attribute_dose(const TableRow& row, ActivitySample& sample, const AsparaginaseDoses& doses,
                    const DomainRules& rules, Findings& findings) {
    const Attribution dose = attribute(sample, doses, rules);
    if (dose.last == nullptr) {
        findings.push_back(row.finding("S-DOSE-MISSING", Severity::warning, "day",
                                       place_of(sample) + ": no asparaginase dose before day " +
                                           format_number(sample.day) + "; the activity belongs to no dose"));
        return;
    }
    sample.attributed_product = dose.last->product;
    sample.other_asparaginase = dose.after_other();
    const double days = dose.days_after_dose(sample.day);
    const double window = rules.window_days(dose.assessed->product);
    sample.days_after_dose = sample.day - dose.last->day;
    if (std::abs(days - sample.nominal_day) > window) {
        findings.push_back(row.finding("WINDOW_MISS", Severity::warning, "day",
                                       place_of(sample) + ": drawn " + format_number(days) + " days after " +
                                           dose.assessed->product + " of day " + format_number(dose.assessed->day) +
                                           "; the window is +/-" + format_number(window) +
                                           (window == 1 ? " day" : " days")));
    }
    if (sample.other_asparaginase) {
        findings.push_back(row.finding("SAA_AFTER_OTHER_ASP", Severity::warning, "day",
                                       place_of(sample) + ": drawn on day " + format_number(sample.day) + ", after " +
                                           dose.last->product + " of day " + format_number(dose.last->day) +
                                           "; it does not assess " + dose.assessed->product + " of day " +
                                           format_number(dose.assessed->day)));
    }
}

void check_limit(const TableRow& row, const ActivitySample& sample, Findings& findings) {
    if (sample.given.qualifier != '=') return;
    if (sample.lloq_iu_l && sample.iu_l < *sample.lloq_iu_l)
        findings.push_back(row.finding("S-BELOW-LLOQ", Severity::note, "activity",
                                       place_of(sample) + ": " + format_number(sample.given.value) +
                                           " is below its own limit of quantification and counts as such"));
    if (sample.uloq_iu_l && sample.iu_l > *sample.uloq_iu_l)
        findings.push_back(row.finding("S-ABOVE-ULOQ", Severity::note, "activity",
                                       place_of(sample) + ": " + format_number(sample.given.value) +
                                           " is above its own upper limit and counts as at least that limit"));
}

void check_units(const ClinicalTable& table, const std::vector<ActivitySample>& samples, const DomainRules& rules,
                 Findings& findings) {
    const std::vector<bool> suspect = unit_suspects(samples, rules);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        if (!suspect[i]) continue;
        const double value = samples[i].iu_l;
        findings.push_back(table.row(i).finding("UNIT_SUSPECT", Severity::warning, "unit",
                                                place_of(samples[i]) + ": " + format_number(samples[i].given.value) +
                                                    " " + samples[i].given.unit + " is " + format_number(value) +
                                                    " IU/L, out of line with the others; check the unit"));
    }
}

void check_methods(const std::string& table, const std::vector<ActivitySample>& samples, Findings& findings) {
    std::set<std::string> methods;
    for (const ActivitySample& sample : samples) methods.insert(sample.method);
    if (methods.size() < 2) return;
    std::string list;
    for (const std::string& method : methods) list += (list.empty() ? "" : ", ") + in_quotes(method);
    findings.push_back({"S-METHOD-MIXED", Severity::warning, table, "activity", "method", std::nullopt,
                        "activities of different methods are not comparable: " + list});
}

/// Assay limits are part of a value: without them nobody can tell a low activity from none.
void check_limits(const std::string& table, const std::vector<ActivitySample>& samples, Findings& findings) {
    const auto without = std::count_if(samples.begin(), samples.end(), [](const ActivitySample& sample) {
        return !sample.lloq_iu_l && sample.given.qualifier == '=';
    });
    if (without == 0) return;
    findings.push_back({"S-LLOQ-MISSING", Severity::note, table, "activity", "lloq", std::nullopt,
                        std::to_string(without) + " of " + std::to_string(samples.size()) +
                            " activities have no lloq; none of these can be below it"});
}

/// Activities of one patient are compared with each other.
void check_laboratories(const std::string& table, const std::vector<ActivitySample>& samples, Findings& findings) {
    std::map<std::string, std::set<std::string>> origins;
    for (const ActivitySample& sample : samples) {
        if (!sample.laboratory.empty()) origins[sample.patient].insert(in_quotes(sample.laboratory));
    }
    for (const auto& [patient, names] : origins) {
        if (names.size() < 2) continue;
        std::string list;
        for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
        findings.push_back({"S-LAB-MIXED", Severity::note, table, "activity", "laboratory", std::nullopt,
                            "patient " + patient + ": activities come from more than one place: " + list});
    }
}

/// One specificity of one patient is compared before and after, so its unit must stay.
void check_antibody_unit(const TableRow& row, const AntibodySample& sample, std::map<std::string, std::string>& units,
                         Findings& findings) {
    const auto [first, is_new] = units.emplace(
        sample.patient + '\n' + lower_case(sample.specificity) + '\n' + sample.isotype, sample.result.unit);
    if (is_new || first->second == sample.result.unit) return;
    findings.push_back(row.finding("UNIT_SUSPECT", Severity::warning, "unit",
                                   "patient " + sample.patient + ", " + sample.specificity + ": found " +
                                       in_quotes(sample.result.unit) + " beside " + in_quotes(first->second) +
                                       "; the values cannot be compared"));
}

void read_details(const TableRow& row, AntibodySample& sample) {
    sample.lloq = row.optional_number_within("lloq", 0, infinity);
    sample.uloq = row.optional_number_within("uloq", 0, infinity);
    if (sample.lloq && sample.uloq && *sample.uloq <= *sample.lloq)
        row.fail("uloq", "found " + row.text("uloq") + "; expected more than lloq " + row.text("lloq"));
    sample.isotype = row.text("isotype");
    sample.kind = row.choice("kind", {"titre", "concentration", "OD ratio"}, "");
    sample.dilution = row.text("dilution");
}

/// Earlier spelling of the same specificity, so that `Anti-PEG` and `anti-PEG` are one.
std::string same_spelling(const std::string& specificity, std::map<std::string, std::string>& spellings) {
    return spellings.emplace(lower_case(specificity), specificity).first->second;
}

}  // namespace

std::vector<ActivitySample> read_activity(const TableFile& file, const KnownNames& patients,
                                          const std::vector<Dose>& doses, const DomainRules& rules,
                                          Findings& findings) {
    const ClinicalTable table(file, {{"patient"},
                                     {"period"},
                                     {"nominal_day"},
                                     {"day"},
                                     {"activity"},
                                     {"unit"},
                                     {"lloq", false},
                                     {"uloq", false},
                                     {"method"},
                                     {"laboratory", false},
                                     {"kit_lot", false}});
    const AsparaginaseDoses by_patient = asparaginase_doses(doses);
    std::vector<ActivitySample> samples;
    UniqueRows drawn;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const TableRow row = table.row(i);
        ActivitySample& sample = samples.emplace_back(read_sample(row, patients));
        drawn.add(row, "day", sample.patient + '\n' + format_number(sample.day) + '\n' + sample.method,
                  "activity of patient " + in_quotes(sample.patient) + " on day " + format_number(sample.day) +
                      " by the same method");
        check_period(row, sample.patient, sample.period, sample.day, findings);
        if (!doses.empty()) attribute_dose(row, sample, by_patient, rules, findings);
        check_limit(row, sample, findings);
    }
    check_units(table, samples, rules, findings);
    check_methods(file.name, samples, findings);
    check_limits(file.name, samples, findings);
    check_laboratories(file.name, samples, findings);
    return samples;
}

std::vector<AntibodySample> read_antibodies(const TableFile& file, const KnownNames& patients, Findings& findings) {
    const ClinicalTable table(file, {{"patient"},
                                     {"period"},
                                     {"day"},
                                     {"specificity"},
                                     {"result"},
                                     {"unit"},
                                     {"cutoff", false},
                                     {"lloq", false},
                                     {"uloq", false},
                                     {"isotype", false},
                                     {"kind", false},
                                     {"dilution", false}});
    std::vector<AntibodySample> samples;
    UniqueRows drawn;
    std::map<std::string, std::string> units, spellings;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const TableRow row = table.row(i);
        AntibodySample& sample = samples.emplace_back();
        sample.patient = row.reference("patient", patients);
        sample.period = read_period(row);
        sample.day = row.day("day");
        sample.specificity = same_spelling(row.required_text("specificity"), spellings);
        sample.result = row.measurement("result", "unit");
        sample.cutoff = row.optional_number_within("cutoff", 0, infinity);
        read_details(row, sample);
        drawn.add(
            row, "specificity",
            sample.patient + '\n' + period_name(sample.period) + '\n' + format_number(sample.day) + '\n' +
                sample.specificity + '\n' + sample.isotype,
            sample.specificity + " of patient " + in_quotes(sample.patient) + " on day " + format_number(sample.day));
        check_period(row, sample.patient, sample.period, sample.day, findings);
        check_antibody_unit(row, sample, units, findings);
    }
    return samples;
}

}  // namespace asparagate::study_files

namespace asparagate {

char AntibodySample::bound() const {
    if (result.qualifier != '=') return result.qualifier;
    if (lloq && result.value < *lloq) return '<';
    return uloq && result.value > *uloq ? '>' : '=';
}

}  // namespace asparagate
