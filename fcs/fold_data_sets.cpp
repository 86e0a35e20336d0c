#include "fold_data_sets.hpp"

#include <string_view>
#include <unordered_map>

namespace asparagate::detail {
namespace {

/// The message without `data set 12: `, which FindingLog puts in front for every data set but the first.
std::string_view without_data_set(std::string_view message) {
    constexpr std::string_view prefix = "data set ";
    if (!message.starts_with(prefix)) return message;
    const auto after_number = message.find_first_not_of("0123456789", prefix.size());
    const bool numbered = after_number != prefix.size() && after_number != std::string_view::npos;
    return numbered && message.substr(after_number).starts_with(": ") ? message.substr(after_number + 2) : message;
}

}  // namespace

void fold_data_sets(Findings& findings) {
    struct Fold {
        std::size_t position;
        std::size_t others = 0;
    };
    std::unordered_map<std::string, Fold> folds;  // by everything but data set and offset
    Findings kept;
    for (Finding& finding : findings) {
        const std::string what = finding.code + '\n' + finding.segment + '\n' + finding.keyword + '\n' +
                                 std::string(without_data_set(finding.message));
        const auto [fold, is_first] = folds.try_emplace(what, Fold{kept.size()});
        if (is_first)
            kept.push_back(std::move(finding));
        else
            ++fold->second.others;
    }
    for (const auto& [what, fold] : folds) {
        if (fold.others > 0)
            kept[fold.position].message += "; likewise in " + std::to_string(fold.others) +
                                           (fold.others == 1 ? " other data set" : " other data sets");
    }
    findings = std::move(kept);
}

}  // namespace asparagate::detail
