#include "study/product_names.hpp"

#include "asparagate/fcs/nearest_name.hpp"

#include <map>

namespace asparagate::study_files {
namespace {

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

}  // namespace

std::string read_product(const TableRow& row) {
    std::vector<std::string> known = asparaginases();
    known.emplace_back("blinatumomab");
    const std::string product = row.text("product");
    if (product.empty()) return product;
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

void tell_reading(const TableRow& row, const std::string& patient, const std::string& product, Findings& findings) {
    const std::string given = row.text("product");
    if (lower_case(given) == lower_case(product)) return;
    findings.push_back(
        row.finding("S-PRODUCT-NAME", Severity::note, "product",
                    "patient " + patient + ": " + in_quotes(given) + " is read as " + in_quotes(product)));
}

void check_product(const TableRow& row, const Dose& dose, Findings& findings) {
    const auto& known = asparaginases();
    const std::string given = row.text("product");
    const std::string who = "patient " + dose.patient + ": " + in_quotes(given);
    const auto say = [&](const char* code, Severity severity, const std::string& message) {
        findings.push_back(row.finding(code, severity, "product", who + message));
    };
    if (std::find(known.begin(), known.end(), dose.product) != known.end())
        return tell_reading(row, dose.patient, dose.product, findings);
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

}  // namespace asparagate::study_files
