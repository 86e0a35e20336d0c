#include "command.hpp"

#include "asparagate/analysis/stat_methods.hpp"
#include "asparagate/fcs/error.hpp"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

namespace asparagate::cli {
namespace {

constexpr std::size_t largest_input = 256 << 20;

struct Options {
    std::string method;
    std::string file = "-";
    std::string output;
    bool list = false;
};

std::string read_all(std::istream& stream, const std::string& name) {
    std::string text;
    std::array<char, 1 << 16> buffer{};
    while (stream.read(buffer.data(), buffer.size()) || stream.gcount() > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(stream.gcount()));
        if (text.size() > largest_input)
            throw Error(ErrorKind::input, name + ": more than 256 MiB; expected the input of one method");
    }
    return text;
}

StatInput read_input(const std::string& file, unsigned threads) {
    StatInput input;
    input.threads = threads;
    if (file == "-") {
        input.source = "stdin";
        input.json = read_all(std::cin, input.source);
        return input;
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file))
        throw Error(ErrorKind::input, file + ": cannot be read: " + std::strerror(stream ? EISDIR : errno));
    input.source = file;
    input.folder = std::filesystem::path(file).parent_path();
    input.json = read_all(stream, file);
    return input;
}

std::string method_list() {
    std::string text;
    for (const StatMethodName& method : stat_method_names())
        text += method.name + std::string(method.name.size() < 40 ? 40 - method.name.size() : 1, ' ') + method.summary +
                '\n';
    return text;
}

int run_stats(const Options& options, const CommonOptions& common) {
    if (options.list) {
        write_output(method_list(), options.output);
        return done;
    }
    if (options.method.empty()) throw Error(ErrorKind::usage, "METHOD is missing; `stats --list` names all");
    const auto& known = stat_method_names();
    // A misspelt method is told before stdin is waited for.
    const bool is_known = std::any_of(known.begin(), known.end(),
                                      [&](const StatMethodName& method) { return method.name == options.method; });
    refuse_overwriting({options.output}, {options.file});
    const StatInput input = is_known ? read_input(options.file, common.threads) : StatInput{};
    write_output(run_stat_method(options.method, input), options.output);
    return done;
}

}  // namespace

Run add_stats(CLI::App& app) {
    auto options = std::make_shared<Options>();
    app.add_option("METHOD", options->method, "Name of the method; --list shows all");
    app.add_option("FILE", options->file, "JSON object with the method's fields; - = stdin")->capture_default_str();
    app.add_option("-o,--output", options->output, "File for the result; default stdout");
    app.add_flag("--list", options->list, "Name all methods, one line each");
    app.footer("Fields of every method: docs/statistics.md. Monte Carlo takes \"seed\" and \"draws\" in the input.");
    return [options](const CommonOptions& common, Console&) { return run_stats(*options, common); };
}

}  // namespace asparagate::cli
