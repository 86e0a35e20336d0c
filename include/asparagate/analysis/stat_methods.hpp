#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace asparagate {

/// A statistical method that takes JSON and gives JSON (docs/statistics.md).
struct StatMethodName {
    std::string name;
    std::string summary;  ///< one line
};
/// All methods, by field of use.
const std::vector<StatMethodName>& stat_method_names();

/// Where the input of a method comes from.
struct StatInput {
    std::string json;              ///< one object with the method's input fields
    std::string source = "input";  ///< for messages
    std::filesystem::path folder;  ///< files named in the input are looked up here
    unsigned threads = 0;
};
/// The result as JSON: `schema` "asparagate.stats/1", `method`, `test`, `n`, `missing`, `exact` and so on where they
/// apply, and `result` with the fields of docs/statistics.md. Infinities are the texts "Inf" and "-Inf", what is not
/// defined is null.
/// @throws Error(usage) on an unknown method, with the nearest name; AnalysisError on input that cannot be used, naming
/// the field, what was found and what was expected.
std::string run_stat_method(std::string_view method, const StatInput& input);

}  // namespace asparagate
