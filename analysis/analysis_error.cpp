#include "asparagate/analysis/analysis_error.hpp"

namespace asparagate {

AnalysisError::AnalysisError(std::string where, const std::string& message)
    : Error(ErrorKind::input, where.empty() ? message : where + ": " + message), where_(std::move(where)) {}

}  // namespace asparagate
