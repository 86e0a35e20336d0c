#include "asparagate/fcs/fcs_writer.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"
#include "text_writer.hpp"

#include <bit>
#include <cmath>
#include <limits>

namespace asparagate {
namespace {

static_assert(std::endian::native == std::endian::little, "floats are written as they are in memory, little-endian");
static_assert(std::numeric_limits<float>::is_iec559);

/// Next whole number above `maximum`, the exclusive upper bound that `$PnR` is; 1 when nothing is above zero.
std::string range_above(double maximum) {
    const double range = maximum > 0 ? std::max(std::floor(maximum) + 1, std::nextafter(maximum, INFINITY)) : 1;
    const std::string digits = format_number(range);
    return std::string(detail::open_range_digits - digits.size(), '0') + digits;
}

}  // namespace

FcsWriter::FcsWriter(const std::filesystem::path& path, std::vector<Parameter> parameters, const Keywords& keywords,
                     std::uint64_t n_events)
    : file_(path), n_parameters_(parameters.size()), expected_values_(n_events * parameters.size()) {
    const detail::WrittenText text = detail::write_header_and_text(path.string(), parameters, keywords, n_events);
    for (const detail::RangePlace& place : text.open_ranges)
        open_ranges_.push_back({place.parameter, place.offset_bytes, 0});
    file_.write(text.bytes);
}

FcsWriter::FcsWriter(FcsWriter&&) noexcept = default;
FcsWriter::~FcsWriter() = default;

void FcsWriter::append(std::span<const float> events) {
    if (events.size() % n_parameters_ != 0 || events.size() > expected_values_ - written_values_) {
        throw Error(ErrorKind::internal,
                    file_.path().string() + ": more events, or not whole ones, were appended to FcsWriter");
    }
    for (OpenRange& range : open_ranges_) {
        for (std::size_t i = range.parameter; i < events.size(); i += n_parameters_) {
            if (std::isfinite(events[i]) && events[i] > range.maximum) range.maximum = events[i];
        }
    }
    file_.write(std::as_bytes(events));
    written_values_ += events.size();
}

void FcsWriter::finish() {
    if (written_values_ != expected_values_) {
        throw Error(ErrorKind::internal,
                    file_.path().string() + ": fewer events were appended to FcsWriter than announced");
    }
    file_.write("00000000");  // CRC not computed, FCS 3.1 section 3.5
    for (const OpenRange& range : open_ranges_) file_.overwrite(range.offset_bytes, range_above(range.maximum));
    file_.commit();
}

}  // namespace asparagate
