#include "simulation/tube_model.hpp"

#include "simulation/random.hpp"

#include <algorithm>
#include <cmath>

namespace asparagate::simulation {
namespace {

std::string without_blanks(std::string text) {
    std::erase(text, ' ');
    return text;
}

/// The cells of one patient at one visit, with what varies and what the treatment does.
class CellsOfVisit {
public:
    CellsOfVisit(const Settings& settings, const PatientSettings& patient, const VisitSettings& visit)
        : settings_(settings), patient_(patient), visit_(visit), cells_(settings.cells) {
        vary();
        for (const auto& effect : settings.effects)
            if (effect.visit == visit.name) apply_abundance_and_signal(effect);
        for (const auto& effect : settings.effects)
            if (effect.visit == visit.name) apply_positive(effect);
    }

    [[nodiscard]] const std::vector<CellSettings>& cells() const { return cells_; }

private:
    void vary() {
        const auto& variation = settings_.variation;
        for (auto& cell : cells_) {
            Random of_patient(stream_seed(settings_.seed, "patient/" + patient_.id + "/" + cell.name));
            Random of_visit(stream_seed(settings_.seed, "visit/" + patient_.id + "/" + visit_.name + "/" + cell.name));
            cell.per_ul *= std::exp(variation.between_patients * of_patient.normal() +
                                    variation.between_visits * of_visit.normal());
        }
    }

    CellSettings& find(const std::string& name) {
        return *std::find_if(cells_.begin(), cells_.end(), [&](const auto& cell) { return cell.name == name; });
    }

    void apply_abundance_and_signal(const EffectSettings& effect) {
        for (const auto& name : effect.cells) {
            auto& cell = find(name);
            if (const auto found = effect.abundance.find(patient_.id); found != effect.abundance.end())
                cell.per_ul *= found->second;
            for (const auto& [marker, per_patient] : effect.signal) {
                const auto found = per_patient.find(patient_.id);
                const auto staining = cell.markers.find(marker);
                if (found == per_patient.end() || staining == cell.markers.end()) continue;
                if (found->second > 0)
                    staining->second.mean += std::log10(found->second);
                else
                    cell.markers.erase(staining);
            }
        }
    }

    void apply_positive(const EffectSettings& effect) {
        for (const auto& [marker, per_patient] : effect.positive)
            if (const auto found = per_patient.find(patient_.id); found != per_patient.end())
                set_positive(effect.cells, marker, found->second);
    }

    /// Scales the shares of `names` by one factor so that together `target` of them carry the marker. No share passes
    /// 0.98, so the factor is found by bisection.
    void set_positive(const std::vector<std::string>& names, const std::string& marker, double target) {
        const auto scaled = [](double share, double factor) { return std::min(0.98, share * factor); };
        const auto overall = [&](double factor) {
            double carrying = 0, all = 0;
            for (const auto& name : names) {
                const auto& cell = find(name);
                all += cell.per_ul;
                const auto share = cell.positive.find(marker);
                if (share != cell.positive.end()) carrying += cell.per_ul * scaled(share->second, factor);
            }
            return all > 0 ? carrying / all : 0;
        };
        double low = 0, high = 1e6;
        for (int i = 0; i < 100; ++i) {
            const double middle = 0.5 * (low + high);
            (overall(middle) < target ? low : high) = middle;
        }
        for (const auto& name : names) {
            auto& cell = find(name);
            const auto share = cell.positive.find(marker);
            if (share != cell.positive.end()) share->second = scaled(share->second, high);
        }
    }

