#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace asparagate::detail {

/// The first few names of a list that may be long, for one message.
class NameList {
public:
    void add(std::string_view name);
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] const std::string& first() const noexcept { return first_; }
    /// `A, B, C, D, E and 12 more`
    [[nodiscard]] std::string text() const;

private:
    std::size_t count_ = 0;
    std::string text_;
    std::string first_;
};

}  // namespace asparagate::detail
