#include "figures/figure.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "report/chosen_language.hpp"
#include "report/study_evidence.hpp"
#include "report/text_recorder.hpp"

#include <QHashFunctions>
#include <QImage>
#include <QXmlStreamReader>

#include <fstream>
#include <set>
#include <sstream>

namespace asparagate {

namespace {

std::string first_xml_error(const std::string& svg) {
    QXmlStreamReader reader(QString::fromStdString(svg));
    while (!reader.atEnd()) reader.readNext();
    return reader.hasError() ? reader.errorString().toStdString() : "";
}

std::vector<TextRecorder::Label> labels_of(const Figure& figure) {
    TextRecorder recorder;
    QPainter painter(&recorder);
    figure.paint(painter, QRectF(QPointF(), figure.size_mm));
    painter.end();
    return recorder.labels();
}

/// Pairs of labels that touch, as text for the message; boxes are a little smaller than the letters.
std::vector<std::string> overlaps(const Figure& figure) {
    const auto labels = labels_of(figure);
    std::vector<std::string> found;
    for (std::size_t a = 0; a < labels.size(); ++a)
        for (std::size_t b = a + 1; b < labels.size(); ++b)
            if (labels[a]
                    .box.adjusted(0.15, 0.05, -0.15, -0.05)
                    .intersects(labels[b].box.adjusted(0.15, 0.05, -0.15, -0.05)))
                found.push_back(figure.id + ": \"" + labels[a].text.toStdString() + "\" over \"" +
                                labels[b].text.toStdString() + "\"");
    return found;
}

std::set<std::string> ids(const std::vector<Figure>& figures) {
    std::set<std::string> result;
    for (const Figure& figure : figures) result.insert(figure.id);
    return result;
}

struct StudyAndLanguage {
    std::size_t patients;
    Language language;
};

class EveryStudy : public testing::TestWithParam<StudyAndLanguage> {
protected:
    ChosenLanguage language{GetParam().language};
    std::vector<Figure> figures =
        study_figures(study_evidence({GetParam().patients, GetParam().patients * 2, true, true}));
    [[nodiscard]] std::string font_families() const {
        return language_tag() == std::string("en") ? "\"Noto Sans, DejaVu Sans, sans-serif\""
                                                   : "\"Noto Sans, Noto Sans CJK SC, DejaVu Sans, sans-serif\"";
    }
};

}  // namespace

TEST(Figures, AnswerTheQuestionsInOrder) {
    std::vector<std::string> sections;
    for (const Figure& figure : study_figures(study_evidence()))
        if (sections.empty() || sections.back() != figure.section) sections.push_back(figure.section);
    EXPECT_EQ(sections, (std::vector<std::string>{"activity", "antibodies", "cells", "together"}));
}

TEST(Figures, HaveOneIdEach) {
    const auto figures = study_figures(study_evidence({20, 40, true, true}));
    EXPECT_EQ(ids(figures).size(), figures.size());
}

TEST(Figures, AreLeftOutWithoutData) {
    const auto some = ids(study_figures(study_evidence({8, 0, false, false})));
    EXPECT_EQ(some, (std::set<std::string>{"activity", "restoration_rules"}));
    EXPECT_TRUE(study_figures(Evidence{}).empty());
}

TEST_P(EveryStudy, GivesWellFormedSvgWithTextAsText) {
    for (const Figure& figure : figures) {
        const std::string svg = figure_svg(figure);
        EXPECT_EQ(first_xml_error(svg), "") << figure.id;
        EXPECT_TRUE(svg.starts_with("<svg ")) << figure.id;
        EXPECT_NE(svg.find("<text "), std::string::npos) << figure.id;
        EXPECT_NE(svg.find("font-family=" + font_families()), std::string::npos) << figure.id;
        EXPECT_EQ(svg.find("nan"), std::string::npos) << figure.id;
        EXPECT_EQ(svg.find("\"inf"), std::string::npos) << figure.id;
    }
}

TEST_P(EveryStudy, KeepsEveryLabelInsideTheFigure) {
    for (const Figure& figure : figures)
        for (const auto& label : labels_of(figure))
            EXPECT_TRUE(QRectF(QPointF(), figure.size_mm).contains(label.box))
                << figure.id << ": " << label.text.toStdString();
}

TEST_P(EveryStudy, LetsNoLabelCoverAnother) {
    for (const Figure& figure : figures) EXPECT_EQ(overlaps(figure), std::vector<std::string>{});
}

TEST_P(EveryStudy, SetsNoTextBelowSixPoints) {
    for (const Figure& figure : figures) {
        const std::string svg = figure_svg(figure);
        for (std::size_t at = svg.find("font-size=\""); at != std::string::npos; at = svg.find("font-size=\"", at + 1))
            EXPECT_GE(std::stod(svg.substr(at + 11)), 6 * 25.4 / 72 - 0.001) << figure.id;
    }
}

INSTANTIATE_TEST_SUITE_P(Patients, EveryStudy,
                         testing::Values(StudyAndLanguage{8, Language::english},
                                         StudyAndLanguage{20, Language::english},
                                         StudyAndLanguage{8, Language::chinese},
                                         StudyAndLanguage{20, Language::chinese}));

TEST(Figures, AreTheSameBytesEachTime) {
    const auto first = study_figures(study_evidence()), second = study_figures(study_evidence());
    for (std::size_t i = 0; i < first.size(); ++i) EXPECT_EQ(figure_svg(first[i]), figure_svg(second[i]));
}

TEST(Figures, SaySyntheticDataOnlyWhereTheyAre) {
    Evidence evidence = study_evidence();
    for (const Figure& figure : study_figures(evidence)) {
        EXPECT_NE(figure_svg(figure).find("SYNTHETIC DATA"), std::string::npos);
        EXPECT_NE(figure.caption.find("Synthetic data"), std::string::npos);
    }
    evidence.settings.synthetic = false;
    for (const Figure& figure : study_figures(evidence))
        EXPECT_EQ(figure_svg(figure).find("SYNTHETIC"), std::string::npos);
}

TEST(Figures, EscapeTextFromFiles) {
    for (const Figure& figure : study_figures(hostile_evidence())) {
        const std::string svg = figure_svg(figure);
        EXPECT_EQ(first_xml_error(svg), "") << figure.id;
        EXPECT_EQ(svg.find("<script"), std::string::npos) << figure.id;
    }
}

TEST(Figures, StandBesideEachOtherInOnePage) {
    std::set<std::string> seen;
    for (const Figure& figure : study_figures(study_evidence())) {
        const std::string svg = figure_svg(figure);
        for (std::size_t at = svg.find(" id=\""); at != std::string::npos; at = svg.find(" id=\"", at + 1))
            EXPECT_TRUE(seen.insert(svg.substr(at + 5, svg.find('"', at + 5) - at - 5)).second) << figure.id;
    }
}

TEST(Figures, HideGroupsWhileTheStudyIsBlind) {
    Evidence evidence = study_evidence();
    evidence.settings.blind = true;
    for (const Figure& figure : study_figures(evidence)) {
        const std::string all = figure_svg(figure) + figure.data_csv;
        EXPECT_EQ(all.find("AANR"), std::string::npos) << figure.id;
        EXPECT_EQ(all.find("#0072b2"), std::string::npos) << figure.id;
    }
}

TEST(ActivityFigure, StatesTheExactCountAndMarksOtherAsparaginase) {
    const Figure figure = study_figures(study_evidence()).front();
    EXPECT_NE(figure.title.find("6 of 8"), std::string::npos);
    EXPECT_NE(figure.caption.find("another asparaginase"), std::string::npos);
    EXPECT_NE(figure.data_csv.find("P1,AAR,before,21,-9,,310,20,enzymatic,erwinia,yes"), std::string::npos);
}

TEST(GroupFigure, NamesTheSmallestPossiblePAndDrawsNoStars) {
    for (const Figure& figure : study_figures(study_evidence())) {
        if (figure.id != "groups_cytotoxic") continue;
        const std::string svg = figure_svg(figure);
        EXPECT_NE(svg.find("the"), std::string::npos);
        EXPECT_NE(svg.find("5\u00a0against\u00a02"), std::string::npos);
        EXPECT_NE(svg.find("0.095"), std::string::npos);
        EXPECT_EQ(svg.find(">*<"), std::string::npos);
    }
}

TEST(HistogramFigure, PutsOneCutThroughBothVisits) {
    Evidence evidence = study_evidence();
    for (MarkerHistogram& histogram : evidence.histograms)
        if (histogram.patient == "P1" && histogram.visit == "day 14") histogram.threshold = *histogram.threshold * 2;
    const auto figures = study_figures(evidence);
    const auto page =
        std::find_if(figures.begin(), figures.end(), [](const Figure& f) { return f.id == "histograms_all_1"; });
    const auto same = study_figures(study_evidence());
    const auto before =
        std::find_if(same.begin(), same.end(), [](const Figure& f) { return f.id == "histograms_all_1"; });
    ASSERT_NE(page, figures.end());
    const auto lines = [](const Figure& figure) {
        const std::string svg = figure_svg(figure);
        std::size_t count = 0;
        for (std::size_t at = svg.find("<line"); at != std::string::npos; at = svg.find("<line", at + 1)) ++count;
        return count;
    };
    // Four panels of P1 whose visits no longer share a threshold lose their cut instead of showing a wrong one.
    EXPECT_EQ(lines(*before) - lines(*page), 4u);
}

TEST(WriteFigure, GivesTheSamePdfWhateverTheHashSeed) {
    // QHash draws a new seed here, as in another process.
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "asparagate_same_pdf";
    std::vector<std::string> written;
    for (int i = 0; i < 3; ++i) {
        QHashSeed::resetRandomGlobalSeed();
        for (const Figure& figure : study_figures(study_evidence()))
            if (figure.id == "heatmap") write_figure(figure, folder);
        std::ifstream stream(folder / "heatmap.pdf", std::ios::binary);
        std::ostringstream text;
        text << stream.rdbuf();
        written.push_back(text.str());
    }
    EXPECT_EQ(written[0], written[1]);
    EXPECT_EQ(written[0], written[2]);
    std::filesystem::remove_all(folder);
}

TEST(WriteFigure, LeavesFourFilesWhoseDataReadBack) {
    const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "asparagate_write_figure";
    std::filesystem::remove_all(folder);
    const Figure figure = study_figures(study_evidence()).front();
    write_figure(figure, folder);
    for (const char* extension : {".svg", ".pdf", ".png", ".csv"})
        EXPECT_GT(std::filesystem::file_size(folder / (figure.id + extension)), 200u) << extension;
    EXPECT_EQ(read_delimited(folder / "activity.csv").columns.front(), "patient");
    const QImage image(QString::fromStdString((folder / "activity.png").string()));
    EXPECT_NEAR(image.width(), figure.size_mm.width() / 25.4 * 300, 1.5);
    std::filesystem::remove_all(folder);
}

}  // namespace asparagate
