#include "run/sample_cache.hpp"

#include "asparagate/fcs/output_file.hpp"
#include "asparagate/fcs/sha256.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace asparagate {
namespace {

using nlohmann::json;

constexpr const char* schema = "asparagate.sample/1";
constexpr std::size_t digits_against_collisions = 12;

}  // namespace

std::filesystem::path SampleCache::path_of(const std::string& name) const {
    std::string file = safe_file_name(name);
    // Different names may become the same safe name.
    if (file != name)
        file = safe_file_name(file.substr(0, 100) + '-' + sha256(name).substr(0, digits_against_collisions));
    return folder_ / (file + ".json");
}

std::optional<std::string> SampleCache::find(const std::string& name, const std::string& key) const {
    if (!reuse_) return std::nullopt;
    std::ifstream in(path_of(name), std::ios::binary);
    if (!in) return std::nullopt;
    const json stored = json::parse(in, nullptr, false);
    if (!stored.is_object() || stored.value("schema", json()) != schema || stored.value("key", json()) != key)
        return std::nullopt;
    const json body = stored.value("body", json());
    if (!body.is_string() || stored.value("sha256", json()) != sha256(body.get<std::string>())) return std::nullopt;
    return body.get<std::string>();
}

void SampleCache::keep(const std::string& name, const std::string& key, const std::string& body) const {
    const json stored = {{"schema", schema}, {"key", key}, {"sha256", sha256(body)}, {"body", body}};
    write_file(path_of(name), stored.dump(-1, ' ', false, json::error_handler_t::replace) + '\n');
}

}  // namespace asparagate
