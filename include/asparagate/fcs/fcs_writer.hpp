#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/output_file.hpp"

namespace asparagate {

/// Writes one FCS 3.1 data set, float32 little-endian list mode, in blocks, so that a file may exceed memory. The file
/// appears under its name only after finish(). Rules: FCS 3.1; offsets padded to 20 digits; HEADER DATA offsets 0
/// past byte 99,999,999; delimiter chosen so that nothing needs escaping, else doubled.
class FcsWriter {
public:
    /// `parameters`: name, marker, range, gain and timestep are written ($PnN $PnS $PnR $PnG, `$TIMESTEP`); the rest
    /// is fixed by the format. `keywords` adds or overrides everything but the structural keywords.
    /// @throws OutputError
    FcsWriter(const std::filesystem::path& path, std::vector<Parameter> parameters, const Keywords& keywords,
              std::uint64_t n_events);
    FcsWriter(FcsWriter&&) noexcept;
    ~FcsWriter();

    /// Appends whole events, row-major: events x parameters floats. @throws OutputError
    void append(std::span<const float> events);
    /// @throws OutputError; asserts that exactly n_events were appended.
    void finish();

private:
    OutputFile file_;
    std::size_t n_parameters_;
    std::uint64_t expected_values_;
    std::uint64_t written_values_ = 0;
};

}  // namespace asparagate
