#pragma once
#include <string>

namespace asparagate::flowjo {

/// Why one population of a workspace cannot be honoured; the others can.
struct Unsupported {
    const char* code;  ///< of the finding
    std::string reason;
};

}  // namespace asparagate::flowjo
