#pragma once
#include "asparagate/fcs/error.hpp"

namespace asparagate {

/// A strategy, transform or gate that cannot be used. The message reads `where: population: what`.
class GatingError : public Error {
public:
    /// `where` is a file, `file:line:column`, or empty; `population` a path or empty.
    GatingError(std::string where, std::string population, const std::string& message);
    [[nodiscard]] const std::string& where() const noexcept { return where_; }
    [[nodiscard]] const std::string& population() const noexcept { return population_; }

private:
    std::string where_;
    std::string population_;
};

}  // namespace asparagate
