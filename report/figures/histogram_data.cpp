#include "figures/histogram_data.hpp"

#include "figures/words.hpp"
#include "language/say.hpp"

namespace asparagate {

namespace {

bool same_panel(const MarkerHistogram& histogram, const HistogramPanel& panel) {
    return histogram.patient == panel.patient && histogram.tube == panel.tube &&
           histogram.population == panel.population_path && histogram.marker == panel.marker;
}

bool has_events(const MarkerHistogram& histogram) {
    return std::any_of(histogram.histogram.counts.begin(), histogram.histogram.counts.end(),
                       [](std::uint32_t count) { return count > 0; });
}

HistogramPanel make_panel(const Evidence& evidence, const MarkerHistogram& first) {
    const PatientEvidence* patient = evidence.patient(first.patient);
    HistogramPanel panel;
    panel.patient = first.patient;
    panel.group = patient ? patient->group : Group::unclassified;
    panel.tube = first.tube;
    panel.population_path = first.population;
    // The histogram shows the parent of the positive population.
    const std::size_t slash = first.population.find_last_of('/');
    const bool has_parent = slash != std::string::npos && slash > 0;
    panel.population = has_parent ? population_name(first.population.substr(0, slash)) : say("all events");
    panel.marker = first.marker;
    return panel;
}

void add_ridges(HistogramPanel& panel, const Evidence& evidence) {
    bool shared = true;
    for (const std::string& visit : {evidence.settings.baseline_visit, evidence.settings.followup_visit}) {
        HistogramRidge ridge;
        bool found = false;
        for (const MarkerHistogram& histogram : evidence.histograms) {
            if (!same_panel(histogram, panel) || histogram.visit != visit || !has_events(histogram)) continue;
            if (histogram.control.empty() && !found) {
                ridge.sample = histogram;
                found = true;
            } else if (!histogram.control.empty() && !ridge.control) {
                ridge.control = histogram;
            }
        }
        if (!found) continue;
        ridge.after = visit == evidence.settings.followup_visit;
        if (ridge.sample.threshold) {
            shared = shared && (!panel.cut || *panel.cut == *ridge.sample.threshold);
            panel.cut = ridge.sample.threshold;
        }
        panel.ridges.push_back(std::move(ridge));
    }
    if (!shared) panel.cut.reset();
}

}  // namespace

std::vector<HistogramPanel> histogram_panels_of(const Evidence& evidence, const std::string& patient) {
    std::vector<HistogramPanel> panels;
    for (const MarkerHistogram& histogram : evidence.histograms) {
        if (histogram.patient != patient || !histogram.control.empty()) continue;
        const bool known = std::any_of(panels.begin(), panels.end(),
                                       [&](const HistogramPanel& p) { return same_panel(histogram, p); });
        if (!known) panels.push_back(make_panel(evidence, histogram));
    }
    for (HistogramPanel& panel : panels) add_ridges(panel, evidence);
    std::erase_if(panels, [](const HistogramPanel& panel) { return panel.ridges.empty(); });
    return panels;
}

std::vector<HistogramPanel> histogram_panels(const Evidence& evidence) {
    std::vector<HistogramPanel> panels;
    for (const PatientEvidence& patient : evidence.patients)
        for (HistogramPanel& panel : histogram_panels_of(evidence, patient.patient.id))
            panels.push_back(std::move(panel));
    return panels;
}

std::vector<std::string> representative_populations(const std::vector<HistogramPanel>& panels) {
    std::vector<std::string> cd8, any;
    for (const HistogramPanel& panel : panels) {
        auto& list = panel.population.find("CD8") != std::string::npos ? cd8 : any;
        if (std::find(list.begin(), list.end(), panel.key()) == list.end()) list.push_back(panel.key());
    }
    std::vector<std::string>& chosen = cd8.empty() ? any : cd8;
    if (chosen.size() > 2) chosen.resize(2);
    return chosen;
}

std::optional<double> panel_change(const HistogramPanel& panel) {
    if (panel.ridges.size() != 2 || !panel.ridges[0].sample.percent_positive ||
        !panel.ridges[1].sample.percent_positive)
        return std::nullopt;
    return *panel.ridges[1].sample.percent_positive - *panel.ridges[0].sample.percent_positive;
}

namespace {

void append_histogram(CsvText& csv, const MarkerHistogram& data) {
    const auto bins = static_cast<double>(data.histogram.counts.size());
    const double step = (data.histogram.high - data.histogram.low) / bins;
    for (std::size_t i = 0; i < data.histogram.counts.size(); ++i) {
        const double low = data.histogram.low + step * static_cast<double>(i);
        csv.row({data.patient, data.visit, data.control, data.tube, data.population, data.channel, data.marker,
                 std::to_string(data.events), cell(data.threshold), cell(data.percent_positive),
                 cell(inverse(data.transform, low)), cell(inverse(data.transform, low + step)),
                 std::to_string(data.histogram.counts[i])});
    }
}

}  // namespace

void append_bins(CsvText& csv, const HistogramPanel& panel) {
    for (const HistogramRidge& ridge : panel.ridges) {
        append_histogram(csv, ridge.sample);
        if (ridge.control) append_histogram(csv, *ridge.control);
    }
}

}  // namespace asparagate
