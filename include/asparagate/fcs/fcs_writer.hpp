#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "asparagate/fcs/output_file.hpp"

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace asparagate {

/// Writes one FCS 3.1 data set, float32 little-endian list mode, in blocks, so that a file may exceed memory. The file
/// appears under its name only after finish(). Rules: FCS 3.1; offsets padded to 20 digits; HEADER DATA offsets 0
/// past byte 99,999,999; delimiter chosen so that nothing needs escaping, else doubled. The bytes depend on the
/// arguments alone: `$LAST_MODIFIED` is the caller's to give.
class FcsWriter {
public:
    /// `parameters`: name, marker, range, gain and timestep are written ($PnN $PnS $PnR $PnG, `$TIMESTEP`); the rest
    /// is fixed by the format. A missing range becomes the next whole number above the largest value. `keywords` adds
    /// or overrides everything but the structural keywords; empty values are left out, and `$` keywords that FCS 3.1
    /// does not know lose their `$`.
    /// @throws OutputError, also for what FCS 3.1 cannot hold: no parameter, a channel name that is empty, repeated
    /// or contains a comma, TEXT beyond byte 99,999,999.
    FcsWriter(const std::filesystem::path& path, std::vector<Parameter> parameters, const Keywords& keywords,
              std::uint64_t n_events);
    FcsWriter(FcsWriter&&) noexcept;
    ~FcsWriter();

    /// Appends whole events, row-major: events x parameters floats. @throws OutputError; Error(internal) when more
    /// than n_events or part of an event is given.
    void append(std::span<const float> events);
    /// @throws OutputError; Error(internal) unless exactly n_events were appended.
    void finish();

private:
    /// A `$PnR` that is only known when all values have been seen.
    struct OpenRange {
        std::size_t parameter;
        std::uint64_t offset_bytes;  ///< of its value in the file
        double maximum;
    };

    OutputFile file_;
    std::size_t n_parameters_;
    std::uint64_t expected_values_;
    std::uint64_t written_values_ = 0;
    std::vector<OpenRange> open_ranges_;
};

}  // namespace asparagate
