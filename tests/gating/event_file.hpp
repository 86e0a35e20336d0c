#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "fcs/fcs_builder.hpp"

#include <unistd.h>
#include <atomic>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace asparagate::test {

/// A folder that goes away with the test.
class TextFolder {
public:
    TextFolder() {
        static std::atomic<int> number{0};
        path_ = std::filesystem::temp_directory_path() /
                ("asparagate_gating_" + std::to_string(getpid()) + "_" + std::to_string(number++));
        std::filesystem::create_directories(path_);
    }
    TextFolder(const TextFolder&) = delete;
    TextFolder& operator=(const TextFolder&) = delete;
    ~TextFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    std::filesystem::path write(const std::string& name, const std::string& content) const {
        std::ofstream(path_ / name, std::ios::binary) << content;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

/// An FCS file of doubles: `EventFile({"FSC-A", "PE-A"}, {{1, 2}, {3, 4}})`, one row per event.
class EventFile {
public:
    EventFile(const std::vector<std::string>& channels, const std::vector<std::vector<double>>& events,
              const std::vector<std::pair<std::string, std::string>>& keywords = {}) {
        FcsBuilder builder;
        builder.version("3.1").delimiter('|').datatype('D');  // names may hold a slash
        for (const auto& channel : channels) builder.parameter(channel);
        for (const auto& [key, value] : keywords) builder.keyword(key, value);
        for (const auto& event : events) builder.event(event);
        builder.write(path());
        file_ = FcsFile::open(path());
    }
    [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "sample.fcs"; }
    [[nodiscard]] const DataSet& data() const { return file_.data_set(); }

private:
    TextFolder folder_;
    FcsFile file_;
};

/// 20,000 log-normal events of FSC-A, SSC-A, FITC-A and PE-A, the last two with spillover; `seed` tells them apart.
inline EventFile lognormal_events(unsigned seed) {
    std::mt19937 random(seed);
    std::lognormal_distribution<double> value(6, 2);
    std::vector<std::vector<double>> events(20000, std::vector<double>(4));
    for (auto& event : events)
        for (double& v : event) v = value(random);
    return EventFile({"FSC-A", "SSC-A", "FITC-A", "PE-A"}, events, {{"$SPILLOVER", "2,FITC-A,PE-A,1,0.1,0.05,1"}});
}

}  // namespace asparagate::test
