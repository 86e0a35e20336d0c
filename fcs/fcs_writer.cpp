#include "asparagate/fcs/fcs_writer.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "text_writer.hpp"
#include "written_data_set.hpp"

#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>

namespace asparagate {
namespace {

static_assert(std::endian::native == std::endian::little, "words are written as they are in memory, little-endian");
static_assert(std::numeric_limits<float>::is_iec559 && std::numeric_limits<double>::is_iec559);

constexpr std::size_t block_events = 4096;

/// Next whole number above `maximum`, the exclusive upper bound that `$PnR` is; 1 when nothing is above zero.
std::string range_above(double maximum) {
    const double range = maximum > 0 ? std::max(std::floor(maximum) + 1, std::nextafter(maximum, INFINITY)) : 1;
    const std::string digits = format_number(std::min(range, std::numeric_limits<double>::max()));
    return std::string(detail::open_range_digits - digits.size(), '0') + digits;
}

/// Where the bytes go.
class Sink {
public:
    Sink() = default;
    explicit Sink(const std::filesystem::path& path) : file_(path), name_(path.string()) {}

    void write(std::string_view bytes) {
        if (file_)
            file_->write(bytes);
        else
            memory_ += bytes;
        size_ += bytes.size();
    }
    void overwrite(std::uint64_t offset, std::string_view bytes) {
        if (file_)
            file_->overwrite(offset, bytes);
        else
            memory_.replace(static_cast<std::size_t>(offset), bytes.size(), bytes);
    }
    /// Hands what was written to the reader, then lets it stand.
    void prove_and_commit(std::span<const detail::WrittenDataSet> meant) {
        try {
            if (file_) file_->flush();
            detail::prove_written(file_ ? FcsFile::open(file_->temporary_path()) : FcsFile::from_bytes(memory_, name_),
                                  meant, name_);
        } catch (const FcsError& error) {
            throw OutputError(name_, std::string("it cannot be read back: ") + error.what());
        }
        if (file_) file_->commit();
    }
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::string take() { return std::move(memory_); }

private:
    std::optional<OutputFile> file_;
    std::string memory_;
    std::string name_ = "memory";
    std::uint64_t size_ = 0;
};

/// A `$PnR` that is only known when all values have been seen.
struct OpenRange {
    std::size_t parameter;
    std::uint64_t offset_bytes;  ///< of its value in the file
    double maximum = 0;

    void see(double value) {
        if (std::isfinite(value) && value > maximum) maximum = value;
    }
};

/// One column of the events as it lies in a row.
struct ColumnLayout {
    std::size_t offset;
    std::size_t bytes;
    std::uint64_t largest;  ///< of integers, the mask of `$PnR`
};

double number_of(std::uint64_t word, const Parameter& parameter) {
    return parameter.datatype == 'D' ? std::bit_cast<double>(word)
                                     : std::bit_cast<float>(static_cast<std::uint32_t>(word));
}

std::vector<Parameter> as_single_precision(std::vector<Parameter> parameters) {
    for (Parameter& parameter : parameters) {
        parameter.datatype = 'F';
        parameter.bits = 32;
        parameter.log_decades = parameter.log_offset = 0;
    }
    return parameters;
}

}  // namespace

struct FcsWriter::State {
    State() = default;
    explicit State(const std::filesystem::path& path) : sink(path) {}

    Sink sink;
    Findings findings;
    std::vector<detail::WrittenDataSet> written;
    // of the data set being written
    std::vector<Parameter> parameters;
    std::vector<ColumnLayout> layout;
    std::size_t event_bytes = 0;
    std::uint64_t missing_events = 0;
    std::vector<OpenRange> open_ranges;
    std::string rows;

