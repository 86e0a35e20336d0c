#pragma once
#include "document/content.hpp"
#include "document/paper_flow.hpp"

namespace asparagate {

/// Sets a table across the page; rows stay whole and the head is repeated on every page.
void place_table(PaperFlow& flow, const ReportTable& table);

}  // namespace asparagate
