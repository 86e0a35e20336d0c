#include "document/content.hpp"

#include "asparagate/fcs/number.hpp"
#include "figures/words.hpp"
#include "language/say.hpp"

#include <iterator>

namespace asparagate {

TableCell text_cell(std::string_view text) {
    return {text.empty() ? "–" : std::string(text), std::string(text), false, false, ""};
}

namespace {

TableCell number(const std::string& shown, const std::string& sort_key) {
    return {shown, sort_key, true, false, ""};
}

TableCell missing_number() {
    return number("–", "");
}

}  // namespace

TableCell number_cell(const std::optional<double>& value) {
    return value ? number(number_words(*value), format_number(*value)) : missing_number();
}

TableCell plain_cell(const std::optional<double>& value) {
    return value ? number(axis_number(*value), format_number(*value)) : missing_number();
}

TableCell percent_cell(const std::optional<double>& value) {
    return value ? number(percent_words(*value), format_number(*value)) : missing_number();
}

TableCell p_cell(const std::optional<double>& value) {
    return value ? number(p_words(*value), format_number(*value)) : missing_number();
}

TableCell count_cell(const std::optional<std::uint64_t>& value) {
    return value ? number(count_words(*value), std::to_string(*value)) : missing_number();
}

TableCell hash_cell(const std::string& hash, std::size_t characters) {
    const std::string shown = hash.size() > characters ? hash.substr(0, characters) + "…" : hash;
    return {shown.empty() ? "–" : shown, hash, false, true, ""};
}

TableCell flags_cell(const std::vector<std::string>& flags, const std::string& href) {
    std::string text;
    for (const std::string& flag : flags) text += (text.empty() ? "" : ", ") + flag;
    TableCell cell = text_cell(text);
    if (!flags.empty()) cell.href = href;
    return cell;
}

bool ReportTable::numeric(std::size_t column) const {
    return !rows.empty() && column < rows.front().size() && rows.front()[column].numeric;
}

void add_table(Blocks& blocks, ReportTable table, std::string fold, bool on_paper) {
    if (!table.empty()) blocks.emplace_back(TableBlock{std::move(table), std::move(fold), on_paper});
}

void append(Blocks& blocks, Blocks more) {
    std::move(more.begin(), more.end(), std::back_inserter(blocks));
}

std::string research_use_only() {
    return say("Research use only. Not for diagnosis or treatment decisions.");
}

}  // namespace asparagate