    [[noreturn]] void misuse(const char* what) const {
        throw Error(ErrorKind::internal, sink.name() + ": " + what + " FcsWriter");
    }
    void check_room(std::uint64_t events) const {
        if (written.empty() || events > missing_events) misuse("more events than announced were appended to");
    }
    void lay_out_columns(const FcsOutline& outline);
    void write_column(std::size_t p, std::span<const std::uint64_t> words);
};

void FcsWriter::State::lay_out_columns(const FcsOutline& outline) {
    parameters = outline.parameters;
    layout.clear();
    event_bytes = 0;
    for (const Parameter& parameter : parameters) {
        const std::size_t bytes = parameter.bits / 8;
        const bool known = parameter.datatype == 'I'   ? parameter.bits % 8 == 0 && bytes >= 1 && bytes <= 8
                           : parameter.datatype == 'F' ? bytes == 4
                                                       : parameter.datatype == 'D' && bytes == 8;
        if (!known) misuse("a parameter of another type or width than is written was given to");
        const std::uint64_t all = bytes == 8 ? ~0ull : (std::uint64_t{1} << (8 * bytes)) - 1;
        layout.push_back({event_bytes, bytes, parameter.datatype == 'I' ? parameter.mask & all : ~0ull});
        event_bytes += bytes;
    }
}

FcsWriter::FcsWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
FcsWriter::FcsWriter(const std::filesystem::path& path) : state_(std::make_unique<State>(path)) {}
FcsWriter FcsWriter::into_memory() {
    return FcsWriter(std::make_unique<State>());
}
FcsWriter::FcsWriter(const std::filesystem::path& path, const std::vector<Parameter>& parameters,
                     const Keywords& keywords, std::uint64_t n_events)
    : FcsWriter(path) {
    FcsOutline outline;
    outline.parameters = as_single_precision(parameters);
    outline.keywords = keywords;
    outline.n_events = n_events;
    begin_data_set(outline);
}
FcsWriter::FcsWriter(FcsWriter&&) noexcept = default;
FcsWriter::~FcsWriter() = default;

void FcsWriter::begin_data_set(const FcsOutline& outline, bool more_follow) {
    if (!state_->written.empty()) end_data_set();
    detail::SettledKeywords settled = detail::settle_keywords(state_->sink.name(), outline);
    state_->lay_out_columns(outline);
    // ANALYSIS is kept byte by byte, also where it holds no keywords.
    if (!outline.analysis.empty()) settled.unavoidable.insert("W-ANALYSIS");
    detail::TextPlan plan;
    plan.version = outline.version;
    plan.pairs = std::move(settled.pairs);
    for (const std::string& other : outline.other_segments)
        if (!other.empty()) plan.other_segments.push_back(other);
    if (__builtin_mul_overflow(outline.n_events, state_->event_bytes, &plan.data_bytes))
        throw OutputError(state_->sink.name(),
                          std::to_string(outline.n_events) + " events exceed what a file can hold");
    plan.analysis_bytes = outline.analysis.size();
    if (!outline.analysis.empty()) plan.analysis_delimiter = outline.analysis.front();
    plan.primary_text_bytes = outline.primary_text_bytes;
    plan.more_follow = more_follow;
    detail::LaidOutText text = detail::lay_out_text(state_->sink.name(), plan);
    state_->open_ranges.clear();
    for (const detail::RangePlace& place : text.open_ranges)
        state_->open_ranges.push_back({place.parameter, state_->sink.size() + place.offset_bytes});
    std::move(settled.findings.begin(), settled.findings.end(), std::back_inserter(state_->findings));
    state_->missing_events = outline.n_events;
    state_->written.push_back({outline.version, std::move(text.pairs), std::move(settled.unavoidable),
                               std::vector<detail::ColumnChecksum>(outline.parameters.size()), outline.n_events,
                               outline.analysis, std::move(plan.other_segments)});
    state_->sink.write(text.bytes_before_data);
}

void FcsWriter::append(std::span<const float> events) {
    const std::size_t n = state_->parameters.size();
    state_->check_room(n == 0 ? events.size() : (events.size() + n - 1) / n);
    if (events.size() % n != 0) state_->misuse("part of an event was appended to");
    assert(state_->event_bytes == 4 * n);
    for (OpenRange& range : state_->open_ranges)
        for (std::size_t i = range.parameter; i < events.size(); i += n) range.see(events[i]);
    auto& checksums = state_->written.back().columns;
    for (std::size_t i = 0; i < events.size(); i += n)
        for (std::size_t p = 0; p < n; ++p) checksums[p].add(std::bit_cast<std::uint32_t>(events[i + p]));
    state_->sink.write({reinterpret_cast<const char*>(events.data()), events.size_bytes()});
    state_->missing_events -= events.size() / n;
}

void FcsWriter::State::write_column(std::size_t p, std::span<const std::uint64_t> words) {
    const ColumnLayout& column = layout[p];
    char* at = rows.data() + column.offset;
    detail::ColumnChecksum& checksum = written.back().columns[p];
    for (const std::uint64_t word : words) {
        if (word > column.largest)
            throw OutputError(sink.name(), "channel " + parameters[p].name + " holds " + std::to_string(word) +
                                               ", more than " + std::to_string(column.largest) +
                                               ", which its $PnR allows");
        std::memcpy(at, &word, column.bytes);
        checksum.add(word);
        at += event_bytes;
    }
}

void FcsWriter::append_columns(std::span<const std::span<const std::uint64_t>> columns) {
    if (columns.size() != state_->parameters.size()) state_->misuse("another number of columns was appended to");
    const std::size_t n_events = columns.front().size();
    state_->check_room(n_events);
    for (const auto& column : columns)
        if (column.size() != n_events) state_->misuse("columns of unequal length were appended to");
    for (OpenRange& range : state_->open_ranges)
        for (const std::uint64_t word : columns[range.parameter])
            range.see(number_of(word, state_->parameters[range.parameter]));
    for (std::size_t first = 0; first < n_events; first += block_events) {
        const std::size_t count = std::min(block_events, n_events - first);
        state_->rows.resize(count * state_->event_bytes);
        for (std::size_t p = 0; p < columns.size(); ++p) state_->write_column(p, columns[p].subspan(first, count));
        state_->sink.write(state_->rows);
    }
    state_->missing_events -= n_events;
}

void FcsWriter::end_data_set() {
    if (state_->missing_events != 0) state_->misuse("fewer events than announced were appended to");
    detail::WrittenDataSet& written = state_->written.back();
    state_->sink.write(written.analysis);
    state_->sink.write(detail::crc_not_computed);
    for (const OpenRange& range : state_->open_ranges) {
        const std::string text = range_above(range.maximum);
        state_->sink.overwrite(range.offset_bytes, text);
        const std::string key = "$P" + std::to_string(range.parameter + 1) + "R";
        for (detail::KeywordPair& pair : written.pairs)
            if (pair.key == key) pair.value = text;
    }
}

void FcsWriter::finish() {
    if (state_->written.empty()) state_->misuse("no data set was given to");
    end_data_set();
    state_->sink.prove_and_commit(state_->written);
}

const Findings& FcsWriter::findings() const noexcept {
    return state_->findings;
}

std::string FcsWriter::take_bytes() {
    return state_->sink.take();
}

}  // namespace asparagate
