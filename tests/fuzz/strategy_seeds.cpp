#include "strategy_seeds.hpp"

#include "asparagate/gating/strategy_file.hpp"

#include <algorithm>
#include <fstream>

namespace asparagate::test {
namespace {

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

}  // namespace

int write_strategy_seeds(const std::filesystem::path& folder) {
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

}  // namespace asparagate::test
