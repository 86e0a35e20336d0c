// scaling PROGRAM MAKE_CELLS FOLDER SVG [MOST_EVENTS]: time of `gate` as a whole process against events, parameters,
// populations and files; prints `axis,n,seconds`, and per axis the log-log slope of its last decade or so, and draws
// all four as SVG.
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using Path = std::filesystem::path;

struct Point {
    double n, seconds;
};
struct Axis {
    std::string name;
    std::vector<Point> points;
};

void run(std::vector<std::string> arguments) {
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    int status = 0;
    if (posix_spawn(&child, argv[0], nullptr, nullptr, argv.data(), environ) != 0 ||
        waitpid(child, &status, 0) != child || status != 0)
        throw std::runtime_error(arguments[0] + " failed");
}

/// Median of three after a warm-up.
double seconds_of(const std::vector<std::string>& command) {
    std::vector<double> times;
    run(command);
    for (int i = 0; i < 3; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        run(command);
        times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    std::sort(times.begin(), times.end());
    return times[1];
}

/// Of the larger half of the points: where n is small the start of the process is all there is to see.
double slope(const Axis& axis) {
    double x = 0, y = 0, xx = 0, xy = 0, n = 0;
    for (std::size_t i = axis.points.size() / 2; i < axis.points.size(); ++i) {
        const double u = std::log(axis.points[i].n), v = std::log(axis.points[i].seconds);
        x += u, y += v, xx += u * u, xy += u * v, n += 1;
    }
    return (n * xy - x * y) / (n * xx - x * x);
}

class Measurement {
public:
    Measurement(std::string program, std::string make_cells, Path folder)
        : program_(std::move(program)), make_cells_(std::move(make_cells)), folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
    }

    Axis events(double most) {
        Axis axis{"events", {}};
        for (double n = 1e4; n <= most; n *= 10)
            add(axis, n, {cells(static_cast<std::uint64_t>(n), 20)}, populations(9));
        return axis;
    }
    Axis parameters() {
        Axis axis{"parameters", {}};
        for (const std::size_t n : {10, 20, 40, 80, 160})
            add(axis, static_cast<double>(n), {cells(500000, n)}, populations(3));
        return axis;
    }
    Axis populations_axis() {
        Axis axis{"populations", {}};
        for (const int n : {4, 16, 64, 256}) add(axis, n, {cells(1000000, 20)}, populations(n));
        return axis;
    }
    Axis files() {
        Axis axis{"files of 200,000 events", {}};
        for (std::size_t n = 1; n <= 32; n *= 2) {
            std::vector<Path> several;
            for (std::size_t i = 0; i < n; ++i) {
                several.push_back(folder_ / ("file" + std::to_string(i) + ".fcs"));
                if (!std::filesystem::exists(several.back()))
                    std::filesystem::copy_file(cells(200000, 20), several.back());
            }
            add(axis, static_cast<double>(n), several, populations(9));
        }
        return axis;
    }

private:
    void add(Axis& axis, double n, const std::vector<Path>& files, const Path& strategy) {
        std::vector<std::string> command = {program_, "gate",    strategy, "--threads",
                                            "2",      "--quiet", "-o",     folder_ / "output.csv"};
        for (const Path& file : files) command.push_back(file);
        axis.points.push_back({n, seconds_of(command)});
        std::printf("%s,%.0f,%.4f\n", axis.name.c_str(), n, axis.points.back().seconds);
        std::fflush(stdout);
    }
    Path cells(std::uint64_t n_events, std::size_t n_parameters) {
        const Path path = folder_ / (std::to_string(n_events) + "x" + std::to_string(n_parameters) + ".fcs");
        if (!std::filesystem::exists(path))
            run({make_cells_, path, std::to_string(n_events), std::to_string(n_parameters), "1", "100000"});
        return path;
    }
    /// Ranges and polygons on logicle scales within the singlets.
    Path populations(int n) {
        static constexpr const char* channels[] = {"FITC-A", "PE-A", "APC-A", "PE-Cy7-A"};
        const Path path = folder_ / (std::to_string(n) + ".toml");
        std::ofstream out(path);
        out << "[strategy]\nname = \"scaling\"\n[transforms.logicle]\ntype = \"logicle\"\nT = 262144\nW = "
               "0.5\nM = 4.5\nA = 0\n[scales]\ndefault = "
               "\"logicle\"\n"
               "[population.\"/Singlets\"]\ngate = \"polygon\"\nx = \"FSC-A\"\ny = \"FSC-H\"\n"
               "vertices = [[5000, 2000], [200000, 145000], [260000, 235000], [260000, 250000], [5000, 8000]]\n";
        for (int i = 1; i < n; ++i) {
            out << "[population.\"/Singlets/P" << i << "\"]\n";
            const char *x = channels[i % 4], *y = channels[(i + 1) % 4];
            if (i % 4 == 0)
                out << "gate = \"polygon\"\nx = \"" << x << "\"\ny = \"" << y << "\"\nvertices = [[" << 500 + i
                    << ", -200], [40000, 0], [90000, 60000], [20000, 150000], [600, 3000]]\n";
            else
                out << "gate = \"range\"\nx = \"" << x << "\"\nmin = " << 1000 + 10 * i << "\n";
        }
        return path;
    }

    std::string program_, make_cells_;
    Path folder_;
};

