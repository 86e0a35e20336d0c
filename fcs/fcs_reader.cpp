#include "fcs_reader.hpp"

#include "asparagate/fcs/number.hpp"
#include "crc.hpp"
#include "data_range.hpp"
#include "data_set_chain.hpp"
#include "file_bytes.hpp"
#include "fold_data_sets.hpp"
#include "keyword_builder.hpp"
#include "keyword_checks.hpp"
#include "parse_spillover.hpp"
#include "read_metadata.hpp"
#include "segments.hpp"
#include "stored_events.hpp"
#include "supplemental_text.hpp"
#include "text_number_check.hpp"
#include "text_segment.hpp"
#include "width_proof.hpp"

#include <algorithm>

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

/// First byte after all segments of a data set.
std::uint64_t end_of_segments(const detail::Header& header, const detail::DataExtent& data,
                              const detail::Layout& layout, std::initializer_list<std::optional<ByteRange>> others,
                              std::uint64_t available) {
    const std::uint64_t data_bytes = layout.free_text ? data.range.size() : data.n_events * layout.event_bytes;
    std::uint64_t end = std::max(header.text.last + 1, data.begin + data_bytes);
    for (const auto& range : others) {
        if (range) end = std::max(end, range->last + 1);
    }
    for (const ByteRange& other : header.other) end = std::max(end, other.last + 1);
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
    do {
        base = read_data_set(base);
    } while (base != 0 && file_.data_sets_.size() < options_.limits.data_sets);
    detail::fold_data_sets(file_.findings_);
    detail::FindingLog log(file_.path_.string(), 0, 0, file_.findings_);
    if (base != 0) {
        log.warn("W-NEXTDATA", {"TEXT", "$NEXTDATA"},
                 "more than " + std::to_string(options_.limits.data_sets) + " data sets; the rest is not read");
    }
    if (file_.data_sets_.size() > 1) log.note("I-DATASETS", {}, describe_data_sets(file_.data_sets_));
    if (options_.strict) refuse_warnings();
    return std::move(file_);
}

std::string_view FcsReader::bytes_from(std::uint64_t base) const {
    return bytes_->bytes().substr(static_cast<std::size_t>(base));
}

std::uint64_t FcsReader::read_data_set(std::uint64_t base) {
    const std::string_view bytes = bytes_from(base);
    detail::FindingLog log(file_.path_.string(), file_.data_sets_.size(), base, file_.findings_);
    const detail::Header header = detail::read_header(bytes, options_, log);
    DataSet set;
    detail::PrimaryText text =
        detail::read_primary_text(bytes_of(bytes, header.text), header.text.first, options_, log);
    const auto supplement = detail::find_supplemental_text(header, text.keywords, bytes.size(), log);
    if (supplement) {
        detail::read_supplemental_text(bytes_of(bytes, *supplement), supplement->first, text.delimiter, options_.limits,
                                       text.keywords, log);
    }
    set.keywords_ = std::move(text.keywords);
    if (header.version < "3.1") detail::warn_of_control_characters(set.keywords_, text.delimiter, log);
    detail::Layout layout = detail::read_layout(set.keywords_, header.version, options_, log);
    detail::check_widths(layout, header, set.keywords_, log);
    detail::DataExtent data =
        detail::find_data(header, set.keywords_, layout.event_bytes, base, bytes.size(), options_, log);
    detail::prove_width(layout, data, set.keywords_, log);
    auto free_text = read_text_data(bytes, layout, set.keywords_, data, log);
    if (free_text) data.n_events = free_text->n_events();
    if (data.n_events == 0) log.note("I-EMPTY", {"DATA", "$TOT"}, "there are no events");
    const auto analysis = detail::find_analysis(header, set.keywords_, data.range, bytes.size(), log);
    if (analysis) {
        set.analysis_ = bytes_of(bytes, *analysis);
        set.analysis_keywords_ =
            detail::read_analysis_text(*set.analysis_, analysis->first, text.delimiter, options_.limits, log);
    }
    for (const ByteRange& other : header.other)
        set.other_segments_.push_back({base + other.first, bytes_of(bytes, other)});
    detail::FileSpillover spillover = detail::read_spillover(set.keywords_, layout.parameters, log);
    set.spillover_keyword_ = std::move(spillover.keyword);
    set.spillover_ = std::move(spillover.matrix);
    set.metadata_ = detail::read_metadata(set.keywords_, header.version, options_.date_format, layout.parameters, log);
    const std::uint64_t end = end_of_segments(header, data, layout, {supplement, analysis}, bytes.size());
    const std::uint64_t next = detail::next_data_set(set.keywords_, bytes, end, options_, log);
    detail::check_keywords(set.keywords_, header.version, layout.parameters, log);

    set.protected_bytes_ = bytes.substr(0, static_cast<std::size_t>(end));
    if (header.version != "2.0") set.crc_field_ = bytes.substr(static_cast<std::size_t>(end), detail::crc_field_bytes);
    set.index_ = file_.data_sets_.size();
    set.version_ = header.version;
    set.events_ = std::make_shared<const detail::StoredEvents>(bytes_, base + data.begin, data.n_events, layout,
                                                               std::move(free_text));
    set.parameters_ = std::move(layout.parameters);
    set.n_events_ = data.n_events;
    set.datatype_ = layout.datatype;
    set.byte_order_ = std::move(layout.byte_order);
    file_.data_sets_.push_back(std::move(set));
    return next == 0 ? 0 : base + next;
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
