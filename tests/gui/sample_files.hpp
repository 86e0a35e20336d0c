#pragma once
#include "asparagate/fcs/fcs_writer.hpp"
#include "asparagate/gating/strategy.hpp"

#include <filesystem>
#include <limits>
#include <random>
#include <vector>

namespace asparagate::gui {

/// FSC-A, SSC-A and CD3 (PE-A): two clouds of equal size on scatter, CD3 bright in the first.
inline void write_two_clouds(const std::filesystem::path& file, std::size_t n_events = 2000) {
    std::vector<Parameter> parameters(3);
    parameters[0].name = "FSC-A";
    parameters[1].name = "SSC-A";
    parameters[2].name = "PE-A", parameters[2].marker = "CD3";
    for (Parameter& parameter : parameters) parameter.range = 262144;
    std::mt19937 random(7);
    // Sums of uniforms: the same everywhere, unlike the library's normal distribution.
    const auto around = [&random](double centre, double width) {
        double sum = 0;
        for (int i = 0; i < 4; ++i) sum += static_cast<double>(random() % 65536) / 65536 - 0.5;
        return static_cast<float>(centre + width * sum);
    };
    std::vector<float> events;
    for (std::size_t e = 0; e < n_events; ++e) {
        const bool first = e % 2 == 0;
        events.push_back(around(first ? 60000 : 180000, 20000));
        events.push_back(around(first ? 50000 : 170000, 20000));
        events.push_back(around(first ? 20000 : 100, first ? 8000 : 80));
    }
    FcsWriter writer(file, parameters, {}, n_events);
    writer.append(events);
    writer.finish();
}

/// "/Cells" (a rectangle around the first cloud) and "/Cells/T" (CD3 above 3000).
inline GatingStrategy two_gates() {
    GatingStrategy strategy;
    strategy.name = "Two gates";
    strategy.transforms["fluorescence"] = LogicleTransform();
    strategy.scales["default"] = "fluorescence";
    RectangleGate cells;
    cells.dimensions = {{"FSC-A"}, {"SSC-A"}};
    cells.bounds = {{20000, 100000}, {20000, 100000}};
    RectangleGate t;
    t.dimensions = {{"CD3"}};
    t.bounds = {{3000, std::numeric_limits<double>::infinity()}};
    strategy.nodes = {{"/", "Cells", cells, {}}, {"/Cells", "T", t, {}}};
    return strategy;
}

}  // namespace asparagate::gui
