#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// `$PnD`: how the writer of the file would draw a parameter. A hint that never changes data.
struct ParameterDisplay {
    enum class Axis { linear, logarithmic } axis = Axis::linear;
    double lower = 0;    ///< linear: lower end, of the scale value
    double upper = 0;    ///< linear: upper end
    double decades = 0;  ///< logarithmic: decades shown
    double offset = 0;   ///< logarithmic: lower end, above 0

    bool operator==(const ParameterDisplay&) const = default;
};

/// `$PnCALIBRATION`: what a scale value means in a unit such as MESF. Reading never applies it.
struct Calibration {
    double slope = 1;
    double offset = 0;  ///< 0 before FCS 3.2
    std::string unit;

    /// The calibrated value of a scale value (FCS 3.2: y = slope x + offset).
    [[nodiscard]] double apply(double scale_value) const noexcept { return slope * scale_value + offset; }
    bool operator==(const Calibration&) const = default;
};

/// One column of the events: `$Pn...`.
struct Parameter {
    std::size_t index = 0;             ///< n of `$Pn`, from 1
    std::string name;                  ///< channel, `$PnN`; made unique as `name#n` when the file repeats it
    std::string marker;                ///< label, `$PnS`; empty when blank or absent
    char datatype = 'F';               ///< I, F, D or A
    unsigned bits = 32;                ///< `$PnB`, or the width that DATA proves; characters in type A, 0 for `*`
    std::optional<double> range;       ///< `$PnR`
    std::uint64_t mask = ~0ull;        ///< AND mask of integer data
    double log_decades = 0;            ///< f1 of `$PnE`; 0 = linear
    double log_offset = 0;             ///< f2 of `$PnE`
    double gain = 1;                   ///< `$PnG`
    std::optional<double> timestep;    ///< seconds per unit, on the Time parameter only
    std::optional<bool> told_time;     ///< Time or not, by ReadOptions::time_name; else the name decides

    // How it was measured. Text is trimmed and empty, numbers are unset, where the file says nothing or nothing that
    // the standard of its version defines; the keyword then still holds what is written.
    std::string type;                           ///< `$PnTYPE`, FCS 3.2: "Forward Scatter", "Raw Fluorescence" ...
    std::string feature;                        ///< `$PnFEATURE`, FCS 3.2: "Area", "Height", "Width" ...
    std::string analyte;                        ///< target, `$PnANALYTE`, FCS 3.2
    std::string tag;                            ///< fluorochrome or isotope, `$PnTAG`, FCS 3.2
    std::string detector;                       ///< `$PnDET`, FCS 3.2
    std::string detector_type;                  ///< `$PnT`
    std::string filter;                         ///< `$PnF`
    std::string percent_light;                  ///< percent of emitted light collected, `$PnP`
    std::vector<double> wavelengths_nm;         ///< of excitation, `$PnL`
    std::optional<double> power_mw;             ///< of excitation, `$PnO`
    std::optional<double> voltage;              ///< of the detector in volts, `$PnV`
    std::optional<ParameterDisplay> display;    ///< `$PnD`
    std::optional<Calibration> calibration;     ///< `$PnCALIBRATION`

    [[nodiscard]] bool is_time() const noexcept;
    /// FSC, SSC or their synonyms: scatter is shown on a linear axis.
    [[nodiscard]] bool is_scatter() const noexcept;
    /// Neither scatter nor Time.
    [[nodiscard]] bool is_fluorescence() const noexcept { return !is_time() && !is_scatter(); }
};

/// Whether a channel name says that its values are compensated already: `Comp-FITC-A`, `FJComp-FITC-A`, `<FITC-A>`.
bool names_compensated_values(std::string_view channel) noexcept;

}  // namespace asparagate
