#include "finding_log.hpp"

#include "asparagate/fcs/error.hpp"
#include "utf8.hpp"

namespace asparagate::detail {

void FindingLog::refuse(LogPlace place, const std::string& message) const {
    throw FcsError({file_, place.segment, place.keyword, in_file(place.offset)}, with_data_set(message));
}

void FindingLog::add(const char* code, Severity severity, LogPlace place, const std::string& message) {
    findings_.push_back({code, severity, file_, std::move(place.segment), std::move(place.keyword),
                         in_file(place.offset), with_data_set(message)});
}

std::string FindingLog::with_data_set(const std::string& message) const {
    return data_set_ == 0 ? message : "data set " + std::to_string(data_set_ + 1) + ": " + message;
}

std::optional<std::uint64_t> FindingLog::in_file(std::optional<std::uint64_t> offset) const {
    if (offset) *offset += base_;
    return offset;
}

std::string in_quotes(std::string_view text) {
    return '"' + escape_text(text, 60) + '"';
}

}  // namespace asparagate::detail
