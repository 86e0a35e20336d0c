#include "study/clinical_tables.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "study/record_tables.hpp"

#include <limits>

namespace asparagate::study_files {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

const std::vector<std::string>& asparaginases() {
    static const std::vector<std::string> names = {"pegaspargase", "calaspargase", "erwinia", "recombinant-erwinia",
                                                   "e-coli"};
    return names;
}

/// Without case, blanks, hyphens, dots and the mark of a registered name.
std::string bare_name(std::string_view name) {
    std::string bare = lower_case(name);
    for (const std::string_view mark : {" ", "-", ".", "\u00AE"})
        for (auto at = bare.find(mark); at != std::string::npos; at = bare.find(mark)) bare.erase(at, mark.size());
    return bare;
}

/// Trade and field names as bare_name writes them.
const std::map<std::string, std::string>& product_aliases() {
    static const std::map<std::string, std::string> aliases = {
        {"oncaspar", "pegaspargase"},
        {"pegasp", "pegaspargase"},
        {"peg", "pegaspargase"},
        {"pegasparaginase", "pegaspargase"},
        {"pegasnase", "pegaspargase"},
        {"\u57F9\u95E8\u51AC\u9176", "pegaspargase"},
        {"asparlas", "calaspargase"},
        {"calaspargasepegol", "calaspargase"},
        {"calasp", "calaspargase"},
        {"erwinase", "erwinia"},
        {"erwinaze", "erwinia"},
        {"crisantaspase", "erwinia"},
        {"erwiniaasparaginase", "erwinia"},
        {"rylaze", "recombinant-erwinia"},
        {"enrylaze", "recombinant-erwinia"},
        {"erwiniarywn", "recombinant-erwinia"},
        {"asparaginaseerwiniarywn", "recombinant-erwinia"},
        {"recombinantcrisantaspase", "recombinant-erwinia"},
        {"lasp", "e-coli"},
        {"lasparaginase", "e-coli"},
        {"leunase", "e-coli"},
        {"kidrolase", "e-coli"},
        {"spectrila", "e-coli"},
        {"nativeecoli", "e-coli"},
        {"nativeecoliasparaginase", "e-coli"},
        {"ecoliasparaginase", "e-coli"},
    };
    return aliases;
}

/// Product in its documented spelling; other names are kept as they are.
std::string read_product(const TableRow& row) {
    std::vector<std::string> known = asparaginases();
    known.emplace_back("blinatumomab");
    const std::string product = row.required_text("product");
    const std::string bare = bare_name(product);
    for (const std::string& name : known) {
        if (bare == bare_name(name)) return name;
    }
    const auto alias = product_aliases().find(bare);
    if (alias != product_aliases().end()) return alias->second;
    // A typing error would silently take the dose out of every rule.
    if (name_distance(product, nearest_name(product, known)) <= 2) {
        row.fail("product", "found " + in_quotes(product) + suggestion(product, known));
    }
    return product;
}

/// Treatments that no table would take for an asparaginase, also those whose name resembles one.
bool is_other_drug(const std::string& product) {
    static const std::set<std::string> names = {
        "blinatumomab",   "blincyto",      "rituximab",       "mabthera",       "ivig",
        "immunoglobulin", "bortezomib",    "velcade",         "inotuzumab",     "daratumumab",
        "vincristine",    "vindesine",     "dexamethasone",   "prednisone",     "prednisolone",
        "steroid",        "chemotherapy",  "methotrexate",    "mercaptopurine", "6mp",
        "thioguanine",    "cytarabine",    "daunorubicin",    "doxorubicin",    "mitoxantrone",
        "idarubicin",     "etoposide",     "imatinib",        "dasatinib",      "cyclophosphamide",
        "ifosfamide",     "pegfilgrastim", "peginterferon",   "filgrastim",     "aspirin",
        "caspofungin",    "tocilizumab",   "tisagenlecleucel"};
    return names.count(bare_name(product)) > 0;
}

bool resembles_asparaginase(const std::string& product) {
    const std::string name = lower_case(product);
    const auto holds = [&](const char* part) { return name.find(part) != std::string::npos; };
    return holds("asp") || holds("erwin") || holds("peg") || holds("\u95E8\u51AC") || holds("\u6B27\u6587");
}

/// How the product was read, unless it was as documented.
void check_product(const TableRow& row, const Dose& dose, Findings& findings) {
    const auto& known = asparaginases();
    const std::string given = row.text("product");
    const std::string who = "patient " + dose.patient + ": " + in_quotes(given);
    const auto say = [&](const char* code, Severity severity, const std::string& message) {
        findings.push_back(row.finding(code, severity, "product", who + message));
    };
    if (std::find(known.begin(), known.end(), dose.product) != known.end()) {
        if (lower_case(given) != dose.product)
            say("S-PRODUCT-NAME", Severity::note, " is read as " + in_quotes(dose.product));
        return;
    }
    if (dose.is_asparaginase())
        return say("S-PRODUCT", Severity::warning,
                   " counts as an asparaginase of no known kind; activity drawn after it is not attributed to an "
                   "earlier dose");
    if (is_other_drug(dose.product)) return;
    std::string valid;
    for (const std::string& name : known) valid += (valid.empty() ? "" : ", ") + name;
    if (resembles_asparaginase(dose.product))
        return say("S-PRODUCT", Severity::warning,
                   " resembles an asparaginase but counts as none; if it is one, write one of " + valid);
    say("S-PRODUCT-NAME", Severity::note, " counts as no asparaginase; asparaginases are " + valid);
}

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
