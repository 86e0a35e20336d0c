#include "simulation/tube_writer.hpp"

#include "asparagate/fcs/fcs_writer.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "asparagate/fcs/number.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>

namespace asparagate::simulation {
namespace {

constexpr std::size_t window_blocks = 32;

std::string two_digits(long long value) {
    return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

/// `dd-mmm-yyyy`, the form of FCS 3.1.
std::string fcs_date(std::chrono::sys_days day) {
    static constexpr std::array months = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                          "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    const std::chrono::year_month_day date(day);
    return two_digits(static_cast<unsigned>(date.day())) + "-" + months[static_cast<unsigned>(date.month()) - 1] + "-" +
           std::to_string(static_cast<int>(date.year()));
}

/// `hh:mm:ss.cc` of a second of the day; a tube that runs past midnight starts the clock again.
std::string fcs_time(double seconds) {
    const auto hundredths = std::llround(seconds * 100) % (24LL * 360000);
    return two_digits(hundredths / 360000) + ":" + two_digits(hundredths / 6000 % 60) + ":" +
           two_digits(hundredths / 100 % 60) + "." + two_digits(hundredths % 100);
}

Parameter make_parameter(const std::string& name, const std::string& marker, double range) {
    Parameter parameter;
    parameter.name = name;
    parameter.marker = marker;
    parameter.range = range;
    return parameter;
}

std::vector<Parameter> make_parameters(const EventSource& source) {
    const auto& model = source.model();
    const double range = model.cytometer->range;
    std::vector<Parameter> parameters;
    for (const char* name : {"FSC-A", "FSC-H", "FSC-W", "SSC-A", "SSC-H", "SSC-W"})
        parameters.push_back(make_parameter(name, "", range));
    for (const auto& channel : model.panel->channels)
        parameters.push_back(make_parameter(channel.name, channel.marker, range));
    const double timestep = model.cytometer->timestep;
    const double ticks = source.seconds_until(static_cast<double>(model.n_events)) / timestep;
    // The smallest power of two, as instruments write it, that holds every tick.
    parameters.push_back(make_parameter("Time", "", std::max(range, std::exp2(std::ceil(std::log2(ticks + 1))))));
    parameters.back().timestep = timestep;
    for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i].index = i + 1;
    return parameters;
}

Keywords make_keywords(const Settings& settings, const TubePlan& plan, const EventSource& source,
                       const std::filesystem::path& file) {
    const auto& patient = settings.patients[plan.patient];
    const auto& visit = settings.visits[plan.visit];
    const auto start = settings.first_date +
                       std::chrono::days(static_cast<int>(plan.patient) * settings.days_between_patients + visit.day);
    const auto& model = source.model();
    const double begin = 9 * 3600.0 + 900.0 * static_cast<double>(plan.panel);
    Keywords keywords;
    keywords.set("$CYT", "SYNTHETIC " + model.cytometer->name);
    keywords.set("$FIL", file.filename().string());
    keywords.set("$SRC", "SYNTHETIC patient " + patient.id);
    keywords.set("$CELLS", "SYNTHETIC peripheral blood, " + visit.name);
    keywords.set("$COM", "SYNTHETIC data made by a program, not measured on any person");
    keywords.set("$PROJ", "SYNTHETIC cohort " + settings.path.filename().string());
    keywords.set("$SMNO", plan.sample);
    keywords.set("$DATE", fcs_date(start));
    keywords.set("$BTIM", fcs_time(begin));
    keywords.set("$ETIM", fcs_time(begin + source.seconds_until(static_cast<double>(model.n_events))));
    keywords.set("TUBE NAME", plan.control_marker.empty() ? model.panel->tube : plan.control_name());
    if (!model.panel->spillover.channels.empty()) keywords.set("$SPILLOVER", format_spillover(model.panel->spillover));
    return keywords;
}

TubeTruth start_truth(const EventSource& source) {
    const auto& model = source.model();
    TubeTruth truth;
    truth.kinds = source.kinds();
    truth.events.assign(truth.kinds.size(), 0);
    truth.per_ul.assign(truth.kinds.size(), 0);
    for (std::size_t i = 0; i < model.cells.size(); ++i) truth.per_ul[i] = model.cells[i].per_ul;
    truth.per_ul[model.cells.size() + 1] = model.beads.per_ul;
    for (const auto channel : model.mixed) truth.mixed_markers.push_back(model.panel->channels[channel].marker);
    truth.positive.assign(model.mixed.size(), truth.events);
    return truth;
}

void count(const EventBlock& block, TubeTruth& truth) {
    for (std::size_t e = 0; e < block.size(); ++e) {
        ++truth.events[block.kinds[e]];
        for (std::size_t m = 0; m < truth.positive.size(); ++m)
            truth.positive[m][block.kinds[e]] += (block.positive[e] >> m) & 1u;
    }
}

/// truth/SAMPLE.csv: the kind of each event, then one 0/1 column per mixed marker.
class TruthFile {
public:
    TruthFile(const std::filesystem::path& path, const TubeTruth& truth) : file_(path), truth_(truth) {
        std::string header = "cell_type";
        for (const auto& marker : truth.mixed_markers) header += "," + marker;
        file_.write(header + "\n");
    }
    void append(const EventBlock& block) {
        std::string lines;
        for (std::size_t e = 0; e < block.size(); ++e) {
            lines += truth_.kinds[block.kinds[e]];
            for (std::size_t m = 0; m < truth_.positive.size(); ++m)
                lines += (block.positive[e] >> m) & 1u ? ",1" : ",0";
            lines += '\n';
        }
        file_.write(lines);
    }
    void finish() { file_.commit(); }

private:
    OutputFile file_;
    const TubeTruth& truth_;
};

std::vector<EventBlock> draw_window(const EventSource& source, std::uint64_t first, int threads) {
    const auto n = std::min<std::uint64_t>(window_blocks, source.n_blocks() - first);
    std::vector<EventBlock> blocks(n);
    std::exception_ptr failure;
#pragma omp parallel for schedule(dynamic) num_threads(threads)
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        try {
            blocks[b] = source.draw(first + b);
        } catch (...) {
#pragma omp critical(simulation_draw_failure)
            failure = std::current_exception();
        }
    }
    if (failure) std::rethrow_exception(failure);
    return blocks;
}

}  // namespace

TubeTruth write_tube(const Settings& settings, const TubePlan& plan, const TubeModel& model, const TubeFiles& files,
                     int threads, const TaskControl& control) {
    const EventSource source(model);
    auto truth = start_truth(source);
    FcsWriter fcs(files.fcs, make_parameters(source), make_keywords(settings, plan, source, files.fcs), model.n_events);
    std::optional<TruthFile> truth_file;
    if (!files.truth.empty()) truth_file.emplace(files.truth, truth);
    for (std::uint64_t first = 0; first < source.n_blocks(); first += window_blocks) {
        control.throw_if_stopped();
        for (const auto& block : draw_window(source, first, threads)) {
            fcs.append(block.values);
            count(block, truth);
            if (truth_file) truth_file->append(block);
        }
    }
    fcs.finish();
    if (truth_file) truth_file->finish();
    return truth;
}

}  // namespace asparagate::simulation
