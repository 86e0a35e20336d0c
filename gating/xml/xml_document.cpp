#include "xml_document.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/gating_error.hpp"
#include "fcs/utf8.hpp"

#include <algorithm>
#include <set>
#include <sstream>

namespace asparagate::detail {

struct XmlSource {
    std::string name;
    pugi::xml_document document;
    std::vector<std::size_t> line_starts;

    [[nodiscard]] std::string place(std::ptrdiff_t offset) const {
        if (offset < 0) return name;
        const auto line = std::upper_bound(line_starts.begin(), line_starts.end(), static_cast<std::size_t>(offset));
        return name + ":" + std::to_string(line - line_starts.begin());
    }
    [[noreturn]] void fail(std::ptrdiff_t offset, const std::string& message) const {
        throw GatingError(place(offset), "", message);
    }
};

namespace {

struct SplitName {
    std::string_view prefix, local;
};

SplitName split_name(std::string_view name) {
    const auto colon = name.find(':');
    if (colon == std::string_view::npos) return {{}, name};
    return {name.substr(0, colon), name.substr(colon + 1)};
}

bool is_declaration(std::string_view attribute) {
    return attribute == "xmlns" || attribute.starts_with("xmlns:");
}

/// The URI that `prefix` stands for at `node`; empty when there is none.
std::string_view resolve(pugi::xml_node node, std::string_view prefix) {
    if (prefix == "xml") return "http://www.w3.org/XML/1998/namespace";
    const std::string wanted = prefix.empty() ? "xmlns" : "xmlns:" + std::string(prefix);
    for (; node; node = node.parent())
        if (const auto declaration = node.attribute(wanted.c_str())) return declaration.value();
    return {};
}

bool matches(std::string_view uri, std::string_view space) {
    return space.empty() ? uri.empty() : uri.ends_with(space);
}

/// The encoding that the XML declaration names, in lower case; empty without one.
std::string declared_encoding(std::string_view text) {
    if (!text.starts_with("<?xml")) return {};
    const std::string_view declaration = text.substr(0, text.find("?>"));
    const auto at = declaration.find("encoding");
    if (at == std::string_view::npos) return {};
    const auto open = declaration.find_first_of("\"'", at);
    if (open == std::string_view::npos) return {};
    const auto close = declaration.find(declaration[open], open + 1);
    if (close == std::string_view::npos) return {};
    return lower_case(declaration.substr(open + 1, close - open - 1));
}

/// The text as UTF-8 without a byte order mark.
std::string as_utf8(std::string_view text, const std::string& name) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (text.find('\0') != std::string_view::npos)
        throw GatingError(name, "", "holds zero bytes; expected XML in UTF-8 (UTF-16 is not read)");
    const std::string encoding = declared_encoding(text);
    if (encoding == "iso-8859-1" || encoding == "latin1" || encoding == "windows-1252")
        return utf8_from_windows_1252(text);
    if (!encoding.empty() && encoding != "utf-8" && encoding != "us-ascii")
        throw GatingError(name, "", "is in the encoding " + in_quotes(encoding) + "; expected UTF-8 or ISO-8859-1");
    if (const auto invalid = first_invalid_utf8(text))
        throw GatingError(name, "", "byte " + std::to_string(*invalid) + " is not valid UTF-8");
    return std::string(text);
}

/// Bounds what parsing will allocate before anything is parsed.
void check_size(std::string_view text, const std::string& name) {
    const auto refuse = [&](const char* what, std::size_t limit) {
        throw GatingError(name, "",
                          "has more than " + std::to_string(limit) + " " + what + "; no strategy is that large");
    };
    if (text.size() > XmlLimits::bytes) refuse("bytes", XmlLimits::bytes);
    std::size_t nodes = 0, attributes = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        nodes += text[i] == '<' && (i + 1 == text.size() || text[i + 1] != '/');
        attributes += text[i] == '=';
    }
    if (nodes > XmlLimits::nodes) refuse("elements", XmlLimits::nodes);
    if (attributes > XmlLimits::attributes) refuse("attributes", XmlLimits::attributes);
}

std::vector<std::size_t> line_starts_of(std::string_view text) {
    std::vector<std::size_t> starts = {0};
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n') starts.push_back(i + 1);
    return starts;
}

void check_depth(const XmlSource& source) {
    int depth = 0;
    for (pugi::xml_node node = source.document.first_child(); node;) {
        if (depth >= XmlLimits::depth)
            source.fail(node.offset_debug(), "elements are nested deeper than " + std::to_string(XmlLimits::depth));
        if (const auto inner = node.first_child()) {
            node = inner, ++depth;
            continue;
        }
        while (node && !node.next_sibling()) node = node.parent(), --depth;
        if (node) node = node.next_sibling();
    }
}

/// A DOCTYPE may only name the root: declarations and external ids could expand without bound or read other files.
void check_doctype(const XmlSource& source, Findings& findings) {
    for (const auto node : source.document.children()) {
        if (node.type() != pugi::node_doctype) continue;
        const std::string_view value = trim(node.value());
        if (value.find_first_of(" \t\r\n[\"'") != std::string_view::npos)
            source.fail(-1, "has a DOCTYPE with declarations or an external id (DTD, entities), which is refused");
        findings.push_back({"X-DOCTYPE", Severity::note, source.name, "", "", std::nullopt,
                            "has a DOCTYPE without declarations, which means nothing"});
    }
}

