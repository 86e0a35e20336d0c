#include "sample_names.hpp"

#include <filesystem>
#include <map>

namespace asparagate::cli {

std::vector<std::string> sample_names(const std::vector<std::string>& files) {
    std::map<std::string, int> stems;
    for (const std::string& file : files) ++stems[std::filesystem::path(file).stem().string()];
    std::vector<std::string> names;
    for (const std::string& file : files) {
        const std::filesystem::path path(file);
        const std::string stem = path.stem().string();
        names.push_back(stems[stem] == 1 ? stem : (path.parent_path() / stem).string());
    }
    return names;
}

}  // namespace asparagate::cli
