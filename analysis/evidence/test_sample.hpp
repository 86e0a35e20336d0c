#pragma once
#include <cstddef>
#include <vector>

namespace asparagate {

enum class TestDesign { groups, pairs, orders };

/// The numbers that one test is made from, one entry for each patient who has them all.
struct TestSample {
    TestDesign design = TestDesign::groups;
    std::vector<std::size_t> patients;  ///< positions in Evidence::patients, ascending
    std::vector<double> values;         ///< of pairs the difference
    std::vector<bool> first;            ///< groups: whether in the first group
    std::vector<double> before, after;  ///< pairs
    std::vector<double> against;        ///< orders: what the values are ranked against

    [[nodiscard]] std::size_t size() const { return patients.size(); }
    /// The values of the first group or of the other.
    [[nodiscard]] std::vector<double> group(bool in_first) const;
    /// Without entry `left_out`.
    [[nodiscard]] TestSample without(std::size_t left_out) const;
};

}  // namespace asparagate
