#pragma once
#include "asparagate/gating/strategy.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace asparagate::gui {

/// The two axes of a plot; without `y` a histogram. Ranges that are kept hold the scale still from sample to sample.
struct AxisChoice {
    Dimension x;
    std::optional<Dimension> y;
    std::optional<std::array<double, 2>> x_range, y_range;
};

/// The axes of a gate, or nullopt for a boolean.
std::optional<AxisChoice> axes_of(const Gate& gate);

/// Which axes a population is looked at on: those chosen last, else those of its first gate, else those of the gate
/// that made it, else scatter.
class AxisMemory {
public:
    [[nodiscard]] AxisChoice choose(const GatingStrategy& strategy, const std::vector<Parameter>& parameters,
                                    const std::string& population) const;
    /// The axes that show the gate which leads from `population` to `child`.
    [[nodiscard]] AxisChoice toward(const GatingStrategy& strategy, const std::vector<Parameter>& parameters,
                                    const std::string& population, const std::string& child) const;
    void remember(const std::string& population, AxisChoice axes) { chosen_[population] = std::move(axes); }
    void forget(const std::string& population) { chosen_.erase(population); }
    /// Drops the ranges, keeps the axes.
    void forget_ranges();
    void clear() { chosen_.clear(); }

private:
    std::map<std::string, AxisChoice> chosen_;
};

}  // namespace asparagate::gui
