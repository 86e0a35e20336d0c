#pragma once
#include <array>
#include <vector>

namespace asparagate::flowjo {

/// The four parts around the crosshair of a curly quadrant gate.
enum class CurlyPart { upper_left, upper_right, lower_right, lower_left };

/// Outline of a part in shares of the axes, 0 to 1, with its open sides far outside. The arms bend to the positive
/// side by a parabola, as cytolib draws them: FlowJo publishes no rule. `crosshair` in shares of the axes.
std::vector<std::array<double, 2>> curly_outline(CurlyPart part, const std::array<double, 2>& crosshair);

}  // namespace asparagate::flowjo
