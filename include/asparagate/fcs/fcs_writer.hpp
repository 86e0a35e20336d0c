#pragma once
#include "asparagate/fcs/fcs_outline.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace asparagate {

/// Writes FCS 3.1 or 3.2, little-endian list mode, block by block, so that a file may exceed memory: into a file, which
/// appears under its name only after finish(), or into memory. finish() first reads everything back and compares each
/// bit and keyword with what was meant. Rules: offsets padded to 20 digits; HEADER fields 0 past byte 99,999,999;
/// delimiter chosen so that nothing needs escaping, else doubled; eight zeros for the CRC. The bytes depend on the
/// arguments alone: `$LAST_MODIFIED` is the caller's to give (stamp_modification).
class FcsWriter {
public:
    /// Into a file; begin_data_set() comes next.
    explicit FcsWriter(const std::filesystem::path& path);
    /// Into memory.
    static FcsWriter into_memory();
    /// A file with one data set of single-precision linear values: of `parameters`, name, marker, range, gain and
    /// timestep are used. @throws as begin_data_set()
    FcsWriter(const std::filesystem::path& path, const std::vector<Parameter>& parameters, const Keywords& keywords,
              std::uint64_t n_events);
    FcsWriter(FcsWriter&&) noexcept;
    FcsWriter& operator=(FcsWriter&&) = delete;
    ~FcsWriter();

    /// Starts a data set; the one before must be complete. `more_follow` says whether another will come. Keywords that
    /// the strict reader would warn about are repaired or made private; see findings().
    /// @throws OutputError, also for what FCS cannot hold: no parameter, a channel name that is empty, repeated or
    /// contains a comma, TEXT beyond byte 99,999,999.
    void begin_data_set(const FcsOutline& outline, bool more_follow = false);
    /// Appends whole events, row-major. @pre every parameter is F.
    /// @throws OutputError; Error(internal) when more than n_events or part of an event is given.
    void append(std::span<const float> events);
    /// Appends events given as one span per parameter, all of one length: integers, or the bits of F and D.
    /// @throws OutputError, also for an integer above the mask of `$PnR`; Error(internal) as append().
    void append_columns(std::span<const std::span<const std::uint64_t>> columns);
    /// Reads everything back, compares, then gives the file its name.
    /// @throws OutputError; Error(internal) unless exactly n_events were appended.
    void finish();

    /// What could not be kept as it was given.
    [[nodiscard]] const Findings& findings() const noexcept;
    /// The file, after finish(), of a writer into memory.
    [[nodiscard]] std::string take_bytes();

private:
    struct State;
    explicit FcsWriter(std::unique_ptr<State> state);
    void end_data_set();

    std::unique_ptr<State> state_;
};

}  // namespace asparagate
