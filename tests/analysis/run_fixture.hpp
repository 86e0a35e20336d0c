#pragma once
#include "analysis/evidence_fixture.hpp"

#include "asparagate/analysis/run_study.hpp"
#include "asparagate/fcs/fcs_writer.hpp"

#include <fstream>
#include <random>
#include <sstream>

namespace asparagate::test {

/// A folder of its own for one test, removed afterwards.
class TemporaryFolder {
public:
    TemporaryFolder() {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::temp_directory_path() / (std::string("asparagate-") + test->test_suite_name() + "-" +
                                                          test->name() + "-" + std::to_string(std::random_device{}()));
        std::filesystem::create_directories(path_);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

inline std::string read_bytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

inline void write_text(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

/// Events on CD8, GzmB and CD19; `cd8` of them CD8+, of which `gzmb` are GzmB+ well above any control.
struct TubeContent {
    int events = 4000, cd8 = 1000, gzmb = 200;
    unsigned seed = 1;
};
inline void write_tube(const std::filesystem::path& path, const TubeContent& content) {
    std::filesystem::create_directories(path.parent_path());
    std::vector<Parameter> parameters(3);
    const char* const names[] = {"BV711-A", "APC-A", "PE-A"};
    const char* const markers[] = {"CD8", "GzmB", "CD19"};
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        parameters[p].index = p + 1;
        parameters[p].name = names[p];
        parameters[p].marker = markers[p];
        parameters[p].range = 262144;
    }
    FcsWriter writer(path, parameters, {}, static_cast<std::uint64_t>(content.events));
    std::mt19937 random(content.seed);
    const auto noise = [&] { return static_cast<float>(random() % 1000); };
    for (int event = 0; event < content.events; ++event) {
        const float values[] = {event < content.cd8 ? 20000 + noise() : noise() / 2,
                                event < content.gzmb ? 50000 + noise() : noise(), noise() / 2};
        writer.append(values);
    }
    writer.finish();
}

/// A study on disk: two patients, both visits, full stain and FMO. Made with read_study.
class StudyFolder {
public:
    explicit StudyFolder(const std::filesystem::path& folder) : folder_(folder) {
        write_text(folder / "strategy.toml", SmallStudy::strategy_text);
        write_text(folder / "study.toml", R"([study]
title = "small"
[study.visit_days]
"day 0" = 0
"day 14" = 14
[strategy]
file = "strategy.toml"
[tables]
samples = "samples.csv"
patients = "patients.csv"
activity = "activity.csv"
outcomes = "outcomes.csv"
[[feature]]
id = "CD8 GzmB+"
name = "CD8 granzyme B+"
population = "/CD8/GzmB+"
measure = "percent_of_parent"
family = "cytotoxic"
[[feature]]
id = "GzmB of CD8"
name = "granzyme B of CD8"
population = "/CD8"
measure = "median"
channel = "GzmB"
family = "cytotoxic"
)");
        write_text(folder / "patients.csv", "patient,sex\nP1,F\nP2,M\n");
        write_text(folder / "outcomes.csv", "patient,label,tolerated\nP1,good,yes\nP2,poor,no\n");
        write_text(folder / "activity.csv",
                   "patient,period,nominal_day,day,activity,unit,lloq,method\n"
                   "P1,before,7,-20,<20,IU/L,20,kit\nP1,after,7,27,310,IU/L,20,kit\nP1,after,14,34,150,IU/L,20,kit\n"
                   "P2,before,7,-20,<20,IU/L,20,kit\nP2,after,7,27,40,IU/L,20,kit\nP2,after,14,34,<20,IU/L,20,kit\n");
        std::string samples = "sample,patient,visit,control,file\n";
        unsigned seed = 1;
        for (const std::string patient : {"P1", "P2"})
            for (const std::string visit : {"day 0", "day 14"})
                for (const std::string control : {"", "FMO GzmB"}) {
                    const std::string id = patient + " " + visit + (control.empty() ? "" : " FMO");
                    samples += id + "," + patient + "," + visit + "," + control + ",fcs/" + id + ".fcs\n";
                    const bool rises = patient == "P1" && visit == "day 14";
                    write_tube(folder / "fcs" / (id + ".fcs"),
                               {4000, 1000, control.empty() ? (rises ? 600 : 200) : 0, seed++});
                }
        write_text(folder / "samples.csv", samples);
    }

    [[nodiscard]] Study read() const { return read_study(folder_ / "study.toml"); }
    [[nodiscard]] std::filesystem::path tube(const std::string& id) const { return folder_ / "fcs" / (id + ".fcs"); }

private:
    std::filesystem::path folder_;
};

inline const std::vector<std::string>& result_files() {
    static const std::vector<std::string> names = {"populations.csv",
                                                   "intensities.csv",
                                                   "foldchanges.csv",
                                                   "comparisons.csv",
                                                   "correlations.csv",
                                                   "activity.csv",
                                                   "antibodies.csv",
                                                   "outcomes.csv",
                                                   "study.h5",
                                                   "rules.csv",
                                                   "kinetics.csv",
                                                   "restoration.csv",
                                                   "concordance.csv",
                                                   "doses.csv",
                                                   "reactions.csv",
                                                   "concomitant.csv",
                                                   "liver.csv",
                                                   "ammonia.csv",
                                                   "cohort.csv",
                                                   "analyses.csv",
                                                   "claims.csv",
                                                   "claim_tests.csv",
                                                   "detection.csv",
                                                   "placement.csv",
                                                   "conclusions.csv",
                                                   "gate_placements.csv",
                                                   "influence.csv",
                                                   "clustering.csv",
                                                   "threshold_sensitivity.csv",
                                                   "cd19_pairs.csv"};
    return names;
}

inline void expect_equal_results(const std::filesystem::path& a, const std::filesystem::path& b) {
    for (const std::string& name : result_files()) {
        EXPECT_GT(read_bytes(a / name).size(), 10u) << name;
        EXPECT_TRUE(read_bytes(a / name) == read_bytes(b / name)) << name << " differs";
    }
}

inline RunResult run_into(const Study& study, const std::filesystem::path& output, unsigned threads = 1) {
    RunOptions options;
    options.output = output;
    options.threads = threads;
    options.command = "asparagate run";
    RunResult result = run_study(study, options);
    write_results(result.evidence, output);
    return result;
}

}  // namespace asparagate::test
