#include "ignored_data_sets.hpp"

#include <string>

namespace asparagate::detail {

void report_ignored_data_sets(const FcsFile& file, const ReadOptions& read, Findings& findings) {
    if (file.data_sets().size() == 1) return;
    const std::string message = "only the first of " + std::to_string(file.data_sets().size()) +
                                " data sets is gated; gate --dataset=all gates each, --dataset=N one of them";
    if (read.refuses("G-DATASETS"))
        throw Error(ErrorKind::input, file.path().string() + ": " + message + " (G-DATASETS, refused by --strict)");
    findings.push_back({"G-DATASETS", Severity::warning, file.path().string(), "", "$NEXTDATA", {}, message});
}

}  // namespace asparagate::detail
