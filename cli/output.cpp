#include "command.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/output_file.hpp"

#include <cerrno>
#include <cstring>

namespace asparagate::cli {

void write_output(const std::string& text, const std::filesystem::path& path) {
    if (!path.empty() && path != "-") return write_file(path, text);
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!written) throw OutputError("stdout", std::strerror(errno));
}

}  // namespace asparagate::cli
