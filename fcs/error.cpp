#include "asparagate/fcs/error.hpp"

#include "asparagate/fcs/task_control.hpp"

namespace asparagate {
namespace {

std::string with_place(const FcsPlace& place, const std::string& message) {
    std::string text = place.file.empty() ? message : place.file + ": " + message;
    std::string where = place.segment;
    if (place.offset) where += (where.empty() ? "byte " : ", byte ") + std::to_string(*place.offset);
    if (!where.empty()) text += " (" + where + ")";
    return text;
}

}  // namespace

FcsError::FcsError(FcsPlace place, const std::string& message)
    : Error(ErrorKind::input, with_place(place, message)), place_(std::move(place)) {}

void TaskControl::throw_if_stopped() const {
    if (stop.stop_requested()) throw Interrupted();
}

}  // namespace asparagate
