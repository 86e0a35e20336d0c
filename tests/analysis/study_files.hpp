#pragma once
#include "asparagate/analysis/study.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>

namespace asparagate::test {

/// A small complete study in a temporary folder: two patients, one tube, two visits. Tests change a file and read.
class StudyFiles : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "asparagate_study_XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        write("study.toml", study_toml);
        write("strategy.toml", strategy_toml);
        write("tables/samples.csv",
              "sample,patient,visit,tube,control,file\n"
              "s1,P1,day 0,cyt,,../fcs/s1.fcs\n"
              "s2,P1,day 14,cyt,,../fcs/s2.fcs\n"
              "f1,P1,day 0,cyt,FMO GzmB,../fcs/f1.fcs\n"
              "s3,P2,day 0,cyt,,../fcs/s3.fcs\n"
              "s4,P2,day 14,cyt,,../fcs/s4.fcs\n");
        for (const char* name : {"s1", "s2", "f1", "s3", "s4"}) write("fcs/" + std::string(name) + ".fcs", "");
        write("tables/patients.csv", "patient,sex,age_years,reaction\nP1,M,6.1,silent inactivation\nP2,F,4,\n");
        write("tables/doses.csv",
              "patient,day,end_day,product,dose,unit\n"
              "P1,-60,,pegaspargase,2500,U/m2\n"
              "P1,0,28,blinatumomab,15,ug/m2/d\n"
              "P1,60,,pegaspargase,2000,U/m2\n");
        write("tables/activity.csv",
              "patient,period,nominal_day,day,activity,unit,lloq,method\n"
              "P1,before,7,-53,<20,IU/L,20,colorimetric\n"
              "P1,after,7,67,0.35,IU/mL,0.02,colorimetric\n");
        write("tables/antibodies.csv",
              "patient,period,day,specificity,result,unit,cutoff\n"
              "P1,before,-20,anti-PEG,640,titre,10\n"
              "P1,after,20,anti-PEG,<10,titre,10\n");
        write("tables/outcomes.csv", "patient,label,tolerated,symptoms,premedicated\nP1,good,yes,no,\nP2,poor,yes,,\n");
        write("tables/counts.csv",
              "sample,platform,bead_population,beads_per_tube,volume_ul\ns1,beads,/Beads,51000,50\n");
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& content) const {
        std::filesystem::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name, std::ios::binary) << content;
    }
    /// Replaces the first `from` of a file.
    void edit(const std::string& name, const std::string& from, const std::string& to) const {
        std::ifstream stream(folder_ / name, std::ios::binary);
        std::string text{std::istreambuf_iterator<char>(stream), {}};
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << name << " lacks " << from;
        write(name, text.replace(at, from.size(), to));
    }
    void append(const std::string& name, const std::string& lines) const {
        std::ofstream(folder_ / name, std::ios::binary | std::ios::app) << lines;
    }

    [[nodiscard]] Study read() const { return read_study(folder_ / "study.toml"); }
    /// What reading says, without the temporary folder's name; "" when it succeeds.
    [[nodiscard]] std::string error() const {
        try {
            (void)read();
        } catch (const Error& caught) {
            EXPECT_EQ(caught.kind(), ErrorKind::input);
            std::string message = caught.what();
            const std::string prefix = folder_.string() + "/";
            for (auto at = message.find(prefix); at != std::string::npos; at = message.find(prefix)) {
                message.erase(at, prefix.size());
            }
            return message;
        }
        return "";
    }
    /// Messages of the findings with a code.
    static std::vector<std::string> messages(const Study& study, const std::string& code) {
        std::vector<std::string> found;
        for (const Finding& finding : study.findings) {
            if (finding.code == code) found.push_back(finding.message);
        }
        return found;
    }

    std::filesystem::path folder_;

private:
    static constexpr const char* study_toml = R"([study]
title = "Two patients"
baseline_visit = "day 0"
followup_visit = "day 14"
[study.visit_days]
"day 0" = 0
"day 14" = 14
[study.plan]
primary = ["gzmb"]
[strategy]
file = "strategy.toml"
[panel]
GzmB = ["GranB"]
[tables]
samples = "tables/samples.csv"
patients = "tables/patients.csv"
doses = "tables/doses.csv"
activity = "tables/activity.csv"
antibodies = "tables/antibodies.csv"
outcomes = "tables/outcomes.csv"
counts = "tables/counts.csv"
[restoration]
rule = "R-A"
threshold_iu_l = 100
[detection]
lod = 20
lloq = 50
[compute]
seed = 7
[[feature]]
id = "gzmb"
tube = "cyt"
population = "/T/GzmB+"
)";
    static constexpr const char* strategy_toml = R"([strategy]
name = "Small"
[panel]
GzmB = ["GZMB"]
[population."/Beads"]
gate = "range"
x = "FSC-A"
max = 100
[population."/T"]
gate = "range"
x = "CD3"
min = 1000
[population."/T/GzmB+"]
gate = "range"
x = "GzmB"
min = { control = "FMO GzmB", percentile = 99.5, minimum_events = 500, fallback = 1200 }
)";
};

}  // namespace asparagate::test
