#include "finding_log.hpp"

#include "asparagate/fcs/error.hpp"
#include "name_list.hpp"
#include "standard_keywords.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace asparagate::detail {

void FindingLog::refuse(LogPlace place, const std::string& message) const {
    throw FcsError({file_, place.segment, place.keyword, in_file(place.offset)}, with_data_set(message));
}

bool FindingLog::has_reported(std::string_view keyword) const {
    return std::any_of(findings_.begin() + static_cast<std::ptrdiff_t>(first_), findings_.end(),
                       [&](const Finding& finding) { return finding.keyword == keyword; });
}

void FindingLog::fold_parameters(std::size_t first) {
    struct Fold {
        std::size_t position;
        NameList others;
    };
    std::map<std::pair<std::string, std::string>, Fold> folds;  // by code and suffix of the keyword
    Findings kept(findings_.begin(), findings_.begin() + static_cast<std::ptrdiff_t>(first));
    for (std::size_t i = first; i < findings_.size(); ++i) {
        const auto key = parse_parameter_key(findings_[i].keyword);
        // What was counted in DATA differs from channel to channel.
        const bool counted = findings_[i].segment == "DATA" && findings_[i].severity == Severity::warning;
        if (key && !counted) {
            const auto [fold, is_first] =
                folds.try_emplace({findings_[i].code, upper_case(key->suffix)}, Fold{kept.size(), {}});
            if (!is_first) {
                fold->second.others.add(findings_[i].keyword);
                continue;
            }
        }
        kept.push_back(std::move(findings_[i]));
    }
    for (const auto& [what, fold] : folds) {
        if (!fold.others.empty()) kept[fold.position].message += "; likewise " + fold.others.text();
    }
    findings_ = std::move(kept);
}

void FindingLog::add(const char* code, Severity severity, LogPlace place, const std::string& message) {
    findings_.push_back({code, severity, file_, std::move(place.segment), std::move(place.keyword),
                         in_file(place.offset), with_data_set(message)});
}

std::string FindingLog::with_data_set(const std::string& message) const {
    return data_set_ == 0 ? message : "data set " + std::to_string(data_set_) + ": " + message;
}

std::optional<std::uint64_t> FindingLog::in_file(std::optional<std::uint64_t> offset) const {
    if (offset) *offset += base_;
    return offset;
}

std::string in_quotes(std::string_view text) {
    return '"' + escape_text(text, 60) + '"';
}

}  // namespace asparagate::detail
