#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asparagate::detail {

/// XML as it is written, element by element, indented. Names are the caller's; values are escaped.
class XmlText {
public:
    using Attribute = std::pair<std::string_view, std::string>;
    using Attributes = std::vector<Attribute>;

    XmlText() : text_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {}

    void open(std::string_view name, const Attributes& attributes = {});
    void close();
    void empty(std::string_view name, const Attributes& attributes = {});
    /// @pre every element is closed
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    void start(std::string_view name, const Attributes& attributes, std::string_view end);

    std::string text_;
    std::vector<std::string> open_;
};

}  // namespace asparagate::detail
