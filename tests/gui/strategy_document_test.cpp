#include "strategy/strategy_document.hpp"

#include "asparagate/fcs/output_file.hpp"
#include "asparagate/gating/strategy_file.hpp"
#include "strategy/strategy_edit.hpp"

#include <gtest/gtest.h>

#include <limits>

#include <QSignalSpy>
#include <QTemporaryDir>

namespace asparagate::gui {
namespace {

GatingStrategy one_gate(double min) {
    RectangleGate gate;
    gate.dimensions = {{"CD3"}};
    gate.bounds = {{min, std::numeric_limits<double>::infinity()}};
    GatingStrategy strategy;
    strategy.name = "One";
    strategy.nodes = {{"/", "T", gate, {}}};
    return strategy;
}

class StrategyDocumentTest : public testing::Test {
protected:
    std::filesystem::path file() const { return std::filesystem::path(folder_.path().toStdString()) / "strategy.toml"; }
    QTemporaryDir folder_;
    StrategyDocument document_;
};

TEST_F(StrategyDocumentTest, UndoesAndRedoesEveryStep) {
    document_.start(one_gate(1));
    document_.apply(one_gate(2), "Move T");
    document_.apply(one_gate(3), "Move T");
    document_.history().undo();
    EXPECT_EQ(document_.strategy(), one_gate(2));
    document_.history().undo();
    EXPECT_EQ(document_.strategy(), one_gate(1));
    EXPECT_FALSE(document_.modified());
    document_.history().redo();
    EXPECT_EQ(document_.strategy(), one_gate(2));
}

TEST_F(StrategyDocumentTest, MergesDrawingAndNamingIntoOneStep) {
    document_.start({});
    document_.apply(one_gate(1), "Add gate", "draw 1");
    document_.apply(with_renamed(one_gate(1), "/T", "T cells"), "Add gate", "draw 1");
    EXPECT_EQ(document_.history().count(), 1);
    document_.history().undo();
    EXPECT_TRUE(document_.strategy().nodes.empty());
}

TEST_F(StrategyDocumentTest, PreviewsWithoutRecording) {
    document_.start(one_gate(1));
    QSignalSpy spy(&document_, &StrategyDocument::changed);
    document_.preview(one_gate(5));
    EXPECT_EQ(spy.count(), 1);
    EXPECT_TRUE(spy.front().front().toBool());
    EXPECT_EQ(document_.strategy(), one_gate(5));
    EXPECT_FALSE(document_.modified());
    document_.cancel_preview();
    EXPECT_EQ(document_.strategy(), one_gate(1));
}

TEST_F(StrategyDocumentTest, SavesAFileThatReadsBackEqual) {
    document_.start(one_gate(1));
    EXPECT_THROW(document_.save(), Error) << "there is no file yet";
    document_.save_as(file(), false);
    document_.apply(one_gate(2), "Move T");
    EXPECT_TRUE(document_.modified());
    document_.save();
    EXPECT_FALSE(document_.modified());
    EXPECT_EQ(read_strategy_file(file()).strategy, one_gate(2));
}

TEST_F(StrategyDocumentTest, NeverOverwritesWhatSomebodyElseWrote) {
    write_file(file(), format_strategy(one_gate(1)));
    document_.open(file());
    document_.apply(one_gate(2), "Move T");
    write_file(file(), format_strategy(one_gate(9)));
    EXPECT_THROW(document_.save(), Error);
    EXPECT_EQ(read_strategy_file(file()).strategy, one_gate(9));
    StrategyDocument other;
    other.start(one_gate(3));
    EXPECT_THROW(other.save_as(file(), false), Error);
    EXPECT_EQ(read_strategy_file(file()).strategy, one_gate(9));
}

TEST_F(StrategyDocumentTest, UsesAStudysPanelWithoutWritingIt) {
    write_file(file(), format_strategy(one_gate(1)));
    document_.open(file());
    document_.set_study_panel({{"CD3", {"CD3e"}}});
    EXPECT_EQ(document_.effective().panel.at("CD3"), (std::vector<std::string>{"CD3e"}));
    document_.apply(one_gate(2), "Move T");
    document_.save();
    EXPECT_TRUE(read_strategy_file(file()).strategy.panel.empty());
}

TEST_F(StrategyDocumentTest, MarksUnsavedChangesInItsTitle) {
    document_.start(one_gate(1));
    document_.save_as(file(), false);
    EXPECT_EQ(document_.title().toStdString(), "strategy.toml");
    document_.apply(one_gate(2), "Move T");
    EXPECT_EQ(document_.title().toStdString(), "strategy.toml •");
}

}  // namespace
}  // namespace asparagate::gui
