#pragma once
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate::test {

/// One column as the reference reader sees it.
struct ReferenceColumn {
    std::string name;
    char type = 'F';                 ///< I, F, D or A
    std::vector<std::uint64_t> raw;  ///< I and A: the integer after the mask; F and D: the bits of the value
    std::vector<double> scale;       ///< after log decoding, gain, time step
};

struct ReferenceDataSet {
    std::string version;                          ///< "2.0" ... "3.2"
    std::map<std::string, std::string> keywords;  ///< upper-case keys of primary and supplemental TEXT
    std::uint64_t n_events = 0;
    std::vector<ReferenceColumn> columns;
    std::string analysis;
    std::vector<std::string> other;
};

/// The bytes do something that the reference reader leaves to others: it knows conforming files alone.
class NotCovered : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A second reader of FCS 2.0 to 3.2, written from the standards apart from the library and sharing no code with it:
/// slow, one byte at a time, for conforming files of every data type with whole-byte words. The library must
/// agree with it. @throws NotCovered for anything that a conforming file does not hold.
std::vector<ReferenceDataSet> read_by_the_book(std::string_view file);

}  // namespace asparagate::test
