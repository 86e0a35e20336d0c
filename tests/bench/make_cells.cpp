// make_cells OUT EVENTS [PARAMETERS [SEED [DISTINCT]]]: a synthetic FCS file for the benchmarks.
#include "cell_model.hpp"

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    const auto number = [&](int i, std::uint64_t otherwise) {
        return i < argc ? std::strtoull(argv[i], nullptr, 10) : otherwise;
    };
    if (argc < 3 || number(2, 0) == 0 || number(3, 20) <= 6) {
        std::fprintf(stderr, "usage: make_cells OUT EVENTS [PARAMETERS (> 6) [SEED [DISTINCT]]]\n");
        return 2;
    }
    try {
        asparagate::bench::write_cells(argv[1], number(2, 0), number(3, 20), static_cast<unsigned>(number(4, 1)),
                                       number(5, UINT64_MAX));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return 1;
    }
    return 0;
}
