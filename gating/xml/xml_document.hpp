#pragma once
#include "asparagate/fcs/finding.hpp"

#include <pugixml.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate::detail {

/// What an XML file may hold at most: far above every real strategy, far below what a machine cannot take.
struct XmlLimits {
    static constexpr std::size_t bytes = std::size_t{256} << 20;
    static constexpr std::size_t nodes = 1'000'000;
    static constexpr std::size_t attributes = 4'000'000;
    static constexpr int depth = 256;
};

struct XmlSource;

/// An element of a document that stays alive. Names are looked up by namespace, never by prefix; a namespace is told by
/// the end of its URI (`/Gating-ML/v2.0/gating`), an empty one means no namespace.
class XmlElement {
public:
    XmlElement(pugi::xml_node node, const XmlSource& source) : node_(node), source_(&source) {}

    [[nodiscard]] std::string_view local_name() const;
    [[nodiscard]] std::string_view namespace_uri() const;
    [[nodiscard]] bool is(std::string_view space, std::string_view name) const;

    [[nodiscard]] std::vector<XmlElement> children() const;
    [[nodiscard]] std::vector<XmlElement> children(std::string_view space, std::string_view name) const;
    [[nodiscard]] std::optional<XmlElement> child(std::string_view space, std::string_view name) const;
    [[nodiscard]] std::optional<std::string> attribute(std::string_view space, std::string_view name) const;
    /// Local names of the attributes that are not namespace declarations, with their namespaces.
    struct Name {
        std::string_view space, local;
    };
    [[nodiscard]] std::vector<Name> attributes() const;
    /// Text directly within the element.
    [[nodiscard]] std::string text() const;
    /// The element as XML that stands on its own: namespaces that are declared further out are declared on it.
    [[nodiscard]] std::string raw_xml() const;

    /// "file:line".
    [[nodiscard]] std::string place() const;
    /// @throws GatingError with the place.
    [[noreturn]] void fail(const std::string& population, const std::string& message) const;

private:
    pugi::xml_node node_;
    const XmlSource* source_;
};

/// A parsed XML file. Input is hostile until proven otherwise: sizes and depth are limited, a DOCTYPE that declares or
/// loads anything is refused, entities beyond the predefined ones are never expanded, nothing is ever fetched.
class XmlDocument {
public:
    /// `name` stands for the file in messages. @throws GatingError
    static XmlDocument parse(std::string_view text, const std::string& name);

    [[nodiscard]] XmlElement root() const;
    /// X-DOCTYPE when there is a bare one.
    [[nodiscard]] const Findings& findings() const noexcept { return findings_; }

private:
    std::shared_ptr<XmlSource> source_;
    Findings findings_;
};

/// `text` with the characters escaped that mean something in XML attributes and content.
std::string xml_escaped(std::string_view text);

}  // namespace asparagate::detail
