#include "study/record_tables.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "study/product_names.hpp"

#include <limits>

namespace asparagate::study_files {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::uint64_t lowest_grade_of_anaphylaxis = 3;  // CTCAE v5

template <class Record, class Read>
std::vector<Record> read_rows(const ClinicalTable& table, Read read) {
    std::vector<Record> records;
    for (std::size_t i = 0; i < table.size(); ++i) records.push_back(read(table.row(i)));
    return records;
}

std::optional<std::uint64_t> whole_number_within(const TableRow& row, const std::string& column, double low,
                                                 double high) {
    const std::optional<double> value = row.optional_number_within(column, low, high);
    if (!value) return std::nullopt;
    if (*value != std::floor(*value)) row.fail(column, "found " + format_number(*value) + "; expected a whole number");
    return static_cast<std::uint64_t>(*value);
}

std::uint64_t count(const TableRow& row, const std::string& column) {
    const auto value = whole_number_within(row, column, 0, 1e9);
    if (!value) row.fail(column, "is empty; expected a whole number");
    return *value;
}

Reaction read_reaction(const TableRow& row, const KnownNames& patients) {
    Reaction reaction;
    reaction.patient = row.reference("patient", patients);
    reaction.day = row.day("day");
    reaction.product = read_product(row);
    reaction.term =
        row.required_choice("term", {"allergic reaction", "anaphylaxis", "infusion-related reaction", "other"});
    reaction.grade = whole_number_within(row, "grade", 1, 5);
    reaction.severity = row.choice("severity", {"mild", "severe"}, "");
    reaction.system = row.text("system");
    reaction.symptoms = row.text("symptoms");
    reaction.angioedema = row.yes_or_no("angioedema");
    reaction.premedication = read_premedication(row);
    return reaction;
}

std::optional<double> limit(const TableRow& row, const std::string& column) {
    const std::optional<double> value = row.optional_number_within(column, 0, infinity);
    if (value && *value == 0) row.fail(column, "found 0; expected the upper limit of normal");
    return value;
}

LiverSample read_liver_sample(const TableRow& row, const KnownNames& patients) {
    LiverSample sample;
    sample.patient = row.reference("patient", patients);
    sample.day = row.day("day");
    sample.steatosis = row.choice("steatosis", {"yes", "no", "unknown"}, "");
    sample.method = row.text("steatosis_method");
    struct Test {
        const char *value, *limit;
        std::optional<double>*to, *uln;
    };
    for (const Test& test :
         {Test{"alt", "alt_uln", &sample.alt, &sample.alt_uln}, Test{"ast", "ast_uln", &sample.ast, &sample.ast_uln},
          Test{"bilirubin", "bilirubin_uln", &sample.bilirubin, &sample.bilirubin_uln}}) {
        *test.to = row.optional_number_within(test.value, 0, infinity);
        *test.uln = limit(row, test.limit);
        if (*test.to && !*test.uln)
            row.fail(test.limit, std::string("is empty; ") + test.value + " needs the laboratory's upper limit");
    }
    return sample;
}

const std::vector<std::string>& condition_columns() {
    static const std::vector<std::string> names = {"sex", "risk", "reaction", "group", "restored", "tolerated"};
    return names;
}

using ConditionValues = std::map<std::string, std::vector<std::string>>;

/// What the column of a condition may be: its fixed values, and for free texts also what a patient has.
ConditionValues condition_values(const std::vector<Patient>& patients) {
    ConditionValues values = {{"sex", {"M", "F"}},
                              {"risk", {"LR", "IR", "HR"}},
                              {"reaction", {"silent inactivation", "clinical hypersensitivity"}},
                              {"group", {"AAR", "AANR"}},
                              {"restored", {"yes", "no"}},
                              {"tolerated", {"yes", "no"}}};
    const auto add = [](std::vector<std::string>& known, const std::string& value) {
        if (!value.empty() && std::find(known.begin(), known.end(), value) == known.end()) known.push_back(value);
    };
    for (const Patient& patient : patients) {
        add(values["sex"], patient.sex);
        add(values["risk"], patient.risk);
    }
    return values;
}

void check_value(const TableRow& row, const std::string& column, const PatientCondition& condition,
                 const std::vector<std::string>& values) {
    const bool known = std::any_of(values.begin(), values.end(), [&](const std::string& value) {
        return lower_case(value) == lower_case(condition.value);
    });
    if (!known)
        row.fail(column, "unknown " + condition.column + " " + in_quotes(condition.value) +
                             suggestion(condition.value, values));
}

/// `column = value`; empty stands for every patient.
PatientCondition read_condition(const TableRow& row, const std::string& column, const ConditionValues& values) {
    const std::string cell = row.text(column);
    if (cell.empty()) return {};
    const std::size_t equals = cell.find('=');
    PatientCondition condition;
    condition.column = trim(cell.substr(0, equals));
    if (equals != std::string::npos) condition.value = trim(std::string_view(cell).substr(equals + 1));
    if (condition.value.empty()) row.fail(column, "found " + in_quotes(cell) + "; expected \"column = value\"");
    const auto& names = condition_columns();
    if (std::find(names.begin(), names.end(), condition.column) == names.end())
        row.fail(column, "unknown column " + in_quotes(condition.column) + suggestion(condition.column, names));
    check_value(row, column, condition, values.at(condition.column));
    return condition;
}

Claim read_claim(const TableRow& row, const ConditionValues& values) {
    Claim claim;
    claim.statement = row.required_text("statement");
    claim.outcome = read_condition(row, "outcome", values);
    if (claim.outcome.column.empty()) row.fail("outcome", "is empty; expected \"column = value\"");
    claim.subgroup = read_condition(row, "subgroup", values);
    claim.k = count(row, "k");
    claim.n = count(row, "n");
    if (claim.n == 0) row.fail("n", "found 0; expected the number of patients of the statement");
    if (claim.k > claim.n)
        row.fail("k", "found " + std::to_string(claim.k) + " of " + std::to_string(claim.n) + "; expected at most n");
    claim.source = row.text("source");
    return claim;
}

}  // namespace

