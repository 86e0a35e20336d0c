#pragma once
#include "asparagate/fcs/fcs_file.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace asparagate::test {

/// Positions of the bytes of HEADER and primary TEXT of every data set.
std::vector<std::size_t> header_and_text_of(const std::string& bytes);

/// Collects the flipped bits that change what a file says without an error or warning. That is right only where the
/// changed file is consistent in itself, as when one digit of a gain becomes another: no reader can tell.
class SilentFlips {
public:
    /// What `file`, of `bytes` with byte `at` changed, says otherwise than `original`.
    void compare(const std::string& bytes, const FcsFile& original, std::size_t at, const FcsFile& file);
    void count_flip() { ++n_flips_; }
    /// Expects that they are few, and that each has a known reason.
    void expect_few_and_explained() const;

private:
    std::size_t n_flips_ = 0;
    std::map<std::string, std::size_t> silent_;  ///< what the changed byte belongs to -> number of flips
};

}  // namespace asparagate::test
