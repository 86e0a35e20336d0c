#pragma once
#include "asparagate/analysis/domain_rules.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace asparagate::study_files {

/// A rule of the domain tied to where its value lives in one StudySettings, which must outlive it.
struct BoundRule {
    std::string name, unit, source;
    double low = 0, high = 0;  ///< range of each number
    std::variant<double*, std::uint64_t*, std::vector<double>*, std::string*> target;
};

/// Every rule there is, in the order in which it is printed.
std::vector<BoundRule> bind_rules(StudySettings& settings);

/// Sets the value behind a rule. @throws AnalysisError at `where`.
void set_rule(const BoundRule& rule, const std::vector<double>& numbers, const std::string& where);
void set_rule(const BoundRule& rule, const std::string& text, const std::string& where);

/// Reads a rules.toml: values into the settings, values and sources into `settings.rules`. @throws AnalysisError at
/// `file:line:column: table.key`, an unknown key with the nearest valid name.
void read_rules_file(const std::filesystem::path& path, StudySettings& settings);

/// Says that STUDY.toml itself set a rule.
void set_rule_source(StudySettings& settings, const std::string& name, const std::string& source);

}  // namespace asparagate::study_files
