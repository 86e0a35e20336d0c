#include "simulation/cohort_tables.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/fcs/output_file.hpp"

#include <initializer_list>

namespace asparagate::simulation {
namespace {

/// A CSV table growing row by row.
class Table {
public:
    explicit Table(const std::string& header) : text_(header + "\n") {}

    void add(std::initializer_list<std::string> cells) {
        bool first = true;
        for (const auto& cell : cells) {
            if (!first) text_ += ',';
            text_ += delimited_cell(cell, ',');
            first = false;
        }
        text_ += '\n';
    }
    void write(const std::filesystem::path& path) const { write_file(path, text_); }

private:
    std::string text_;
};

std::string optional_number(const std::optional<double>& value) {
    return value ? format_number(*value) : "";
}

void write_samples(const Settings& settings, std::span<const TubePlan> plans, const std::filesystem::path& folder) {
    Table samples("sample,patient,visit,tube,control,specimen,file");
    Table counts("sample,platform,bead_population,beads_per_tube,volume_ul,dilution");
    const auto& beads = settings.beads;
    for (const auto& plan : plans) {
        samples.add({plan.sample, settings.patients[plan.patient].id, settings.visits[plan.visit].name,
                     settings.panels[plan.panel].tube, plan.control_name(), "PB", "../fcs/" + fcs_file_name(plan)});
        if (plan.control_marker.empty() && beads.per_tube > 0)
            counts.add({plan.sample, "beads", "/Beads", format_number(beads.per_tube), format_number(beads.volume_ul),
                        format_number(beads.dilution)});
    }
    samples.write(folder / "samples.csv");
    counts.write(folder / "counts.csv");
}

void write_patients(const Settings& settings, const std::filesystem::path& folder) {
    Table patients("patient,sex,age_years,risk,reaction,cd19_percent,blinatumomab_days");
    Table outcomes("patient,label,tolerated,symptoms,premedicated");
    for (const auto& patient : settings.patients) {
        patients.add({patient.id, patient.sex, optional_number(patient.age_years), patient.risk, patient.reaction,
                      optional_number(patient.cd19_percent), optional_number(patient.blinatumomab_days)});
        outcomes.add({patient.id, patient.label, patient.tolerated, patient.symptoms, patient.premedicated});
    }
    patients.write(folder / "patients.csv");
    outcomes.write(folder / "outcomes.csv");
}

void write_treatment(const Settings& settings, const std::filesystem::path& folder) {
    Table doses("patient,day,end_day,product,dose,unit");
    for (const auto& dose : settings.doses)
        doses.add({dose.patient, format_number(dose.day), optional_number(dose.end_day), dose.product,
                   format_number(dose.dose), dose.unit});
    doses.write(folder / "doses.csv");

    Table activity("patient,period,nominal_day,day,activity,unit,lloq,method");
    for (const auto& row : settings.activity)
        activity.add({row.patient, row.period, std::to_string(row.nominal_day), format_number(row.day), row.activity,
                      row.unit, optional_number(row.lloq), row.method});
    activity.write(folder / "activity.csv");

    Table antibodies("patient,period,day,specificity,result,unit,cutoff");
    for (const auto& row : settings.antibodies)
        antibodies.add({row.patient, row.period, format_number(row.day), row.specificity, row.result, row.unit,
                        optional_number(row.cutoff)});
    antibodies.write(folder / "antibodies.csv");
}

}  // namespace

std::string fcs_file_name(const TubePlan& plan) {
    return safe_file_name(plan.sample) + ".fcs";
}

void write_study_tables(const Settings& settings, std::span<const TubePlan> plans,
                        const std::filesystem::path& folder) {
    write_samples(settings, plans, folder / "tables");
    write_patients(settings, folder / "tables");
    write_treatment(settings, folder / "tables");
}

void write_truth_tables(const Settings& settings, std::span<const TubePlan> plans, std::span<const TubeTruth> truths,
                        const std::filesystem::path& folder) {
    Table effects("patient,visit,effect,cells,quantity,value");
    for (const auto& row : applied_effects(settings))
        effects.add({row.patient, row.visit, row.effect, row.cells, row.quantity, format_number(row.value)});
    effects.write(folder / "truth" / "effects.csv");

    Table populations("sample,cell_type,positive,events,cells_per_ul");
    for (std::size_t s = 0; s < plans.size(); ++s) {
        const auto& truth = truths[s];
        for (std::size_t k = 0; k < truth.kinds.size(); ++k) {
            const auto per_ul = truth.per_ul[k] > 0 ? format_number(truth.per_ul[k]) : "";
            populations.add({plans[s].sample, truth.kinds[k], "", std::to_string(truth.events[k]), per_ul});
            for (std::size_t m = 0; m < truth.mixed_markers.size(); ++m)
                populations.add({plans[s].sample, truth.kinds[k], truth.mixed_markers[m],
                                 std::to_string(truth.positive[m][k]), ""});
        }
    }
    populations.write(folder / "truth" / "populations.csv");
}

}  // namespace asparagate::simulation
