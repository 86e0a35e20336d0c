#pragma once
#include "asparagate/fcs/keywords.hpp"
#include "asparagate/fcs/read_options.hpp"
#include "finding_log.hpp"
#include "name_list.hpp"
#include "tokeniser.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace asparagate::detail {

/// Turns the words of TEXT, STEXT or ANALYSIS into keywords in valid UTF-8 and reports everything odd about them.
class KeywordBuilder {
public:
    /// Adds to `keywords`, where what is there already is never replaced.
    KeywordBuilder(const char* segment, const ReadLimits& limits, Keywords& keywords, FindingLog& log)
        : segment_(segment), limits_(limits), keywords_(keywords), log_(log) {}

    /// @param is_utf8 whether the words are; else they are Windows-1252.
    /// @throws FcsError when a value exceeds the limit, or in TEXT when a keyword that steers decoding occurs twice
    /// with different values.
    void add_all(Tokens tokens, bool is_utf8);

private:
    void note_oddities(const std::string& key, std::string_view value);
    void add(std::string_view raw_key, std::string& value);
    void contradict(const std::string& key, std::string_view before, std::string_view value);
    void report();
    [[nodiscard]] std::string utf8(std::string_view text) const;

    const char* segment_;
    const ReadLimits& limits_;
    Keywords& keywords_;
    FindingLog& log_;
    bool is_utf8_ = true;
    NameList empty_, repeated_, not_ascii_, byte_order_mark_, utf16_;
};

/// Whether `text` is valid UTF-8; reports the first byte that is not. @param offset of `text` in the data set.
bool check_encoding(const char* segment, std::string_view text, std::uint64_t offset, FindingLog& log);

/// Control characters other than tabs and line ends, which values of FCS 2.0 and 3.0 do not hold: they are printable
/// ASCII there. A delimiter of TEXT that was doubled is none of these.
void warn_of_control_characters(const Keywords& keywords, char delimiter, FindingLog& log);

}  // namespace asparagate::detail
