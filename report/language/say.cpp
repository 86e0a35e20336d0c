#include "language/say.hpp"

#include "language/catalogue.hpp"

#include <utility>

namespace asparagate {

namespace {

/// Hundreds of sentences ask for it, also from within others: it is carried by the thread instead of by each call.
thread_local Language language_of_scope = Language::english;

std::string translated(const char* english) {
    if (language() == Language::english) return english;
    static const std::map<std::string, std::string> texts = read_catalogue(chinese_catalogue);
    const auto found = texts.find(english);
    return found == texts.end() ? english : found->second;
}

}  // namespace

std::optional<Language> language_named(std::string_view code) {
    if (code == "en") return Language::english;
    if (code == "zh") return Language::chinese;
    return std::nullopt;
}

const char* language_tag() {
    return language() == Language::chinese ? "zh-Hans" : "en";
}

LanguageScope::LanguageScope(Language language) : outer_(std::exchange(language_of_scope, language)) {}

LanguageScope::~LanguageScope() {
    language_of_scope = outer_;
}

Language language() {
    return language_of_scope;
}

std::string say(const char* english, std::initializer_list<std::string> values) {
    const std::string pattern = translated(english);
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char next = i + 1 < pattern.size() ? pattern[i + 1] : '\0';
        const bool place = pattern[i] == '%' && next >= '1' && next <= '9';
        const std::size_t index = place ? static_cast<std::size_t>(next - '1') : values.size();
        if (index >= values.size()) {
            text += pattern[i];
            continue;
        }
        text += values.begin()[index];
        ++i;
    }
    return text;
}

std::string say_count(std::size_t count, const char* one, const char* several,
                      std::initializer_list<std::string> values) {
    return say(count == 1 ? one : several, values);
}

std::string sentences(const std::vector<std::string>& parts) {
    const char* const between = language() == Language::chinese ? "" : " ";
    std::string text;
    for (const std::string& part : parts)
        if (!part.empty()) text += (text.empty() ? "" : between) + part;
    return text;
}

}  // namespace asparagate
