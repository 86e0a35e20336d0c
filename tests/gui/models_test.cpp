#include "models/population_model.hpp"
#include "models/sample_model.hpp"
#include "sample_files.hpp"
#include "strategy/strategy_edit.hpp"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

namespace asparagate::gui {
namespace {

using Mode = QAbstractItemModelTester::FailureReportingMode;

SampleViewPtr view_of(std::uint64_t cells, std::uint64_t t) {
    auto view = std::make_shared<SampleView>();
    view->n_events = 2000;
    view->rows = {{"tube", "/Cells", "/", "rectangle", cells, 2000, 2000, "quantified"},
                  {"tube", "/Cells/T", "/Cells", "range", t, cells, 2000, "trace"}};
    return view;
}

Study two_patients() {
    Study study;
    study.patients.resize(2);
    study.patients[0].id = "P1";
    study.patients[1].id = "P2";
    study.samples = {{"a", "P1", "day 0", "B", "", "PB", "a.fcs"},
                     {"b", "P1", "day 14", "B", "FMO GzmB", "PB", "b.fcs"},
                     {"c", "P2", "day 0", "B", "", "PB", "c.fcs"}};
    return study;
}

TEST(PopulationModel, ShowsTheTreeWithCountsAndPercentages) {
    PopulationModel model;
    QAbstractItemModelTester tester(&model, Mode::Fatal);
    model.set_strategy(two_gates());
    model.set_view(view_of(1234, 5));
    const QModelIndex t = model.index_of("/Cells/T", PopulationModel::percent_column);
    EXPECT_EQ(model.data(t, Qt::DisplayRole).toString().toStdString(), "0.41");
    EXPECT_EQ(
        model.data(model.index_of("/Cells", PopulationModel::count_column), Qt::DisplayRole).toString().toStdString(),
        "1\u2009234");
    EXPECT_EQ(model.path(model.parent(t)), "/Cells");
    EXPECT_TRUE(model.data(t, Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
    EXPECT_TRUE(model.data(t, Qt::ForegroundRole).isValid()) << "too few events to quantify stand back";
}

TEST(PopulationModel, ResetsOnlyWhenTheTreeChanges) {
    PopulationModel model;
    QAbstractItemModelTester tester(&model, Mode::Fatal);
    model.set_strategy(two_gates());
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    auto moved = two_gates();
    std::get<RectangleGate>(moved.nodes[0].gate).bounds[0].min = 25000;
    model.set_strategy(moved);
    model.set_view(view_of(7, 1));
    EXPECT_EQ(resets.count(), 0);
    model.set_strategy(without_population(moved, "/Cells/T"));
    EXPECT_EQ(resets.count(), 1);
    EXPECT_EQ(model.rowCount(model.index_of("/Cells")), 0);
}

TEST(PopulationModel, AsksForARenameInsteadOfRenaming) {
    PopulationModel model;
    model.set_strategy(two_gates());
    QSignalSpy asked(&model, &PopulationModel::rename_wanted);
    EXPECT_FALSE(model.setData(model.index_of("/Cells"), "Cells", Qt::EditRole));
    EXPECT_TRUE(model.setData(model.index_of("/Cells"), "Lymphocytes", Qt::EditRole));
    EXPECT_EQ(asked.count(), 1);
    EXPECT_EQ(model.data(model.index_of("/Cells"), Qt::DisplayRole).toString().toStdString(), "Cells");
}

TEST(SampleModel, GroupsAStudysSamplesByPatient) {
    SampleModel model;
    QAbstractItemModelTester tester(&model, Mode::Fatal);
    model.set_study(two_patients());
    ASSERT_EQ(model.rowCount(), 2);
    const QModelIndex first = model.index(0, 0);
    EXPECT_EQ(model.rowCount(first), 2);
    EXPECT_EQ(model.data(model.index(1, 0, first), Qt::DisplayRole).toString().toStdString(), "day 14 · B · FMO GzmB");
    EXPECT_EQ(model.entry(model.index(0, 0, model.index(1, 0))), 2u);
    EXPECT_FALSE(model.entry(first));
    EXPECT_EQ(model.index_of(1), model.index(1, 0, first));
}

TEST(SampleModel, ListsPlainFilesOnceAndShowsWhichFailed) {
    SampleModel model;
    QAbstractItemModelTester tester(&model, Mode::Fatal);
    EXPECT_EQ(model.add_files({"x/a.fcs", "x/b.fcs"}), 0u);
    EXPECT_EQ(model.add_files({"x/b.fcs", "x/c.fcs"}), 1u);
    EXPECT_EQ(model.rowCount(), 3);
    model.set_error(1, "no");
    EXPECT_TRUE(model.data(model.index_of(1), Qt::DisplayRole).toString().contains("cannot be opened"));
    EXPECT_EQ(model.data(model.index_of(1), Qt::ToolTipRole).toString().toStdString(), "no");
}

}  // namespace
}  // namespace asparagate::gui
