#pragma once
#include "asparagate/fcs/error.hpp"

namespace asparagate {

/// A study table, setting or statistical input that cannot be used. `where` is `file:line: column "x"` or a method
/// name; the message says what was found and what was expected.
class AnalysisError : public Error {
public:
    AnalysisError(std::string where, const std::string& message);
    [[nodiscard]] const std::string& where() const noexcept { return where_; }

private:
    std::string where_;
};

}  // namespace asparagate