    const Settings& settings_;
    const PatientSettings& patient_;
    const VisitSettings& visit_;
    std::vector<CellSettings> cells_;
};

CellModel make_cell_model(const CellSettings& cell, const PanelSettings& panel) {
    CellModel model{cell.name, cell.per_ul, cell.fsc, cell.ssc, cell.fsc_cv, cell.ssc_cv, cell.autofluorescence, {}};
    for (const auto& channel : panel.channels) {
        Staining staining;
        const auto signal = cell.markers.find(channel.marker);
        if (signal != cell.markers.end()) {
            staining.expressed = true;
            staining.signal = signal->second;
            const auto share = cell.positive.find(channel.marker);
            if (share != cell.positive.end()) staining.positive = share->second;
        }
        model.stainings.push_back(staining);
    }
    return model;
}

/// A little more or less dye in each tube of a visit; the same for a tube and its controls.
void vary_staining(std::vector<CellModel>& cells, const Settings& settings, const TubePlan& plan) {
    const auto& panel = settings.panels[plan.panel];
    const auto stream =
        "staining/" + settings.patients[plan.patient].id + "/" + settings.visits[plan.visit].name + "/" + panel.tube;
    for (std::size_t c = 0; c < panel.channels.size(); ++c) {
        Random random(stream_seed(settings.seed, stream, c));
        const double shift = settings.variation.staining * random.normal();
        for (auto& cell : cells) cell.stainings[c].signal.mean += shift;
    }
}

std::vector<std::size_t> mixed_channels(const std::vector<CellModel>& cells, std::size_t n_channels) {
    std::vector<std::size_t> mixed;
    for (std::size_t c = 0; c < n_channels; ++c)
        if (std::any_of(cells.begin(), cells.end(), [&](const auto& cell) { return cell.stainings[c].positive < 1; }))
            mixed.push_back(c);
    return mixed;
}

std::string join(const std::vector<std::string>& names) {
    std::string joined;
    for (const auto& name : names) joined += (joined.empty() ? "" : "; ") + name;
    return joined;
}

}  // namespace

std::vector<TubePlan> plan_tubes(const Settings& settings) {
    std::vector<TubePlan> plans;
    for (std::size_t p = 0; p < settings.patients.size(); ++p) {
        if (!settings.patients[p].flow) continue;
        for (std::size_t v = 0; v < settings.visits.size(); ++v) {
            for (std::size_t t = 0; t < settings.panels.size(); ++t) {
                const auto name = settings.patients[p].id + "_" + without_blanks(settings.visits[v].name) + "_" +
                                  without_blanks(settings.panels[t].tube);
                plans.push_back({name, p, v, t, {}});
                for (const auto& marker : settings.panels[t].controls)
                    plans.push_back({name + "_FMO_" + without_blanks(marker), p, v, t, marker});
            }
        }
    }
    return plans;
}

TubeModel make_tube_model(const Settings& settings, const TubePlan& plan, std::uint64_t n_events) {
    const auto& panel = settings.panels[plan.panel];
    const auto& patient = settings.patients[plan.patient];
    const auto& visit = settings.visits[plan.visit];
    TubeModel model;
    model.sample = plan.sample;
    model.panel = &panel;
    model.cytometer = &settings.cytometer;
    model.artefacts = &settings.artefacts;
    const CellsOfVisit visit_cells(settings, patient, visit);
    for (const auto& cell : visit_cells.cells()) model.cells.push_back(make_cell_model(cell, panel));
    vary_staining(model.cells, settings, plan);
    model.debris = make_cell_model(settings.artefacts.debris, panel);
    model.beads = make_cell_model(settings.beads.bead, panel);
    model.beads.per_ul = settings.beads.per_tube / (settings.beads.volume_ul * settings.beads.dilution);
    model.bead_signal = settings.beads.signal;
    model.mixed = mixed_channels(model.cells, panel.channels.size());
    for (std::size_t c = 0; c < panel.channels.size(); ++c) {
        if (panel.channels[c].marker == "Viability") model.viability = c;
        if (panel.channels[c].marker == plan.control_marker) model.left_out = c;
    }
    for (const auto& clog : settings.clogs)
        if (clog.patient == patient.id && clog.visit == visit.name && clog.tube == panel.tube &&
            plan.control_marker.empty())
            model.clog = &clog;
    model.seed = stream_seed(settings.seed, "tube/" + plan.sample);
    model.n_events = n_events;
    return model;
}

std::vector<AppliedEffect> applied_effects(const Settings& settings) {
    std::vector<AppliedEffect> rows;
    for (const auto& effect : settings.effects) {
        const auto add = [&](const EffectSettings::PerPatient& values, const std::string& quantity) {
            for (const auto& [patient, value] : values)
                rows.push_back({patient, effect.visit, effect.name, join(effect.cells), quantity, value});
        };
        add(effect.abundance, "abundance factor");
        for (const auto& [marker, values] : effect.signal) add(values, marker + " signal factor");
        for (const auto& [marker, values] : effect.positive) add(values, marker + "+ share");
    }
    return rows;
}

}  // namespace asparagate::simulation
