#include "asparagate/fcs/edit_outline.hpp"
#include "asparagate/fcs/number.hpp"
#include "finding_log.hpp"
#include "outline_keywords.hpp"
#include "standard_keywords.hpp"

#include <algorithm>
#include <charconv>

namespace asparagate {
namespace {

using detail::in_quotes;
using detail::keyword_finding;
using detail::move_to_private;
using detail::upper_case;

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> fields;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        fields.emplace_back(trim(text.substr(begin, comma - begin)));
        begin = comma + 1;
    }
    return fields;
}

std::string join(const std::vector<std::string>& fields) {
    std::string text;
    for (const std::string& field : fields) text += (text.empty() ? "" : ",") + field;
    return text;
}

/// Renumbers all that speaks of parameters, for one choice of columns.
class Renumbering {
public:
    Renumbering(FcsOutline& outline, std::span<const std::size_t> columns, Findings& findings)
        : outline_(outline), findings_(findings), new_index_(outline.parameters.size() + 1, 0) {
        std::vector<Parameter> kept;
        for (const std::size_t column : columns) {
            kept.push_back(outline.parameters.at(column));
            kept.back().index = kept.size();
            new_index_[column + 1] = kept.size();
        }
        outline.parameters = std::move(kept);
    }

    void run() {
        Keywords renumbered;
        for (const auto& [key, value] : outline_.keywords.entries()) add(key, value, renumbered);
        outline_.keywords = std::move(renumbered);
        check_trigger();
        check_regions();
        cut_unstained_centers();
        for (const char* key : {"$COMP", "COMP"})
            move_to_private(outline_.keywords, key, "its size is the number of parameters before", findings_);
        cut_spillover();
    }

private:
    /// New number of parameter `n`; 0 when it was dropped, and for numbers that never were a parameter's.
    [[nodiscard]] std::size_t renumber(std::uint64_t n) const { return n < new_index_.size() ? new_index_[n] : 0; }

    void add(const std::string& key, const std::string& value, Keywords& renumbered) {
        if (upper_case(key).starts_with("$DFC")) return add_compensated_pair(key, value, renumbered);
        const auto numbered = detail::parse_numbered_key(key);
        if (!numbered) return renumbered.set(key, value);
        if (numbered->index == 0 || numbered->index >= new_index_.size()) {
            // Beyond $PAR: it must not come to mean a parameter that is added later.
            const std::string name = "KEPT " + key;
            findings_.push_back(
                keyword_finding("I-KEY-MOVED", Severity::note, key, "it is beyond $PAR; kept as " + name));
            return renumbered.set(name, value);
        }
        const std::size_t index = renumber(numbered->index);
        if (index == 0) return;  // it goes with its parameter
        std::string name = key;
        name.replace(numbered->digits_begin, numbered->digits_end - numbered->digits_begin, std::to_string(index));
        renumbered.set(name, value);
    }

    /// `$DFCiTOj`
    void add_compensated_pair(const std::string& key, const std::string& value, Keywords& renumbered) {
        const std::string upper = upper_case(key);
        const std::size_t to = upper.find("TO", 4);
        if (to == std::string::npos) return renumbered.set(key, value);
        const auto i = parse_unsigned(std::string_view(upper).substr(4, to - 4));
        const auto j = parse_unsigned(std::string_view(upper).substr(to + 2));
        const std::size_t from = i ? renumber(*i) : 0, target = j ? renumber(*j) : 0;
        if (from == 0 || target == 0) return;
        renumbered.set("$DFC" + std::to_string(from) + "TO" + std::to_string(target), value);
    }

    [[nodiscard]] bool has_channel(std::string_view name) const {
        return std::any_of(outline_.parameters.begin(), outline_.parameters.end(),
                           [&](const Parameter& p) { return p.name == name; });
    }

    void check_trigger() {
        const auto trigger = outline_.keywords.find("$TR");
        if (!trigger || has_channel(trim(trigger->substr(0, trigger->rfind(','))))) return;
        move_to_private(outline_.keywords, "$TR", "the parameter it names was dropped", findings_);
    }

    /// `$RnI` names parameters as P1 or P1,P3; a region of a dropped one means nothing any more.
    void check_regions() {
        std::vector<std::string> dropped;
        std::vector<std::pair<std::string, std::string>> changed;
        for (const auto& [key, value] : outline_.keywords.entries()) {
            const std::string upper = upper_case(key);
            if (!upper.starts_with("$R") || !upper.ends_with("I") || !parse_unsigned(upper.substr(2, upper.size() - 3)))
                continue;
            const auto region = renumbered_region(value);
            if (!region)
                dropped.push_back(key);
            else if (*region != value)
                changed.emplace_back(key, *region);
        }
        for (const auto& [key, value] : changed) outline_.keywords.set(key, value);
        for (const std::string& key : dropped) {
            const std::string region = key.substr(0, key.size() - 1);
            move_to_private(outline_.keywords, key, "it names a dropped parameter", findings_);
            move_to_private(outline_.keywords, region + "W", "it is the window of a dropped parameter", findings_);
        }
        if (!dropped.empty())
            move_to_private(outline_.keywords, "$GATING", "regions of dropped parameters went with them", findings_);
    }

