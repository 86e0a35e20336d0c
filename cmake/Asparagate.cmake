# What every target of the project shares. Nothing directory-wide: targets ask for it by name.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(ASPARAGATE_CCACHE ccache)
if(ASPARAGATE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;${ASPARAGATE_CCACHE}")
endif()

# Usage requirements of every target: language, warnings, floating-point rules, sanitizers.
add_library(asparagate_options INTERFACE)
target_compile_features(asparagate_options INTERFACE cxx_std_20)
target_compile_options(asparagate_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
    # Results must be the same bits everywhere: no fused multiply-add behind our back, no fast-math.
    -ffp-contract=off
    $<$<BOOL:${ASPARAGATE_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 takes `"text" + std::string` for an overlapping or endless copy (GCC bugs 105329 and 105651).
    target_compile_options(asparagate_options INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
endif()
if(ASPARAGATE_SANITIZE)
    target_compile_options(asparagate_options INTERFACE
        -fsanitize=${ASPARAGATE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
    target_link_options(asparagate_options INTERFACE -fsanitize=${ASPARAGATE_SANITIZE})
endif()
if(ASPARAGATE_FUZZ)
    # Without a call at every comparison targets run half as fast again; what they would find the dictionaries hold.
    target_compile_options(asparagate_options INTERFACE -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp)
endif()

# asparagate_library(NAME): the static library of one module folder, exported as asparagate::NAME.
function(asparagate_library name)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.hpp")
    add_library(asparagate_${name} STATIC ${sources})
    add_library(asparagate::${name} ALIAS asparagate_${name})
    set_target_properties(asparagate_${name} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
    target_compile_features(asparagate_${name} PUBLIC cxx_std_20)
    target_include_directories(asparagate_${name}
        PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
        PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
    target_link_libraries(asparagate_${name} PRIVATE $<BUILD_INTERFACE:asparagate_options>)
    target_precompile_headers(asparagate_${name} PRIVATE
        <algorithm> <array> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <optional> <span> <string>
        <string_view> <variant> <vector>)
endfunction()

# asparagate_test(MODULE LIBS...): tests/MODULE/*_test.cpp as one GoogleTest program.
function(asparagate_test module)
    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.hpp")
    if(NOT sources)
        return()
    endif()
    add_executable(${module}_test ${sources})
    target_include_directories(${module}_test PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    target_link_libraries(${module}_test PRIVATE asparagate_options ${ARGN} GTest::gmock_main)
    target_compile_definitions(${module}_test PRIVATE
        ASPARAGATE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
        $<$<BOOL:${ASPARAGATE_HAS_SHARED_DATA}>:ASPARAGATE_SHARED_DATA="${ASPARAGATE_SHARED_DATA}">)
    target_precompile_headers(${module}_test PRIVATE <gtest/gtest.h> <filesystem> <string> <vector>)
    gtest_discover_tests(${module}_test DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()
