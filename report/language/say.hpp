#pragma once
#include <initializer_list>
#include <string>

namespace asparagate {

/// A text that people read in figures, report and patient sheets, in the language chosen for this drawing; "%1" to "%9"
/// stand for `values`. Every sentence is one text with its values, never glued from parts: languages order them
/// differently.
std::string say(const char* english, std::initializer_list<std::string> values = {});

}  // namespace asparagate
