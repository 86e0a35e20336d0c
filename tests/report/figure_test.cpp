#include "figures/figure.hpp"
#include "figures/gating_layout.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "asparagate/fcs/output_file.hpp"
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
    LanguageScope language{GetParam().language};
    std::vector<Figure> figures =
        study_figures(study_evidence({GetParam().patients, GetParam().patients * 2, true, true, true}));
    [[nodiscard]] std::string font_families() const {
        return language_tag() == std::string("en") ? "\"Noto Sans, DejaVu Sans, sans-serif\""
                                                   : "\"Noto Sans, Noto Sans CJK SC, DejaVu Sans, sans-serif\"";
    }
};

Figure figure_named(const std::string& id, const Evidence& evidence = study_evidence()) {
    for (Figure& figure : study_figures(evidence))
        if (figure.id == id) return figure;
    ADD_FAILURE() << "no figure " << id;
    return {};
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

}  // namespace

TEST(Figures, AnswerTheQuestionsInOrder) {
    std::vector<std::string> sections;
    for (const Figure& figure : study_figures(study_evidence()))
        if (sections.empty() || sections.back() != figure.section) sections.push_back(figure.section);
    EXPECT_EQ(sections, (std::vector<std::string>{"study", "activity", "antibodies", "cells", "together"}));
}

TEST(Figures, HaveOneIdEach) {
    const auto figures = study_figures(study_evidence({20, 40, true, true}));
    EXPECT_EQ(ids(figures).size(), figures.size());
}

TEST(Figures, AreLeftOutWithoutData) {
    const auto some = ids(study_figures(study_evidence({8, 0, false, false})));
    EXPECT_EQ(some, (std::set<std::string>{"activity", "missing_data", "restoration_rules", "swimlane"}));
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
    const Figure figure = figure_named("activity");
    EXPECT_NE(figure.title.find("6 of 8"), std::string::npos);
    EXPECT_NE(figure.caption.find("another asparaginase"), std::string::npos);
    EXPECT_NE(figure.data_csv.find("P1,AAR,before,21,-9,,310,20,enzymatic,erwinia,yes"), std::string::npos);
}

TEST(SwimlaneFigure, HoldsEveryDoseAndSampleAndTheOutcomeThatIsNotHidden) {
    Evidence evidence = study_evidence();
    const Figure figure = figure_named("swimlane", evidence);
    EXPECT_EQ(count(figure.data_csv, ",dose,pegaspargase,"), 16u);
    EXPECT_NE(figure.data_csv.find("P5,AAR,dose,blinatumomab,0,14,15,ug/m2/d"), std::string::npos);
    EXPECT_NE(figure.data_csv.find("P1,AAR,activity sample,after another asparaginase,-9"), std::string::npos);
    EXPECT_NE(figure_svg(figure).find(">AANR, not restored<"), std::string::npos);
    evidence.settings.blind = true;
    const Figure blind = figure_named("swimlane", evidence);
    EXPECT_EQ(figure_svg(blind).find("restored<"), std::string::npos);
    EXPECT_EQ(blind.data_csv.find("outcome"), std::string::npos);
}

TEST(MissingDataFigure, TellsNotDoneFromMissingAndCountsWhatCanBeUsed) {
    const std::string csv = figure_named("missing_data").data_csv;
    EXPECT_NE(csv.find("P6,AAR,antibodies before,anti-PEG,not done"), std::string::npos);
    EXPECT_NE(csv.find("P3,AAR,antibodies after,anti-ASP,missing"), std::string::npos);
    EXPECT_NE(csv.find("P1,AAR,activity before,day 21,after another asparaginase"), std::string::npos);
    EXPECT_NE(csv.find("P4,AAR,activity after,day 21,missing"), std::string::npos);
    EXPECT_NE(csv.find("P2,AAR,activity before,day 7,below limit"), std::string::npos);
    EXPECT_NE(csv.find("P2,AAR,\"flow, cytotoxic\",day 14,not usable"), std::string::npos);
    std::vector<std::string> totals;
    bool after_heading = false;
    for (const auto& label : labels_of(figure_named("missing_data"))) {
        if (after_heading && totals.size() < 6) totals.push_back(label.text.toStdString());
        after_heading = after_heading || label.text == QStringLiteral("n =");
    }
    EXPECT_EQ(totals, (std::vector<std::string>{"8", "8", "7", "8", "8", "7"}));
}

TEST(EffectsFigure, SaysWhereIntervalsEndAndDrawsBandsOnlyWhereGatesWereMoved) {
    Evidence evidence = study_evidence({8, 14, true, true, true});
    const Figure figure = figure_named("effects", evidence);
    EXPECT_NE(figure.caption.find("200 draws"), std::string::npos);
    const auto& bands = evidence.uncertainty.conclusions;
    const auto drawn = std::count_if(bands.begin(), bands.end(),
                                     [](const ConclusionBand& band) { return band.quantity == "log2 fold change"; });
    EXPECT_EQ(count(figure_svg(figure), "#f0d99a"), static_cast<std::size_t>(drawn) + 1) << "and one in the key";
    EXPECT_NE(figure_svg(figure).find("90.5\u00a0%"), std::string::npos) << "the range of differences of 5 against 2";
    for (Comparison& comparison : evidence.comparisons)
        if (comparison.estimate) comparison.low = *comparison.estimate - 1, comparison.high.reset();
    EXPECT_NE(figure_svg(figure_named("effects", evidence)).find("∞]"), std::string::npos);
    EXPECT_EQ(figure_svg(figure_named("effects")).find("#f0d99a"), std::string::npos);
    evidence.settings.blind = true;
    EXPECT_FALSE(ids(study_figures(evidence)).contains("effects"));
}

