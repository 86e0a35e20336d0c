#include "document/document.hpp"

#include "document/page.hpp"
#include "document/patient_sheet.hpp"
#include "document/summary.hpp"
#include "figures/file_key.hpp"
#include "figures/pdf_text.hpp"
#include "report/other_outcomes.hpp"
#include "report/study_evidence.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace asparagate {

namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

/// Tests run side by side as processes of their own.
std::filesystem::path own_folder(const std::string& name) {
    return std::filesystem::path(testing::TempDir()) / (name + "_" + std::to_string(getpid()));
}

/// The usual study, written once for the tests that only read it.
class UsualReport : public testing::Test {
protected:
    inline static std::filesystem::path folder = own_folder("asparagate_usual_report");
    inline static std::string html;
    static void SetUpTestSuite() {
        std::filesystem::remove_all(folder);
        write_report(study_evidence(), folder);
        html = text_of(folder / "report.html");
    }
    static void TearDownTestSuite() { std::filesystem::remove_all(folder); }
    static std::string sheet(int patient) {
        return text_of(folder / "patients" / ("P" + std::to_string(patient) + ".html"));
    }
};

class Report : public testing::Test {
protected:
    std::filesystem::path folder = own_folder("asparagate_report_test");
    void SetUp() override { std::filesystem::remove_all(folder); }
    void TearDown() override { std::filesystem::remove_all(folder); }
    std::string written(const Evidence& evidence) {
        write_report(evidence, folder);
        return text_of(folder / "report.html");
    }
};

std::map<std::string, std::string> files_of(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files[std::filesystem::relative(entry.path(), folder).string()] = text_of(entry.path());
    return files;
}

}  // namespace

TEST_F(UsualReport, IsOneFileThatAsksForNothingElse) {
    EXPECT_THAT(html, HasSubstr("Content-Security-Policy\" content=\"default-src 'none'"));
    EXPECT_THAT(html, Not(HasSubstr("<link")));
    EXPECT_THAT(html, Not(HasSubstr("src=")));
    EXPECT_THAT(html, Not(HasSubstr(" style=\"")));
    // At both ends of the screen and of every printed page.
    EXPECT_EQ(count(html, "Research use only. Not for diagnosis or treatment decisions."), 4u);
}

TEST_F(UsualReport, OpensWithTheExactIntervalAndWhatTheSizeCannotShow) {
    EXPECT_THAT(html, HasSubstr("6 of 8"));
    EXPECT_THAT(html, HasSubstr("34.9 to 96.8 %"));
    EXPECT_THAT(html,
                HasSubstr("with groups of 5 and 2 an exact two-sided Mann-Whitney test cannot give p below 0.095"));
    EXPECT_THAT(html, HasSubstr("Without a control arm"));
}

TEST_F(UsualReport, SaysWhatBelongsBesideItsNumbers) {
    EXPECT_THAT(html, HasSubstr("IgG catabolism alone \u221270.5 %"));
    EXPECT_THAT(html, HasSubstr("Fall of antibodies: anti-PEG in "));
    EXPECT_THAT(html, HasSubstr("comparisons between the groups that could not have reached p ≤ 0.05 with any data: "));
    EXPECT_THAT(html, HasSubstr("(from the detection limit)"));
    EXPECT_THAT(html, HasSubstr(">&lt;\u202F20</td>"));
    EXPECT_THAT(html, Not(HasSubstr("(upper bound)")));
    EXPECT_THAT(sheet(1), HasSubstr("(from the detection limit); events found: ["));
}

TEST_F(UsualReport, LinksOnlyToFilesThatAreThere) {
    for (std::size_t at = html.find("href=\""); at != std::string::npos; at = html.find("href=\"", at + 1)) {
        const std::string target = html.substr(at + 6, html.find('"', at + 6) - at - 6);
        const bool file = target.starts_with("figures/") || target.starts_with("patients/");
        if (target.starts_with('#')) {
            EXPECT_THAT(html, HasSubstr("id=\"" + target.substr(1) + "\""));
        }
        if (file) {
            EXPECT_TRUE(std::filesystem::exists(folder / target)) << target;
        }
    }
}

TEST_F(Report, EscapesTextFromFilesEverywhere) {
    const std::string html = written(hostile_evidence());
    EXPECT_EQ(count(html, "<script"), 1u);
    EXPECT_THAT(html, Not(HasSubstr("\x01")));
    EXPECT_THAT(html, Not(HasSubstr("\u202E")));
    for (const auto& entry : std::filesystem::directory_iterator(folder / "patients"))
        EXPECT_EQ(count(text_of(entry.path()), "<script"), 1u) << entry.path();
}

