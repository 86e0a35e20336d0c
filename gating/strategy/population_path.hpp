#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace asparagate::detail {

/// "/" + "T" -> "/T"; "/T" + "CD8" -> "/T/CD8".
inline std::string child_path(std::string_view parent, std::string_view name) {
    return (parent == "/" ? std::string() : std::string(parent)) + "/" + std::string(name);
}

/// "/T/CD8" -> {"/T", "CD8"}; "/T" -> {"/", "T"}. @pre path starts with '/'.
inline std::pair<std::string, std::string> split_path(std::string_view path) {
    const auto slash = path.rfind('/');
    if (slash == 0 || slash >= path.size()) return {"/", std::string(path.substr(slash == 0 ? 1 : 0))};
    return {std::string(path.substr(0, slash)), std::string(path.substr(slash + 1))};
}

/// 0 for "/", 1 for "/T", 2 for "/T/CD8".
inline int path_depth(std::string_view path) {
    return path == "/" ? 0 : static_cast<int>(std::count(path.begin(), path.end(), '/'));
}

}  // namespace asparagate::detail
