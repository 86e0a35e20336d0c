#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asparagate {

/// Keywords of one data set in file order. Keys compare without case (FCS 3.1 section 3.2.8) and keep their spelling;
/// values are the unescaped bytes, valid UTF-8. Look-up takes constant time.
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
    struct CaselessHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const noexcept;
    };
    struct CaselessEqual {
        using is_transparent = void;
        bool operator()(std::string_view a, std::string_view b) const noexcept;
    };

    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::size_t, CaselessHash, CaselessEqual> positions_;
};

}  // namespace asparagate
