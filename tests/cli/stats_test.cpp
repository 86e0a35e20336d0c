// `stats`, `power` and `predict`.
#include "program.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

using nlohmann::json;

namespace asparagate::test {
namespace {

class StatsCommand : public ProgramTest {
protected:
    std::filesystem::path input(const std::string& text) const {
        write_text(folder_ / "input.json", text);
        return folder_ / "input.json";
    }
    /// A table of `n` patients, three of four restored; the marker is higher in those.
    std::filesystem::path table(int n) const {
        std::string text = "patient,restored,marker,other\n";
        for (int i = 0; i < n; ++i) {
            const bool restored = i % 4 != 0;
            text += "P" + std::to_string(i) + (restored ? ",yes," : ",no,") +
                    std::to_string((i * 7) % 11 + (restored ? 3 : 0)) + "," + std::to_string((i * 5) % 13) + "\n";
        }
        write_text(folder_ / "table.csv", text);
        return folder_ / "table.csv";
    }
};

}  // namespace

TEST_F(StatsCommand, AnswersInJson) {
    const Outcome run =
        asparagate({"stats", "mann_whitney_exact_midrank", input(R"({"x": [15, 22, 14, 18, 12], "y": [5, 4.5]})")});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const json answer = json::parse(run.out);
    EXPECT_EQ(answer["schema"], "asparagate.stats/1");
    EXPECT_EQ(answer["method"], "mann_whitney_exact_midrank");
    EXPECT_NEAR(answer["result"]["p_two"].get<double>(), 2.0 / 21, 1e-12);
}

TEST_F(StatsCommand, ListsItsMethods) {
    const Outcome run = asparagate({"stats", "--list"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 44);
    EXPECT_NE(run.out.find("fisher_exact_2x2"), std::string::npos);
}

TEST_F(StatsCommand, TellsAWrongMethodFromAWrongInput) {
    const Outcome method = asparagate({"stats", "fisher"});
    EXPECT_EQ(method.exit_code, 2);
    EXPECT_NE(method.err.find("fisher_exact_2x2"), std::string::npos) << method.err;
    const Outcome field = asparagate({"stats", "fisher_exact_2x2", input(R"({"table": [[1, 2], [3]]})")});
    EXPECT_EQ(field.exit_code, 3);
    EXPECT_NE(field.err.find("input.json: field \"table[1]\": found [3]; expected a list of two counts"),
              std::string::npos)
        << field.err;
    EXPECT_EQ(asparagate({"stats", "fisher_exact_2x2", input("not json")}).exit_code, 3);
    EXPECT_EQ(asparagate({"stats", "fisher_exact_2x2", folder_ / "absent.json"}).exit_code, 3);
    EXPECT_EQ(asparagate({"stats"}).exit_code, 2);
}

TEST_F(StatsCommand, WritesTheSameBytesForAnyNumberOfThreads) {
    std::string values;
    for (int i = 0; i < 50; ++i) values += (i > 0 ? ", " : "") + std::to_string((i * 37) % 101 - 40);
    const auto file = input("{\"differences\": [" + values + "], \"draws\": 3000}");
    const Outcome one = asparagate({"stats", "paired_sign_flip_mean_exact", file, "-@", "1"});
    const Outcome eight = asparagate({"stats", "paired_sign_flip_mean_exact", file, "-@", "8"});
    ASSERT_EQ(one.exit_code, 0) << one.err;
    EXPECT_EQ(one.out, eight.out);
}

TEST_F(StatsCommand, PlansAStudy) {
    const Outcome run = asparagate({"power", "--groups", "5v2,15v5", "--runs", "2000"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(run.out.rfind("analysis,design,quantity,value,mcse\n", 0), 0U);
    EXPECT_NE(run.out.find("Mann-Whitney,5 vs 2,smallest attainable p,0.09523809523"), std::string::npos);
    EXPECT_NE(run.out.find("\"power at AUC 0.85, alpha 0.05\",0,\n"), std::string::npos) << run.out;
    EXPECT_NE(run.out.find("parent events,278788,"), std::string::npos);
    EXPECT_EQ(json::parse(asparagate({"power", "--runs", "100", "--format", "json"}).out)["schema"],
              "asparagate.power/1");
    EXPECT_EQ(asparagate({"power", "--groups", "5x2"}).exit_code, 2);
}

TEST_F(StatsCommand, RefusesToPredictFromEightPatients) {
    const Outcome run = asparagate({"predict", table(8), "--marker", "marker"});
    EXPECT_EQ(run.exit_code, 5);
    EXPECT_NE(run.err.find("N_TOO_SMALL_FOR_MODEL"), std::string::npos) << run.err;
    const json answer = json::parse(run.out);
    EXPECT_EQ(answer["reason_code"], "N_TOO_SMALL_FOR_MODEL");
    EXPECT_FALSE(answer.contains("model"));
    EXPECT_EQ(answer["markers"].size(), 1U);
}

TEST_F(StatsCommand, PredictsWithOneMarkerFromTwentyPatients) {
    const Outcome run = asparagate({"predict", table(32), "--marker", "marker"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_TRUE(json::parse(run.out)["model"].contains("leave_pair_out_auc"));
    EXPECT_EQ(asparagate({"predict", table(32), "--marker", "marker", "--marker", "other"}).exit_code, 5);
    const Outcome wrong = asparagate({"predict", table(32), "--marker", "markr"});
    EXPECT_EQ(wrong.exit_code, 3);
    EXPECT_NE(wrong.err.find("did you mean \"marker\""), std::string::npos) << wrong.err;
    EXPECT_EQ(asparagate({"predict", table(32), "--marker", "marker", "-o", folder_ / "table.csv"}).exit_code, 2);
}

TEST_F(StatsCommand, PredictsWithTheKindOfModelThatIsAskedFor) {
    const auto file = table(168);
    const std::vector<std::string> call = {"predict", file.string(), "--marker", "marker", "--resamples", "20"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), call.begin(), call.end());
        return asparagate(more);
    };
    const json firth = json::parse(with({}).out);
    EXPECT_EQ(firth["model"]["kind"], "Firth logistic regression");
    const Outcome run = with({"--model-kind", "ridge", "--model", (folder_ / "model.json").string()});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const json ridge = json::parse(run.out), kept = json::parse(read_text(folder_ / "model.json"));
    EXPECT_EQ(ridge["model"]["kind"], "ridge logistic regression");
    EXPECT_EQ(kept["kind"], "ridge logistic regression");
    EXPECT_EQ(kept["coefficients"], ridge["model"]["coefficients"]);
    EXPECT_EQ(kept["ridge"], ridge["model"]["ridge"]);
    EXPECT_TRUE(ridge["model"]["coefficients"][1]["p"].is_null());
    EXPECT_EQ(ridge["model"]["decision_curve"], ridge["model"]["nested_validation"][1]["decision_curve"]);
    EXPECT_EQ(ridge["model"]["nested_validation"], firth["model"]["nested_validation"]);
    EXPECT_EQ(ridge["model"]["patients"].size(), 168U);
    // Below 50 patients only Firth is allowed.
    const Outcome few = asparagate({"predict", table(32), "--marker", "marker", "--model-kind", "ridge"});
    EXPECT_EQ(few.exit_code, 5);
    EXPECT_NE(few.err.find("MODEL_KIND_NOT_ALLOWED: ridge for 32 patients, 8 of the rarer outcome"), std::string::npos)
        << few.err;
    EXPECT_EQ(with({"--model-kind", "lasso"}).exit_code, 2);
}

TEST_F(StatsCommand, PredictsFromAResultsFolder) {
    write_text(folder_ / "outcomes.csv", "patient,restored\nP1,restored\nP2,not restored\nP3,not evaluable\n");
    write_text(folder_ / "foldchanges.csv",
               "feature,patient,log2fc,state\nCD8,P1,1.5,OK\nCD8,P2,-0.5,FLOOR\nCD8,P3,0.1,OK\n");
    const Outcome run = asparagate({"predict", folder_, "--marker", "CD8", "--format", "csv"});
    EXPECT_EQ(run.exit_code, 5);
    EXPECT_NE(run.out.find("\nn,2\n"), std::string::npos) << run.out;
    EXPECT_NE(run.out.find("\nmissing,1\n"), std::string::npos) << run.out;
}

}  // namespace asparagate::test
