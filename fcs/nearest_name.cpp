#include "asparagate/fcs/nearest_name.hpp"

#include "asparagate/fcs/delimited_text.hpp"

#include <numeric>

namespace asparagate {
namespace {

constexpr std::size_t longest_compared = 100;
constexpr std::size_t most_listed = 12;

std::string listed(std::span<const std::string> names) {
    const std::size_t shown = std::min(names.size(), most_listed);
    std::string list;
    for (std::size_t i = 0; i < shown; ++i) {
        if (i > 0) list += i + 1 == names.size() ? " or " : ", ";
        list += in_quotes(names[i]);
    }
    return shown < names.size() ? list + ", ..." : list;
}

}  // namespace

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

std::size_t name_distance(std::string_view a_text, std::string_view b_text) {
    const std::string a = lower_case(a_text.substr(0, longest_compared));
    const std::string b = lower_case(b_text.substr(0, longest_compared));
    std::vector<std::size_t> two_above, above(b.size() + 1), row(b.size() + 1);
    std::iota(above.begin(), above.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], two_above[j - 2] + 1);
        }
        two_above = above;
        std::swap(above, row);
    }
    return above.back();
}

std::string nearest_name(std::string_view found, std::span<const std::string> candidates) {
    std::string nearest;
    std::size_t smallest = longest_compared + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = name_distance(found, candidate);
        if (distance >= smallest) continue;
        smallest = distance;
        nearest = candidate;
    }
    return nearest;
}

std::string suggestion(std::string_view found, std::span<const std::string> candidates) {
    if (candidates.empty()) return "";
    const std::string nearest = nearest_name(found, candidates);
    const std::size_t near = std::max<std::size_t>(2, found.size() / 3);
    if (name_distance(found, nearest) <= near && near < std::max<std::size_t>(3, nearest.size())) {
        return "; did you mean " + in_quotes(nearest) + "?";
    }
    return "; expected " + listed(candidates);
}

std::string in_quotes(std::string_view text) {
    return '"' + terminal_text(text) + '"';
}

}  // namespace asparagate
