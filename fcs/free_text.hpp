#pragma once
#include "finding_log.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace asparagate::detail {

/// DATA of type A in free format (`$PnB/*`): numbers between runs of blanks, tabs, commas and line ends. Any stretch of
/// events can be read: the position of every 256th event is kept, 8 bytes each.
class FreeText {
public:
    /// Counts and checks every number. @param data DATA. @param begin its offset in the data set.
    /// @param total `$TOT`; without it all whole events are taken.
    /// @throws FcsError when something is no number, or the numbers are fewer than `total` events or a whole event more
    FreeText(std::string_view data, std::uint64_t begin, std::size_t n_parameters, std::optional<std::uint64_t> total,
             FindingLog& log);

    [[nodiscard]] std::uint64_t n_events() const noexcept { return n_events_; }

    /// Calls visit(event - first, p, number) with the text of all numbers of the events [first, first + n), in the
    /// order of the file. @pre first + n <= n_events()
    template <class Visit>
    void visit(std::uint64_t first, std::size_t n, Visit visit) const {
        if (n == 0) return;
        std::string_view rest = data_.substr(positions_[first / indexed_events]);
        for (std::uint64_t skipped = first % indexed_events * n_parameters_; skipped > 0; --skipped) next_word(rest);
        for (std::size_t event = 0; event < n; ++event)
            for (std::size_t p = 0; p < n_parameters_; ++p) visit(event, p, next_word(rest));
    }

private:
    static constexpr std::uint64_t indexed_events = 256;

    /// Takes the next number off `rest`; empty at the end.
    static std::string_view next_word(std::string_view& rest) {
        constexpr std::string_view separators = " \t,\r\n";
        rest.remove_prefix(std::min(rest.find_first_not_of(separators), rest.size()));
        const std::string_view word = rest.substr(0, rest.find_first_of(separators));
        rest.remove_prefix(word.size());
        return word;
    }
    void check_total(std::uint64_t n_words, std::optional<std::uint64_t> total, FindingLog& log);

    std::string_view data_;
    std::size_t n_parameters_;
    std::uint64_t n_events_ = 0;
    std::vector<std::size_t> positions_;  ///< of events 0, 256, 512 ...
};

}  // namespace asparagate::detail
