// tasks PROGRAM SCALE_CELLS FOLDER: the tasks of docs/performance.md as a user runs them, whole processes against the
// floor of the same run. One line per task: `task floors seconds floor_seconds`. FOLDER holds gates.xml, the files and
// the expected counts, as `run` makes them. Exit code 1 when a task is missed by more than 10 %, 2 when a result is
// wrong.
#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/number.hpp"
#include "floor.hpp"

#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <stdexcept>

namespace {

using namespace asparagate;
using Path = std::filesystem::path;

constexpr std::size_t threads = 2;
constexpr int repetitions = 5;
constexpr double tolerance = 1.1;

double seconds_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Runs a program to its end, its output into a file.
void run(std::vector<std::string> arguments, const Path& output) {
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    pid_t child = 0;
    const int started = posix_spawn(&child, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    if (started != 0 || waitpid(child, &status, 0) != child || status != 0)
        throw std::runtime_error(arguments[0] + " " + (arguments.size() > 1 ? arguments[1] : "") + " failed");
}

bench::EventBytes events_of(const Path& path) {
    const FcsFile file = FcsFile::open(path);
    const DataSet& data = file.data_set();
    const std::uint64_t begin = parse_unsigned(data.keywords().find("$BEGINDATA").value_or("")).value_or(0);
    return {path, bench::Words::float32_little, begin, data.n_events(), data.parameters().size()};
}

using Counts = std::map<std::string, std::uint64_t>;

/// Columns `population` and `count` of a file written by `gate`, or lines of `population,count`.
Counts read_counts(const Path& path, std::size_t population_column, std::size_t count_column) {
    std::ifstream stream(path);
    Counts counts;
    for (std::string line; std::getline(stream, line);) {
        std::vector<std::string> cells;
        for (std::size_t begin = 0; begin <= line.size();) {
            const std::size_t comma = std::min(line.find(',', begin), line.size());
            cells.push_back(line.substr(begin, comma - begin));
            begin = comma + 1;
        }
        if (cells.size() > std::max(population_column, count_column))
            if (const auto count = parse_unsigned(cells[count_column])) counts[cells[population_column]] += *count;
    }
    return counts;
}

struct Task {
    std::string name;
    std::vector<Path> files;
    std::vector<std::string> command;
    double floors = 0;         ///< allowed
    double start_seconds = 0;  ///< allowed beside them
    Path expected;             ///< counts; empty where there are none
};

/// The floor and the task in turn, so that both meet the same machine. Returns whether the task is met.
bool measure(const Task& task, const Path& folder) {
    std::vector<bench::EventBytes> files;
    for (const Path& path : task.files) files.push_back(events_of(path));
    const Path output = folder / "output.csv";
    std::vector<double> floors, times;
    for (int i = 0; i <= repetitions; ++i) {  // the first warms up
        const double floor = seconds_of([&] {
            for (const auto& file : files) bench::split_mapped_file(file, threads);
        });
        const double time = seconds_of([&] { run(task.command, output); });
        if (i > 0) floors.push_back(floor), times.push_back(time);
    }
    if (!task.expected.empty() && read_counts(output, 1, 4) != read_counts(task.expected, 0, 1))
        throw std::runtime_error(task.name + ": the counts differ from those of " + task.expected.string());
    const double floor = median(floors), time = median(times);
    const bool met = time <= tolerance * (task.floors * floor + task.start_seconds);
    std::printf("%s %.2f %.4f %.4f%s\n", task.name.c_str(), time / floor, time, floor, met ? "" : "  MISSED");
    std::fflush(stdout);
    return met;
}

std::vector<Task> tasks(const std::string& program, const std::string& scale_cells, const Path& folder) {
    const Path small = folder / "cells_1M.fcs", large = folder / "cells_5M.fcs";
    const auto gate = [&](const std::vector<Path>& files) {
        std::vector<std::string> command = {program, "gate", folder / "gates.xml"};
        for (const Path& file : files) command.push_back(file);
        command.insert(command.end(), {"--threads", std::to_string(threads), "--quiet"});
        return command;
    };
    std::vector<Path> batch;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "batch")) batch.push_back(entry.path());
    std::sort(batch.begin(), batch.end());
    return {{"b_scale_1M", {small}, {scale_cells, small, std::to_string(threads)}, 6, 0, {}},
            {"c_gate_1M", {small}, gate({small}), 1.5, 0.010, folder / "cells_1M.counts"},
            {"c_gate_5M", {large}, gate({large}), 1.4, 0, folder / "cells_5M.counts"},
            {"d_batch_24x200k", batch, gate(batch), 1.8, 0, folder / "batch.counts"}};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fprintf(stderr, "usage: tasks PROGRAM SCALE_CELLS FOLDER\n");
        return 2;
    }
    try {
        bool all_met = true;
        for (const Task& task : tasks(argv[1], argv[2], argv[3])) all_met &= measure(task, argv[3]);
        return all_met ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 2;
    }
}
