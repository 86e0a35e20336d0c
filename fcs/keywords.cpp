#include "asparagate/fcs/keywords.hpp"

#include <algorithm>
#include <cstdint>

namespace asparagate {
namespace {

// ASCII only: keys are ASCII by the standard, and the locale must not change which keys are equal.
constexpr char upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace

std::size_t Keywords::CaselessHash::operator()(std::string_view key) const noexcept {
    std::uint64_t hash = 14695981039346656037ull;  // FNV-1a
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(upper(c))) * 1099511628211ull;
    return static_cast<std::size_t>(hash);
}

bool Keywords::CaselessEqual::operator()(std::string_view a, std::string_view b) const noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return upper(x) == upper(y); });
}

std::optional<std::string_view> Keywords::find(std::string_view key) const {
    const auto found = positions_.find(key);
    if (found == positions_.end()) return std::nullopt;
    return entries_[found->second].second;
}

void Keywords::set(std::string_view key, std::string_view value) {
    const auto found = positions_.find(key);
    if (found != positions_.end()) {
        entries_[found->second].second = value;
        return;
    }
    positions_.emplace(std::string(key), entries_.size());
    entries_.emplace_back(key, value);
}

void Keywords::remove(std::string_view key) {
    const auto found = positions_.find(key);
    if (found == positions_.end()) return;
    const std::size_t removed = found->second;
    positions_.erase(found);
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(removed));
    for (auto& [name, position] : positions_) {
        if (position > removed) --position;
    }
}

}  // namespace asparagate
