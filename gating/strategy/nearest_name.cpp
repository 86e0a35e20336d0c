#include "nearest_name.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace asparagate::detail {
namespace {

constexpr std::size_t longest_compared = 100;

std::size_t edit_distance(std::string_view a, std::string_view b) {
    a = a.substr(0, longest_compared), b = b.substr(0, longest_compared);
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string suggestion(std::string_view found, std::span<const std::string> candidates) {
    if (candidates.empty()) return "";
    const auto distance = [&](const std::string& name) { return edit_distance(found, name); };
    const auto best = std::min_element(candidates.begin(), candidates.end(),
                                       [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
    if (distance(*best) <= std::max<std::size_t>(2, found.size() / 3)) return "; did you mean '" + *best + "'?";
    constexpr std::size_t most_listed = 12;
    std::string list;
    for (std::size_t i = 0; i < std::min(candidates.size(), most_listed); ++i)
        list += (i > 0 ? ", " : "") + candidates[i];
    return "; valid are " + list + (candidates.size() > most_listed ? ", ..." : "");
}

}  // namespace asparagate::detail
