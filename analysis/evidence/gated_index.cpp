#include "evidence/gated_index.hpp"

namespace asparagate {
namespace {

std::string key(const std::string& sample, const std::string& population) {
    return sample + '\n' + population;
}

std::string key(const std::string& patient, const std::string& visit, const std::string& tube,
                const std::string& specimen) {
    return patient + '\n' + visit + '\n' + tube + '\n' + specimen;
}

}  // namespace

GatedIndex::GatedIndex(const Study& study, const GatedStudy& gated)
    : study_(study), specimens_{"PB", "BM"}, blanks_(study, gated.blanks) {
    for (const StudySample& sample : study.samples) {
        samples_.emplace(sample.id, &sample);
        if (!sample.control.empty()) continue;
        full_stains_.emplace(key(sample.patient, sample.visit, sample.tube, sample.specimen), &sample);
        if (std::find(specimens_.begin(), specimens_.end(), sample.specimen) == specimens_.end())
            specimens_.push_back(sample.specimen);
    }
    for (const AbsoluteCount& count : study.counts) counts_.emplace(count.sample, &count);
    for (const PopulationRow& row : gated.populations) rows_.emplace(key(row.sample, row.population), &row);
    for (const IntensityRow& row : gated.intensities)
        if (row.statistic == "median") medians_[key(row.sample, row.population)].push_back(&row);
    for (const SampleSummary& summary : gated.samples) summaries_.emplace(summary.sample.id, &summary);
}

const StudySample* GatedIndex::full_stain(const std::string& patient, const std::string& visit, const std::string& tube,
                                          const std::string& specimen) const {
    const auto found = full_stains_.find(key(patient, visit, tube, specimen));
    return found == full_stains_.end() ? nullptr : found->second;
}

GatedIndex::Pair GatedIndex::pair(const std::string& patient, const std::string& tube) const {
    Pair first;
    std::string before_specimen, after_specimen;
    for (const std::string& specimen : specimens_) {
        Pair candidate;
        candidate.before = full_stain(patient, study_.settings.baseline_visit, tube, specimen);
        candidate.after = full_stain(patient, study_.settings.followup_visit, tube, specimen);
        if (candidate.before != nullptr && candidate.after != nullptr) return candidate;
        if (candidate.before != nullptr && before_specimen.empty()) before_specimen = specimen;
        if (candidate.after != nullptr && after_specimen.empty()) after_specimen = specimen;
        if (first.before == nullptr && first.after == nullptr) first = candidate;
    }
    if (!before_specimen.empty() && !after_specimen.empty())
        first.problem = "the visits are of different specimens (" + before_specimen + " before, " + after_specimen +
                        " after), which are never compared";
    return first;
}

const LimitOfBlank* GatedIndex::blank(const std::string& sample, const std::string& population) const {
    const auto found = samples_.find(sample);
    return found == samples_.end() ? nullptr : blanks_.find(*found->second, population);
}

std::string GatedIndex::detection_class(const PopulationRow& row) const {
    const DetectionLimits& limits = study_.settings.detection;
    const std::string own = asparagate::detection_class(row, blank(row.sample, row.population), limits);
    if (row.count.value_or(0) < limits.lod) return own;
    for (std::size_t end = row.population.rfind('/'); end != std::string::npos && end > 0;
         end = row.population.rfind('/', end - 1)) {
        const PopulationRow* above = this->row(row.sample, row.population.substr(0, end));
        if (above == nullptr) continue;  // a slash within a name
        if (asparagate::detection_class(*above, blank(row.sample, above->population), limits) == not_above_blank)
            return not_above_blank;
    }
    return own;
}

const PopulationRow* GatedIndex::row(const std::string& sample, const std::string& population) const {
    const auto found = rows_.find(key(sample, population));
    return found == rows_.end() ? nullptr : found->second;
}

const IntensityRow* GatedIndex::median(const StudySample& sample, const std::string& population,
                                       const std::string& marker) const {
    const auto found = medians_.find(key(sample.id, population));
    if (found == medians_.end()) return nullptr;
    std::vector<Parameter> parameters;
    for (const IntensityRow* row : found->second) {
        parameters.emplace_back();
        parameters.back().name = row->channel;
        parameters.back().marker = row->marker;
    }
    const auto position = resolve_channel(study_.strategy_for(sample.tube), parameters, marker);
    return position ? found->second[*position] : nullptr;
}

std::vector<std::string> GatedIndex::channel_names(const StudySample& sample, const std::string& population) const {
    std::vector<std::string> names;
    const auto found = medians_.find(key(sample.id, population));
    if (found == medians_.end()) return names;
    for (const IntensityRow* row : found->second) {
        names.push_back(row->channel);
        if (!row->marker.empty()) names.push_back(row->marker);
    }
    return names;
}

const AbsoluteCount* GatedIndex::count(const std::string& sample) const {
    const auto found = counts_.find(sample);
    return found == counts_.end() ? nullptr : found->second;
}

bool GatedIndex::failed(const std::string& sample) const {
    const auto found = summaries_.find(sample);
    return found != summaries_.end() && !found->second->error.empty();
}

}  // namespace asparagate
