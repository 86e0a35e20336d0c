#include "asparagate/analysis/study.hpp"
#include "study/rule_table.hpp"
#include "study/toml_table.hpp"

#include "asparagate/fcs/nearest_name.hpp"

#include <set>

namespace asparagate::study_files {
namespace {

/// Rules by table ("tdm.pegaspargase") and the tables below a table.
struct RuleTree {
    std::map<std::string, std::vector<const BoundRule*>> rules;
    std::map<std::string, std::set<std::string>> tables;
};

RuleTree tree_of(const std::vector<BoundRule>& rules) {
    RuleTree tree;
    for (const BoundRule& rule : rules) {
        std::string table = rule.name.substr(0, rule.name.rfind('.'));
        tree.rules[table].push_back(&rule);
        for (std::size_t dot = table.rfind('.'); dot != std::string::npos; dot = table.rfind('.')) {
            tree.tables[table.substr(0, dot)].insert(table.substr(dot + 1));
            table.resize(dot);
        }
        tree.tables[""].insert(table);
    }
    return tree;
}

Rule& listed_rule(StudySettings& settings, const std::string& name) {
    for (Rule& rule : settings.rules)
        if (rule.name == name) return rule;
    throw AnalysisError(name, "is no listed rule");
}

void read_rule(const TomlTable& entry, const BoundRule& rule, StudySettings& settings) {
    entry.allow_only({"value", "unit", "source"});
    if (!entry.has("value")) entry.fail("", "key \"value\" is missing");
    const std::string unit = entry.text("unit").value_or(rule.unit);
    if (unit != rule.unit)
        entry.fail("unit", "found " + in_quotes(unit) + "; this rule is in " +
                               (rule.unit.empty() ? "no unit" : in_quotes(rule.unit)));
    if (std::holds_alternative<std::string*>(rule.target))
        set_rule(rule, entry.required_text("value"), entry.where("value"));
    else if (std::holds_alternative<std::vector<double>*>(rule.target))
        set_rule(rule, entry.numbers("value"), entry.where("value"));
    else
        set_rule(rule, std::vector{*entry.number("value")}, entry.where("value"));
    listed_rule(settings, rule.name).source = entry.required_text("source");
}

void read_table(const TomlTable& table, const std::string& name, const RuleTree& tree, StudySettings& settings) {
    std::vector<std::string> keys;
    const std::string prefix = name.empty() ? "" : name + ".";
    const auto rules = tree.rules.find(name);
    if (rules != tree.rules.end())
        for (const BoundRule* rule : rules->second) keys.push_back(rule->name.substr(prefix.size()));
    const auto tables = tree.tables.find(name);
    if (tables != tree.tables.end()) keys.insert(keys.end(), tables->second.begin(), tables->second.end());
    table.allow_only(keys);
    if (tables != tree.tables.end())
        for (const std::string& below : tables->second)
            if (const auto found = table.table(below)) read_table(*found, prefix + below, tree, settings);
    if (rules == tree.rules.end()) return;
    for (const BoundRule* rule : rules->second)
        if (const auto entry = table.table(rule->name.substr(prefix.size()))) read_rule(*entry, *rule, settings);
}

}  // namespace

void read_rules_file(const std::filesystem::path& path, StudySettings& settings) {
    const toml::table parsed = parse_toml_file(path);
    const TomlTable root(parsed, path.string(), "");
    const std::vector<BoundRule> rules = bind_rules(settings);
    read_table(root, "", tree_of(rules), settings);
    if (settings.detection.lloq < settings.detection.lod)
        throw AnalysisError(path.string(), "detection.lloq is below detection.lod; expected at least that");
    refresh_rules(settings);
}

void set_rule_source(StudySettings& settings, const std::string& name, const std::string& source) {
    listed_rule(settings, name).source = source;
}

}  // namespace asparagate::study_files
