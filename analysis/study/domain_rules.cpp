#include "asparagate/analysis/domain_rules.hpp"

#include "asparagate/analysis/study.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "study/rule_table.hpp"

#include <limits>
#include <sstream>

namespace asparagate {
namespace {

using study_files::BoundRule;

const std::vector<std::string>& restoration_rules() {
    static const std::vector<std::string> names = {"R-A", "R-B", "R-C"};
    return names;
}

std::string joined(const std::vector<double>& numbers) {
    std::string text;
    for (const double number : numbers) text += (text.empty() ? "" : ", ") + format_number(number);
    return text;
}

std::string value_text(const BoundRule& rule) {
    struct Text {
        std::string operator()(const double* value) const { return format_number(*value); }
        std::string operator()(const std::uint64_t* value) const { return std::to_string(*value); }
        std::string operator()(const std::vector<double>* value) const { return joined(*value); }
        std::string operator()(const std::string* value) const { return *value; }
    };
    return std::visit(Text{}, rule.target);
}

std::vector<double> split_numbers(const std::string& text, const std::string& where) {
    std::vector<double> numbers;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');) {
        const std::optional<double> number = parse_number(trim(part));
        if (!number) throw AnalysisError(where, "found " + in_quotes(part) + "; expected a number");
        numbers.push_back(*number);
    }
    return numbers;
}

/// As TOML writes it: texts in quotes, lists in brackets.
std::string toml_value(const BoundRule& rule) {
    if (std::holds_alternative<std::string*>(rule.target)) return '"' + value_text(rule) + '"';
    if (std::holds_alternative<std::vector<double>*>(rule.target)) return '[' + value_text(rule) + ']';
    return value_text(rule);
}

std::string toml_text(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

const BoundRule& find_rule(const std::vector<BoundRule>& rules, const std::string& name) {
    std::vector<std::string> names;
    for (const BoundRule& rule : rules) {
        if (rule.name == name) return rule;
        names.push_back(rule.name);
    }
    throw AnalysisError(name, "unknown rule" + suggestion(name, names));
}

// Marks of provenance: [L] the letter, [R] looked up, [M] from memory, [calc] computed.
constexpr const char* letter = "[L] doi:10.3324/haematol.2025.287910";
constexpr const char* consensus = "[R] van der Sluis 2016 as cited; check the original";
constexpr const char* range_in_use = "activities in use lie at 20 to 2000 IU/L";
constexpr const char* ctcae = "[M] CTCAE v5, normal baseline";
constexpr const char* practice = "[M] EuroFlow, ICCS and ESCCA practice; CLSI H62 asks each laboratory for its own";
constexpr const char* blank_source =
    "[M] CLSI EP17-A2: 95th percentile of the blanks; below 20 of them their pooled events";
constexpr double most = std::numeric_limits<double>::infinity();

struct ProductSource {
    std::string days = "study", level = "study";
};

ProductSource source_of(const std::string& product) {
    static const std::map<std::string, ProductSource> sources = {
        {"pegaspargase", {consensus, consensus}},
        {"calaspargase", {"[R] day 21 trough is the label's endpoint; days 7 and 14 as pegaspargase", "[R] label"}},
        {"erwinia", {"[R] 48 h; 72 h and later is descriptive, fast clearance is no inactivation", consensus}},
        {"recombinant-erwinia", {"[R] 48 h and 72 h nadir, label", "[R] nadir of at least 0.1 U/mL, label"}},
        {"e-coli", {"[M] trough at 72 h or 48 h", "[M]"}}};
    const auto found = sources.find(product);
    return found == sources.end() ? ProductSource{} : found->second;
}

std::vector<BoundRule> rules_of_restoration(StudySettings& settings) {
    return {
        {"restoration.rule", "", "R-A as primary rule; the letter gives none", 0, 0, &settings.restoration_rule},
        {"restoration.threshold_iu_l", "IU/L", std::string(letter) + ", Fig 1A", 0.001, 1e6, &settings.threshold_iu_l},
        {"restoration.sensitivity_thresholds_iu_l", "IU/L",
         "[R] 20: asparagine depleted above 0.02 IU/mL (AALL07P4); 250: upper TDM target of a Dutch protocol", 0, 1e6,
         &settings.domain.sensitivity_thresholds_iu_l},
        {"tdm.other_window_days", "days", "[M]", 0, 30, &settings.domain.other_window_days}};
}

std::vector<BoundRule> rules_of_product(const std::string& name, ProductRule& product) {
    const std::string table = "tdm." + name + ".", after_dose = "days after the dose";
    const ProductSource source = source_of(name);
    return {{table + "judged_days", after_dose, source.days, 0, 365, &product.judged_days},
            {table + "descriptive_days", after_dose, source.days, 0, 365, &product.descriptive_days},
            {table + "window_days", "days", source.days, 0, 30, &product.window_days},
            {table + "adequate_iu_l", "IU/L", source.level, 0, 1e6, &product.adequate_iu_l}};
}

std::vector<BoundRule> rules_of_laboratory(StudySettings& settings) {
    DomainRules& domain = settings.domain;
    return {
        {"units.high_iu_l", "IU/L", range_in_use, 0, most, &domain.unit_high_iu_l},
        {"units.low_iu_l", "IU/L", "0.1 \"IU/L\" beside hundreds is 0.1 IU/mL", 0, most, &domain.unit_low_iu_l},
        {"units.plausible_median_iu_l", "IU/L", range_in_use, 0, most, &domain.unit_plausible_median_iu_l},
        {"antibodies.igg_half_life_days", "days", "[M] IgG catabolism alone", 1e-3, 1e6, &domain.igg_half_life_days},
        {"blinatumomab.course_days", "days", letter, 0, 3650, &domain.blinatumomab_course_days},
        {"blinatumomab.cd19_unreliable_days_after_stop", "days", "[M]", 0, 3650,
         &settings.cd19_unreliable_days_after_stop},
        {"detection.lod", "events", practice, 0, 1e9, &settings.detection.lod},
        {"detection.lloq", "events", practice, 0, 1e9, &settings.detection.lloq},
        {"detection.blank_level", "", blank_source, 0.8, 0.999, &domain.blank_level},
        {"detection.blanks_for_percentile", "blanks", blank_source, 2, 1e9, &domain.blanks_for_percentile},
        {"fold_change.pseudo_count", "events", "[M] Haldane", 1e-6, 10, &domain.pseudo_count},
        {"fold_change.largest_floor_share", "",
         "[M] a ratio of floor values measures the depth of acquisition: above half of the pairs no group test", 0, 1,
         &domain.largest_floor_share},
        {"thresholds.sensitivity_shift", "",
         "[M] intracellular thresholds are shown a tenth of the transformed range lower and higher", 0, 0.5,
         &domain.threshold_shift},
        {"counts.cbc_hours", "hours", "[M] dual platform: blood count of the same draw", 0, 1e4, &domain.cbc_hours}};
}

std::vector<BoundRule> rules_of_patients(DomainRules& domain) {
    return {{"liver.alt_times_uln", "times ULN", ctcae, 0, 1e4, &domain.alt_times_uln},
            {"liver.ast_times_uln", "times ULN", ctcae, 0, 1e4, &domain.ast_times_uln},
            {"liver.bilirubin_times_uln", "times ULN", ctcae, 0, 1e4, &domain.bilirubin_times_uln},
            {"liver.flag_grade", "CTCAE grade", "[M]", 1, 4, &domain.liver_flag_grade},
            {"liver.days_after_dose", "days", "[M] liver injury mostly follows the first dose and lasts weeks", 0, 3650,
             &domain.liver_days_after_dose},
            {"report.fewest_comparators", "patients", "[M] a percentile among fewer says little", 1, 1e9,
             &domain.fewest_comparators},
            {"model.patients", "patients", "[calc] validation at small n", 0, 1e9, &domain.model_patients},
            {"model.smaller_group", "patients", "[calc] validation at small n", 0, 1e9, &domain.model_smaller_group}};
}

std::vector<BoundRule> rules_of_placement(UncertaintySettings& uncertainty) {
    return {{"placement.widths_in_range", "", "[M] an analyst looks closely at a narrow gate", 0.1, 1e6,
             &uncertainty.widths_in_range},
            {"placement.smallest_driver_share", "",
             "[calc] rho squared that the best of some dozen lines reaches by chance in some hundred draws", 0, 1,
             &uncertainty.smallest_driver_share},
            {"placement.holding_share", "", "[M] of the draws, as an interval of 95 % would", 0.5, 1,
             &uncertainty.holding_share}};
}

}  // namespace

namespace study_files {

std::vector<BoundRule> bind_rules(StudySettings& settings) {
    std::vector<BoundRule> rules = rules_of_restoration(settings);
    const auto add = [&](const std::vector<BoundRule>& more) { rules.insert(rules.end(), more.begin(), more.end()); };
    for (auto& [name, product] : settings.domain.products) add(rules_of_product(name, product));
    add(rules_of_laboratory(settings));
    add(rules_of_placement(settings.uncertainty));
    add(rules_of_patients(settings.domain));
    return rules;
}

void set_rule(const BoundRule& rule, const std::vector<double>& numbers, const std::string& where) {
    for (const double number : numbers) {
        if (number >= rule.low && number <= rule.high) continue;
        throw AnalysisError(where, "found " + format_number(number) + "; expected a number from " +
                                       format_number(rule.low) +
                                       (std::isinf(rule.high) ? "" : " to " + format_number(rule.high)));
    }
    if (auto* const* list = std::get_if<std::vector<double>*>(&rule.target)) {
        if (!std::is_sorted(numbers.begin(), numbers.end()))
            throw AnalysisError(where, "found " + joined(numbers) + "; expected ascending numbers");
        // Grades 1 to 4 have four limits; lists of days and thresholds have any length.
        if (rule.unit == "times ULN" && numbers.size() != 4)
            throw AnalysisError(where, "found " + std::to_string(numbers.size()) + " numbers; expected 4");
        **list = numbers;
        return;
    }
    if (numbers.size() != 1) throw AnalysisError(where, "found a list; expected one number");
    if (auto* const* number = std::get_if<double*>(&rule.target)) **number = numbers[0];
    if (auto* const* whole = std::get_if<std::uint64_t*>(&rule.target)) {
        if (numbers[0] != std::floor(numbers[0]))
            throw AnalysisError(where, "found " + format_number(numbers[0]) + "; expected a whole number");
        **whole = static_cast<std::uint64_t>(numbers[0]);
    }
}

void set_rule(const BoundRule& rule, const std::string& text, const std::string& where) {
    const auto& names = restoration_rules();
    if (std::find(names.begin(), names.end(), text) == names.end())
        throw AnalysisError(where, "found " + in_quotes(text) + suggestion(text, names));
    **std::get_if<std::string*>(&rule.target) = text;
}

}  // namespace study_files

std::map<std::string, ProductRule> DomainRules::default_products() {
    return {{"pegaspargase", {{7, 14}, {21}, 1, 100}},
            {"calaspargase", {{7, 14, 21}, {}, 1, 100}},
            {"erwinia", {{2}, {3, 4}, 0.5, 100}},
            {"recombinant-erwinia", {{2, 3}, {}, 0.5, 100}},
            {"e-coli", {{2, 3}, {}, 0.5, 100}}};
}

const ProductRule* DomainRules::product(const std::string& name) const {
    const auto found = products.find(name);
    return found == products.end() ? nullptr : &found->second;
}

double DomainRules::window_days(const std::string& name) const {
    const ProductRule* rule = product(name);
    return rule == nullptr ? other_window_days : rule->window_days;
}

bool DomainRules::restoration_covers(const std::string& name) const {
    if (name.empty()) return true;
    const ProductRule* rule = product(name);
    if (rule == nullptr) return false;
    const auto judged = [&](double day) {
        return std::find(rule->judged_days.begin(), rule->judged_days.end(), day) != rule->judged_days.end();
    };
    return judged(7) && judged(14);
}

std::vector<Rule> default_rules(const StudySettings& settings) {
    StudySettings copy = settings;
    std::vector<Rule> rules;
    for (const BoundRule& rule : study_files::bind_rules(copy))
        rules.push_back({rule.name, value_text(rule), rule.unit, rule.source});
    return rules;
}

void apply_rule(StudySettings& settings, const Rule& rule) {
    const std::vector<BoundRule> bound = study_files::bind_rules(settings);
    const BoundRule& target = find_rule(bound, rule.name);
    if (std::holds_alternative<std::string*>(target.target))
        study_files::set_rule(target, rule.value, rule.name);
    else
        study_files::set_rule(target, split_numbers(rule.value, rule.name), rule.name);
}

void refresh_rules(StudySettings& settings) {
    const std::vector<BoundRule> bound = study_files::bind_rules(settings);
    for (Rule& rule : settings.rules) rule.value = value_text(find_rule(bound, rule.name));
}

std::string format_rules(const StudySettings& settings) {
    StudySettings copy = settings;
    const std::vector<BoundRule> bound = study_files::bind_rules(copy);
    const std::vector<Rule> listed = settings.rules.empty() ? default_rules(settings) : settings.rules;
    std::string text =
        "# Thresholds and rules of the domain, each with its source: [L] the letter, [R] looked up, [M] from memory: "
        "check it\n"
        "# before relying on it, [calc] computed. Change value and source together; a rule left out keeps its "
        "default.\n"
        "# Keys of study.toml go before this file.\n";
    std::string table;
    for (const Rule& rule : listed) {
        const std::size_t dot = rule.name.rfind('.');
        if (rule.name.substr(0, dot) != table) {
            table = rule.name.substr(0, dot);
            text += "\n[" + table + "]\n";
        }
        text += rule.name.substr(dot + 1) + " = { value = " + toml_value(find_rule(bound, rule.name));
        if (!rule.unit.empty()) text += ", unit = " + toml_text(rule.unit);
        text += ", source = " + toml_text(rule.source) + " }\n";
    }
    return text;
}

}  // namespace asparagate