TEST_F(Report, StandsWithoutFlowAndAntibodies) {
    const std::string html = written(study_evidence({8, 0, false, false}));
    EXPECT_THAT(html, HasSubstr("The study holds no data for this question."));
    EXPECT_THAT(html, HasSubstr("nothing was tested between groups"));
    EXPECT_FALSE(written(Evidence{}).empty());
}

TEST_F(UsualReport, IsTheSameBytesEachTime) {
    const std::filesystem::path again = folder / "again";
    write_report(study_evidence(), again);
    for (const char* file : {"report.html", "report.pdf", "patients/P1.html", "figures/activity.pdf",
                             "figures/activity.png", "figures/activity.svg"})
        EXPECT_EQ(text_of(folder / file), text_of(again / file)) << file;
}

TEST_F(Report, NamesNoGroupWhileTheStudyIsBlind) {
    Evidence evidence = study_evidence();
    evidence.settings.blind = true;
    const std::string html = written(evidence);
    EXPECT_THAT(html, HasSubstr("This study is blind"));
    EXPECT_THAT(html, Not(HasSubstr("AANR")));
    EXPECT_THAT(html, Not(HasSubstr("6 of 8")));
}

TEST_F(Report, IsTheSameForAllOutcomesWhileTheStudyIsBlind) {
    Evidence evidence = study_evidence();
    add_certainty(evidence);
    add_clinic(evidence);
    evidence.settings.blind = true;
    write_report(evidence, folder / "one");
    write_report(with_other_outcomes(evidence), folder / "other");
    const auto one = files_of(folder / "one"), other = files_of(folder / "other");
    ASSERT_GT(one.size(), 20u);
    ASSERT_EQ(one.size(), other.size());
    for (const auto& [name, text] : one) {
        ASSERT_TRUE(other.contains(name)) << name;
        EXPECT_TRUE(text == other.at(name)) << name;
        if (name.ends_with(".png")) continue;
        for (const char* told : {"AANR", "AAR vs", "not restored", "tolerated again: yes", "at other thresholds"})
            EXPECT_EQ(text.find(told), std::string::npos) << name << " says " << told;
    }
}

TEST_F(UsualReport, WritesASheetPerPatientThatAdvisesNothing) {
    for (int i = 1; i <= 8; ++i) {
        const std::string sheet = text_of(folder / "patients" / ("P" + std::to_string(i) + ".html"));
        EXPECT_EQ(count(sheet, "Research use only."), 4u) << i;
        for (const char* never :
             {"safe to", "unsafe", "recommend", "because of blinatumomab", "probability of", "absent"})
            EXPECT_THAT(sheet, Not(HasSubstr(never))) << i;
    }
}

TEST_F(UsualReport, SaysNotDetectedWithABoundInsteadOfAbsent) {
    EXPECT_THAT(text_of(folder / "patients" / "P1.html"), HasSubstr("not detected; upper 95 % bound"));
    EXPECT_THAT(text_of(folder / "patients" / "P6.html"), HasSubstr("not done"));
}

TEST_F(UsualReport, ShowsNoPercentileAmongFewOthers) {
    EXPECT_THAT(sheet(1), Not(HasSubstr("percentile</th>")));
}

TEST(PatientSheet, ShowsPercentilesAmongTwentyOthers) {
    const Evidence evidence = study_evidence({24, 8, true, true});
    EXPECT_THAT(render_page(patient_sheet(evidence, evidence.patients.front())), HasSubstr("of 22 others"));
}

TEST_F(Report, KeepsSheetsOfPatientsApartWhoseNamesAFileCannotHold) {
    Evidence evidence = study_evidence();
    const std::vector<std::string> ids = {"P/1", "P_1", "P 1", "p_1", "P_1_2"};
    for (std::size_t i = 0; i < ids.size(); ++i) evidence.patients[i].patient.id = ids[i];
    std::map<std::string, std::string> files;
    std::set<std::string> keys;
    for (const PatientEvidence& patient : evidence.patients) {
        files[patient.patient.id] = patient_file(evidence, patient.patient.id);
        keys.insert(file_key(files[patient.patient.id]));
    }
    EXPECT_EQ(keys.size(), evidence.patients.size()) << "also where file names ignore case";
    EXPECT_EQ(files.at("P_1_2"), "patients/P_1_2.html");
    std::reverse(evidence.patients.begin(), evidence.patients.end());
    for (const auto& [id, file] : files) EXPECT_EQ(patient_file(evidence, id), file) << "the order changes no name";
    write_report(evidence, folder);
    for (const auto& [id, file] : files) EXPECT_THAT(text_of(folder / file), HasSubstr(id)) << "the sheet of " << id;
}