/// Adds to `used` the prefixes of the names within `top`.
std::set<std::string> used_prefixes(pugi::xml_node top) {
    std::set<std::string> used;
    struct Walker : pugi::xml_tree_walker {
        std::set<std::string>* found = nullptr;
        bool for_each(pugi::xml_node& node) override {
            if (node.type() != pugi::node_element) return true;
            found->emplace(split_name(node.name()).prefix);
            for (const auto attribute : node.attributes()) {
                const auto prefix = split_name(attribute.name()).prefix;
                if (!prefix.empty() && prefix != "xmlns") found->emplace(prefix);
            }
            return true;
        }
    } walker;
    walker.found = &used;
    walker.for_each(top);
    top.traverse(walker);
    return used;
}

}  // namespace

std::string_view XmlElement::local_name() const {
    return split_name(node_.name()).local;
}

std::string_view XmlElement::namespace_uri() const {
    return resolve(node_, split_name(node_.name()).prefix);
}

bool XmlElement::is(std::string_view space, std::string_view name) const {
    return local_name() == name && matches(namespace_uri(), space);
}

std::vector<XmlElement> XmlElement::children() const {
    std::vector<XmlElement> result;
    for (const auto node : node_.children())
        if (node.type() == pugi::node_element) result.emplace_back(node, *source_);
    return result;
}

std::vector<XmlElement> XmlElement::children(std::string_view space, std::string_view name) const {
    std::vector<XmlElement> result = children();
    std::erase_if(result, [&](const XmlElement& element) { return !element.is(space, name); });
    return result;
}

std::optional<XmlElement> XmlElement::child(std::string_view space, std::string_view name) const {
    for (const auto node : node_.children()) {
        const XmlElement element(node, *source_);
        if (node.type() == pugi::node_element && element.is(space, name)) return element;
    }
    return std::nullopt;
}

std::optional<std::string> XmlElement::attribute(std::string_view space, std::string_view name) const {
    for (const auto attribute : node_.attributes()) {
        const auto [prefix, local] = split_name(attribute.name());
        if (local != name || is_declaration(attribute.name())) continue;
        if (matches(prefix.empty() ? std::string_view() : resolve(node_, prefix), space)) return attribute.value();
    }
    return std::nullopt;
}

std::vector<XmlElement::Name> XmlElement::attributes() const {
    std::vector<Name> result;
    for (const auto attribute : node_.attributes()) {
        if (is_declaration(attribute.name())) continue;
        const auto [prefix, local] = split_name(attribute.name());
        result.push_back({prefix.empty() ? std::string_view() : resolve(node_, prefix), local});
    }
    return result;
}

std::string XmlElement::text() const {
    std::string result;
    for (const auto node : node_.children())
        if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) result += node.value();
    return result;
}

std::string XmlElement::raw_xml() const {
    pugi::xml_document copy;
    pugi::xml_node top = copy.append_copy(node_);
    for (const std::string& prefix : used_prefixes(node_)) {
        const std::string declaration = prefix.empty() ? "xmlns" : "xmlns:" + prefix;
        const std::string uri(resolve(node_, prefix));
        if (prefix == "xml" || uri.empty() || top.attribute(declaration.c_str())) continue;
        top.append_attribute(declaration.c_str()).set_value(uri.c_str());
    }
    std::ostringstream text;
    top.print(text, "", pugi::format_raw);
    return std::move(text).str();
}

std::string XmlElement::place() const {
    return source_->place(node_.offset_debug());
}

void XmlElement::fail(const std::string& population, const std::string& message) const {
    throw GatingError(place(), population, message);
}

XmlDocument XmlDocument::parse(std::string_view text, const std::string& name) {
    check_size(text, name);
    const std::string utf8 = as_utf8(text, name);
    XmlDocument result;
    result.source_ = std::make_shared<XmlSource>();
    XmlSource& source = *result.source_;
    source.name = name;
    source.line_starts = line_starts_of(utf8);
    const unsigned flags = pugi::parse_default | pugi::parse_doctype | pugi::parse_comments;
    const auto outcome = source.document.load_buffer(utf8.data(), utf8.size(), flags, pugi::encoding_utf8);
    check_doctype(source, result.findings_);
    if (!outcome)
        source.fail(outcome.offset,
                    "not well-formed XML: " + lower_case(std::string(outcome.description()).substr(0, 1)) +
                        std::string(outcome.description()).substr(1));
    check_depth(source);
    if (!source.document.document_element()) source.fail(-1, "holds no XML element");
    return result;
}

XmlElement XmlDocument::root() const {
    return {source_->document.document_element(), *source_};
}

std::string xml_escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\n':
                result += "&#10;";
                break;
            case '\r':
                result += "&#13;";
                break;
            case '\t':
                result += "&#9;";
                break;
            default:
                // Other control characters cannot stand in XML 1.0 at all.
                if (static_cast<unsigned char>(c) >= 0x20) result += c;
        }
    }
    return result;
}

}  // namespace asparagate::detail
