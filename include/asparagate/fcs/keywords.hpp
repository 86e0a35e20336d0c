#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asparagate {

/// Keywords of one data set in file order. Keys compare without case (FCS 3.1 section 3.2.8) and keep their spelling;
/// values are the unescaped bytes, valid UTF-8.
class Keywords {
public:
    using Entry = std::pair<std::string, std::string>;

    [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }
    /// Value of `key`, untrimmed; nullopt when absent.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view key) const;
    [[nodiscard]] bool contains(std::string_view key) const { return find(key).has_value(); }
    /// Adds or replaces.
    void set(std::string_view key, std::string_view value);
    void remove(std::string_view key);
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

private:
    std::vector<Entry> entries_;
};

}  // namespace asparagate
