#pragma once
#include "written_axes.hpp"

namespace asparagate::flowjo {

/// Writes the `Gate` element of one population. What FlowJo cannot hold exactly becomes a loss.
class GateWriter {
public:
    GateWriter(const WrittenAxes& axes, detail::XmlText& xml, Findings& losses)
        : axes_(axes), xml_(xml), losses_(losses) {}

    /// `population` is the path; `quadrant` the part of a quadrant gate. @throws GatingError naming the population.
    void write(const Gate& gate, const std::string& population, std::size_t quadrant);
    /// Names of the axes that the gate is drawn on, two; a range has its own twice.
    [[nodiscard]] std::array<std::string, 2> axis_names(const Gate& gate, std::size_t quadrant) const;

private:
    struct Bound {
        Dimension dimension;
        Interval interval;
    };
    [[nodiscard]] static std::vector<Bound> bounds_of(const RectangleGate& gate, const WrittenAxes& axes,
                                                      const std::string& population);
    [[nodiscard]] static std::vector<Bound> bounds_of(const QuadrantGate& gate, std::size_t quadrant,
                                                      const WrittenAxes& axes, const std::string& population);
    void write_rectangle(std::vector<Bound> bounds);
    void write_polygon(const PolygonGate& gate);
    void write_ellipse(const EllipsoidGate& gate);
    /// Vertices on the scales of the axes.
    void write_outline(const std::array<WrittenAxis, 2>& axes, const std::vector<std::array<double, 2>>& vertices,
                       bool is_curve, int resolution);
    [[nodiscard]] std::optional<std::vector<Bound>> as_rectangle(const PolygonGate& gate,
                                                                 const std::array<WrittenAxis, 2>& axes) const;
    void open_gate(const char* kind, bool polygon, int resolution, double distance = 0);
    void write_dimension(const std::string& name, const Interval& interval);
    void write_vertex(double x, double y);
    void lose(const char* code, const std::string& message);

    const WrittenAxes& axes_;
    detail::XmlText& xml_;
    Findings& losses_;
    std::string population_;
    std::size_t next_id_ = 1;
};

}  // namespace asparagate::flowjo
