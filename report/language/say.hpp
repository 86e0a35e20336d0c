#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// Languages of figures, report and patient sheets. Tables, CSV of figures and codes stay the same in all of them.
enum class Language { english, chinese };

/// "en" or "zh" (Simplified Chinese); nullopt for anything else.
std::optional<Language> language_named(std::string_view code);
/// As HTML's lang attribute wants it: "en", "zh-Hans".
const char* language_tag();

/// The language of every text that this thread makes while the scope lives; English outside of any.
class LanguageScope {
public:
    explicit LanguageScope(Language language);
    ~LanguageScope();
    LanguageScope(const LanguageScope&) = delete;
    LanguageScope& operator=(const LanguageScope&) = delete;

private:
    Language outer_;
};
[[nodiscard]] Language language();

/// A text that people read in figures, report and patient sheets, in the language of the scope; "%1" to "%9"
/// stand for `values`. Every sentence is one text with its values, never glued from parts: languages order them
/// differently. A text without translation is given in English.
std::string say(const char* english, std::initializer_list<std::string> values = {});

/// say() of what is said about `count` things: the wording for one, or that for none and for several.
std::string say_count(std::size_t count, const char* one, const char* several,
                      std::initializer_list<std::string> values = {});

/// Marks a text of a table of words that say() is given later, so that the tests find it.
constexpr const char* sayable(const char* english) {
    return english;
}

/// Sentences one after the other, with a blank between them where the language wants one; empty ones are left out.
std::string sentences(const std::vector<std::string>& parts);

}  // namespace asparagate
