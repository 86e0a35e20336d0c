# Writes a translation catalogue as a C++ text: cmake -D catalogue=zh.po -D source=out.cpp -P embed_catalogue.cmake
file(READ "${catalogue}" text)
file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT [[
#include "language/catalogue.hpp"

namespace asparagate {

const char* const chinese_catalogue = R"po(@text@)po";

}  // namespace asparagate
]])
