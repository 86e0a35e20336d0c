#include "figures/pdf_file.hpp"

#include "figures/pdf_text.hpp"
#include "figures/visible_text.hpp"

#include <QBuffer>
#include <QHashFunctions>
#include <QPainter>
#include <QPdfWriter>

namespace asparagate {

namespace {

constexpr int dots_per_inch = 1200;

/// Blanks the creation date in place, so that the same pages give the same bytes and no offset moves.
void remove_creation_date(std::string& pdf) {
    const std::string key = "/CreationDate (";
    const std::size_t begin = pdf.find(key);
    if (begin == std::string::npos) return;
    const std::size_t end = pdf.find(')', begin);
    if (end != std::string::npos && end - begin < 100) pdf.replace(begin, end + 1 - begin, end + 1 - begin, ' ');
}

/// QPdfWriter writes fonts and graphics states in hash order; a hash keeps the seed it was made with, so only hashes
/// made meanwhile are touched.
class FixedHashOrder {
public:
    FixedHashOrder() { QHashSeed::setDeterministicGlobalSeed(); }
    ~FixedHashOrder() { QHashSeed::resetRandomGlobalSeed(); }
    FixedHashOrder(const FixedHashOrder&) = delete;
    FixedHashOrder& operator=(const FixedHashOrder&) = delete;
};

}  // namespace

PdfPages::PdfPages(QPdfWriter& writer, QPainter& painter) : writer_(writer), painter_(painter) {}

void PdfPages::next_page() {
    writer_.newPage();
}

std::string pdf_file(const std::string& title, const QPageLayout& page, const std::function<void(PdfPages&)>& draw) {
    const FixedHashOrder fixed;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setTitle(visible_text(QString::fromStdString(title)));
        writer.setCreator(QStringLiteral("AsparaGate"));
        writer.setResolution(dots_per_inch);
        writer.setPageLayout(page);
        QPainter painter(&writer);
        painter.scale(dots_per_inch / 25.4, dots_per_inch / 25.4);
        PdfPages pages(writer, painter);
        draw(pages);
    }
    std::string pdf = buffer.data().toStdString();
    remove_creation_date(pdf);
    name_ideographs(pdf);
    return pdf;
}

}  // namespace asparagate
