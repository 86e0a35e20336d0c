#pragma once
#include "../xml/xml_document.hpp"
#include "asparagate/gating/strategy.hpp"

#include <map>
#include <set>

namespace asparagate::diva {

/// Reads the gates of one tube. Scales are added to `strategy.transforms` as they are met, findings to `findings`.
class GateReader {
public:
    GateReader(GatingStrategy& strategy, Findings& findings, const std::string& file)
        : strategy_(strategy), findings_(findings), file_(file) {}

    /// The nodes of a `gates` element, parents first as FACSDiva lists them. @throws GatingError naming the gate
    std::vector<GateNode> read(const detail::XmlElement& gates);

private:
    /// One axis of a region: its dimension, and from the written coordinate to that of the gate.
    struct Axis {
        Dimension dimension;
        double factor = 1, shift = 0;
        [[nodiscard]] double place(double written) const { return written * factor + shift; }
    };
    using Points = std::vector<std::array<double, 2>>;

    void add(const detail::XmlElement& element, std::vector<GateNode>& nodes);
    [[nodiscard]] bool is_left_out(const detail::XmlElement& element) const;
    [[nodiscard]] std::optional<Gate> gate_of(const detail::XmlElement& element);
    [[nodiscard]] Gate region_gate(const detail::XmlElement& element);
    [[nodiscard]] Gate bounded(const detail::XmlElement& element, const detail::XmlElement& region, std::size_t axes);
    [[nodiscard]] Gate polygon(const detail::XmlElement& element, const detail::XmlElement& region);
    [[nodiscard]] QuadrantGate crosshair(const detail::XmlElement& element);
    [[nodiscard]] BooleanGate boolean(const detail::XmlElement& element, std::string_view type) const;
    [[nodiscard]] Axis axis(const detail::XmlElement& element, const detail::XmlElement& region, char letter);
    [[nodiscard]] Points points(const detail::XmlElement& region) const;
    [[nodiscard]] std::string biexponential(double scale_value);
    void note(const char* code, Severity severity, const std::string& message);
    [[noreturn]] void fail(const detail::XmlElement& element, const std::string& message) const;

    GatingStrategy& strategy_;
    Findings& findings_;
    const std::string& file_;
    std::string current_;                                     ///< path of the gate that is read
    std::map<std::string, detail::XmlElement> by_full_name_;  ///< gates of the tube
    std::set<std::string> parts_;                             ///< full names that a crosshair defines
    std::set<std::string> left_out_;                          ///< full names
};

}  // namespace asparagate::diva
