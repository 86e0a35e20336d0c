#pragma once
#include <QPageLayout>

#include <functional>
#include <string>

class QPainter;
class QPdfWriter;

namespace asparagate {

/// Pages of a PDF file being written; the painter's unit is the millimetre from the top left of the paper.
class PdfPages {
public:
    PdfPages(QPdfWriter& writer, QPainter& painter);
    [[nodiscard]] QPainter& painter() { return painter_; }
    void next_page();

private:
    QPdfWriter& writer_;
    QPainter& painter_;
};

/// A PDF file as bytes, with text as text. The same pages give the same bytes in every process: no date, no order of a
/// hash.
std::string pdf_file(const std::string& title, const QPageLayout& page, const std::function<void(PdfPages&)>& draw);

}  // namespace asparagate
