// fuzz_strategy_seeds FOLDER: writes FOLDER/strategy/* (TOML), FOLDER/gatingml/* (XML of every program) and
// FOLDER/workspace/* (of FlowJo): the project's own strategies and those of tests/fuzz/strategies, each also as TOML
// and Gating-ML.
#include "asparagate/gating/strategy_file.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>

namespace {

using namespace asparagate;

const std::filesystem::path source = ASPARAGATE_SOURCE_DIR;

std::vector<std::filesystem::path> strategy_files() {
    std::vector<std::filesystem::path> files;
    for (const char* folder : {"samples/blina-cohort/strategies", "tests/fuzz/strategies"})
        for (const auto& entry : std::filesystem::directory_iterator(source / folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

void write(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

int write_seeds(const std::filesystem::path& folder) {
    int n = 0;
    for (const auto& path : strategy_files()) {
        const StrategyFile file = read_strategy_file(path);
        const std::string name = path.stem().string();
        write(folder / "strategy" / name, format_strategy(file.strategy));
        write(folder / "gatingml" / name, write_strategy(file.strategy, StrategyFormat::gating_ml).text);
        n += 2;
        if (file.format == StrategyFormat::toml) continue;
        const auto target = folder / (file.format == StrategyFormat::flowjo ? "workspace" : "gatingml");
        std::filesystem::create_directories(target);
        std::filesystem::copy_file(path, target / path.filename(), std::filesystem::copy_options::overwrite_existing);
        ++n;
    }
    return n;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "Usage: fuzz_strategy_seeds FOLDER\n";
        return 2;
    }
    std::cout << write_seeds(argv[1]) << " seeds of strategies\n";
}
