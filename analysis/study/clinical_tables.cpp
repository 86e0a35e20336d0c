#include "study/clinical_tables.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "study/product_names.hpp"
#include "study/record_tables.hpp"

#include <limits>

namespace asparagate::study_files {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void check_timeline(const std::vector<Dose>& doses, const std::string& table, Findings& findings) {
    std::map<std::string, double> first_days;
    for (const Dose& dose : doses) {
        if (dose.product != "blinatumomab") continue;
        const auto first = first_days.emplace(dose.patient, dose.day).first;
        first->second = std::min(first->second, dose.day);
    }
    for (const auto& [patient, day] : first_days) {
        if (day == 0) continue;
        findings.push_back({"S-TIMELINE", Severity::warning, table, "doses", "day", std::nullopt,
                            "patient " + patient + ": blinatumomab starts on day " + format_number(day) +
                                "; days of all tables count from its start, day 0"});
    }
}

Patient read_patient(const TableRow& row) {
    Patient patient;
    patient.id = row.required_text("patient");
    patient.sex = row.text("sex");
    patient.age_years = row.optional_number_within("age_years", 0, 130);
    patient.risk = row.text("risk");
    patient.reaction = row.choice("reaction", {"silent inactivation", "clinical hypersensitivity"}, "");
    patient.cd19_percent = row.optional_number_within("cd19_percent", 0, 100);
    patient.blinatumomab_days = row.optional_number_within("blinatumomab_days", 0, infinity);
    patient.bmi = row.optional_number_within("bmi", 5, 100);
    patient.blast_phenotype = row.text("blast_phenotype");
    return patient;
}

Dose read_dose(const TableRow& row, const KnownNames& patients) {
    Dose dose;
    dose.patient = row.reference("patient", patients);
    dose.day = row.day("day");
    dose.end_day = row.optional_day("end_day");
    if (dose.end_day && *dose.end_day < dose.day) {
        row.fail("end_day", "found " + format_number(*dose.end_day) + ", before the first day " +
                                format_number(dose.day) + "; expected the last day of the infusion or nothing");
    }
    (void)row.required_text("product");
    dose.product = read_product(row);
    dose.dose = row.number_within("dose", 0, infinity);
    dose.unit = row.required_text("unit");
    dose.route = row.text("route");
    dose.planned_dose = row.optional_number_within("planned_dose", 0, infinity);
    if (dose.planned_dose == 0.0) row.fail("planned_dose", "found 0; expected the protocol's dose or nothing");
    dose.premedication = read_premedication(row);
    dose.desensitised = row.yes_or_no("desensitised");
    return dose;
}

std::string canonical_label(const TableRow& row) {
    const std::string label = row.choice("label", {"AAR", "AANR", "good", "poor"}, "");
    if (label == "good") return "AAR";
    if (label == "poor") return "AANR";
    return label;
}

}  // namespace

std::vector<Patient> read_patients(const TableFile& file) {
    const ClinicalTable table(file, {{"patient"},
                                     {"sex", false},
                                     {"age_years", false},
                                     {"risk", false},
                                     {"reaction", false},
                                     {"cd19_percent", false},
                                     {"blinatumomab_days", false},
                                     {"bmi", false},
                                     {"blast_phenotype", false}});
    std::vector<Patient> patients;
    UniqueRows ids;
    for (std::size_t i = 0; i < table.size(); ++i) {
        patients.push_back(read_patient(table.row(i)));
        ids.add(table.row(i), "patient", patients.back().id, "patient " + in_quotes(patients.back().id));
    }
    return patients;
}

std::vector<Dose> read_doses(const TableFile& file, const KnownNames& patients, Findings& findings) {
    const ClinicalTable table(file, {{"patient"},
                                     {"day"},
                                     {"end_day", false},
                                     {"product"},
                                     {"dose"},
                                     {"unit"},
                                     {"route", false},
                                     {"planned_dose", false},
                                     {"premedication", false},
                                     {"desensitised", false}});
    std::vector<Dose> doses;
    UniqueRows given;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const TableRow row = table.row(i);
        const Dose& dose = doses.emplace_back(read_dose(row, patients));
        given.add(row, "patient", dose.patient + '\n' + dose.product + '\n' + format_number(dose.day),
                  dose.product + " of patient " + in_quotes(dose.patient) + " on day " + format_number(dose.day));
        check_product(row, dose, findings);
    }
    check_timeline(doses, file.name, findings);
    return doses;
}

std::vector<Outcome> read_outcomes(const TableFile& file, const KnownNames& patients) {
    const ClinicalTable table(
        file, {{"patient"}, {"label", false}, {"tolerated", false}, {"symptoms", false}, {"premedicated", false}});
    std::vector<Outcome> outcomes;
    UniqueRows ids;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const TableRow row = table.row(i);
        Outcome outcome;
        outcome.patient = row.reference("patient", patients);
        ids.add(row, "patient", outcome.patient, "patient " + in_quotes(outcome.patient));
        outcome.label = canonical_label(row);
        outcome.tolerated = row.yes_or_no("tolerated");
        outcome.symptoms = row.yes_or_no("symptoms");
        outcome.premedicated = row.yes_or_no("premedicated");
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

}  // namespace asparagate::study_files

namespace asparagate {

bool Dose::is_asparaginase() const {
    const std::string name = lower_case(product);
    // Other names of the five products (asparaginase, peg-asparaginase, crisantaspase, Erwinase) say what they are.
    return name == "e-coli" || name.find("aspar") != std::string::npos || name.find("erwin") != std::string::npos ||
           name.find("crisantasp") != std::string::npos;
}

std::string Dose::family() const {
    if (!is_asparaginase()) return "";
    const std::string name = lower_case(product);
    const auto holds = [&](const char* part) { return name.find(part) != std::string::npos; };
    if (holds("erwin") || holds("crisantasp")) return "Erwinia";
    return holds("peg") || holds("calaspar") ? "Ecoli-PEG" : "Ecoli";
}

}  // namespace asparagate
