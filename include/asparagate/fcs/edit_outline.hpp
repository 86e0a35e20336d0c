#pragma once
#include "asparagate/fcs/fcs_outline.hpp"
#include "asparagate/fcs/metadata.hpp"

#include <optional>
#include <span>
#include <string>

namespace asparagate {

/// Keeps the parameters at `columns` (positions from 0, each at most once), in that order, and everything that speaks
/// of parameters by number or name: `$Pn...` and private `Pn...` keywords, `$DFCiTOj`, `$RnI`, `$TR`,
/// `$UNSTAINEDCENTERS`, `$COMP`, the spillover matrix. What cannot follow is moved to a private keyword or left out;
/// each is a finding (W-SPILL-CUT for a matrix that lost channels).
void select_parameters(FcsOutline& outline, std::span<const std::size_t> columns, Findings& findings);

/// Adds a column at the end. @pre its name is not taken
void add_parameter(FcsOutline& outline, Parameter parameter);

/// The data set now holds `n_events` of its events: ANALYSIS, OTHER segments and the keywords that count or describe
/// subsets (`$CS...`, `$PKn`) no longer fit. What describes the run (`$ABRT`, `$VOL`, times) stays.
void select_events(FcsOutline& outline, std::uint64_t n_events, Findings& findings);

/// The values are compensated by `applied`: they become double precision, and every matrix moves to a private keyword,
/// so that nobody applies it again. `source` says where the applied matrix came from.
void mark_compensated(FcsOutline& outline, const SpilloverMatrix& applied, const std::string& source,
                      Findings& findings);

/// The values become scale values: logarithms decoded, divided by `$PnG`, Time in seconds. `$PnE`, `$PnG`, `$TIMESTEP`
/// and `$PnR` follow.
void decode_to_scale(FcsOutline& outline);

/// `$LAST_MODIFIED` (now, or the time that SOURCE_DATE_EPOCH names), `$LAST_MODIFIER`, `$ORIGINALITY` (what the rewrite
/// did, never weaker than what the file said before) and the private
/// keywords `ASPARAGATE VERSION`, `ASPARAGATE INPUT SHA256` (unless empty) and `ASPARAGATE CONVERSION`.
void stamp_modification(FcsOutline& outline, Originality originality, const std::string& input_sha256,
                        const std::string& conversion);

/// Keeps keywords from an allow-list whose values are of the expected form, and nothing else: no private keyword, no
/// ANALYSIS, no OTHER segment. With `secret` all dates are shifted back by one number of whole days that only who has
/// the secret can compute; without it they are removed. Free text that stays ($PnN, $PnS, $PnANALYTE, $CYT) is listed
/// in the note I-FREE-TEXT, for people to look at.
void deidentify(FcsOutline& outline, const std::optional<std::string>& secret, Findings& findings);

}  // namespace asparagate
