#include "asparagate/fcs/read_options.hpp"

#include "asparagate/fcs/number.hpp"

#include <algorithm>

namespace asparagate {
namespace {

/// `--name=value --name=value`
class OptionText {
public:
    void add(const char* name, const std::string& value) {
        text_.append(text_.empty() ? "--" : " --").append(name).append("=").append(value);
    }
    void add_changed(const char* name, std::uint64_t value, std::uint64_t usual) {
        if (value != usual) add(name, std::to_string(value));
    }
    [[nodiscard]] std::string text() && { return std::move(text_); }

private:
    std::string text_;
};

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text.append(text.empty() ? "" : ",").append(word);
    return text;
}

}  // namespace

std::string ReadOptions::text() const {
    OptionText out;
    if (strict) out.add("strict", "true");
    if (!allow.empty()) out.add("allow", joined(allow));
    if (!fcs_version.empty()) out.add("fcs-version", fcs_version);
    if (data_offsets != DataOffsets::by_rule)
        out.add("data-offsets", data_offsets == DataOffsets::header ? "header" : "text");
    if (event_count != EventCount::by_rule) out.add("event-count", event_count == EventCount::total ? "total" : "size");
    if (recover_truncated) out.add("recover-truncated", "true");
    if (scan_data_sets) out.add("dataset", "scan");
    if (!date_format.empty()) out.add("date-format", date_format);
    if (!time_name.empty()) out.add("time-name", time_name);
    if (timestep) out.add("timestep", format_number(*timestep));
    if (delimiter) out.add("delimiter", std::to_string(*delimiter));
    const ReadLimits usual;
    out.add_changed("max-text", limits.text_bytes, usual.text_bytes);
    out.add_changed("max-keywords", limits.keywords, usual.keywords);
    out.add_changed("max-value", limits.value_bytes, usual.value_bytes);
    out.add_changed("max-parameters", limits.parameters, usual.parameters);
    out.add_changed("max-datasets", limits.data_sets, usual.data_sets);
    return std::move(out).text();
}

bool ReadOptions::refuses(const std::string& code) const {
    return strict && std::find(allow.begin(), allow.end(), code) == allow.end();
}

}  // namespace asparagate
