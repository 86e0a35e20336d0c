#include "text_number_check.hpp"

#include "parameter_values.hpp"

namespace asparagate::detail {

void TextNumberCheck::check(std::string_view text, std::uint64_t offset, std::size_t p) {
    const auto number = parse_text_number(text);
    if (!number) {
        log_.refuse({"DATA", parameter_key(p + 1, "N"), offset},
                    in_quotes(text) + " is no number; expected digits, as $DATATYPE=A says");
    }
    if (!number->unsigned_integer && n_signed_++ == 0) first_parameter_ = p;
}

void TextNumberCheck::report() const {
    if (n_signed_ == 0) return;
    log_.warn("W-ASCII", {"DATA", parameter_key(first_parameter_ + 1, "N")},
              std::to_string(n_signed_) +
                  " numbers are no unsigned integers, the only ones that $DATATYPE=A knows; they are read as they are");
}

void check_text_columns(const Layout& layout, std::string_view data, std::uint64_t begin, std::uint64_t n_events,
                        FindingLog& log) {
    if (layout.datatype != 'A') return;
    TextNumberCheck numbers(log);
    for (std::uint64_t event = 0; event < n_events; ++event) {
        for (std::size_t p = 0; p < layout.parameters.size(); ++p) {
            if (layout.parameters[p].datatype != 'A') continue;
            const auto at = static_cast<std::size_t>(event * layout.event_bytes + layout.column_offsets[p]);
            numbers.check(data.substr(at, stored_bytes(layout.parameters[p])), begin + at, p);
        }
    }
    numbers.report();
}

}  // namespace asparagate::detail
