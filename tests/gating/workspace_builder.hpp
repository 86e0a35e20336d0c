#pragma once
#include <string>
#include <utility>
#include <vector>

namespace asparagate::test {

/// Pieces of a FlowJo 10 workspace, put together as text.
namespace flowjo {

inline std::string dimension(const std::string& channel, const std::string& bounds = "") {
    return "<gating:dimension " + bounds + "><data-type:fcs-dimension data-type:name=\"" + channel +
           "\"/></gating:dimension>";
}
inline std::string vertex(const std::string& x, const std::string& y) {
    return "<gating:vertex><gating:coordinate data-type:value=\"" + x + "\"/><gating:coordinate data-type:value=\"" +
           y + "\"/></gating:vertex>";
}
/// `bounds` such as `gating:min="1" gating:max="2"`.
inline std::string range(const std::string& channel, const std::string& bounds, const std::string& attributes = "") {
    return "<Gate><gating:RectangleGate " + attributes + ">" + dimension(channel, bounds) +
           "</gating:RectangleGate></Gate>";
}
inline std::string polygon(const std::string& x, const std::string& y,
                           const std::vector<std::pair<std::string, std::string>>& vertices,
                           const std::string& attributes = "quadId=\"-1\" gateResolution=\"256\"") {
    std::string text = "<Gate><gating:PolygonGate " + attributes + ">" + dimension(x) + dimension(y);
    for (const auto& [vx, vy] : vertices) text += vertex(vx, vy);
    return text + "</gating:PolygonGate></Gate>";
}
/// A population with its gate and what lies below it.
inline std::string population(const std::string& name, const std::string& gate, const std::string& below = "",
                              const std::string& count = "1") {
    return "<Population name=\"" + name + "\" count=\"" + count + "\">" + gate +
           (below.empty() ? "" : "<Subpopulations>" + below + "</Subpopulations>") + "</Population>";
}
inline std::string boolean(const std::string& kind, const std::string& name, const std::vector<std::string>& dependents,
                           const std::string& gate = "") {
    std::string text = "<" + kind + " name=\"" + name + "\" count=\"1\">" + gate + "<Dependents>";
    for (const std::string& dependent : dependents) text += "<Dependent name=\"" + dependent + "\"/>";
    return text + "</Dependents></" + kind + ">";
}
inline std::string linear(const std::string& channel, const std::string& min = "0", const std::string& max = "1000",
                          const std::string& gain = "1") {
    return "<transforms:linear transforms:minRange=\"" + min + "\" transforms:maxRange=\"" + max + "\" gain=\"" + gain +
           "\"><data-type:parameter data-type:name=\"" + channel + "\"/></transforms:linear>";
}
inline std::string axis(const std::string& element, const std::string& channel) {
    return "<transforms:" + element + "><data-type:parameter data-type:name=\"" + channel +
           "\"/></transforms:" + element.substr(0, element.find(' ')) + ">";
}
/// A matrix of two channels.
inline std::string matrix(const std::string& a, const std::string& b, const std::string& ab, const std::string& ba,
                          const std::string& attributes = "prefix=\"Comp-\" suffix=\"\" name=\"M\"") {
    const auto coefficient = [](const std::string& channel, const std::string& value) {
        return "<transforms:coefficient data-type:parameter=\"" + channel + "\" transforms:value=\"" + value + "\"/>";
    };
    return "<transforms:spilloverMatrix " + attributes + "><transforms:spillover data-type:parameter=\"" + a + "\">" +
           coefficient(a, "1") + coefficient(b, ab) +
           "</transforms:spillover><transforms:spillover data-type:parameter=\"" + b + "\">" + coefficient(a, ba) +
           coefficient(b, "1") + "</transforms:spillover></transforms:spilloverMatrix>";
}

}  // namespace flowjo

/// One sample: `SampleText{"a.fcs"}.channels({"FSC-A"}).tree(...)`.
class SampleText {
public:
    explicit SampleText(std::string name, std::string id = "1") : name_(std::move(name)), id_(std::move(id)) {
        uri_ = "file:/data/" + name_;
        keyword("$FIL", name_);
    }
    SampleText& uri(std::string text) { return uri_ = std::move(text), *this; }
    SampleText& keyword(const std::string& key, const std::string& value) {
        keywords_ += "<Keyword name=\"" + key + "\" value=\"" + value + "\"/>";
        return *this;
    }
    /// `$PnN` of all parameters.
    SampleText& channels(const std::vector<std::string>& names) {
        for (std::size_t n = 0; n < names.size(); ++n) keyword("$P" + std::to_string(n + 1) + "N", names[n]);
        return *this;
    }
    SampleText& matrix(const std::string& text) { return matrix_ += text, *this; }
    SampleText& axes(const std::string& text) { return axes_ += text, *this; }
    SampleText& tree(const std::string& text) { return tree_ += text, *this; }
    SampleText& count(std::string text) { return count_ = std::move(text), *this; }

    [[nodiscard]] std::string text() const {
        return "<Sample><DataSet uri=\"" + uri_ + "\" sampleID=\"" + id_ + "\"/>" + matrix_ + "<Transformations>" +
               axes_ + "</Transformations><Keywords>" + keywords_ + "</Keywords>\n<SampleNode name=\"" + name_ +
               "\" sampleID=\"" + id_ + "\" count=\"" + count_ + "\"><Subpopulations>" + tree_ +
               "</Subpopulations></SampleNode></Sample>\n";
    }

private:
    std::string name_, id_, uri_, matrix_, axes_, keywords_, tree_, count_ = "4";
};

/// A whole workspace of the samples.
inline std::string workspace_text(const std::vector<SampleText>& samples, const std::string& flowjo_version = "10.8.1",
                                  const std::string& groups = "") {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Workspace version=\"20.0\" flowJoVersion=\"" +
                       flowjo_version +
                       "\" xmlns:gating=\"http://www.isac-net.org/std/Gating-ML/v2.0/gating\" "
                       "xmlns:transforms=\"http://www.isac-net.org/std/Gating-ML/v2.0/transformations\" "
                       "xmlns:data-type=\"http://www.isac-net.org/std/Gating-ML/v2.0/datatypes\">\n<Groups>" +
                       groups + "</Groups><SampleList>\n";
    for (const SampleText& sample : samples) text += sample.text();
    return text + "</SampleList></Workspace>\n";
}

}  // namespace asparagate::test
