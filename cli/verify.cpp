#include "asparagate/analysis/verify.hpp"

#include "asparagate/fcs/delimited_text.hpp"
#include "command.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace asparagate::cli {
namespace {

void print_json(const std::string& folder, const VerifyReport& report) {
    nlohmann::ordered_json document{{"schema", "asparagate.verify/1"}, {"folder", folder}, {"ok", report.ok()}};
    document["items"] = nlohmann::ordered_json::array();
    for (const VerifyItem& item : report.items) {
        document["items"].push_back(
            {{"kind", item.kind}, {"path", item.path}, {"ok", item.ok}, {"message", item.message}});
    }
    std::printf("%s\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

int run_verify(const std::string& folder, const CommonOptions& common, Console& console) {
    const VerifyReport report = verify_results(folder);
    if (common.format == "json") print_json(folder, report);
    for (const VerifyItem& item : report.items) {
        if (!item.ok) console.error(item.kind + " " + terminal_text(item.path) + ": " + item.message);
    }
    if (report.ok()) console.note(folder + ": " + counted(report.items.size(), "item") + " verified");
    return report.ok() ? done : limit_broken;
}

}  // namespace

Run add_verify(CLI::App& app) {
    auto folder = std::make_shared<std::string>();
    app.add_option("DIR", *folder, "Folder with the results of `run`")->required();
    app.footer("Exit code 5 when a file differs from its recorded hash.");
    return [folder](const CommonOptions& common, Console& console) { return run_verify(*folder, common, console); };
}

}  // namespace asparagate::cli
