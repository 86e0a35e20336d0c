#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/edit_outline.hpp"
#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/number.hpp"
#include "outline_keywords.hpp"
#include "shifted_date.hpp"
#include "standard_keywords.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace asparagate {
namespace {

using detail::upper_case;

bool is_number(std::string_view text) {
    return parse_number(text).has_value();
}

bool is_number_list(std::string_view text) {
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        if (!is_number(text.substr(begin, comma - begin))) return false;
        begin = comma + 1;
    }
    return true;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), trim(text)) != words.end();
}

/// `Linear,0,1000` or `Logarithmic,4,0.1`
bool is_display(std::string_view text) {
    const std::size_t comma = text.find(',');
    return comma != std::string_view::npos && is_one_of(text.substr(0, comma), {"Linear", "Logarithmic"}) &&
           is_number_list(text.substr(comma + 1));
}

/// Numbers, then a unit in use for fluorescence calibration.
bool is_calibration(std::string_view text) {
    const std::size_t comma = text.rfind(',');
    return comma != std::string_view::npos && is_number_list(text.substr(0, comma)) &&
           is_one_of(text.substr(comma + 1), {"MESF", "ABC", "AB", "ERF", "MEF", "MEFL", "MEPE", "mol", "molecules"});
}

bool is_type(std::string_view text) {
    return is_one_of(text, {"Forward Scatter", "Side Scatter", "Raw Fluorescence", "Unmixed Fluorescence", "Mass",
                            "Time", "Electronic Volume", "Index", "Classification"});
}

bool is_feature(std::string_view text) {
    return is_one_of(text, {"Area", "Width", "Height"});
}

bool is_originality(std::string_view text) {
    return is_one_of(text, {"Original", "NonDataModified", "Appended", "DataModified"});
}

bool is_free_text(std::string_view) {
    return true;
}

using Form = bool (*)(std::string_view);

/// What may stay, with the form that its value must have. Keywords of the layout come from the parameters.
Form allowed_form(const std::string& upper) {
    static const std::unordered_map<std::string_view, Form> forms{
        {"$TIMESTEP", is_number}, {"$VOL", is_number},    {"$ABRT", is_number},
        {"$LOST", is_number},     {"$CYT", is_free_text}, {"$ORIGINALITY", is_originality}};
    static const std::unordered_map<std::string_view, Form> parameter_forms{
        {"E", is_number_list}, {"R", is_number},        {"G", is_number},
        {"L", is_number_list}, {"O", is_number},        {"P", is_number},
        {"V", is_number},      {"D", is_display},       {"CALIBRATION", is_calibration},
        {"TYPE", is_type},     {"FEATURE", is_feature}, {"ANALYTE", is_free_text}};
    if (const auto found = forms.find(upper); found != forms.end()) return found->second;
    const auto key = detail::parse_parameter_key(upper);
    if (!key) return nullptr;
    const auto found = parameter_forms.find(key->suffix);
    return found == parameter_forms.end() ? nullptr : found->second;
}

/// `$TR/name,threshold` of a channel that there is.
bool is_trigger(const FcsOutline& outline, std::string_view text) {
    const std::size_t comma = text.rfind(',');
    if (comma == std::string_view::npos || !is_number(text.substr(comma + 1))) return false;
    const std::string_view name = trim(text.substr(0, comma));
    return std::any_of(outline.parameters.begin(), outline.parameters.end(),
                       [&](const Parameter& p) { return p.name == name; });
}

/// Builds the keywords that stay, and counts what does not.
class Allowance {
public:
    Allowance(const FcsOutline& outline, const std::optional<std::string>& secret) : outline_(outline) {
        if (secret) days_ = detail::secret_days(*secret);
    }

    Keywords run() {
        for (const auto& [key, value] : outline_.keywords.entries()) consider(key, value);
        if (outline_.spillover) kept_.set("$SPILLOVER", format_spillover(*outline_.spillover));
        return std::move(kept_);
    }

    [[nodiscard]] std::size_t n_removed() const { return n_removed_; }

private:
    void consider(const std::string& key, const std::string& value) {
        const std::string upper = upper_case(key);
        if (upper == "$DATATYPE") return kept_.set(key, value);
        const Form form = allowed_form(upper);
        if (form && !value.empty() && form(value)) return kept_.set(upper, value);
        if (upper == "$TR" && is_trigger(outline_, value)) return kept_.set(upper, value);
        if (const auto date = shifted(upper, value)) return kept_.set(upper, *date);
        if (!detail::is_structural(upper)) ++n_removed_;
    }

    /// Dates move by whole days, so times of day stay as they are.
    [[nodiscard]] std::optional<std::string> shifted(const std::string& upper, std::string_view value) const {
        if (!days_) return std::nullopt;
        if (upper == "$DATE") return detail::shifted_date(value, *days_);
        if (upper == "$BEGINDATETIME" || upper == "$ENDDATETIME") return detail::shifted_date_time(value, *days_);
        if ((upper == "$BTIM" || upper == "$ETIM") && detail::is_time_of_day(value)) return std::string(value);
        return std::nullopt;
    }

    const FcsOutline& outline_;
    std::optional<int> days_;
    Keywords kept_;
    std::size_t n_removed_ = 0;
};

void show_free_text(const FcsOutline& outline, Findings& findings) {
    std::string shown;
    const auto add = [&](const std::string& key, std::string_view text) {
        if (!text.empty()) shown += (shown.empty() ? "" : ", ") + key + "=\"" + terminal_text(text) + "\"";
    };
    for (const Parameter& parameter : outline.parameters) {
        const std::string key = "$P" + std::to_string(parameter.index);
        add(key + "N", parameter.name);
        add(key + "S", parameter.marker);
        add(key + "ANALYTE", outline.keywords.find(key + "ANALYTE").value_or(""));
    }
    add("$CYT", outline.keywords.find("$CYT").value_or(""));
    findings.push_back(detail::keyword_finding("I-FREE-TEXT", Severity::note, "",
                                               "text that stays, look at it before you pass the file on: " + shown));
}

}  // namespace

void deidentify(FcsOutline& outline, const std::optional<std::string>& secret, Findings& findings) {
    Allowance allowance(outline, secret);
    Keywords kept = allowance.run();
    outline.keywords = std::move(kept);
    const std::size_t segments = (outline.analysis.empty() ? 0 : 1) + outline.other_segments.size();
    outline.analysis.clear();
    outline.other_segments.clear();
    findings.push_back(detail::keyword_finding(
        "I-DEIDENTIFIED", Severity::note, "",
        "left out " + std::to_string(allowance.n_removed()) + " keywords and " + std::to_string(segments) +
            " ANALYSIS and OTHER segments; dates are " + (secret ? "shifted" : "removed")));
    show_free_text(outline, findings);
}

}  // namespace asparagate