TEST_F(UsualReport, SaysWhatWasNotDone) {
    EXPECT_THAT(html, HasSubstr("Gates were not moved in this run"));
    EXPECT_THAT(html, Not(HasSubstr("masked CD19")));
    EXPECT_THAT(html, Not(HasSubstr("percentage points:")));
    EXPECT_THAT(html, Not(HasSubstr("Does it hang on a single patient?")));
    EXPECT_THAT(html, Not(HasSubstr("half-life, days")));
}

TEST_F(Report, ShowsHowSureItIs) {
    Evidence evidence = study_evidence();
    add_certainty(evidence);
    const std::string html = written(evidence);
    EXPECT_THAT(html, HasSubstr("was moved 300 times within its tolerance"));
    EXPECT_THAT(html, HasSubstr("in more than 5 % of the draws: 1 of 2."));
    EXPECT_THAT(html, HasSubstr("repetitions that changed direction or verdict: 1 of 2, those without P7."));
    EXPECT_THAT(html, HasSubstr("href=\"influence.csv\""));
    EXPECT_THAT(html, HasSubstr("A short half-life is not evidence of antibodies"));
    EXPECT_THAT(html, HasSubstr("not estimable: fewer than two values"));
    EXPECT_THAT(html, Not(HasSubstr("an English note")));
    EXPECT_THAT(html, HasSubstr("0.800 [\u22120.100,\u00a00.970]"));
    EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"number\">max-T</th>"));
    EXPECT_THAT(html, HasSubstr("moved by 10 % of its scale to either side"));
    EXPECT_THAT(html, HasSubstr("The largest change is one of 12.5 percentage points: /CD8/GzmB+, P1, day 14."));
    EXPECT_THAT(html, HasSubstr("Percent positive with each threshold moved"));
    EXPECT_THAT(html, HasSubstr("What does masked CD19 hide?"));
    const std::string sheet = text_of(folder / "patients" / "P1.html");
    EXPECT_THAT(sheet, HasSubstr("gates moved [10.5,\u00a014.5]"));
    EXPECT_THAT(sheet, HasSubstr("gates moved [0.610,\u00a01.39]"));
    EXPECT_THAT(text_of(folder / "patients" / "P2.html"), Not(HasSubstr("gates moved")));
}

TEST_F(Report, CountsATestWhoseSmallestPIsAlphaAsOneThatCanReachIt) {
    Evidence evidence = study_evidence();
    for (Comparison& comparison : evidence.comparisons)
        if (comparison.p) comparison.p_min_attainable = evidence.settings.alpha;
    for (Correlation& correlation : evidence.correlations)
        if (correlation.p) correlation.p_min_attainable = evidence.settings.alpha;
    const std::string html = written(evidence);
    EXPECT_THAT(html, HasSubstr("tests, those against activity included, could not have reached p ≤ 0.05"));
    EXPECT_THAT(html, testing::ContainsRegex("[^0-9]0 of [0-9]+ tests, those against activity included"));
    EXPECT_THAT(html, HasSubstr("could not have reached p ≤ 0.05 with any data: 0 of "));
}

TEST_F(Report, HoldsClaimsAgainstThePatientsAndNamesItsRules) {
    Evidence evidence = study_evidence();
    add_clinic(evidence);
    const std::string html = written(evidence);
    EXPECT_THAT(html, HasSubstr("4 of 6"));
    EXPECT_THAT(html, HasSubstr("5 of 6"));
    EXPECT_THAT(html, HasSubstr("66.7 [22.3,\u00a095.7]"));
    EXPECT_THAT(html, HasSubstr("3.87 [0.0320,\u00a0467]"));
    EXPECT_THAT(html, HasSubstr("van der Sluis 2016"));
    EXPECT_THAT(html, HasSubstr("Who was studied"));
    EXPECT_THAT(html, HasSubstr("adjusted Rand index against group"));
    const std::string sheet = text_of(folder / "patients" / "P1.html");
    EXPECT_THAT(sheet, HasSubstr("anaphylaxis (pegaspargase), grade 3"));
    EXPECT_THAT(sheet, HasSubstr("highest CTCAE grade 2"));
    EXPECT_THAT(sheet, HasSubstr("IVIG"));
    EXPECT_THAT(sheet, HasSubstr("55 umol/L"));
}

