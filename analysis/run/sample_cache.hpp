#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace asparagate {

/// Results of finished pieces of work under `folder`, one file each: `{"schema","key","sha256","body"}`. A file counts
/// only when its key is the one asked for and its body has the recorded hash; anything else is as if it were absent.
class SampleCache {
public:
    /// Without `reuse`, find() finds nothing.
    SampleCache(std::filesystem::path folder, bool reuse) : folder_(std::move(folder)), reuse_(reuse) {}

    [[nodiscard]] std::optional<std::string> find(const std::string& name, const std::string& key) const;
    /// Whole or not at all. @throws OutputError
    void keep(const std::string& name, const std::string& key, const std::string& body) const;

private:
    [[nodiscard]] std::filesystem::path path_of(const std::string& name) const;
    std::filesystem::path folder_;
    bool reuse_;
};

}  // namespace asparagate
