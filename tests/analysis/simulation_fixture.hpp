#pragma once
#include "asparagate/analysis/simulation/simulation.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace asparagate::test {

inline std::filesystem::path blina_cohort() {
    return std::filesystem::path(ASPARAGATE_SOURCE_DIR) / "samples" / "blina-cohort";
}

/// A folder of its own for each object, removed with it.
class TemporaryCohort {
public:
    explicit TemporaryCohort(const std::string& name)
        : folder_(std::filesystem::temp_directory_path() / ("simulation_" + name + "_" + std::to_string(getpid()))) {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    ~TemporaryCohort() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    TemporaryCohort(const TemporaryCohort&) = delete;
    TemporaryCohort& operator=(const TemporaryCohort&) = delete;

    SimulationResult simulate(const SimulationOptions& options) {
        return simulate_cohort(blina_cohort() / "settings.toml", folder_, options);
    }
    const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path folder_;
};

inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace asparagate::test
