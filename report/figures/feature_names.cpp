#include "figures/feature_names.hpp"

#include "figures/words.hpp"
#include "language/say.hpp"

#include <set>

namespace asparagate {

namespace {

std::vector<std::string> steps_of(const std::string& path) {
    std::vector<std::string> steps;
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t slash = std::min(path.find('/', at), path.size());
        if (slash > at) steps.push_back(path.substr(at, slash - at));
        at = slash + 1;
    }
    return steps;
}

std::string joined(std::span<const std::string> steps) {
    std::string path;
    for (const std::string& step : steps) path += (path.empty() ? "" : "/") + step;
    return path;
}

struct NamedFeature {
    const Feature& feature;
    std::vector<std::string> steps;
    std::string leaf;       ///< the name, or its last step where it is a path
    bool from_path;         ///< the name is the path or its end, short names included
    std::size_t shown = 1;  ///< steps of the path, the leaf standing for the last

    explicit NamedFeature(const Feature& of)
        : feature(of),
          steps(steps_of(of.population)),
          leaf(of.name),
          from_path(of.name == of.population || of.population.ends_with('/' + of.name)) {
        if (!from_path || steps.empty()) return;
        leaf = steps.back();
        if (of.name != of.population) shown = steps_of(of.name).size();
    }

    [[nodiscard]] std::string text() const {
        const std::span<const std::string> all(steps);
        const std::string above = shown > 1 ? joined(all.subspan(all.size() - shown, shown - 1)) : "";
        return above.empty() ? leaf : above + "/" + leaf;
    }
    /// What must differ between rows; percentages and counts of one population are told apart by their measure.
    [[nodiscard]] std::string key() const { return text() + '\n' + feature.measure + '\n' + feature.channel; }
};

std::map<std::string, std::size_t> keys(const std::vector<NamedFeature>& features) {
    std::map<std::string, std::size_t> found;
    for (const NamedFeature& one : features) ++found[one.key()];
    return found;
}

/// Lengthens names that several populations share until they differ or their paths end.
void tell_apart(std::vector<NamedFeature>& features) {
    for (bool longer = true; longer;) {
        longer = false;
        std::map<std::string, std::set<std::string>> populations;
        for (const NamedFeature& one : features) populations[one.key()].insert(one.feature.population);
        for (NamedFeature& one : features)
            if (populations.at(one.key()).size() > 1 && one.shown < one.steps.size()) ++one.shown, longer = true;
    }
}

std::string path_above(const std::vector<NamedFeature>& features) {
    const std::vector<std::string>* first = nullptr;
    std::size_t shared = 0;
    for (const NamedFeature& one : features) {
        if (!one.from_path) return "";  // the study's own names stand on no path
        if (first == nullptr) first = &one.steps, shared = one.steps.size();
        const auto end = std::mismatch(first->begin(), first->end(), one.steps.begin(), one.steps.end()).first;
        shared = std::min({shared, one.steps.size() - one.shown, static_cast<std::size_t>(end - first->begin())});
    }
    return shared == 0 ? "" : "/" + joined(std::span(*first).first(shared));
}

}  // namespace

FeatureNames::FeatureNames(const std::vector<Feature>& features) {
    std::vector<NamedFeature> named(features.begin(), features.end());
    tell_apart(named);
    const auto found = keys(named);
    for (const NamedFeature& one : named) {
        const Feature& feature = one.feature;
        const bool same_path = found.at(one.key()) > 1 && !feature.tube.empty();
        short_[feature.id] = same_path ? one.text() + " (" + feature.tube + ")" : one.text();
        full_[feature.id] = feature.name + ": " + feature.population + ", " + measure_words(feature) +
                            (feature.tube.empty() ? "" : ", " + say("tube %1", {feature.tube}));
    }
    shared_path_ = path_above(named);
}

std::string FeatureNames::short_name(const std::string& id) const {
    const auto found = short_.find(id);
    return found == short_.end() ? id : found->second;
}

std::string FeatureNames::full_name(const std::string& id) const {
    const auto found = full_.find(id);
    return found == full_.end() ? "" : found->second;
}

namespace {

/// Tests, and what repeats them, carry the name of their feature.
template <typename Tests>
void rename(Tests& tests, const FeatureNames& names, const Evidence& evidence) {
    for (auto& test : tests) {
        const Feature* feature = evidence.feature(test.feature);
        if (feature && feature->name == test.feature_name) test.feature_name = names.short_name(test.feature);
    }
}

}  // namespace

void name_features(Evidence& evidence) {
    const FeatureNames names(evidence.features);
    rename(evidence.comparisons, names, evidence);
    rename(evidence.correlations, names, evidence);
    rename(evidence.influences, names, evidence);
    rename(evidence.uncertainty.conclusions, names, evidence);
    for (Feature& feature : evidence.features) feature.name = names.short_name(feature.id);
}

}  // namespace asparagate
