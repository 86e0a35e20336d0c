#include "cli/program.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <sstream>

extern char** environ;

namespace asparagate::test {

std::string read_text(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

void write_text(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

Outcome asparagate(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
    static std::atomic<int> run_number{0};
    const std::string stem = std::filesystem::temp_directory_path() /
                             ("asparagate_out_" + std::to_string(getpid()) + "_" + std::to_string(run_number++));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, (stem + ".out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, (stem + ".err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (!folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    std::vector<std::string> words{"timeout", "120", ASPARAGATE_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_t child = 0;
    const auto start = std::chrono::steady_clock::now();
    const int failure = posix_spawnp(&child, "timeout", &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    EXPECT_EQ(failure, 0);
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    Outcome outcome{WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), read_text(stem + ".out"),
                    read_text(stem + ".err"), taken.count(), static_cast<std::uint64_t>(usage.ru_maxrss) * 1024};
    std::filesystem::remove(stem + ".out");
    std::filesystem::remove(stem + ".err");
    return outcome;
}

void expect_within_limits(const Outcome& outcome) {
    static const std::uint64_t empty_run = asparagate({"--version"}).peak_bytes;
    EXPECT_LT(outcome.exit_code, 124) << outcome.err;  // 124 is what `timeout` gives
    EXPECT_LE(outcome.seconds, 2);
    EXPECT_LE(outcome.peak_bytes, empty_run + (std::uint64_t{64} << 20));
}

std::vector<std::pair<std::string, std::string>> snapshot(const std::filesystem::path& folder,
                                                          const std::vector<std::string>& skip) {
    std::vector<std::pair<std::string, std::string>> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string name = std::filesystem::relative(entry.path(), folder).string();
        if (!entry.is_regular_file() || std::find(skip.begin(), skip.end(), name) != skip.end()) continue;
        files.emplace_back(name, read_text(entry.path()));
    }
    std::sort(files.begin(), files.end());
    return files;
}

ProgramTest::ProgramTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "asparagate_test_XXXXXX";
    folder_ = mkdtemp(pattern.data());
}

ProgramTest::~ProgramTest() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::filesystem::path ProgramTest::small_fcs(const std::string& name, std::size_t n) const {
    std::vector<Parameter> parameters(3);
    const char* const channels[] = {"FSC-A", "FITC-A", "PE-A"};
    const char* const markers[] = {"", "CD3", "CD19"};
    for (std::size_t p = 0; p < 3; ++p) {
        parameters[p].index = p + 1;
        parameters[p].name = channels[p];
        parameters[p].marker = markers[p];
        parameters[p].range = 262144;
    }
    std::vector<float> events;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t p = 0; p < 3; ++p) events.push_back(static_cast<float>(i * (p + 1)));
    }
    FcsWriter writer(folder_ / name, parameters, {}, n);
    writer.append(events);
    writer.finish();
    return folder_ / name;
}

std::filesystem::path ProgramTest::small_strategy(const std::string& extra) const {
    write_text(folder_ / "strategy.toml", R"([strategy]
name = "small"
[population."/Cells"]
gate = "range"
x = "FSC-A"
min = 100
[population."/Cells/T"]
gate = "range"
x = "CD3"
min = 1000
)" + extra);
    return folder_ / "strategy.toml";
}

}  // namespace asparagate::test