/// One panel: time over n, both logarithmic, with a line of slope 1 through the last point.
std::string panel(const Axis& axis, int left, int top) {
    constexpr double width = 300, height = 200;
    double low = 1e300, high = 0;
    for (const Point& p : axis.points) low = std::min(low, p.seconds), high = std::max(high, p.seconds);
    const Point first = axis.points.front(), last = axis.points.back();
    low = std::pow(10, std::floor(std::log10(low))), high = std::pow(10, std::ceil(std::log10(high)));
    const auto x = [&](double n) { return left + width * std::log(n / first.n) / std::log(last.n / first.n); };
    const auto y = [&](double s) { return top + height - height * std::log(s / low) / std::log(high / low); };
    char text[400];
    std::string svg;
    const auto draw = [&](const char* format, auto... values) {
        std::snprintf(text, sizeof text, format, values...);
        svg += text;
    };
    draw("<rect x='%d' y='%d' width='%.0f' height='%.0f' fill='none' stroke='#888'/>\n", left, top, width, height);
    draw("<text x='%d' y='%d'>%s: slope %.2f</text>\n", left, top - 8, axis.name.c_str(), slope(axis));
    for (double s = low; s <= high * 1.01; s *= 10) {
        draw("<line x1='%d' x2='%.0f' y1='%.1f' y2='%.1f' stroke='#ddd'/>\n", left, left + width, y(s), y(s));
        draw("<text x='%d' y='%.1f' text-anchor='end'>%g s</text>\n", left - 4, y(s) + 4, s);
    }
    const double start = std::max(first.n, last.n * low / last.seconds);
    draw("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#bbb' stroke-dasharray='4 3'/>\n", x(start),
         y(last.seconds * start / last.n), x(last.n), y(last.seconds));
    for (std::size_t i = 0; i < axis.points.size(); ++i) {
        const Point& p = axis.points[i];
        if (i > 0)
            draw("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#1f5fa8' stroke-width='2'/>\n",
                 x(axis.points[i - 1].n), y(axis.points[i - 1].seconds), x(p.n), y(p.seconds));
        draw("<circle cx='%.1f' cy='%.1f' r='3' fill='#1f5fa8'/>\n", x(p.n), y(p.seconds));
        draw("<text x='%.1f' y='%.0f' text-anchor='middle'>%g</text>\n", x(p.n), top + height + 16, p.n);
    }
    return svg;
}

void draw(const std::vector<Axis>& axes, const Path& path) {
    std::ofstream out(path);
    out << "<svg xmlns='http://www.w3.org/2000/svg' width='780' height='580' font-family='sans-serif' font-size='12'>\n"
           "<rect width='780' height='580' fill='white'/>\n";
    for (std::size_t i = 0; i < axes.size(); ++i)
        out << panel(axes[i], 60 + static_cast<int>(i % 2) * 380, 40 + static_cast<int>(i / 2) * 270);
    out << "</svg>\n";
    if (!out.flush()) throw std::runtime_error(path.string() + " cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 5) {
        std::fprintf(stderr, "usage: scaling PROGRAM MAKE_CELLS FOLDER SVG [MOST_EVENTS]\n");
        return 2;
    }
    try {
        Measurement measurement(argv[1], argv[2], argv[3]);
        const std::vector<Axis> axes = {measurement.events(argc > 5 ? std::atof(argv[5]) : 1e7),
                                        measurement.parameters(), measurement.populations_axis(), measurement.files()};
        for (const Axis& axis : axes) std::printf("%s: slope %.2f\n", axis.name.c_str(), slope(axis));
        draw(axes, argv[4]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 1;
    }
    return 0;
}
