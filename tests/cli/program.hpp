#pragma once
#include "asparagate/fcs/fcs_writer.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace asparagate::test {

/// What one run of `asparagate` left behind.
struct Outcome {
    int exit_code = -1;  ///< 128 + signal when killed
    std::string out, err;
    double seconds = 0;            ///< from start to end
    std::uint64_t peak_bytes = 0;  ///< most memory in use at one time
};

/// Runs `asparagate ARGUMENTS` through no shell, in `folder`. Limits: 120 seconds.
Outcome asparagate(const std::vector<std::string>& arguments, const std::filesystem::path& folder = {});

/// Expects what a hostile file may cost at most: no signal, 2 seconds, 64 MiB above a run that reads nothing.
void expect_within_limits(const Outcome& outcome);

std::string read_text(const std::filesystem::path& path);
void write_text(const std::filesystem::path& path, const std::string& text);

/// Every file under `folder` with its bytes, sorted; for comparing results. `skip` names files that carry times.
std::vector<std::pair<std::string, std::string>> snapshot(const std::filesystem::path& folder,
                                                          const std::vector<std::string>& skip = {});

/// A folder of its own for each test, removed afterwards.
class ProgramTest : public ::testing::Test {
protected:
    ProgramTest();
    ~ProgramTest() override;
    std::filesystem::path folder_;

    /// A small FCS file with channels FSC-A, CD3, CD19 (marker names): `n` events, value = event number times 1, 2, 3.
    std::filesystem::path small_fcs(const std::string& name, std::size_t n = 1000) const;
    /// A strategy with /Cells (FSC-A >= 100) and /Cells/T (CD3 >= 1000).
    std::filesystem::path small_strategy(const std::string& extra = {}) const;
};

}  // namespace asparagate::test