std::string read_premedication(const TableRow& row) {
    static const std::vector<std::string> drugs = {"steroid", "H1", "H2", "acetaminophen"};
    const std::string cell = row.text("premedication");
    if (cell.empty() || lower_case(cell) == "none") return lower_case(cell);
    std::set<std::string> found;
    for (std::size_t begin = 0; begin <= cell.size();) {
        const std::size_t end = std::min(cell.find_first_of("+;", begin), cell.size());
        const std::string part(trim(std::string_view(cell).substr(begin, end - begin)));
        const auto known = std::find_if(drugs.begin(), drugs.end(),
                                        [&](const std::string& drug) { return lower_case(drug) == lower_case(part); });
        if (known == drugs.end())
            row.fail("premedication", "found " + in_quotes(part) + suggestion(part, drugs) +
                                          "; several are joined by +, and \"none\" says that there was none");
        found.insert(*known);
        begin = end + 1;
    }
    std::string joined;
    for (const std::string& drug : drugs)
        if (found.count(drug) > 0) joined += (joined.empty() ? "" : "+") + drug;
    return joined;
}

std::vector<Reaction> read_reactions(const TableFile& file, const KnownNames& patients, Findings& findings) {
    const ClinicalTable table(file, {{"patient"},
                                     {"day"},
                                     {"product", false},
                                     {"term"},
                                     {"grade", false},
                                     {"severity", false},
                                     {"system", false},
                                     {"symptoms", false},
                                     {"angioedema", false},
                                     {"premedication", false}});
    return read_rows<Reaction>(table, [&](const TableRow& row) {
        Reaction reaction = read_reaction(row, patients);
        tell_reading(row, reaction.patient, reaction.product, findings);
        if (reaction.term == "anaphylaxis" && reaction.grade && *reaction.grade < lowest_grade_of_anaphylaxis)
            findings.push_back(row.finding("S-GRADE", Severity::warning, "grade",
                                           "patient " + reaction.patient + ": anaphylaxis of grade " +
                                               std::to_string(*reaction.grade) + "; CTCAE begins it at grade 3"));
        return reaction;
    });
}

