#include "fcs_reader.hpp"

#include "asparagate/fcs/number.hpp"
#include "crc.hpp"
#include "data_range.hpp"
#include "file_bytes.hpp"
#include "fold_data_sets.hpp"
#include "keyword_builder.hpp"
#include "keyword_checks.hpp"
#include "other_segments.hpp"
#include "parse_spillover.hpp"
#include "read_metadata.hpp"
#include "segments.hpp"
#include "stored_events.hpp"
#include "supplemental_text.hpp"
#include "text_number_check.hpp"
#include "text_segment.hpp"
#include "width_proof.hpp"

#include <algorithm>
#include <span>

namespace asparagate {
namespace {

using detail::ByteRange;

std::string_view bytes_of(std::string_view data_set, const ByteRange& range) {
    return data_set.substr(static_cast<std::size_t>(range.first), static_cast<std::size_t>(range.size()));
}

/// DATA in free format, which has to be counted; null for events of fixed width, whose text is checked.
std::shared_ptr<const detail::FreeText> read_text_data(std::string_view bytes, const detail::Layout& layout,
                                                       const Keywords& keywords, const detail::DataExtent& data,
                                                       detail::FindingLog& log) {
    if (!layout.free_text) {
        detail::check_text_columns(layout, bytes.substr(data.begin), data.begin, data.n_events, log);
        return nullptr;
    }
    const std::string_view text = data.range.empty() ? std::string_view() : bytes_of(bytes, data.range);
    return std::make_shared<const detail::FreeText>(text, data.begin, layout.parameters.size(),
                                                    parse_unsigned(keywords.find("$TOT").value_or("")), log);
}

/// DATA as far as it holds events; nullopt without any.
std::optional<ByteRange> events_range(const detail::DataExtent& data, const detail::Layout& layout) {
    const std::uint64_t size = layout.free_text ? data.range.size() : data.n_events * layout.event_bytes;
    if (data.range.empty() || size == 0) return std::nullopt;
    return ByteRange{data.begin, data.begin + size - 1};
}

/// First byte after all segments of a data set.
std::uint64_t end_of(const std::vector<ByteRange>& segments, std::uint64_t available) {
    std::uint64_t end = 0;
    for (const ByteRange& segment : segments) end = std::max(end, segment.last + 1);
    return std::min(end, available);
}

/// Beckman Coulter LMD holds the same events twice, as FCS 2.0 and as FCS 3.0, so differing versions are named.
std::string describe_data_sets(const std::vector<DataSet>& data_sets) {
    std::string text = "the file holds " + std::to_string(data_sets.size()) + " data sets";
    const std::string& first = data_sets.front().version();
    const auto other = std::find_if(data_sets.begin(), data_sets.end(),
                                    [&](const DataSet& data_set) { return data_set.version() != first; });
    if (other != data_sets.end()) text += ", of FCS " + first + " and FCS " + other->version();
    return text;
}

}  // namespace

FcsReader::FcsReader(std::shared_ptr<const detail::FileBytes> bytes, const std::filesystem::path& path,
                     const ReadOptions& options)
    : options_(options), bytes_(std::move(bytes)) {
    file_.path_ = path;
}

FcsFile FcsReader::read() {
    std::uint64_t base = 0;
    detail::NextDataSet next = read_data_set(base);
    while (next.distance != 0 && file_.data_sets_.size() < options_.limits.data_sets) {
        base += next.distance;
        next = next.hidden ? read_hidden_data_set(base) : read_data_set(base);
    }
    detail::fold_data_sets(file_.findings_);
    detail::FindingLog log(file_.path_.string(), 0, 0, file_.findings_);
    if (next.distance != 0) {
        log.warn("W-NEXTDATA", {"TEXT", "$NEXTDATA"},
                 "more than " + std::to_string(options_.limits.data_sets) +
                     " data sets; the rest is not read (--max-datasets reads more)");
    }
    if (file_.data_sets_.size() > 1) log.note("I-DATASETS", {}, describe_data_sets(file_.data_sets_));
    if (options_.strict) refuse_warnings();
    return std::move(file_);
}

char FcsReader::read_keywords(DataSet& set, Source& source) const {
    const detail::Header& header = source.header;
    detail::FindingLog& log = source.log;
    detail::PrimaryText text =
        detail::read_primary_text(bytes_of(source.bytes, header.text), header.text.first, options_, log);
    if (const auto range = detail::find_supplemental_text(header, text.keywords, source.bytes.size(), log)) {
        detail::read_supplemental_text(bytes_of(source.bytes, *range), range->first, text.delimiter, options_.limits,
                                       text.keywords, log);
        source.segments.push_back(*range);
    }
    if (header.version < "3.1") detail::warn_of_control_characters(text.keywords, text.delimiter, log);
    set.version_ = header.version;
    set.keywords_ = std::move(text.keywords);
    return text.delimiter;
}

ByteRange FcsReader::find_events(DataSet& set, Source& source) const {
    detail::FindingLog& log = source.log;
    detail::Layout layout = detail::read_layout(set.keywords_, set.version_, options_, log);
    detail::check_widths(layout, source.header, set.keywords_, log);
    detail::DataExtent data = detail::find_data(source.header, set.keywords_, layout.event_bytes, source.base,
                                                source.bytes.size(), options_, log);
    detail::prove_width(layout, data, set.keywords_, log);
    auto free_text = read_text_data(source.bytes, layout, set.keywords_, data, log);
    if (free_text) data.n_events = free_text->n_events();
    if (data.n_events == 0) log.note("I-EMPTY", {"DATA", "$TOT"}, "there are no events");
    for (const ByteRange& segment : std::span(source.segments).subspan(1)) {
        if (detail::shared_bytes(segment, data.range) > 1)
            log.warn("W-STEXT", {"DATA", "$BEGINSTEXT"},
                     "supplemental TEXT, bytes " + describe(segment) + ", overlaps DATA, bytes " +
                         describe(data.range) + "; its keywords or the events there are not what they seem");
    }
    if (const auto range = events_range(data, layout)) source.segments.push_back(*range);
    set.events_ = std::make_shared<const detail::StoredEvents>(bytes_, source.base + data.begin, data.n_events, layout,
                                                               std::move(free_text));
    set.parameters_ = std::move(layout.parameters);
    set.n_events_ = data.n_events;
    set.datatype_ = layout.datatype;
    set.byte_order_ = std::move(layout.byte_order);
    return data.range;
}

void FcsReader::keep_other_segments(DataSet& set, Source& source, const ByteRange& data, char delimiter) const {
    const std::string_view bytes = source.bytes;
    if (const auto range = detail::find_analysis(source.header, set.keywords_, data, bytes.size(), source.log)) {
        set.analysis_ = bytes_of(bytes, *range);
        set.analysis_keywords_ =
            detail::read_analysis_text(*set.analysis_, range->first, delimiter, options_.limits, source.log);
        source.segments.push_back(*range);
    }
    for (const ByteRange& other : detail::read_other_segments(bytes, source.segments, source.log)) {
        set.other_segments_.push_back({source.base + other.first, bytes_of(bytes, other)});
        source.segments.push_back(other);
    }
    const auto end = static_cast<std::size_t>(end_of(source.segments, bytes.size()));
    set.protected_bytes_ = bytes.substr(0, end);
    if (set.version_ != "2.0") set.crc_field_ = bytes.substr(end, detail::crc_field_bytes);
}

detail::NextDataSet FcsReader::read_data_set(std::uint64_t base) {
    const std::string_view bytes = bytes_->bytes().substr(static_cast<std::size_t>(base));
    detail::FindingLog log(file_.path_.string(), file_.data_sets_.size(), base, file_.findings_);
    const detail::Header header = detail::read_header(bytes, options_, log);
    Source source{bytes, base, header, {header.text}, log};
    DataSet set;
    set.index_ = file_.data_sets_.size();
    const char delimiter = read_keywords(set, source);
    const ByteRange data = find_events(set, source);
    keep_other_segments(set, source, data, delimiter);
    detail::FileSpillover spillover = detail::read_spillover(set.keywords_, set.parameters_, log);
    set.spillover_keyword_ = std::move(spillover.keyword);
    set.spillover_ = std::move(spillover.matrix);
    set.metadata_ = detail::read_metadata(set.keywords_, set.version_, options_.date_format, set.parameters_, log);
    const auto next = detail::next_data_set(set.keywords_, bytes, set.protected_bytes_.size(), options_, log);
    detail::check_keywords(set.keywords_, set.version_, set.parameters_, log);
    file_.data_sets_.push_back(std::move(set));
    return next;
}

detail::NextDataSet FcsReader::read_hidden_data_set(std::uint64_t base) {
    const std::size_t n_findings = file_.findings_.size();
    try {
        return read_data_set(base);
    } catch (const FcsError& error) {
        file_.findings_.resize(n_findings);
        std::string reason = error.what();
        if (const std::string name = file_.path_.string() + ": "; reason.starts_with(name))
            reason.erase(0, name.size());
        detail::FindingLog(file_.path_.string(), file_.data_sets_.size() - 1, base, file_.findings_)
            .warn("W-NEXTDATA-HIDDEN", {"HEADER", "", 0},
                  "the bytes that look like a further data set cannot be read as one and are left out: " + reason);
        return {};
    }
}

void FcsReader::refuse_warnings() const {
    const auto is_warning = [this](const Finding& finding) {
        return finding.severity != Severity::note && options_.refuses(finding.code);
    };
    const auto first = std::find_if(file_.findings_.begin(), file_.findings_.end(), is_warning);
    if (first == file_.findings_.end()) return;
    const auto count = std::count_if(file_.findings_.begin(), file_.findings_.end(), is_warning);
    std::string message = "refused as strict reading was asked for: " + first->code + ": " + first->message;
    if (count > 1) message += "; and " + std::to_string(count - 1) + " more warnings";
    throw FcsError({first->file, first->segment, first->keyword, first->offset}, message);
}

FcsFile FcsFile::open(const std::filesystem::path& path, const ReadOptions& options) {
    return FcsReader(detail::FileBytes::map(path), path, options).read();
}

FcsFile FcsFile::from_bytes(std::string bytes, const std::filesystem::path& name, const ReadOptions& options) {
    return FcsReader(detail::FileBytes::own(std::move(bytes)), name, options).read();
}

}  // namespace asparagate