    [[nodiscard]] std::optional<std::string> renumbered_region(const std::string& value) const {
        std::vector<std::string> fields = split(value);
        for (std::string& field : fields) {
            if (field.empty() || (field[0] != 'P' && field[0] != 'p')) continue;
            const auto index = parse_unsigned(std::string_view(field).substr(1));
            if (!index) continue;
            const std::size_t renumbered = renumber(*index);
            if (renumbered == 0) return std::nullopt;
            field = "P" + std::to_string(renumbered);
        }
        return join(fields);
    }

    /// `$UNSTAINEDCENTERS/n,name1..namen,f1..fn`
    void cut_unstained_centers() {
        const auto value = outline_.keywords.find("$UNSTAINEDCENTERS");
        if (!value) return;
        const std::vector<std::string> fields = split(*value);
        const std::size_t n = fields.size() / 2;
        if (fields.size() % 2 == 0 || parse_unsigned(fields[0]) != n) return;  // unreadable: stays as it is
        std::vector<std::string> names, centers;
        for (std::size_t i = 1; i <= n; ++i) {
            if (!has_channel(fields[i])) continue;
            names.push_back(fields[i]);
            centers.push_back(fields[n + i]);
        }
        if (names.size() == n) return;
        move_to_private(outline_.keywords, "$UNSTAINEDCENTERS", "it names dropped parameters", findings_);
        if (names.empty()) return;
        std::vector<std::string> cut{std::to_string(names.size())};
        cut.insert(cut.end(), names.begin(), names.end());
        cut.insert(cut.end(), centers.begin(), centers.end());
        outline_.keywords.set("$UNSTAINEDCENTERS", join(cut));
    }

    /// A name without parameter would make the matrix unusable, so rows and columns of dropped channels go.
    void cut_spillover() {
        if (!outline_.spillover) return;
        const SpilloverMatrix whole = *outline_.spillover;
        std::vector<std::size_t> kept;
        for (std::size_t i = 0; i < whole.size(); ++i)
            if (has_channel(whole.channels[i])) kept.push_back(i);
        if (kept.size() == whole.size()) return;
        for (const char* key : {"$SPILLOVER", "$SPILL", "SPILL", "SPILLOVER"})
            move_to_private(outline_.keywords, key, "it names dropped channels", findings_);
        outline_.spillover.reset();
        if (kept.size() >= 2) {
            SpilloverMatrix cut;
            for (const std::size_t i : kept) {
                cut.channels.push_back(whole.channels[i]);
                for (const std::size_t j : kept) cut.values.push_back(whole(i, j));
            }
            outline_.keywords.set("$SPILLOVER", format_spillover(cut));
            outline_.spillover = std::move(cut);
        }
        findings_.push_back(keyword_finding(
            "W-SPILL-CUT", Severity::warning, "$SPILLOVER",
            "the matrix lost " + std::to_string(whole.size() - kept.size()) + " of " + std::to_string(whole.size()) +
                " channels with the dropped parameters; compensating with what is left is not the same: compensate "
                "first, or keep the channels"));
    }

    FcsOutline& outline_;
    Findings& findings_;
    std::vector<std::size_t> new_index_;  ///< of the parameter with that number; 0 = dropped
};

}  // namespace

void select_parameters(FcsOutline& outline, std::span<const std::size_t> columns, Findings& findings) {
    bool all = columns.size() == outline.parameters.size();
    for (std::size_t i = 0; all && i < columns.size(); ++i) all = columns[i] == i;
    if (!all) Renumbering(outline, columns, findings).run();
}

void add_parameter(FcsOutline& outline, Parameter parameter) {
    parameter.index = outline.parameters.size() + 1;
    // Keywords of numbers beyond $PAR would become those of the new parameter.
    std::vector<std::string> beyond;
    for (const auto& [key, value] : outline.keywords.entries()) {
        const auto numbered = detail::parse_numbered_key(key);
        if (numbered && numbered->index == parameter.index) beyond.push_back(key);
    }
    for (const std::string& key : beyond) {
        const std::string value(*outline.keywords.find(key));
        outline.keywords.remove(key);
        outline.keywords.set("KEPT " + key, value);
    }
    outline.parameters.push_back(std::move(parameter));
}

}  // namespace asparagate
