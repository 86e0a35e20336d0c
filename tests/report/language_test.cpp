#include "document/certainty.hpp"
#include "document/document.hpp"
#include "figures/canvas.hpp"
#include "figures/words.hpp"
#include "language/catalogue.hpp"
#include "language/say.hpp"

#include <gmock/gmock.h>

#include <QString>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

namespace asparagate {

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// What a C++ compiler makes of adjacent string literals.
std::string literal_value(const std::string& literals) {
    QString value;
    static const std::regex one(R"re("((?:[^"\\]|\\.)*)")re");
    for (std::sregex_iterator at(literals.begin(), literals.end(), one), end; at != end; ++at) {
        const QString inner = QString::fromStdString((*at)[1].str());
        for (qsizetype i = 0; i < inner.size(); ++i) {
            if (inner[i] != QChar('\\')) {
                value += inner[i];
            } else if (inner[++i] == QChar('u')) {
                value += QChar(inner.mid(i + 1, 4).toUShort(nullptr, 16));
                i += 4;
            } else {
                value += inner[i] == QChar('n') ? QChar('\n') : inner[i];
            }
        }
    }
    return value.toStdString();
}

/// Texts that a call in report/ is given, each in one of its `groups`, with the file they stand in.
std::map<std::string, std::string> texts_of(const std::regex& call, const std::vector<int>& groups) {
    std::map<std::string, std::string> texts;
    const std::filesystem::path folder = std::filesystem::path(ASPARAGATE_SOURCE_DIR) / "report";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".cpp") continue;
        const std::string source = text_of(entry.path());
        for (std::sregex_iterator at(source.begin(), source.end(), call), end; at != end; ++at)
            for (const int group : groups)
                texts.emplace(literal_value((*at)[group].str()), entry.path().filename().string());
    }
    return texts;
}

/// Both wordings of every say_count().
std::map<std::string, std::string> counted_texts() {
    static const std::regex call(
        R"re(\bsay_count\([^"]*?,\s*((?:"(?:[^"\\]|\\.)*"\s*)+),\s*((?:"(?:[^"\\]|\\.)*"\s*)+))re");
    return texts_of(call, {1, 2});
}

/// Every text given to say(), say_count() or sayable().
std::map<std::string, std::string> texts_in_source() {
    static const std::regex call(R"re(\bsay(?:able)?\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+))re");
    std::map<std::string, std::string> texts = texts_of(call, {1});
    texts.merge(counted_texts());
    return texts;
}

std::multiset<std::string> placeholders(const std::string& text) {
    std::multiset<std::string> found;
    for (std::size_t i = 0; i + 1 < text.size(); ++i)
        if (text[i] == '%' && text[i + 1] >= '1' && text[i + 1] <= '9') found.insert(text.substr(i, 2));
    return found;
}

std::string quoted(std::string text) {
    for (std::size_t at = 0; (at = text.find_first_of("\"\\", at)) != std::string::npos; at += 2) text.insert(at, "\\");
    return '"' + text + '"';
}

}  // namespace

TEST(Catalogue, HoldsEveryTextOfTheReport) {
    const auto texts = texts_in_source();
    const auto chinese = read_catalogue(chinese_catalogue);
    ASSERT_GT(texts.size(), 300u);
    std::string missing;
    for (const auto& [english, file] : texts)
        if (!chinese.contains(english)) missing += "\n# " + file + "\nmsgid " + quoted(english) + "\nmsgstr \"\"\n";
    EXPECT_EQ(missing, "") << "Translate these and add them to report/language/zh.po";
}

TEST(Catalogue, HoldsNoTextThatNobodySays) {
    const auto texts = texts_in_source();
    for (const auto& [english, translation] : read_catalogue(chinese_catalogue))
        EXPECT_TRUE(texts.contains(english)) << english;
}

TEST(Catalogue, KeepsThePlacesOfValues) {
    for (const auto& [english, translation] : read_catalogue(chinese_catalogue))
        EXPECT_EQ(placeholders(english), placeholders(translation)) << english;
}

