#include "window/main_window.hpp"

#include "asparagate/fcs/output_file.hpp"
#include "asparagate/gating/engine.hpp"
#include "asparagate/gating/strategy_file.hpp"
#include "sample_files.hpp"
#include "strategy/strategy_edit.hpp"

#include <gtest/gtest.h>

#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

namespace asparagate::gui {
namespace {

class MainWindowTest : public testing::Test {
protected:
    void SetUp() override {
        write_two_clouds(folder() / "tube.fcs");
        write_file(folder() / "strategy.toml", format_strategy(two_gates()));
        window_.resize(1200, 800);
        window_.show();
    }
    std::filesystem::path folder() const { return folder_.path().toStdString(); }
    void open_tube() {
        window_.open_strategy(folder() / "strategy.toml");
        window_.open_files({folder() / "tube.fcs"});
        settle();
        ASSERT_TRUE(window_.gating().view());
    }
    void settle() {
        ASSERT_TRUE(QTest::qWaitFor([this] { return window_.settled(); }, 10000));
        QTest::qWait(20);
    }
    PlotWidget& plot() { return window_.gating().plot(); }
    StrategyDocument& document() { return *window_.workspace().document_for(0); }
    std::uint64_t count(const std::string& population) {
        const PopulationRow* row = window_.gating().view()->row(population);
        return row && row->count ? *row->count : std::numeric_limits<std::uint64_t>::max();
    }
    /// The pixel of a place in data units on the plot shown.
    QPoint pixel(double x, double y) {
        const PlotMap& map = plot().scene().map();
        return QPointF(map.pixel_x(apply(map.x.transform, x)), map.pixel_y(apply(map.y->transform, y))).toPoint();
    }
    void drag(QPoint from, QPoint to) {
        QTest::mousePress(&plot(), Qt::LeftButton, {}, from);
        QTest::mouseMove(&plot(), (from + to) / 2);
        QTest::mouseMove(&plot(), to);
        QTest::mouseRelease(&plot(), Qt::LeftButton, {}, to);
    }
    /// What the engine counts when it gates the file with a strategy.
    std::uint64_t engine_count(const GatingStrategy& strategy, const std::string& population) {
        const auto file = FcsFile::open(folder() / "tube.fcs");
        const SampleGates gates = gate_sample(file.data_set(), strategy, "tube", {});
        for (const PopulationRow& row : gates.rows)
            if (row.population == population) return row.count.value();
        ADD_FAILURE() << population << " is not there";
        return 0;
    }

