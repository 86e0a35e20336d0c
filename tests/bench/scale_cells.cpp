// scale_cells FILE [THREADS]: reads a file, compensates it and puts every fluorescence channel on the logicle scale,
// all in memory, by the library call that a program of one's own would use. Prints the mean of the last column.
#include "asparagate/gating/scaled_events.hpp"

#include <cstdio>
#include <cstdlib>

using namespace asparagate;

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: scale_cells FILE [THREADS]\n");
        return 2;
    }
    try {
        const FcsFile file = FcsFile::open(argv[1]);
        const DataSet& data = file.data_set();
        GatingStrategy strategy;
        strategy.transforms["logicle"] = LogicleTransform{};
        std::vector<Dimension> dimensions;
        for (const Parameter& parameter : data.parameters())
            if (parameter.is_fluorescence()) dimensions.push_back({parameter.name, "logicle"});
        GateOptions options;
        options.threads = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 0;
        const EventMatrix<float> events = scaled_events(data, strategy, dimensions, options);
        double sum = 0;
        for (const float value : events.column(events.n_parameters() - 1)) sum += value;
        std::printf("%zu,%zu,%.6f\n", events.n_events(), events.n_parameters(),
                    sum / static_cast<double>(events.n_events()));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 1;
    }
    return 0;
}