TEST(Catalogue, KeepsNumbersAndPercentSignsOnOneLineAndTermsInOneForm) {
    static const std::regex parted(R"re(([0-9]|%[1-9]) %(?![1-9]))re");
    for (const auto& [english, translation] : read_catalogue(chinese_catalogue)) {
        EXPECT_FALSE(std::regex_search(translation, parted)) << translation;
        for (const char* other : {"变化倍数", "Cliff delta"})
            EXPECT_EQ(translation.find(other), std::string::npos) << translation;
    }
}

TEST(Catalogue, ReadsContinuedLinesAndEscapes) {
    const auto texts = read_catalogue(
        "# note\nmsgid \"\"\nmsgstr \"Language: zh\\n\"\n\nmsgid \"a \\\"b\\\"\"\n\"c\"\nmsgstr "
        "\"x\"\n\nmsgid \"untranslated\"\nmsgstr \"\"\n");
    EXPECT_EQ(texts, (std::map<std::string, std::string>{{"a \"b\"c", "x"}}));
    EXPECT_THROW(read_catalogue("msgid a\n"), std::runtime_error);
    EXPECT_THROW(read_catalogue("\"text of nothing\"\n"), std::runtime_error);
}

TEST(Say, PutsValuesWhereTheLanguageWantsThem) {
    EXPECT_EQ(say("%1 of %2", {"3", "8"}), "3 of 8");
    EXPECT_EQ(say("day %1", {"14"}), "day 14");
    EXPECT_EQ(say("95 % interval"), "95 % interval");
    const LanguageScope chinese(Language::chinese);
    EXPECT_EQ(say("%1 of %2", {"3", "8"}), "3/8");
    EXPECT_EQ(say("%1 features in no catalogue", {"%2"}), "%2 features in no catalogue");
    EXPECT_EQ(list_words({"P1", "P2", "P5"}), "P1、P2 和 P5");
    EXPECT_EQ(list_words({visit_words("day 0"), visit_words("day 14")}), "第 0 天和第 14 天");
    EXPECT_EQ(list_words({"P1（AAR）", "P7（AANR）"}), "P1（AAR）和 P7（AANR）");
    EXPECT_EQ(sentences({"甲。", "", "乙。"}), "甲。乙。");
}

TEST(Say, CountsOneThingInTheSingular) {
    EXPECT_EQ(say_count(1, "%1 patient", "%1 patients", {"1"}), "1 patient");
    EXPECT_EQ(say_count(0, "%1 patient", "%1 patients", {"0"}), "0 patients");
    Correlation correlation;
    correlation.n = 1, correlation.note = "not computed: 1 patient with both";
    EXPECT_EQ(reason_words(correlation), "not computed: 1 patient has both");
    correlation.n = 2, correlation.note = "not computed: 2 patients with both";
    EXPECT_EQ(reason_words(correlation), "not computed: 2 patients have both");
    correlation.note = "not computed: 2 restored against 0", correlation.n_restored = 2;
    const LanguageScope chinese(Language::chinese);
    EXPECT_EQ(reason_words(correlation), "未计算：恢复 2 名，其余 0 名");
}

TEST(Catalogue, CountsNothingInAPluralThatOneWouldContradict) {
    // A number that is followed by a plural word: such a text needs say_count(), or an order in which the number ends.
    static const std::regex plural(
        R"re(%[1-9] (?:against %[1-9] )?(patients|pairs|tests|comparisons|repetitions|cells|files|days|years)\b)re");
    const auto counted = counted_texts();
    ASSERT_FALSE(counted.empty());
    for (const auto& [english, file] : texts_in_source())
        EXPECT_TRUE(!std::regex_search(english, plural) || counted.contains(english)) << file << ": " << english;
}