TEST(GatingFigure, ShowsBothVisitsOnOneSetOfAxesWithEveryGateLabelled) {
    const Figure before = figure_named("gating_lymphocyte_before"), after = figure_named("gating_lymphocyte_after");
    EXPECT_EQ(before.size_mm, after.size_mm);
    const std::string svg = figure_svg(before);
    EXPECT_EQ(count(svg, "<image "), 5u);
    for (const char* label :
         {">Singlets<", ">91.2\u00A0%<", ">B (standard)<", ">0.012\u00A0%<", ">CD4-CD8-<", ">Perforin+<"})
        EXPECT_NE(svg.find(label), std::string::npos) << label;
    EXPECT_NE(svg.find("CD56 &lt; 1000"), std::string::npos);
    EXPECT_NE(before.caption.find("P1"), std::string::npos);
    EXPECT_NE(before.caption.find("FMO GzmB"), std::string::npos);
}

TEST(GatingFigure, LetsNoArrowCrossATitle) {
    const Evidence evidence = study_evidence();
    std::vector<GatePlot> plots;
    for (const GatePlot& plot : evidence.gate_plots)
        if (plot.visit == "day 0") plots.push_back(plot);
    const GatingLayout layout(plots, 178, 4);
    ASSERT_EQ(layout.plots.size(), plots.size());
    ASSERT_EQ(layout.arrows.size(), 6u);
    for (const GatingArrow& arrow : layout.arrows) {
        const auto path = arrow.path({layout.plots[arrow.from].area.right(), arrow.tip.y()});
        for (std::size_t i = 1; i + 1 < path.size(); ++i)
            for (const GatingPlace& place : layout.plots) {
                const QRectF with_titles = place.area.adjusted(-4, -6.4, 0.5, 4);
                EXPECT_FALSE(
                    QRectF(path[i], path[i + 1]).normalized().adjusted(0, -0.01, 0.01, 0).intersects(with_titles) &&
                    i + 2 < path.size());
            }
    }
}

TEST(CorrelationFigure, SetsChangesAndLevelsAgainstRestoredActivity) {
    const Figure figure = figure_named("correlations_restored");
    EXPECT_NE(figure_svg(figure).find("Cliff's δ"), std::string::npos);
    EXPECT_NE(figure.data_csv.find(",day 14 value,restored activity,P1,AAR,"), std::string::npos);
    EXPECT_NE(figure.data_csv.find(",log2 fold change,restored activity,P7,AANR,"), std::string::npos);
}

TEST(CorrelationFigure, LeavesOutNamesThatFindNoPlaceAndSaysSo) {
    Evidence evidence = study_evidence();
    EXPECT_EQ(figure_named("correlations", evidence).caption.find("would overlap"), std::string::npos);
    // Every patient many times over, all on one point.
    const Evidence once = evidence;
    for (const char* copy : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
        for (PatientEvidence patient : once.patients)
            patient.patient.id += copy, evidence.patients.push_back(std::move(patient));
        for (FoldChange change : once.fold_changes)
            change.patient += copy, evidence.fold_changes.push_back(std::move(change));
        for (ActivitySample sample : once.activity)
            sample.patient += copy, evidence.activity.push_back(std::move(sample));
    }
    for (FoldChange& change : evidence.fold_changes)
        if (change.log2fc) change.log2fc = 1;
    for (ActivitySample& sample : evidence.activity) sample.iu_l = 150, sample.given.qualifier = '=';
    const Figure figure = figure_named("correlations", evidence);
    EXPECT_EQ(overlaps(figure), std::vector<std::string>{});
    EXPECT_NE(figure.caption.find("would overlap"), std::string::npos);
    EXPECT_NE(figure_svg(figure).find("<title>P8h</title>"), std::string::npos) << "named when pointed at";
}

TEST(GroupFigure, CountsOnlyThosePatientsWhomTheTestsOfTheChangeUse) {
    Evidence evidence = study_evidence();
    const std::string all = figure_svg(figure_named("groups_cytotoxic", evidence));
    EXPECT_EQ(all.find(">AANR, 1 of 2<"), std::string::npos);
    EXPECT_NE(all.find(">AANR, n = 2<"), std::string::npos);
    for (FoldChange& change : evidence.fold_changes)
        if (change.patient == "P7") change.state = ChangeState::unreliable;
    const Figure figure = figure_named("groups_cytotoxic", evidence);
    EXPECT_NE(figure_svg(figure).find(">AANR, 1 of 2<"), std::string::npos);
    EXPECT_NE(figure.caption.find("Hollow and grey"), std::string::npos);
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
    const Figure figure = figure_named("activity");
    write_figure(figure, folder);
    for (const char* extension : {".svg", ".pdf", ".png", ".csv"})
        EXPECT_GT(std::filesystem::file_size(folder / (figure.id + extension)), 200u) << extension;
    EXPECT_EQ(read_delimited(folder / "activity.csv").columns.front(), "patient");
    const QImage image(QString::fromStdString((folder / "activity.png").string()));
    EXPECT_NEAR(image.width(), figure.size_mm.width() / 25.4 * 300, 1.5);
    std::filesystem::remove_all(folder);
}

}  // namespace asparagate
