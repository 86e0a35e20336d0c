#include "free_text.hpp"

#include "text_number_check.hpp"

#include <string>

namespace asparagate::detail {

FreeText::FreeText(std::string_view data, std::uint64_t begin, std::size_t n_parameters,
                   std::optional<std::uint64_t> total, FindingLog& log)
    : data_(data), n_parameters_(n_parameters) {
    TextNumberCheck numbers(log);
    std::uint64_t n_words = 0;
    std::string_view rest = data;
    for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest), ++n_words) {
        const auto position = static_cast<std::size_t>(word.data() - data.data());
        if (n_words % (indexed_events * n_parameters) == 0) positions_.push_back(position);
        numbers.check(word, begin + position, n_words % n_parameters);
    }
    check_total(n_words, total, log);
    numbers.report();
}

void FreeText::check_total(std::uint64_t n_words, std::optional<std::uint64_t> total, FindingLog& log) {
    const std::uint64_t whole_events = n_words / n_parameters_;
    n_events_ = total.value_or(whole_events);
    const std::string found = "DATA has " + std::to_string(n_words) + " numbers, " + std::to_string(whole_events) +
                              " whole events of " + std::to_string(n_parameters_) +
                              (total ? ", $TOT=" + std::to_string(*total) : std::string());
    if (n_events_ > whole_events) log.refuse({"DATA", "$TOT"}, found + "; DATA is truncated or $TOT is wrong");
    if (n_events_ < whole_events) log.refuse({"DATA", "$TOT"}, found + "; $TOT, $PAR or an offset is wrong");
    if (n_words % n_parameters_ != 0)
        log.warn("W-TOT-PAD", {"DATA", "$TOT"}, found + "; the numbers after the last event are ignored");
}

}  // namespace asparagate::detail
