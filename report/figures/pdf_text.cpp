#include "figures/pdf_text.hpp"

#include <QString>

#include <cstdio>
#include <map>

namespace asparagate {

namespace {

/// Radicals of simplified characters that Unicode does not decompose.
char16_t simplified(char16_t radical) {
    static const std::map<char16_t, char16_t> ideographs = {
        {u'\u2EA0', u'民'}, {u'\u2EC4', u'西'}, {u'\u2EC5', u'见'}, {u'\u2EC6', u'角'}, {u'\u2EC9', u'贝'},
        {u'\u2ECB', u'车'}, {u'\u2ED3', u'长'}, {u'\u2ED4', u'门'}, {u'\u2ED8', u'青'}, {u'\u2ED9', u'韦'},
        {u'\u2EDA', u'页'}, {u'\u2EDB', u'风'}, {u'\u2EDC', u'飞'}, {u'\u2EE2', u'马'}, {u'\u2EE5', u'鱼'},
        {u'\u2EE6', u'鸟'}, {u'\u2EE7', u'卤'}, {u'\u2EE8', u'麦'}, {u'\u2EE9', u'黄'}, {u'\u2EEC', u'齐'},
        {u'\u2EEE', u'齿'}, {u'\u2EF0', u'龙'}, {u'\u2EF3', u'龟'}};
    const auto found = ideographs.find(radical);
    return found == ideographs.end() ? radical : found->second;
}

char16_t ideograph(char16_t letter) {
    if (letter < 0x2E80 || letter > 0x2FD5) return letter;
    const QString normal = QString(QChar(letter)).normalized(QString::NormalizationForm_KC);
    return normal.size() == 1 && normal[0] != QChar(letter) ? normal[0].unicode() : simplified(letter);
}

/// Letters stand between brackets, one for each glyph of a range: "<0001> <0003> [<2F08> <0041> <2FA6> ]".
void name_letters(std::string& pdf, std::size_t begin, std::size_t end) {
    bool letters = false;
    for (std::size_t at = begin; at + 5 < end; ++at) {
        if (pdf[at] == '[') letters = true;
        if (pdf[at] == ']') letters = false;
        if (!letters || pdf[at] != '<' || pdf[at + 5] != '>') continue;
        const auto letter = static_cast<char16_t>(std::stoul(pdf.substr(at + 1, 4), nullptr, 16));
        char code[5];
        std::snprintf(code, sizeof code, "%04X", static_cast<unsigned>(ideograph(letter)));
        pdf.replace(at + 1, 4, code);
    }
}

}  // namespace

void name_ideographs(std::string& pdf) {
    const std::string open = " beginbfrange\n", close = "endbfrange\n";
    for (std::size_t at = pdf.find(open); at != std::string::npos; at = pdf.find(open, at + 1))
        if (const std::size_t end = pdf.find(close, at); end != std::string::npos)
            name_letters(pdf, at + open.size(), end);
}

}  // namespace asparagate
