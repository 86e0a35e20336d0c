#pragma once
#include "asparagate/analysis/evidence.hpp"
#include "figures/csv_text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace asparagate {

/// One visit: the full stain and, behind it, its control.
struct HistogramRidge {
    MarkerHistogram sample;
    std::optional<MarkerHistogram> control;
    bool after = false;
};

/// One marker in one population of one patient.
struct HistogramPanel {
    std::string patient;
    Group group = Group::unclassified;
    std::string tube, population_path, population, marker;
    std::optional<double> cut;           ///< data units; only when all visits share it
    std::vector<HistogramRidge> ridges;  ///< baseline first
    [[nodiscard]] std::string key() const { return tube + "|" + population_path + "|" + marker; }
};

/// Panels by patient, then population and marker in the order they come.
std::vector<HistogramPanel> histogram_panels(const Evidence& evidence);
/// Panels of one patient for the sheet.
std::vector<HistogramPanel> histogram_panels_of(const Evidence& evidence, const std::string& patient);
/// Keys of the panels worth showing for a representative patient: the markers in CD8 T cells, else the first two.
std::vector<std::string> representative_populations(const std::vector<HistogramPanel>& panels);
/// Percent positive after minus before.
std::optional<double> panel_change(const HistogramPanel& panel);
void append_bins(CsvText& csv, const HistogramPanel& panel);

}  // namespace asparagate
