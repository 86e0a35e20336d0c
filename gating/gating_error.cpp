#include "asparagate/gating/gating_error.hpp"

namespace asparagate {
namespace {

std::string join(const std::string& where, const std::string& population, const std::string& message) {
    std::string text = where;
    if (!population.empty()) text += (text.empty() ? "" : ": ") + population;
    return text.empty() ? message : text + ": " + message;
}

}  // namespace

GatingError::GatingError(std::string where, std::string population, const std::string& message)
    : Error(ErrorKind::input, join(where, population, message)),
      where_(std::move(where)),
      population_(std::move(population)) {}

}  // namespace asparagate
