// TEXT of any bytes: refused or split as the reference splitter does wherever the standard leaves no choice, and the
// same words again after they were written.
#include "asparagate/fcs/error.hpp"
#include "fuzz/reference_splitter.hpp"
#include "text_segment.hpp"
#include "tokeniser.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace asparagate;

void require(bool promise) {
    if (!promise) std::abort();
}

constexpr std::size_t most_words = 1 << 16;

detail::Tokens tokenise(std::string_view text, detail::TokenMode mode) {
    return detail::tokenise(text.substr(1), text.front(), mode, most_words);
}

void split_and_join(std::string_view text) {
    const auto expected = fuzz::split_by_the_book(text);
    if (!expected) return;
    require(tokenise(text, detail::TokenMode::escaped).words == *expected);
    const std::string joined = fuzz::join(*expected, text.front());
    require(tokenise(joined, detail::TokenMode::escaped).words == *expected);
}

/// What a reader without anything to remark must have found.
void require_by_the_book(std::string_view text, const Keywords& keywords) {
    const auto words = fuzz::split_by_the_book(text);
    if (!words) return;
    require(words->size() == 2 * keywords.size());
    for (std::size_t i = 0; i < keywords.size(); ++i) {
        const auto& [key, value] = keywords.entries()[i];
        require((*words)[2 * i].find(key) != std::string::npos && (*words)[2 * i + 1] == value);
    }
}

void read_keywords(std::string_view text) {
    Findings findings;
    detail::FindingLog log("fuzz.fcs", 0, 0, findings);
    try {
        const Keywords keywords = detail::read_primary_text(text, 58, ReadOptions{}, log).keywords;
        for (const auto& [key, value] : keywords.entries()) require(!key.empty() && keywords.find(key) == value);
        if (findings.empty()) require_by_the_book(text, keywords);
    } catch (const FcsError&) {
    }
    for (const Finding& finding : findings) require(!describe(finding).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    split_and_join(text);
    read_keywords(text);
    return 0;
}
