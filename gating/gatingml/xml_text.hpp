#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace asparagate::gatingml {

/// ` name="value"`, escaped; a number in shortest round-trip digits.
std::string attribute(std::string_view name, std::string_view value);
std::string attribute(std::string_view name, double value);

/// XML under construction, indented by depth. An element is given with its attributes: `gating:and gating:id="x"`.
class XmlText {
public:
    /// Begins the document; `declaration` holds everything up to the root element's content.
    explicit XmlText(std::string_view declaration) : text_(declaration) {}

    void line(const std::string& content);
    void open(const std::string& element);
    void close(std::string_view name);
    void empty(const std::string& element) { line("<" + element + "/>"); }
    /// `element` around an empty `item` for each value.
    void values(const std::string& element, const std::string& item, const std::vector<double>& values);
    /// An empty fcs-dimension, alone or one for each channel within `element`.
    void channel(const std::string& name);
    void channels(const std::string& element, const std::vector<std::string>& names);
    /// Raw XML of one custom_info element, which is somebody's text until it has been parsed; nothing when empty.
    /// @throws GatingError naming `population`
    void custom_info(const std::string& population, const std::string& info);

    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::size_t depth_ = 1;
};

}  // namespace asparagate::gatingml
