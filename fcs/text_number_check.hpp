#pragma once
#include "finding_log.hpp"
#include "read_parameters.hpp"
#include "text_number.hpp"

#include <cstdint>
#include <string_view>

namespace asparagate::detail {

/// Proves, when a file is opened, that every value of type A is a number, so that reading events cannot fail later.
class TextNumberCheck {
public:
    explicit TextNumberCheck(FindingLog& log) : log_(log) {}
    /// @param offset in the data set. @param p position of the parameter. @throws FcsError when `text` is no number
    void check(std::string_view text, std::uint64_t offset, std::size_t p);
    /// One finding for all numbers that are no unsigned integers.
    void report() const;

private:
    FindingLog& log_;
    std::uint64_t n_signed_ = 0;
    std::size_t first_parameter_ = 0;
};

/// Checks the columns of type A and fixed width. @param data `n_events` events. @param begin their offset in the data
/// set
void check_text_columns(const Layout& layout, std::string_view data, std::uint64_t begin, std::uint64_t n_events,
                        FindingLog& log);

}  // namespace asparagate::detail
