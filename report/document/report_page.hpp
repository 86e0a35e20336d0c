#pragma once
#include "document/content.hpp"

#include <vector>

namespace asparagate {

/// The report of a study: first screen, figures and tables in the order of the question, how sure it is, methods,
/// findings, provenance. `figures` are drawn inline and linked as figures/<id>.*.
ReportDocument report_document(const Evidence& evidence, const std::vector<Figure>& figures);

}  // namespace asparagate
