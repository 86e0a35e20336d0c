#include "fcs_reader.hpp"

#include "data_range.hpp"
#include "data_set_chain.hpp"
#include "keyword_checks.hpp"
#include "mapped_file.hpp"
#include "parse_spillover.hpp"
#include "stored_events.hpp"
#include "text_segment.hpp"

#include <algorithm>

namespace asparagate {
namespace {

using detail::ByteRange;

/// Supplemental TEXT (FCS 3.0 and later). Wrong offsets cost optional keywords only, so they are a finding.
void add_supplemental_text(std::string_view bytes, const detail::Header& header, Keywords& keywords,
                           detail::FindingLog& log) {
    if (header.version == "2.0") return;
    const auto range = detail::read_text_offsets(keywords, "STEXT", log);
    if (!range || range->empty()) return;
    const detail::LogPlace place{"TEXT", "$BEGINSTEXT", range->first};
    if (range->first > range->last || range->first < detail::header_size || range->last >= bytes.size()) {
        log.warn("W-STEXT", place,
                 "supplemental TEXT, bytes " + describe(*range) + ", lies outside the file and is ignored");
    } else if (detail::shared_bytes(*range, header.text) > 0) {
        log.warn("W-STEXT", place, "supplemental TEXT, bytes " + describe(*range) + ", overlaps TEXT and is ignored");
    } else {
        const std::string_view text = bytes.substr(range->first, range->size());
        detail::read_supplemental_text(text, range->first, bytes[header.text.first], keywords, log);
    }
}

/// First byte after all segments of a data set.
std::uint64_t end_of_segments(const detail::Header& header, const detail::DataExtent& data,
                              const detail::Layout& layout, std::uint64_t available) {
    std::uint64_t end = std::max(header.text.last + 1, data.begin + data.n_events * layout.event_bytes);
    if (header.analysis.ordered() && header.analysis.last < available) end = std::max(end, header.analysis.last + 1);
    for (const ByteRange& other : header.other) end = std::max(end, other.last + 1);
    return end;
}

void check_analysis(const detail::Header& header, const detail::DataExtent& data, std::uint64_t available,
                    detail::FindingLog& log) {
    if (header.analysis.empty()) return;
    const bool outside = !header.analysis.ordered() || header.analysis.last >= available;
    if (!outside && detail::shared_bytes(header.analysis, data.range) <= 1) return;
    log.warn("W-OFF-MISMATCH", {"HEADER", "", 42},
             "ANALYSIS, bytes " + describe(header.analysis) + ", " +
                 (outside ? "lies outside the file" : "overlaps DATA") + " and is ignored");
}

}  // namespace

FcsReader::FcsReader(const std::filesystem::path& path, const ReadOptions& options)
    : options_(options), map_(detail::MappedFile::open(path)) {
    file_.path_ = path;
}

FcsFile FcsReader::read() {
    std::uint64_t base = 0;
    do {
        base = read_data_set(base);
    } while (base != 0 && file_.data_sets_.size() < detail::max_data_sets);
    detail::FindingLog log(file_.path_.string(), 0, 0, file_.findings_);
    if (base != 0) log.warn("W-NEXTDATA", {"TEXT", "$NEXTDATA"}, "more than 10,000 data sets; the rest is not read");
    if (file_.data_sets_.size() > 1)
        log.note("I-DATASETS", {}, "the file holds " + std::to_string(file_.data_sets_.size()) + " data sets");
    if (options_.strict) refuse_warnings();
    return std::move(file_);
}

std::string_view FcsReader::bytes_from(std::uint64_t base) const {
    return map_->bytes().substr(static_cast<std::size_t>(base));
}

Keywords FcsReader::read_keywords(std::string_view bytes, const detail::Header& header, detail::FindingLog& log) {
    Keywords keywords =
        detail::read_primary_text(bytes.substr(header.text.first, header.text.size()), header.text.first, log);
    add_supplemental_text(bytes, header, keywords, log);
    return keywords;
}

std::uint64_t FcsReader::read_data_set(std::uint64_t base) {
    const std::string_view bytes = bytes_from(base);
    detail::FindingLog log(file_.path_.string(), file_.data_sets_.size(), base, file_.findings_);
    const detail::Header header = detail::read_header(bytes, log);
    DataSet set;
    set.keywords_ = read_keywords(bytes, header, log);
    detail::Layout layout = detail::read_layout(set.keywords_, header.version, log);
    const detail::DataExtent data = detail::find_data(header, set.keywords_, layout.event_bytes, bytes.size(), log);
    if (!layout.width_to_prove.empty()) detail::prove_float_width(layout, data, set.keywords_, log);
    check_analysis(header, data, bytes.size(), log);
    if (data.n_events == 0) log.note("I-EMPTY", {"DATA", "$TOT"}, "there are no events");
    set.spillover_ = detail::read_spillover(set.keywords_, layout.parameters, log);
    detail::check_keywords(set.keywords_, header.version, layout.parameters, log);
    const std::uint64_t next =
        detail::next_data_set(set.keywords_, bytes, end_of_segments(header, data, layout, bytes.size()), log);

    set.file_ = map_;
    set.index_ = file_.data_sets_.size();
    set.version_ = header.version;
    set.events_ = std::make_shared<const detail::StoredEvents>(map_, base + data.begin, data.n_events, layout);
    set.parameters_ = std::move(layout.parameters);
    set.n_events_ = data.n_events;
    set.datatype_ = layout.datatype;
    set.byte_order_ = std::move(layout.byte_order);
    file_.data_sets_.push_back(std::move(set));
    return next == 0 ? 0 : base + next;
}

void FcsReader::refuse_warnings() const {
    const auto is_warning = [](const Finding& finding) { return finding.severity != Severity::note; };
    const auto first = std::find_if(file_.findings_.begin(), file_.findings_.end(), is_warning);
    if (first == file_.findings_.end()) return;
    const auto count = std::count_if(file_.findings_.begin(), file_.findings_.end(), is_warning);
    std::string message = "refused as strict reading was asked for: " + first->code + ": " + first->message;
    if (count > 1) message += "; and " + std::to_string(count - 1) + " more warnings";
    throw FcsError({first->file, first->segment, first->keyword, first->offset}, message);
}

FcsFile FcsFile::open(const std::filesystem::path& path, const ReadOptions& options) {
    return FcsReader(path, options).read();
}

}  // namespace asparagate
