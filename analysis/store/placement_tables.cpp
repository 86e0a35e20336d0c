#include "store/gating_fields.hpp"
#include "store/result_tables.hpp"
#include "store/statistics_fields.hpp"

namespace asparagate {
namespace {

/// A band beside the interval of counting the same value.
struct PlacementRow {
    std::string name, family, group;
    PlacementBand band;
    std::optional<double> counting_low, counting_high;
    std::string wider;  ///< "counting", "placement", or empty where one of the two is missing or open
};

void fields(RecordTable& column, PlacementRow& row) {
    column("feature", row.band.feature);
    column("name", row.name);
    column("family", row.family);
    column("patient", row.band.patient);
    column("group", row.group);
    column("quantity", row.band.quantity);
    column("value", row.band.value);
    column("counting_low", row.counting_low);
    column("counting_high", row.counting_high);
    column("placement_low", row.band.low);
    column("placement_high", row.band.high);
    column("wider", row.wider);
    column("draws", row.band.draws);
}

void set_counting(PlacementRow& row, const FoldChange& change) {
    const bool is_before = row.band.quantity == "before", is_after = row.band.quantity == "after";
    row.counting_low = is_before ? change.before_low : is_after ? change.after_low : change.low;
    row.counting_high = is_before ? change.before_high : is_after ? change.after_high : change.high;
    if (!row.counting_low || !row.counting_high || !row.band.low || !row.band.high) return;
    const double counting = *row.counting_high - *row.counting_low, placement = *row.band.high - *row.band.low;
    row.wider = placement > counting ? "placement" : "counting";
}

}  // namespace

std::string placement_csv(const Evidence& evidence) {
    std::vector<PlacementRow> rows;
    for (const PlacementBand& band : evidence.uncertainty.bands) {
        PlacementRow row;
        row.band = band;
        if (const Feature* feature = evidence.feature(band.feature)) {
            row.name = feature->name;
            row.family = feature->family;
        }
        if (const PatientEvidence* patient = evidence.patient(band.patient)) row.group = group_name(patient->group);
        if (const FoldChange* change = evidence.fold_change(band.feature, band.patient)) set_counting(row, *change);
        rows.push_back(std::move(row));
    }
    return format_csv(to_table(rows));
}

std::string conclusions_csv(const Evidence& evidence) {
    return format_csv(to_table(evidence.uncertainty.conclusions));
}

std::string gate_placements_csv(const Evidence& evidence) {
    return format_csv(to_table(evidence.uncertainty.gates));
}

}  // namespace asparagate
