#pragma once
#include "document/content.hpp"

#include <string>

namespace asparagate {

/// The document on A4 pages as a PDF file: text that can be selected, figures as vectors, "Research use only" above and
/// below, page numbers. The same document gives the same bytes. Long tables stay in the files of the results folder.
std::string report_pdf(const ReportDocument& document);

}  // namespace asparagate
