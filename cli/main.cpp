#include "command.hpp"

#include "asparagate/fcs/error.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <new>
#include <thread>

namespace asparagate::cli {
namespace {

std::string& stored_command_line() {
    static std::string line;
    return line;
}

std::string shell_quoted(const std::string& argument) {
    const auto plain = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) ||
               std::string_view("-_./=:,+@%").find(c) != std::string_view::npos;
    };
    if (!argument.empty() && std::all_of(argument.begin(), argument.end(), plain)) return argument;
    std::string quoted = "'";
    for (const char c : argument) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

void remember_command_line(int argc, char** argv) {
    std::string& line = stored_command_line();
    line = "asparagate";
    for (int i = 1; i < argc; ++i) line += ' ' + shell_quoted(argv[i]);
}

void add_common_options(CLI::App& app, CommonOptions& common) {
    app.add_option("-@,--threads", common.threads, "Threads to use; 0 = all cores")->check(CLI::Range(0, 1024));
    app.add_option("--format", common.format, "Format of tables and records")
        ->check(CLI::IsMember({"csv", "tsv", "json"}));
    app.add_flag("--strict", common.strict, "Turn every warning about an input into an error");
    app.add_option("--max-memory", common.max_memory_bytes, "Limit of own memory, such as 2GB; 0 = none")
        ->transform(CLI::AsSizeValue(false));
    app.add_flag("--force", common.force, "Do again what is already complete");
    app.add_flag("-q,--quiet", common.quiet, "Only errors on stderr");
    app.add_option("--log", common.log, "Append findings, notes and errors to this file");
}

std::vector<std::string> names_of(const std::vector<const CLI::App*>& commands) {
    std::vector<std::string> names;
    for (const CLI::App* command : commands) names.push_back(command->get_name());
    return names;
}

std::vector<std::string> long_options(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

/// CLI11's message; for a command or an option that there is not, the nearest one.
std::string usage_message(const CLI::App* app, const CLI::Error& error) {
    std::string message = error.what();
    const CLI::App* command = app;
    while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
    const std::vector<const CLI::App*> commands = command->get_subcommands([](const CLI::App*) { return true; });
    for (const std::string& extra : app->remaining(true)) {
        const bool option = extra.starts_with("--");
        if (!option && commands.empty()) continue;
        message = (option ? "unknown option " : "unknown command ") + in_quotes(extra) +
                  suggestion(extra, option ? long_options(*command) : names_of(commands));
        break;
    }
    return "error: " + message + "\nRun with --help for more information.\n";
}

int exit_code(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::internal:
            return internal_error;
        case ErrorKind::usage:
            return usage_error;
        case ErrorKind::input:
            return input_error;
        case ErrorKind::output:
            return output_error;
        case ErrorKind::interrupted:
            return interrupted;
    }
    return internal_error;
}

int run_guarded(const Run& run, const CommonOptions& common) {
    try {
        Console console(common.quiet, common.log);
        try {
            const int code = run(common, console);
            // What printf could not deliver shows only now.
            if (std::fflush(stdout) != 0 || std::ferror(stdout))
                throw OutputError("stdout", "not everything could be written");
            return code;
        } catch (const Error& error) {
            console.error(error.what());
            return exit_code(error.kind());
        } catch (const std::bad_alloc&) {
            console.error("not enough memory; fewer --threads need less");
            return internal_error;
        }
    } catch (const Error& error) {
        std::fprintf(stderr, "error: %s\n", error.what());
        return exit_code(error.kind());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "error: internal: %s\n", error.what());
        return internal_error;
    }
}

int main_function(int argc, char** argv) {
    remember_command_line(argc, argv);
    CLI::App app(
        "AsparaGate: from FCS files and clinical tables to the evidence of an asparaginase restoration study.\n"
        "Research use only.",
        "asparagate");
    app.set_version_flag("--version", "asparagate " + std::string(program_version()));
    app.require_subcommand(1);
    app.fallthrough();
    app.get_formatter()->column_width(34);
    app.failure_message(usage_message);

    CommonOptions common;
    const auto commands = std::vector<std::pair<std::string, std::pair<std::string, Run (*)(CLI::App&)>>>{
        {"info", {"What FCS files are: parameters, keywords, spillover, findings", add_info}},
        {"check", {"Fast integrity test of FCS files", add_check}},
        {"convert",
         {"FCS, CSV, TSV, HDF5 and h5ad from FCS or tables; gated, compensated, de-identified", add_convert}},
        {"gate", {"Populations and statistics of FCS files under a gating strategy", add_gate}},
        {"strategy", {"Check, convert and compare gating strategies", add_strategy}},
        {"run", {"The whole study: gate, quantify, compare, report", add_run}},
        {"report", {"Draw figures and report again from a results folder", add_report}},
        {"simulate", {"Make a synthetic cohort with known truth", add_simulate}},
        {"stats", {"One statistical method on JSON input", add_stats}},
        {"power", {"Plan a study: power, attainable p, intervals, sizes", add_power}},
        {"predict", {"Prediction of restoration, as far as the number of patients allows", add_predict}},
        {"verify", {"Check every hash of a results folder and its audit chain", add_verify}},
    };
    std::vector<std::pair<CLI::App*, Run>> runs;
    for (const auto& [name, command] : commands) {
        CLI::App* sub = app.add_subcommand(name, command.first);
        Run run = command.second(*sub);
        add_common_options(*sub, common);
        runs.emplace_back(sub, std::move(run));
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? done : usage_error;
    }
    watch_signals();
    for (const auto& [sub, run] : runs) {
        if (sub->parsed()) return run_guarded(run, common);
    }
    return usage_error;
}

}  // namespace

const std::string& command_line() {
    return stored_command_line();
}

TableFormat CommonOptions::table_format() const {
    return format == "json" ? TableFormat::json : format == "tsv" ? TableFormat::tsv : TableFormat::csv;
}

unsigned CommonOptions::thread_count() const {
    return threads != 0 ? threads : std::max(1u, std::thread::hardware_concurrency());
}

std::string counted(std::uint64_t n, const std::string& noun) {
    return std::to_string(n) + ' ' + noun + (n == 1 ? "" : "s");
}

}  // namespace asparagate::cli

int main(int argc, char** argv) {
    return asparagate::cli::main_function(argc, argv);
}
