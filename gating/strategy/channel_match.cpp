#include "channel_match.hpp"

#include <algorithm>
#include <limits>

namespace asparagate {
namespace detail {
namespace {

/// Without case, blanks, '-' and '_'.
std::string plain(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (c == ' ' || c == '\t' || c == '-' || c == '_') continue;
        text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

std::string_view first_word(std::string_view marker) {
    return marker.substr(0, marker.find_first_of(" \t"));
}

bool same_plain(std::string_view a, std::string_view b) {
    const std::string text = plain(a);
    return !text.empty() && text == plain(b);
}

const std::vector<std::string>& further_names(const GatingStrategy& strategy, std::string_view name) {
    static const std::vector<std::string> none;
    const auto entry = strategy.panel.find(std::string(name));
    return entry == strategy.panel.end() ? none : entry->second;
}

}  // namespace

std::optional<int> match_level(const GatingStrategy& strategy, const Parameter& parameter, std::string_view name) {
    const auto& aliases = further_names(strategy, name);
    const auto any_alias = [&](auto test) { return std::any_of(aliases.begin(), aliases.end(), test); };
    if (name.empty()) return std::nullopt;
    if (parameter.name == name) return 0;
    if (parameter.marker == name) return 1;
    if (any_alias([&](const auto& alias) { return alias == parameter.name || alias == parameter.marker; })) return 2;
    if (same_plain(name, parameter.name)) return 3;
    if (same_plain(name, parameter.marker)) return 4;
    if (any_alias([&](const auto& a) { return same_plain(a, parameter.name) || same_plain(a, parameter.marker); }))
        return 5;
    const std::string_view word = first_word(parameter.marker);
    if (same_plain(name, word)) return 6;
    if (any_alias([&](const auto& alias) { return same_plain(alias, word); })) return 7;
    return std::nullopt;
}

std::vector<std::size_t> matching_parameters(const GatingStrategy& strategy, const std::vector<Parameter>& parameters,
                                             std::string_view name) {
    std::vector<std::size_t> matches;
    int best = std::numeric_limits<int>::max();
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        const auto level = match_level(strategy, parameters[p], name);
        if (!level || *level > best) continue;
        if (*level < best) matches.clear();
        best = *level;
        matches.push_back(p);
    }
    return matches;
}

}  // namespace detail

std::optional<std::size_t> resolve_channel(const GatingStrategy& strategy, const std::vector<Parameter>& parameters,
                                           std::string_view name) {
    const auto matches = detail::matching_parameters(strategy, parameters, name);
    return matches.size() == 1 ? std::optional(matches.front()) : std::nullopt;
}

}  // namespace asparagate
