#pragma once
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/event_matrix.hpp"
#include "asparagate/fcs/finding.hpp"
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/metadata.hpp"
#include "asparagate/fcs/parameter.hpp"
#include "asparagate/fcs/read_options.hpp"
#include "asparagate/fcs/spillover.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace asparagate {

namespace detail {
class StoredEvents;
}  // namespace detail

/// A segment that only its writer understands. The bytes belong to the file and live as long as a DataSet of it.
struct OtherSegment {
    std::uint64_t offset = 0;  ///< of its first byte, from the start of the file
    std::string_view bytes;
};

/// A column whose words are its scale values: little-endian floats of 32 bits, the word of event i at
/// first + i * stride_bytes of the mapped file, with no alignment.
struct StoredFloats {
    const std::byte* first = nullptr;
    std::uint64_t stride_bytes = 0;
};

/// The checksum that FCS 3.0 and later put behind the last segment of a data set.
enum class CrcState {
    absent,   ///< fewer than eight bytes, or bytes that are no number
    zero,     ///< eight zeros: not computed
    matches,
    differs
};

/// One HEADER/TEXT/DATA unit of a file. Cheap to copy: it shares the bytes of the file.
class DataSet {
public:
    [[nodiscard]] std::size_t index() const noexcept { return index_; }                 ///< from 0
    [[nodiscard]] const std::string& version() const noexcept { return version_; }      ///< "2.0", "3.0", "3.1", "3.2"
    [[nodiscard]] const Keywords& keywords() const noexcept { return keywords_; }
    [[nodiscard]] const std::vector<Parameter>& parameters() const noexcept { return parameters_; }
    [[nodiscard]] std::uint64_t n_events() const noexcept { return n_events_; }
    [[nodiscard]] char datatype() const noexcept { return datatype_; }                  ///< `$DATATYPE`
    [[nodiscard]] const std::string& byte_order() const noexcept { return byte_order_; } ///< `$BYTEORD` as written
    /// What the keywords about run, sample and instrument mean.
    [[nodiscard]] const Metadata& metadata() const noexcept { return metadata_; }
    /// n_events() divided by the duration of the run; nullopt when that is unknown or 0.
    [[nodiscard]] std::optional<double> events_per_second() const;
    /// The matrix of the file, if it has a usable one; never applied here.
    [[nodiscard]] const std::optional<SpilloverMatrix>& spillover() const noexcept { return spillover_; }
    /// Keyword that spillover() was read from, as the standard or its vendor spells it; empty without a matrix.
    [[nodiscard]] const std::string& spillover_keyword() const noexcept { return spillover_keyword_; }
    /// ANALYSIS as it is in the file; nullopt when there is none. Lives as long as a DataSet of the file.
    [[nodiscard]] const std::optional<std::string_view>& analysis() const noexcept { return analysis_; }
    /// Keywords of ANALYSIS; nullopt when there is none or it does not read like TEXT.
    [[nodiscard]] const std::optional<Keywords>& analysis_keywords() const noexcept { return analysis_keywords_; }
    [[nodiscard]] const std::vector<OtherSegment>& other_segments() const noexcept { return other_segments_; }
    /// Compares the CRC with the bytes from HEADER to the last segment: one pass over the data set.
    [[nodiscard]] CrcState check_crc() const;
    /// Position in parameters() of a channel name (exact); nullopt when absent.
    [[nodiscard]] std::optional<std::size_t> find_channel(std::string_view name) const;

    /// Decodes events [first, first + out.size()) of parameter `p` (from 0) into `out`. Thread-safe: it only reads the
    /// map. Scale values are computed in double precision and rounded once. `std::uint64_t` gives raw values alone:
    /// integers exactly (what is no unsigned integer in type A cut to one), and the bits of `F` and `D`. float keeps
    /// the bits of `F`, also of NaN.
    /// @pre first + out.size() <= n_events(); kind is raw for std::uint64_t
    template <EventValue Value = double>
    void read(std::size_t p, std::uint64_t first, std::span<std::type_identity_t<Value>> out, ValueKind kind) const;
    /// Events [first, first + n_events) of several parameters, the values of columns[i] into targets[i]; faster than
    /// one parameter after the other.
    template <EventValue Value = double>
    void read_block(std::span<const std::size_t> columns, std::uint64_t first, std::size_t n_events,
                    std::span<std::type_identity_t<Value>* const> targets, ValueKind kind) const;
    /// All events of the parameters in `columns` (positions from 0), the same values for every number of threads.
    template <EventValue Value = double>
    [[nodiscard]] EventMatrix<Value> read_all(std::span<const std::size_t> columns, ValueKind kind,
                                              unsigned threads = 1) const;
    template <EventValue Value = double>
    [[nodiscard]] EventMatrix<Value> read_all(ValueKind kind, unsigned threads = 1) const;
    /// The words of parameter `p` where they need no decoding at all; nullopt for every other column.
    [[nodiscard]] std::optional<StoredFloats> stored_floats(std::size_t p) const;
    /// Gives the pages of these events back to the system; reading them again costs what the first time did.
    void release(std::uint64_t first, std::uint64_t n_events) const noexcept;
    /// Whether single precision holds every raw value that parameter `p` can have.
    [[nodiscard]] bool exact_in_float(std::size_t p) const;

private:
    friend class FcsReader;
    friend Findings inspect_events(const class FcsFile& file, const DataSet& data_set, unsigned threads);
    std::size_t index_ = 0;
    std::string version_;
    Keywords keywords_;
    Metadata metadata_;
    std::vector<Parameter> parameters_;
    std::shared_ptr<const detail::StoredEvents> events_;
    std::uint64_t n_events_ = 0;
    char datatype_ = 'F';
    std::string byte_order_;
    std::optional<SpilloverMatrix> spillover_;
    std::string spillover_keyword_;
    std::optional<std::string_view> analysis_;
    std::optional<Keywords> analysis_keywords_;
    std::vector<OtherSegment> other_segments_;
    std::string_view protected_bytes_;  ///< what the CRC is computed over
    std::string_view crc_field_;        ///< the eight bytes behind them, or fewer at the end of the file
};

/// An FCS 2.0, 3.0, 3.1 or 3.2 file, memory-mapped read-only; never changed. docs/fcs.md says what is supported,
/// tolerated and refused. Not supported: `$MODE` other than list, integers packed tighter than whole bytes.
class FcsFile {
public:
    /// Reads HEADER and TEXT of every data set and checks DATA against what is there, without touching the events.
    /// @throws FcsError when the file cannot be read as FCS, or under `strict` when there is a warning.
    static FcsFile open(const std::filesystem::path& path, const ReadOptions& options = {});
    /// The same for bytes in memory, which it keeps; `name` stands for the path in findings and errors.
    static FcsFile from_bytes(std::string bytes, const std::filesystem::path& name = "memory",
                              const ReadOptions& options = {});

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
/// (W-NONFINITE, W-PNR-EXCEEDED for more than 0.1 % of the events, else I-PNR-EXCEEDED; I-PNR-HIGHBITS, and W-PNR where
/// more than 0.1 % of the words lose bits). One linear pass; the findings are the same for every number of threads.
Findings inspect_events(const FcsFile& file, const DataSet& data_set, unsigned threads = 1);
/// W-CRC when the checksum of the data set differs from its bytes. One linear pass.
Findings inspect_crc(const FcsFile& file, const DataSet& data_set);

}  // namespace asparagate
