#include "command.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/output_file.hpp"

#include <cerrno>
#include <cstring>

namespace asparagate::cli {
namespace {

bool is_file_name(const std::filesystem::path& path) {
    return !path.empty() && path != "-";
}

bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code unknown;
    return std::filesystem::equivalent(a, b, unknown) ||
           std::filesystem::weakly_canonical(a, unknown) == std::filesystem::weakly_canonical(b, unknown);
}

}  // namespace

void refuse_overwriting(const std::vector<std::filesystem::path>& outputs,
                        const std::vector<std::filesystem::path>& inputs) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (!is_file_name(outputs[i])) continue;
        for (const auto& input : inputs) {
            if (is_file_name(input) && same_file(outputs[i], input))
                throw Error(ErrorKind::usage, outputs[i].string() + ": is an input; name another output");
        }
        for (std::size_t k = 0; k < i; ++k) {
            if (is_file_name(outputs[k]) && same_file(outputs[i], outputs[k]))
                throw Error(ErrorKind::usage, outputs[i].string() + ": named for two outputs; give each its own name");
        }
    }
}

void refuse_folder_of_inputs(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& inputs) {
    std::error_code unknown;
    const std::filesystem::path results = std::filesystem::weakly_canonical(folder, unknown);
    for (const auto& input : inputs) {
        const auto inside = std::filesystem::weakly_canonical(input, unknown).lexically_relative(results);
        if (!inside.empty() && *inside.begin() != "..") {
            throw Error(ErrorKind::usage, folder.string() + ": holds " + inside.string() +
                                              ", an input of the study; give the results a folder of their own");
        }
    }
}

void write_output(const std::string& text, const std::filesystem::path& path) {
    if (!path.empty() && path != "-") return write_file(path, text);
    const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!written) throw OutputError("stdout", std::strerror(errno));
}

}  // namespace asparagate::cli