    QTemporaryDir folder_;
    MainWindow window_{false};
};

TEST_F(MainWindowTest, ShowsAFileWithItsStrategyAndCounts) {
    open_tube();
    EXPECT_EQ(window_.gating().population(), "/");
    EXPECT_EQ(plot().plot().events, 2000u);
    ASSERT_EQ(plot().scene().gates().size(), 1u);
    EXPECT_EQ(count("/Cells"), engine_count(two_gates(), "/Cells"));
    EXPECT_EQ(count("/Cells/T"), engine_count(two_gates(), "/Cells/T"));
    EXPECT_GT(count("/Cells/T"), 900u);
}

TEST_F(MainWindowTest, DrawsARectangleNamesItAndCountsAsTheEngineDoes) {
    open_tube();
    window_.gating().set_tool(Tool::rectangle);
    drag(pixel(140000, 130000), pixel(220000, 210000));
    settle();
    ASSERT_EQ(document().strategy().nodes.size(), 3u);
    auto* editor = plot().findChild<QLineEdit*>();
    ASSERT_TRUE(editor) << "the name is asked for beside the gate";
    editor->setText("Debris");
    QTest::keyClick(editor, Qt::Key_Return);
    settle();
    EXPECT_TRUE(find_population(document().strategy(), "/Debris"));
    EXPECT_EQ(count("/Debris"), engine_count(document().strategy(), "/Debris"));
    EXPECT_GT(count("/Debris"), 900u);
    EXPECT_EQ(document().history().count(), 1) << "drawing and naming are one step";
    EXPECT_EQ(plot().tool(), Tool::arrow);
}

TEST_F(MainWindowTest, ClosesAPolygonOnItsFirstVertexByDoubleClickOrSpaceAndDropsItOnEscape) {
    open_tube();
    const QPoint corners[] = {pixel(30000, 30000), pixel(90000, 30000), pixel(90000, 90000)};
    for (const auto& close :
         {std::function<void()>([&] { QTest::mouseClick(&plot(), Qt::LeftButton, {}, corners[0] + QPoint(3, 2)); }),
          std::function<void()>([&] { QTest::mouseDClick(&plot(), Qt::LeftButton, {}, corners[2]); }),
          std::function<void()>([&] { QTest::keyClick(&plot(), Qt::Key_Space); })}) {
        const auto before = document().strategy().nodes.size();
        window_.gating().set_tool(Tool::polygon);
        plot().setFocus();
        for (const QPoint& corner : corners) QTest::mouseClick(&plot(), Qt::LeftButton, {}, corner);
        close();
        settle();
        EXPECT_EQ(document().strategy().nodes.size(), before + 1);
        document().history().undo();
    }
    window_.gating().set_tool(Tool::polygon);
    for (const QPoint& corner : corners) QTest::mouseClick(&plot(), Qt::LeftButton, {}, corner);
    QTest::keyClick(&plot(), Qt::Key_Escape);
    QTest::keyClick(&plot(), Qt::Key_Space);
    EXPECT_EQ(document().strategy().nodes.size(), 2u);
}

TEST_F(MainWindowTest, FollowsADraggedSideLiveAndUndoRestoresIt) {
    open_tube();
    QTest::mouseClick(&plot(), Qt::LeftButton, {}, pixel(60000, 50000));
    EXPECT_EQ(plot().selected(), "/Cells");
    const auto before = count("/Cells");
    const QPoint side = pixel(100000, 60000), to = pixel(60000, 60000);
    QTest::mousePress(&plot(), Qt::LeftButton, {}, side);
    QTest::mouseMove(&plot(), (side + to) / 2);
    QTest::mouseMove(&plot(), to);
    ASSERT_TRUE(QTest::qWaitFor([&] { return count("/Cells") < before; }, 5000))
        << "counts follow before the button is released";
    EXPECT_TRUE(window_.gating().view()->live);
    EXPECT_FALSE(document().modified());
    QTest::mouseRelease(&plot(), Qt::LeftButton, {}, to);
    settle();
    EXPECT_TRUE(document().modified());
    EXPECT_EQ(count("/Cells"), engine_count(document().strategy(), "/Cells"));
    EXPECT_EQ(count("/Cells/T"), engine_count(document().strategy(), "/Cells/T"));
    document().history().undo();
    settle();
    EXPECT_EQ(document().strategy(), two_gates());
    EXPECT_EQ(count("/Cells"), before);
}

TEST_F(MainWindowTest, OpensTheChildOnDoubleClickAndGoesBackUp) {
    open_tube();
    QTest::mouseDClick(&plot(), Qt::LeftButton, {}, pixel(60000, 50000));
    settle();
    EXPECT_EQ(window_.gating().population(), "/Cells");
    EXPECT_EQ(plot().plot().events, count("/Cells"));
    EXPECT_FALSE(plot().plot().y) << "a range is seen on a histogram";
    EXPECT_EQ(plot().plot().x.marker.toStdString(), "CD3");
    EXPECT_EQ(plot().plot().x.detector.toStdString(), "PE-A");
    window_.gating().go_up();
    settle();
    EXPECT_EQ(window_.gating().population(), "/");
    EXPECT_EQ(plot().selected(), "/Cells");
}

TEST_F(MainWindowTest, SavesAStrategyThatReadsBackEqualAndGatesTheSame) {
    open_tube();
    window_.gating().select("/Cells");
    drag(pixel(60000, 50000), pixel(70000, 62000));
    settle();
    window_.save();
    EXPECT_FALSE(window_.workspace().modified());
    const GatingStrategy saved = read_strategy_file(folder() / "strategy.toml").strategy;
    EXPECT_EQ(saved, document().strategy());
    EXPECT_EQ(count("/Cells"), engine_count(saved, "/Cells"));
}

TEST_F(MainWindowTest, DeletesTheSelectedGateWithWhatLiesBelow) {
    open_tube();
    window_.gating().select("/Cells");
    window_.gating().remove_selected();
    settle();
    EXPECT_TRUE(document().strategy().nodes.empty());
    document().history().undo();
    settle();
    EXPECT_EQ(document().strategy(), two_gates());
}

TEST_F(MainWindowTest, SaysBesideTheSampleWhyItCannotBeOpened) {
    write_file(folder() / "broken.fcs", "this is no FCS file");
    window_.open_files({folder() / "broken.fcs"});
    settle();
    EXPECT_TRUE(window_.messages().text().contains("broken.fcs")) << window_.messages().text().toStdString();
    EXPECT_FALSE(window_.workspace().samples().entries()[0].error.isEmpty());
    EXPECT_FALSE(plot().has_picture());
}

TEST_F(MainWindowTest, KeepsItsStateWhenAStudyCannotBeRead) {
    open_tube();
    window_.open_study(folder() / "missing.toml");
    EXPECT_TRUE(window_.messages().text().contains("missing.toml"));
    EXPECT_EQ(window_.workspace().samples().entries().size(), 1u);
}

TEST_F(MainWindowTest, RenamesWithoutLeavingThePopulation) {
    open_tube();
    window_.gating().open_population("/Cells/T");
    settle();
    window_.gating().rename("/Cells", "Lymphocytes");
    settle();
    EXPECT_EQ(window_.gating().population(), "/Lymphocytes/T");
    EXPECT_TRUE(find_population(document().strategy(), "/Lymphocytes/T"));
}

}  // namespace
}  // namespace asparagate::gui
