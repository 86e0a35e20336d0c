#pragma once
#include "study/clinical_table.hpp"

namespace asparagate::study_files {

/// Column `product` in its documented spelling: trade and field names of the asparaginases are read as them, other
/// names are kept, an empty cell is empty. @throws AnalysisError on a typing error, which would silently take the row
/// out of every rule.
std::string read_product(const TableRow& row);

/// A note S-PRODUCT-NAME where the cell has another name than `product`, as which it was read.
void tell_reading(const TableRow& row, const std::string& patient, const std::string& product, Findings& findings);

/// The same of a dose, and what else is to be said of its product: S-PRODUCT for an asparaginase of no known kind or a
/// name that resembles one, S-PRODUCT-NAME for one that counts as none.
void check_product(const TableRow& row, const Dose& dose, Findings& findings);

}  // namespace asparagate::study_files
