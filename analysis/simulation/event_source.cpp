#include "simulation/event_source.hpp"

#include "simulation/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace asparagate::simulation {
namespace {

constexpr std::size_t n_scatter = 6;  // FSC-A FSC-H FSC-W SSC-A SSC-H SSC-W
constexpr double width_unit = 65536;  // width of a cell in the beam's focus: area = height x width / width_unit

double draw_signal(Random& random, const Signal& signal) {
    return std::exp(std::numbers::ln10 * (signal.mean + signal.sd * random.normal()));
}

struct Pulse {
    double area = 0, height = 0;
};

Pulse draw_pulse(Random& random, double median, double cv, double shared, double width_sd) {
    // Size shows in both scatters: they share a part of what varies between cells of a kind.
    const double area = median * std::exp(cv * (0.4 * shared + 0.9165 * random.normal()));
    return {area, area / (1 + width_sd * random.normal())};
}

/// Two cells crossing the beam together: the areas add, the height is hardly more than the higher one's.
Pulse merge(const Pulse& a, const Pulse& b, double overlap) {
    return {a.area + b.area, std::max(a.height, b.height) + overlap * std::min(a.height, b.height)};
}

}  // namespace

struct EventSource::Particle {
    std::size_t kind = 0;
    std::uint32_t positive = 0;
    Pulse fsc, ssc;
    std::array<double, max_channels> dyes{};  // true signal of each dye
    std::array<double, max_channels> own{};   // autofluorescence in each detector
};

EventSource::EventSource(const TubeModel& model) : model_(model) {
    double total = 0;
    for (const auto& cell : model.cells) {
        kinds_.push_back(cell.name);
        cumulative_cells_.push_back(total += cell.per_ul);
    }
    for (const char* name : {"debris", "beads", "dead", "doublet"}) kinds_.emplace_back(name);
    p_doublet_ = model.artefacts->doublets;
    p_debris_ = model.artefacts->debris_share;
    p_bead_ = (1 - p_doublet_ - p_debris_) * model.beads.per_ul / (total + model.beads.per_ul);
}

double EventSource::seconds_until(double index) const {
    double slow = 0;
    if (const auto* clog = model_.clog) {
        const auto n = static_cast<double>(model_.n_events);
        slow = std::clamp(index, clog->from * n, clog->to * n) - clog->from * n;
        slow *= 1 / clog->rate - 1;
    }
    return (index + slow) / model_.cytometer->events_per_second;
}

double EventSource::drift_at(double index) const {
    const auto* clog = model_.clog;
    if (!clog) return 1;
    const double place = (index / static_cast<double>(model_.n_events) - clog->from) / (clog->to - clog->from);
    if (place < 0 || place > 1) return 1;
    return 1 - (1 - clog->signal) * std::sin(std::numbers::pi * place);
}

const CellModel& EventSource::draw_cell_kind(Random& random) const {
    const double place = random.uniform() * cumulative_cells_.back();
    const auto found = std::upper_bound(cumulative_cells_.begin(), cumulative_cells_.end(), place);
    const auto last = std::prev(cumulative_cells_.end());
    return model_.cells[static_cast<std::size_t>(std::distance(cumulative_cells_.begin(), std::min(found, last)))];
}

void EventSource::add_cell(Random& random, const CellModel& cell, bool dead, Particle& particle) const {
    const auto& artefacts = *model_.artefacts;
    Pulse fsc, ssc;
    do {
        const double shared = random.normal();
        fsc = draw_pulse(random, cell.fsc * (dead ? artefacts.dead_fsc : 1), cell.fsc_cv, shared, artefacts.width_sd);
        ssc = draw_pulse(random, cell.ssc * (dead ? artefacts.dead_ssc : 1), cell.ssc_cv, shared, artefacts.width_sd);
    } while (fsc.area < model_.cytometer->threshold);
    const double overlap = particle.fsc.area > 0 ? 0.2 * random.uniform() : 0;
    particle.fsc = merge(particle.fsc, fsc, overlap);
    particle.ssc = merge(particle.ssc, ssc, overlap);

    add_signals(random, cell, dead, particle);
}

