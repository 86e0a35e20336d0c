#pragma once
#include "language/say.hpp"

namespace asparagate {

/// A language for the length of a scope.
class ChosenLanguage {
public:
    explicit ChosenLanguage(Language language) { set_language(language); }
    ~ChosenLanguage() { set_language(Language::english); }
    ChosenLanguage(const ChosenLanguage&) = delete;
    ChosenLanguage& operator=(const ChosenLanguage&) = delete;
};

}  // namespace asparagate
