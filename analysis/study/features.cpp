#include "study/features.hpp"

#include "asparagate/fcs/nearest_name.hpp"

#include "study/sample_tables.hpp"

namespace asparagate::study_files {
namespace {

std::string last_part(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

/// The study's tubes, or those with a strategy when no sample is listed yet.
std::vector<std::string> tubes_to_describe(const Study& study) {
    std::vector<std::string> tubes = tubes_of(study);
    if (!tubes.empty()) return tubes;
    for (const auto& [tube, strategy] : study.strategies) tubes.push_back(tube);
    return tubes;
}

std::vector<Feature> default_features(const Study& study) {
    std::vector<Feature> features;
    for (const std::string& tube : tubes_to_describe(study)) {
        for (const PopulationInfo& population : study.strategy_for(tube).populations()) {
            Feature feature;
            feature.id = tube + population.path;
            feature.name = last_part(population.path);
            feature.tube = tube;
            feature.population = population.path;
            feature.measure = "percent_of_parent";
            feature.family = tube.empty() ? "populations" : tube;
            features.push_back(std::move(feature));
        }
    }
    return features;
}

void check_tube(const TomlTable& table, const Feature& feature, const Study& study) {
    if (study.strategies.count("") > 0 || study.strategies.count(feature.tube) > 0) return;
    std::vector<std::string> tubes;
    for (const auto& [tube, strategy] : study.strategies) tubes.push_back(tube);
    table.fail("tube", "no strategy for tube " + in_quotes(feature.tube) + suggestion(feature.tube, tubes));
}

void check_channel(const TomlTable& table, const Feature& feature) {
    const bool is_median = feature.measure == "median";
    if (is_median && feature.channel.empty()) {
        table.fail("measure", "median needs a channel; expected channel = \"GzmB\" or another marker");
    }
    if (!is_median && !feature.channel.empty()) {
        table.fail("channel",
                   "measure " + in_quotes(feature.measure) + " takes no channel; expected measure = \"median\"");
    }
}

Feature read_feature(const TomlTable& table, const Study& study) {
    table.allow_only({"id", "name", "tube", "population", "measure", "channel", "family", "instead_of"});
    Feature feature;
    feature.id = table.required_text("id");
    feature.tube = table.text("tube").value_or("");
    feature.population = table.required_text("population");
    feature.name = table.text("name").value_or(last_part(feature.population));
    feature.measure = table.choice("measure", {"percent_of_parent", "percent_of_total", "cells_per_ul", "median"},
                                   "percent_of_parent");
    feature.channel = table.text("channel").value_or("");
    feature.family = table.text("family").value_or(feature.tube.empty() ? "populations" : feature.tube);
    feature.instead_of = table.text("instead_of").value_or("");
    check_channel(table, feature);
    check_tube(table, feature, study);
    const KnownNames populations = populations_of(study, feature.tube);
    if (!populations.contains(feature.population)) {
        table.fail("population", "no population " + in_quotes(feature.population) + " in the strategy of tube " +
                                     in_quotes(feature.tube) + suggestion(feature.population, populations.names()));
    }
    return feature;
}

/// A pair is only told apart by its difference where both are measured alike in one tube.
void check_instead_of(const TomlTable& table, const Feature& feature, const std::vector<Feature>& features) {
    if (feature.instead_of.empty()) return;
    if (feature.measure == "median")
        table.fail("instead_of", "found measure \"median\"; expected a percentage or cells_per_ul");
    std::vector<std::string> alike;
    for (const Feature& other : features)
        if (other.id != feature.id && other.measure == feature.measure && other.tube == feature.tube)
            alike.push_back(other.id);
    if (std::find(alike.begin(), alike.end(), feature.instead_of) != alike.end()) return;
    table.fail("instead_of", "no other feature of tube " + in_quotes(feature.tube) + " and measure " +
                                 in_quotes(feature.measure) + " has the id " + in_quotes(feature.instead_of) +
                                 suggestion(feature.instead_of, alike));
}

void mark_primary(std::vector<Feature>& features, const StudyPlan& plan) {
    std::vector<std::string> ids;
    for (const Feature& feature : features) ids.push_back(feature.id);
    for (const std::string& id : plan.primary) {
        const auto found = std::find(ids.begin(), ids.end(), id);
        if (found == ids.end()) {
            throw AnalysisError(plan.primary_where, "no feature has the id " + in_quotes(id) + suggestion(id, ids));
        }
        features[static_cast<std::size_t>(found - ids.begin())].primary = true;
    }
}

void check_counts(const std::vector<Feature>& features, const Study& study, Findings& findings) {
    if (!study.counts.empty()) return;
    for (const Feature& feature : features) {
        if (feature.measure != "cells_per_ul") continue;
        findings.push_back(
            {"S-COUNTS-MISSING", Severity::warning, study.path.filename().string(), "feature", feature.id, std::nullopt,
             "feature " + feature.id + " needs cells/uL, but no counts table says how; it stays missing"});
    }
}

}  // namespace

std::vector<Feature> read_features(const TomlTable& root, const Study& study, const StudyPlan& plan,
                                   Findings& findings) {
    std::vector<Feature> features;
    std::set<std::string> ids;
    const auto tables = root.tables("feature");
    for (const TomlTable& table : tables) {
        features.push_back(read_feature(table, study));
        if (!ids.insert(features.back().id).second) {
            table.fail("id", "feature " + in_quotes(features.back().id) + " is defined twice; expected unique ids");
        }
    }
    for (std::size_t i = 0; i < features.size(); ++i) check_instead_of(tables[i], features[i], features);
    if (features.empty()) features = default_features(study);
    mark_primary(features, plan);
    check_counts(features, study, findings);
    return features;
}

}  // namespace asparagate::study_files
