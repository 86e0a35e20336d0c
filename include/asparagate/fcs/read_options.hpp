#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

/// What a file may ask for before its events are looked at; real files stay far below.
struct ReadLimits {
    std::uint64_t text_bytes = std::uint64_t{64} << 20;  ///< TEXT, supplemental TEXT and ANALYSIS, each
    std::size_t keywords = 1'000'000;                    ///< in one of these segments
    std::size_t value_bytes = std::size_t{16} << 20;     ///< of one keyword
    std::uint64_t parameters = 65'535;                   ///< `$PAR`
    std::size_t data_sets = 10'000;
};

/// How a file is read. The defaults follow the standard and the rules of docs/fcs.md; everything else is an override
/// for a file that breaks them. An override that decided something leaves the note I-OVERRIDE.
struct ReadOptions {
    bool strict = false;                  ///< a `W-` finding becomes an FcsError
    std::vector<std::string> allow = {};  ///< codes of warnings that pass under `strict`
    std::string fcs_version = {};         ///< "2.0", "3.0", "3.1" or "3.2" in place of what HEADER says; empty = HEADER
    /// Whose offsets of DATA hold.
    enum class DataOffsets { by_rule, header, text } data_offsets = DataOffsets::by_rule;
    /// What counts when DATA is longer than `$TOT` events by one event or more: `$TOT`, or the length of DATA.
    enum class EventCount { by_rule, total, size } event_count = EventCount::by_rule;
    bool recover_truncated = false;          ///< read the whole events that are there of DATA that ends too early
    bool scan_data_sets = false;             ///< look for data sets that no `$NEXTDATA` points to, and read them
    std::string date_format = {};            ///< of `$DATE`, such as "dd/mm/yyyy"; empty = the standard's dd-mmm-yyyy
    std::string time_name = {};              ///< channel that is Time; empty = a channel called Time
    std::optional<double> timestep = {};     ///< seconds per unit of Time, in place of `$TIMESTEP`
    std::optional<unsigned> delimiter = {};  ///< byte, 0 to 255, that delimits TEXT, in place of its first byte
    ReadLimits limits = {};

    /// The options that differ from the defaults as the command line spells them, for provenance and cache keys.
    [[nodiscard]] std::string text() const;
    /// Whether a warning of that code refuses the file.
    [[nodiscard]] bool refuses(const std::string& code) const;
};

}  // namespace asparagate