TEST_F(Report, PrintsTheRulesInForce) {
    Evidence evidence = study_evidence();
    add_certainty(evidence);
    DomainRules& domain = evidence.settings.domain;
    domain.igg_half_life_days = 25.5;
    domain.pseudo_count = 0.75;
    domain.largest_floor_share = 0.4;
    domain.fewest_comparators = 5;
    evidence.settings.uncertainty.holding_share = 0.9;
    const std::string html = written(evidence);
    EXPECT_THAT(html, HasSubstr("assumes a half-life of 25.5 d."));
    EXPECT_THAT(html, HasSubstr("with a half-life of 25.5 d</"));
    EXPECT_THAT(html, HasSubstr("(half-life 25.5 d, median over patients)"));
    EXPECT_THAT(html, HasSubstr("log2 (((k1 + 0.75)/(n1 + 1.5)) / ((k0 + 0.75)/(n0 + 1.5)))"));
    EXPECT_THAT(html, HasSubstr("at the floor in more than 40 % of the patients"));
    EXPECT_THAT(html, HasSubstr("in more than 10 % of the draws: 1 of 2."));
    EXPECT_THAT(html, Not(HasSubstr("21 days")));
    EXPECT_THAT(text_of(folder / "patients" / "P1.html"), HasSubstr("percentile</th>"));
}

TEST_F(Report, SheetSaysWhatIsNotDetectedAndWhatIsNotGraded) {
    Evidence evidence = study_evidence();
    Feature& feature = evidence.features.front();
    feature.tube = "cytotoxic";
    for (FoldChange& change : evidence.fold_changes) {
        if (change.patient != "P1" || change.feature != feature.id) continue;
        change.before = 0, change.before_low = 0, change.before_high = 0.0999, change.before_state = "ND";
        change.after = 0.31, change.after_low = 0.22, change.after_high = 0.43, change.after_state = "not above blank";
    }
    DetectionRow nothing, background;
    nothing.sample = "P1_d0", background.sample = "P1_d14";
    nothing.population = background.population = feature.population;
    nothing.percent_upper = 0.00738;  // exact, of 0 in 50 000; Wilson's is the 0.0999 above
    background.lob_percent = 0.52;
    evidence.detection = {nothing, background};
    LiverSample liver;
    liver.patient = "P1", liver.day = 12, liver.steatosis = "yes";
    evidence.liver = {liver};
    written(evidence);
    const std::string sheet = text_of(folder / "patients" / "P1.html");
    EXPECT_THAT(sheet, HasSubstr("not detected; upper 95 % bound 0.00738\u00A0%"));
    EXPECT_THAT(sheet, HasSubstr("not detected: the limit of blank is 0.520 % of the parent"));
    EXPECT_THAT(sheet, HasSubstr("not graded"));
    EXPECT_THAT(sheet, Not(HasSubstr("highest CTCAE grade")));
}

TEST_F(Report, HidesWhatTellsGroupsApartAlsoInItsUncertainty) {
    Evidence evidence = study_evidence();
    add_certainty(evidence);
    add_clinic(evidence);
    evidence.settings.blind = true;
    const std::string html = written(evidence);
    EXPECT_THAT(html, Not(HasSubstr("AANR")));
    EXPECT_THAT(html, Not(HasSubstr("half-life, days")));
    EXPECT_THAT(html, Not(HasSubstr("repetitions")));
}

TEST_F(UsualReport, SheetShowsTheTimelineAndTheFallThatCatabolismAloneWouldGive) {
    const std::string first = sheet(1);
    EXPECT_LT(first.find("pegaspargase 2000 U/m2"), first.find("blinatumomab 15 ug/m2/d"));
    EXPECT_THAT(first, HasSubstr("day 21 after the dose: 310 IU/L (after another asparaginase)"));
    EXPECT_THAT(first, HasSubstr("IgG catabolism alone"));
    EXPECT_THAT(first, HasSubstr("day 14, tubes: 1"));
    EXPECT_THAT(sheet(5), HasSubstr("Blinatumomab was given for fewer days than a course has."));
}

