#pragma once
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/event_matrix.hpp"
#include "asparagate/fcs/finding.hpp"
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "asparagate/fcs/spillover.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace asparagate {

struct ReadOptions {
    bool strict = false;  ///< a `W-` finding becomes an FcsError
};

namespace detail {
class LogScale;
class MappedFile;
}  // namespace detail

/// One HEADER/TEXT/DATA unit of a file. Cheap to copy: it shares the mapped file.
class DataSet {
public:
    [[nodiscard]] std::size_t index() const noexcept { return index_; }                 ///< from 0
    [[nodiscard]] const std::string& version() const noexcept { return version_; }      ///< "2.0", "3.0", "3.1", "3.2"
    [[nodiscard]] const Keywords& keywords() const noexcept { return keywords_; }
    [[nodiscard]] const std::vector<Parameter>& parameters() const noexcept { return parameters_; }
    [[nodiscard]] std::uint64_t n_events() const noexcept { return n_events_; }
    [[nodiscard]] char datatype() const noexcept { return datatype_; }                  ///< `$DATATYPE`
    [[nodiscard]] const std::string& byte_order() const noexcept { return byte_order_; } ///< `$BYTEORD` as written
    /// The matrix of the file, if it has a usable one; never applied here.
    [[nodiscard]] const std::optional<SpilloverMatrix>& spillover() const noexcept { return spillover_; }
    /// Position in parameters() of a channel name (exact); nullopt when absent.
    [[nodiscard]] std::optional<std::size_t> find_channel(std::string_view name) const;

    /// Decodes events [first, first + out.size()) of parameter `p` (from 0) into `out`. Thread-safe: it only reads the
    /// map. Integers up to 2^53 are exact. @pre first + out.size() <= n_events().
    void read(std::size_t p, std::uint64_t first, std::span<double> out, ValueKind kind) const;
    /// All events of the parameters in `columns` (positions from 0).
    [[nodiscard]] EventMatrix read_all(std::span<const std::size_t> columns, ValueKind kind) const;
    [[nodiscard]] EventMatrix read_all(ValueKind kind) const;

private:
    friend class FcsReader;
    friend Findings inspect_events(const class FcsFile& file, const DataSet& data_set);
    std::shared_ptr<const detail::MappedFile> file_;
    std::size_t index_ = 0;
    std::string version_;
    Keywords keywords_;
    std::vector<Parameter> parameters_;
    std::vector<std::uint64_t> column_offsets_;  ///< byte of each parameter within one event
    std::uint64_t event_bytes_ = 0;
    std::uint64_t data_begin_ = 0;               ///< byte in the file
    std::uint64_t n_events_ = 0;
    char datatype_ = 'F';
    std::string byte_order_;
    std::vector<unsigned> byte_ranks_;           ///< significance of each successive byte, from 0
    std::optional<SpilloverMatrix> spillover_;
    std::vector<std::shared_ptr<const detail::LogScale>> log_scales_;  ///< of each parameter; null when linear
};

/// An FCS 2.0, 3.0 or 3.1 file (3.2 where it uses nothing newer), memory-mapped read-only; never changed.
/// docs/fcs.md says what is supported, tolerated and refused. Not supported: `$MODE` other than list,
/// `$DATATYPE/A`, integer widths that are not whole bytes.
class FcsFile {
public:
    /// Reads HEADER and TEXT of every data set and checks DATA against what is there, without touching the events.
    /// @throws FcsError when the file cannot be read as FCS, or under `strict` when there is a warning.
    static FcsFile open(const std::filesystem::path& path, const ReadOptions& options = {});

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] const std::vector<DataSet>& data_sets() const noexcept { return data_sets_; }
    /// The first data set; every file has one.
    [[nodiscard]] const DataSet& data_set() const { return data_sets_.front(); }
    [[nodiscard]] const Findings& findings() const noexcept { return findings_; }

private:
    friend class FcsReader;
    std::filesystem::path path_;
    std::vector<DataSet> data_sets_;
    Findings findings_;
};

/// Non-finite values, values above `$PnR` and masked high bits, which only a pass over the events can see
/// (W-NONFINITE, W-PNR-EXCEEDED for more than 0.1 % of the events, else I-PNR-EXCEEDED, I-PNR-HIGHBITS). One linear
/// pass.
Findings inspect_events(const FcsFile& file, const DataSet& data_set);

}  // namespace asparagate