void EventSource::add_signals(Random& random, const CellModel& cell, bool dead, Particle& particle) const {
    const auto& artefacts = *model_.artefacts;
    const auto& channels = model_.panel->channels;
    const double glow =
        cell.autofluorescence * (dead ? artefacts.dead_autofluorescence : 1) * std::exp(0.35 * random.normal());
    // Cells that carry one cytotoxic marker mostly carry the other: their draws share a normal variate.
    const double armed = random.normal();
    std::size_t mixed = 0;
    for (std::size_t c = 0; c < channels.size(); ++c) {
        const auto& staining = cell.stainings[c];
        particle.own[c] += channels[c].autofluorescence * glow;
        bool carries = staining.expressed;
        if (mixed < model_.mixed.size() && model_.mixed[mixed] == c) {
            const double place = normal_cdf(0.8 * armed + 0.6 * random.normal());
            carries = carries && place < staining.positive;
            if (carries) particle.positive |= 1u << mixed;
            ++mixed;
        }
        if (c == model_.left_out) continue;
        if (dead && c == model_.viability)
            particle.dyes[c] += draw_signal(random, artefacts.dead_viability);
        else if (carries)
            particle.dyes[c] += draw_signal(random, staining.signal) * (dead ? artefacts.dead_staining : 1);
    }
}

EventSource::Particle EventSource::draw_bead(Random& random) const {
    Particle particle;
    particle.kind = model_.cells.size() + 1;
    add_cell(random, model_.beads, false, particle);
    for (std::size_t c = 0; c < model_.panel->channels.size(); ++c)
        particle.dyes[c] = draw_signal(random, model_.bead_signal);
    return particle;
}

EventSource::Particle EventSource::draw_particle(Random& random) const {
    const auto n_cells = model_.cells.size();
    const double place = random.uniform();
    if (place < p_bead_) return draw_bead(random);
    Particle particle;
    if (place < p_bead_ + p_debris_) {
        particle.kind = n_cells;
        add_cell(random, model_.debris, false, particle);
    } else if (place < p_bead_ + p_debris_ + p_doublet_) {
        add_cell(random, draw_cell_kind(random), false, particle);
        add_cell(random, draw_cell_kind(random), false, particle);
        particle.kind = n_cells + 3;
    } else {
        const auto& cell = draw_cell_kind(random);
        const bool dead = random.uniform() < model_.artefacts->dead;
        add_cell(random, cell, dead, particle);
        particle.kind = dead ? n_cells + 2 : static_cast<std::size_t>(&cell - model_.cells.data());
    }
    return particle;
}

void EventSource::measure(Random& random, const Particle& particle, double drift, float* row) const {
    const double top = model_.cytometer->range - 1;
    const auto store = [&](double value) { *row++ = static_cast<float>(std::min(value, top)); };
    for (const auto* pulse : {&particle.fsc, &particle.ssc}) {
        store(pulse->area * drift);
        store(pulse->height * drift);
        store(width_unit * pulse->area / pulse->height);
    }
    const auto& channels = model_.panel->channels;
    const auto& spillover = model_.panel->spillover;
    for (std::size_t c = 0; c < channels.size(); ++c) {
        double light = particle.own[c];
        for (std::size_t dye = 0; dye < channels.size(); ++dye)
            light += particle.dyes[dye] * (spillover.values.empty() ? (dye == c ? 1.0 : 0.0) : spillover(dye, c));
        light *= drift;
        const auto& channel = channels[c];
        store(light + std::sqrt(channel.counting * light + channel.noise * channel.noise) * random.normal());
    }
}

EventBlock EventSource::draw(std::uint64_t block) const {
    const auto first = block * block_events;
    const auto n = static_cast<std::size_t>(std::min(block_events, model_.n_events - first));
    Random random(stream_seed(model_.seed, "block", block));

    // Arrivals within the block are those of a Poisson process that fills its time.
    std::vector<double> arrivals(n);
    double elapsed = 0;
    for (auto& arrival : arrivals) arrival = elapsed += random.exponential();
    const double scale = static_cast<double>(n) / (elapsed + random.exponential());

    const auto width = n_scatter + model_.panel->channels.size() + 1;
    EventBlock events;
    events.values.resize(n * width);
    for (std::size_t e = 0; e < n; ++e) {
        const double index = static_cast<double>(first) + arrivals[e] * scale;
        const auto particle = draw_particle(random);
        float* row = events.values.data() + e * width;
        measure(random, particle, drift_at(index), row);
        row[width - 1] = static_cast<float>(std::floor(seconds_until(index) / model_.cytometer->timestep));
        events.kinds.push_back(static_cast<std::uint16_t>(particle.kind));
        events.positive.push_back(particle.positive);
    }
    return events;
}

}  // namespace asparagate::simulation
