#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace asparagate::test {

using KeywordPairs = std::vector<std::pair<std::string, std::string>>;

struct ColumnModel {
    std::string name = {};
    char type = 'F';               ///< I, F, D or A
    unsigned bits = 32;            ///< `$PnB`; characters of A, 0 = free format
    std::string range = "262144";  ///< `$PnR`
    std::string amplification = "0,0";
    std::string gain = {};  ///< `$PnG`; empty = left out
};

/// What a data set says and in which form, apart from its bytes: change one member and the rest of the file follows.
/// Every segment can lie anywhere; all offsets are computed.
struct DataSetModel {
    std::string version = "3.1";
    char delimiter = '/';
    char datatype = 'F';  ///< `$DATATYPE`; columns of another type get `$PnDATATYPE`
    std::string byte_order = "1,2,3,4";
    std::vector<ColumnModel> columns = {};
    std::vector<std::vector<std::uint64_t>> events = {};  ///< a word per column: integer, or the bits of a float
    KeywordPairs keywords = {};                           ///< further ones of primary TEXT
    KeywordPairs lies = {};                               ///< values in place of the computed ones
    KeywordPairs supplement = {};                         ///< supplemental TEXT
    KeywordPairs analysis = {};
    std::vector<std::string> other = {};
    std::string order = "TOSDA";     ///< of TEXT, OTHER, supplemental TEXT, DATA, ANALYSIS in the file
    bool mode = true;                ///< writes `$MODE`, which FCS 3.2 does not need
    bool data_in_text_only = false;  ///< HEADER says 0,0 as in files beyond 99,999,999 bytes
    bool crc = false;                ///< eight zeros at the end
};

/// The file that holds these data sets one behind the other.
std::string encode(const std::vector<DataSetModel>& data_sets);

/// Ranks of successive bytes of a `width`-byte word in a byte order, from 0 for the least significant.
std::vector<unsigned> byte_ranks(const std::string& byte_order, unsigned width);

}  // namespace asparagate::test