std::vector<Concomitant> read_concomitants(const TableFile& file, const KnownNames& patients) {
    const ClinicalTable table(
        file, {{"patient"}, {"day"}, {"end_day", false}, {"treatment"}, {"dose", false}, {"unit", false}});
    return read_rows<Concomitant>(table, [&](const TableRow& row) {
        Concomitant given;
        given.patient = row.reference("patient", patients);
        given.day = row.day("day");
        given.end_day = row.optional_day("end_day");
        if (given.end_day && *given.end_day < given.day)
            row.fail("end_day", "found " + format_number(*given.end_day) + ", before the first day " +
                                    format_number(given.day) + "; expected the last day or nothing");
        given.treatment = row.required_text("treatment");
        given.dose = row.optional_number_within("dose", 0, infinity);
        given.unit = row.text("unit");
        return given;
    });
}

std::vector<LiverSample> read_liver(const TableFile& file, const KnownNames& patients) {
    const ClinicalTable table(file, {{"patient"},
                                     {"day"},
                                     {"steatosis", false},
                                     {"steatosis_method", false},
                                     {"alt", false},
                                     {"alt_uln", false},
                                     {"ast", false},
                                     {"ast_uln", false},
                                     {"bilirubin", false},
                                     {"bilirubin_uln", false}});
    return read_rows<LiverSample>(table, [&](const TableRow& row) { return read_liver_sample(row, patients); });
}

std::vector<AmmoniaSample> read_ammonia(const TableFile& file, const KnownNames& patients) {
    const ClinicalTable table(file, {{"patient"}, {"day"}, {"ammonia"}, {"unit"}, {"symptomatic", false}});
    return read_rows<AmmoniaSample>(table, [&](const TableRow& row) {
        return AmmoniaSample{row.reference("patient", patients), row.day("day"),
                             row.number_within("ammonia", 0, infinity), row.required_text("unit"),
                             row.yes_or_no("symptomatic")};
    });
}

std::vector<NotDone> read_not_done(const TableFile& file, const KnownNames& patients) {
    const ClinicalTable table(file, {{"patient"}, {"item"}, {"reason", false}});
    UniqueRows items;
    return read_rows<NotDone>(table, [&](const TableRow& row) {
        NotDone missing{row.reference("patient", patients),
                        row.required_choice("item", {"activity", "antibodies", "flow", "outcome"}), row.text("reason")};
        items.add(row, "item", missing.patient + '\n' + missing.item,
                  missing.item + " of patient " + in_quotes(missing.patient));
        return missing;
    });
}

std::vector<Claim> read_claims(const TableFile& file, const std::vector<Patient>& patients) {
    const ClinicalTable table(file, {{"statement"}, {"outcome"}, {"subgroup", false}, {"k"}, {"n"}, {"source", false}});
    const ConditionValues values = condition_values(patients);
    UniqueRows claims;
    return read_rows<Claim>(table, [&](const TableRow& row) {
        Claim claim = read_claim(row, values);
        claims.add(row, "outcome", claim.outcome.text() + '\n' + claim.subgroup.text(),
                   in_quotes(claim.outcome.text()) + " of " + in_quotes(claim.subgroup.text()));
        return claim;
    });
}

void check_not_done(const Study& study, const std::string& table, Findings& findings) {
    const auto has = [](const auto& rows, const std::string& patient) {
        return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.patient == patient; });
    };
    for (const NotDone& missing : study.not_done) {
        const bool present = (missing.item == "activity" && has(study.activity, missing.patient)) ||
                             (missing.item == "antibodies" && has(study.antibodies, missing.patient)) ||
                             (missing.item == "flow" && has(study.samples, missing.patient)) ||
                             (missing.item == "outcome" && has(study.outcomes, missing.patient));
        if (!present) continue;
        findings.push_back({"S-NOT-DONE", Severity::warning, table, "not_done", missing.item, std::nullopt,
                            "patient " + missing.patient + ": " + missing.item +
                                " is marked as not done but has data; the data are used"});
    }
}

}  // namespace asparagate::study_files

namespace asparagate {

std::string PatientCondition::text() const {
    return column.empty() ? "all" : column + " = " + value;
}

bool Study::is_not_done(const std::string& patient, const std::string& item) const {
    return std::any_of(not_done.begin(), not_done.end(),
                       [&](const NotDone& missing) { return missing.patient == patient && missing.item == item; });
}

}  // namespace asparagate