TEST(LanguageScope, EndsWithItsScopeAndItsThread) {
    {
        const LanguageScope outer(Language::chinese);
        {
            const LanguageScope inner(Language::english);
            EXPECT_EQ(say("%1 of %2", {"3", "8"}), "3 of 8");
        }
        EXPECT_EQ(language(), Language::chinese);
        std::thread([] { EXPECT_EQ(language(), Language::english); }).join();
    }
    EXPECT_EQ(language(), Language::english);
}

TEST(Words, NeverSayMinusZero) {
    EXPECT_EQ(fixed_words(-0.004, 2), "0.00");
    EXPECT_EQ(fixed_words(-0.006, 2), "\u22120.01");
}

TEST(Words, NameTheEvidenceInChinese) {
    const LanguageScope chinese(Language::chinese);
    EXPECT_EQ(product_words("pegaspargase"), "培门冬酶");
    EXPECT_EQ(product_words("blinatumomab"), "贝林妥欧单抗");
    EXPECT_EQ(status_words("silent inactivation"), "静默失活");
    EXPECT_EQ(quantity_words("day 14 value"), "第 14 天的值");
    EXPECT_EQ(quantity_words("SAA day 7 after"), "用药后 SAA 第 7 天");
    EXPECT_EQ(visit_words("relapse"), "relapse");
    EXPECT_EQ(interval_name_words("95 % percentile of all resamples"), "95\u00a0% 全部重抽样的百分位数");
    Comparison comparison;
    comparison.test = "exact Mann-Whitney", comparison.n_1 = 5, comparison.n_2 = 2;
    comparison.p = comparison.p_min_attainable = 2.0 / 21;
    EXPECT_EQ(test_words(comparison), "精确 Mann-Whitney 检验 p\u00a0=\u00a00.095，为 5 对 2 可能的最小值");
    comparison.p.reset(), comparison.n_2 = 0, comparison.note = "not tested: 5 against 0";
    EXPECT_EQ(reason_words(comparison), "未检验：5 对 0");
    comparison.note = "not tested: at the detection floor after treatment in 7 of 7 patients; CD19_UNRELIABLE: ...";
    Correlation correlation;
    correlation.note = comparison.note;
    EXPECT_EQ(reason_words(correlation), reason_words(comparison)) << "the same reason for either test";
    EXPECT_EQ(reason_words(correlation).find("not tested"), std::string::npos);
}

TEST(Words, NameTheThresholdThatAConclusionHangsOnInChinese) {
    Evidence evidence;
    ConclusionBand band;
    band.driver = "/Cells/GzmB+ (threshold of P7)", band.driver_share = 0.62;
    evidence.uncertainty.conclusions = {band};
    const LanguageScope chinese(Language::chinese);
    EXPECT_EQ(conclusion_table(evidence, false).rows.at(0).back().text,
              "/Cells/GzmB+（P7 的阈值）（占方差的 62.0\u00a0%）");
}

TEST(Wrap, BreaksChineseBetweenCharactersButNotBeforeItsPunctuation) {
    const std::string text = "双侧精确检验，附本设计所能达到的最小值。AAR 对 AANR";
    const auto lines = wrap(text, 12, {7});
    EXPECT_GT(lines.size(), 4u);
    std::string joined;
    for (const std::string& line : lines) {
        EXPECT_LE(text_width(line, {7}), 12.01) << line;
        EXPECT_FALSE(line.starts_with("，") || line.starts_with("。")) << line;
        joined += line;
    }
    EXPECT_NE(joined.find("达到的最小值。"), std::string::npos);
    for (const double width : {10.0, 12.0, 15.0, 20.0})
        for (const std::string& line : wrap("活性恢复的患者占 91.3\u00a0% 以上", width, {7}))
            EXPECT_EQ(line.find("91.3") == std::string::npos, line.find('%') == std::string::npos) << line;
    EXPECT_EQ(wrap("CD19-independent B cells", 100), (std::vector<std::string>{"CD19-independent B cells"}));
}

}  // namespace asparagate
