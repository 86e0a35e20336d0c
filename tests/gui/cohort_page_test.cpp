#include "cohort/cohort_page.hpp"

#include "report/other_outcomes.hpp"
#include "report/study_evidence.hpp"

#include <gmock/gmock.h>

#include <QImage>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

namespace asparagate::gui {
namespace {

using testing::HasSubstr;
using testing::Not;

/// What somebody in front of the page can read and see.
struct Shown {
    std::string texts;
    std::vector<QImage> pictures;
};

Shown shown(const Evidence& evidence) {
    const QTemporaryDir folder;
    write_results(evidence, folder.path().toStdString());
    CohortPage page;
    page.resize(1000, 800);
    page.show();
    page.open_results(folder.path().toStdString());
    EXPECT_TRUE(QTest::qWaitFor([&] { return page.figure_count() > 0 && !page.busy(); }, 10000));
    Shown result;
    for (QWidget* widget : page.findChildren<QWidget*>()) {
        if (const auto* label = qobject_cast<QLabel*>(widget)) result.texts += label->text().toStdString() + '\n';
        result.texts += (widget->accessibleName() + '\n' + widget->accessibleDescription() + '\n').toStdString();
        if (widget->inherits("asparagate::gui::FigureView")) result.pictures.push_back(widget->grab().toImage());
    }
    return result;
}

}  // namespace

TEST(CohortPage, SaysHowManyWereRestoredAndHeadsEverySection) {
    const Shown page = shown(study_evidence());
    EXPECT_THAT(page.texts, HasSubstr("8 patients · activity restored in 6 of 8 evaluable"));
    EXPECT_THAT(page.texts, HasSubstr("What was given and measured?"));
    EXPECT_THAT(page.texts, Not(HasSubstr("\nstudy\n")));
    Evidence one = study_evidence();
    one.patients.resize(1);
    EXPECT_THAT(cohort_headline(one).toStdString(), HasSubstr("1 patient · "));
}

TEST(CohortPage, ShowsNoOutcomeWhileTheStudyIsBlind) {
    Evidence evidence = study_evidence();
    add_clinic(evidence);
    evidence.settings.blind = true;
    const Shown one = shown(evidence), other = shown(with_other_outcomes(evidence));
    EXPECT_EQ(one.texts, other.texts);
    EXPECT_TRUE(one.pictures == other.pictures);
    EXPECT_GT(one.pictures.size(), 4u);
    EXPECT_THAT(one.texts, HasSubstr("blind study"));
    for (const char* told : {"AAR", "AANR", "restored in"}) EXPECT_THAT(one.texts, Not(HasSubstr(told)));
}

}  // namespace asparagate::gui