TEST_F(UsualReport, ComesAsPagesWithTextAndNotice) {
    const std::string pdf = text_of(folder / "report.pdf");
    EXPECT_TRUE(pdf.starts_with("%PDF-1."));
    EXPECT_GT(count(pdf, "/Type /Page\n"), 5u);
    EXPECT_GT(count(pdf, "/ToUnicode"), 0u);
    EXPECT_EQ(count(pdf, "/CreationDate"), 0u);
}

TEST(PdfText, NamesIdeographsAndNoLookAlikes) {
    std::string pdf =
        "5 beginbfrange\n<2F00> <2F00> <2F00>\n<0001> <0004> [<2F08> <0041> <2ED3> <6A21> ]\nendbfrange\n<2F08>";
    name_ideographs(pdf);
    EXPECT_EQ(pdf,
              "5 beginbfrange\n<2F00> <2F00> <2F00>\n<0001> <0004> [<4EBA> <0041> <957F> <6A21> ]\nendbfrange\n<2F08>");
}

TEST_F(Report, CanBeSearchedAndCopiedInBothLanguages) {
    for (const Language language : {Language::english, Language::chinese}) {
        write_report(study_evidence(), folder, language);
        const std::string pdf = text_of(folder / "report.pdf");
        for (std::size_t at = pdf.find("beginbfrange"); at != std::string::npos;
             at = pdf.find("beginbfrange", at + 1)) {
            const std::string map = pdf.substr(at, pdf.find("endbfrange", at) - at);
            EXPECT_THAT(
                map, Not(testing::ContainsRegex("<FB0[0-6]>|<2F[0-9A-D][0-9A-F]> [<\\]]|<2E[89A-F][0-9A-F]> [<\\]]")))
                << language_tag();
        }
    }
}

TEST_F(Report, DrawsFiguresOnPagesAsLines) {
    Evidence evidence = study_evidence();
    evidence.gate_plots.clear();  // events are the one thing drawn as a picture
    written(evidence);
    EXPECT_EQ(count(text_of(folder / "report.pdf"), "/Subtype /Image"), 0u);
}

TEST_F(Report, SpeaksChineseAndLeavesDataAsTheyAre) {
    Evidence evidence = study_evidence();
    add_certainty(evidence);
    write_report(evidence, folder / "en");
    write_report(evidence, folder / "zh", Language::chinese);
    const std::string html = text_of(folder / "zh" / "report.html");
    EXPECT_THAT(html, HasSubstr("<html lang=\"zh-Hans\">"));
    EXPECT_THAT(html, HasSubstr("仅供研究使用"));
    EXPECT_THAT(html, HasSubstr("活性恢复了吗？"));
    EXPECT_THAT(html, HasSubstr("6/8"));
    EXPECT_THAT(html, HasSubstr("Noto Sans CJK SC"));
    for (const char* english : {"Research use only", "How sure", "was moved", "Mann-Whitney test cannot", "not done",
                                "data (CSV)", "smallest possible"})
        EXPECT_THAT(html, Not(HasSubstr(english))) << english;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "en" / "figures")) {
        if (entry.path().extension() != ".csv") continue;
        EXPECT_EQ(text_of(entry.path()), text_of(folder / "zh" / "figures" / entry.path().filename()));
    }
}

TEST_F(Report, SpeaksOneLanguageAfterTheOther) {
    const Evidence evidence = study_evidence();
    for (const auto& [name, language] : std::vector<std::pair<std::string, Language>>{{"en", Language::english},
                                                                                      {"zh", Language::chinese},
                                                                                      {"zh2", Language::chinese},
                                                                                      {"en2", Language::english}})
        write_report(evidence, folder / name, language);
    EXPECT_TRUE(files_of(folder / "en") == files_of(folder / "en2"));
    EXPECT_TRUE(files_of(folder / "zh") == files_of(folder / "zh2"));
    EXPECT_FALSE(files_of(folder / "en") == files_of(folder / "zh"));
    std::vector<Figure> chinese;
    {
        const LanguageScope scope(Language::chinese);
        chinese = study_figures(evidence);
    }
    for (const Figure& figure : chinese)
        EXPECT_EQ(figure_svg(figure), text_of(folder / "zh" / "figures" / (figure.id + ".svg")))
            << "a figure stays in the language it was made in";
}

TEST_F(Report, StopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    EXPECT_THROW(write_report(study_evidence(), folder, Language::english, {nullptr, source.get_token()}),
                 std::exception);
    EXPECT_FALSE(std::filesystem::exists(folder / "report.html"));
}

}  // namespace asparagate
