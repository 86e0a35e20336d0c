#include "asparagate/gating/compensation.hpp"

#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/gating_error.hpp"
#include "event_file.hpp"

#include <gmock/gmock.h>

using namespace asparagate;
using test::EventFile;
using testing::HasSubstr;

namespace {

const SpilloverMatrix two{{"FITC-A", "PE-A"}, {1, 0.2, 0.1, 1}};

std::string message_of(const SpilloverMatrix& matrix) {
    try {
        Compensation::from_spillover(matrix, "test.csv");
    } catch (const GatingError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST(Compensation, RecoversTheDyesOfAMixture) {
    // Dyes 100 and 50 are seen as 100 + 5 and 20 + 50.
    const auto compensation = Compensation::from_spillover(two, "file");
    const double seen[] = {105, 70};
    for (std::size_t c = 0; c < 2; ++c) {
        const auto w = compensation.weights(c);
        EXPECT_NEAR(w[0] * seen[0] + w[1] * seen[1], c == 0 ? 100 : 50, 1e-12);
    }
    EXPECT_NEAR(compensation.condition_number(), 1.3529, 0.01);
}

TEST(Compensation, RefusesAMatrixThatCannotBeInverted) {
    EXPECT_THAT(message_of({{"A", "B"}, {1, 1, 1, 1}}), HasSubstr("test.csv: spillover matrix cannot be inverted"));
    EXPECT_THAT(message_of({{"A", "B"}, {1, 1, 1, 1 + 1e-12}}), HasSubstr("condition number"));
    EXPECT_THAT(message_of({{"A", "B"}, {1, NAN, 0, 1}}), HasSubstr("spillover of A into B is nan"));
    EXPECT_THAT(message_of({{"A", "B"}, {1, 0, 1}}), HasSubstr("expected a square matrix"));
    EXPECT_THAT(message_of({{"A", "A"}, {1, 0, 0, 1}}), HasSubstr("names the channel A twice"));
}

TEST(SpilloverCsv, ReadsMatricesWithAndWithoutNames) {
    const test::TextFolder folder;
    EXPECT_EQ(read_spillover_csv(folder.write("a.csv", "FITC-A,PE-A\n1,0.2\n0.1,1\n")), two);
    EXPECT_EQ(read_spillover_csv(
                  folder.write("b.csv", "\xEF\xBB\xBF\"\",\"FITC-A\",\"PE-A\"\r\n\"FITC-A\",1,0.2\r\nPE-A,0.1,1\r\n")),
              two);
    EXPECT_EQ(read_spillover_csv(folder.write("c.tsv", "\tFITC-A\tPE-A\nFITC-A\t1\t0.2\n\nPE-A\t0.1\t1")), two);
}

TEST(SpilloverCsv, NamesFileAndLineOfAnError) {
    const test::TextFolder folder;
    const auto message = [&](const std::string& content) {
        try {
            read_spillover_csv(folder.write("m.csv", content));
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::input);
            return std::string(error.what());
        }
        return std::string();
    };
    EXPECT_THAT(message("A,B\n1,0\n0,x\n"), HasSubstr("m.csv:3: column B: found \"x\""));
    EXPECT_THAT(message("A,B\n1,0\n0\n"), HasSubstr("m.csv:3: found 1 cells, expected 2"));
    EXPECT_THAT(message("A,B\n1,0\n"), HasSubstr("expected a square matrix"));
    EXPECT_THAT(message(""), HasSubstr("is empty"));
    EXPECT_THAT(message("A,B\n1,inf\n0,1\n"), HasSubstr("expected a finite number"));
}

TEST(AppliedCompensation, SaysWhichMatrixIsInForce) {
    const EventFile file({"FSC-A", "FITC-A", "PE-A"}, {{1, 105, 70}}, {{"$SPILLOVER", "2,FITC-A,PE-A,1,0.2,0.1,1"}});
    GatingStrategy strategy;
    GateOptions options;
    EXPECT_EQ(gate_sample(file.data(), strategy, "s", options).compensation, "file ($SPILLOVER, 2 channels)");
    options.compensation_source = CompensationSource::none;
    EXPECT_EQ(gate_sample(file.data(), strategy, "s", options).compensation, "none");
    options.matrix = two;
    options.matrix_name = "spill.csv";
    EXPECT_EQ(gate_sample(file.data(), strategy, "s", options).compensation, "spill.csv (2 channels)");
    const auto column = compensated_column(file.data(), 1, compensation_for(file.data(), strategy, {}));
    ASSERT_EQ(column.size(), 1u);
    EXPECT_NEAR(column[0], 100, 1e-12);
    EXPECT_EQ(compensated_column(file.data(), 1, std::nullopt), std::vector{105.0});
}

TEST(AppliedCompensation, IsNeverAppliedTwice) {
    for (const char* name : {"Comp-FITC-A", "<FITC-A>"}) {
        const EventFile file({"FSC-A", name, "PE-A"}, {{1, 105, 70}});
        GateOptions options;
        options.matrix = two;
        const auto result = gate_sample(file.data(), {}, "s", options);
        EXPECT_THAT(result.compensation, HasSubstr("already compensated"));
        ASSERT_EQ(result.findings.size(), 1u);
        EXPECT_EQ(result.findings[0].code, "G-PRECOMP");
        EXPECT_FALSE(compensation_for(file.data(), {}, options));
    }
}

TEST(AppliedCompensation, RefusesAChannelThatTheFileLacks) {
    const EventFile file({"FSC-A", "PE-A"}, {{1, 70}});
    GateOptions options;
    options.matrix = two;
    EXPECT_THROW(gate_sample(file.data(), {}, "s", options), GatingError);
}

TEST(AppliedCompensation, TakesAFileWithoutMatrixAsItIs) {
    const EventFile file({"FSC-A", "PE-A"}, {{1, 70}});
    const auto result = gate_sample(file.data(), {}, "s", {});
    EXPECT_THAT(result.compensation, HasSubstr("none"));
    ASSERT_EQ(result.findings.size(), 1u);
    EXPECT_EQ(result.findings[0].code, "G-NOSPILL");
    EXPECT_EQ(result.findings[0].severity, Severity::note);
}
