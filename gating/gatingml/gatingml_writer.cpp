#include "gatingml_writer.hpp"

#include "asparagate/fcs/nearest_name.hpp"
#include "document.hpp"
#include "gate_writer.hpp"
#include "scale_writer.hpp"

namespace asparagate::gatingml {
namespace {

constexpr const char* declaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<gating:Gating-ML\n"
    "    xmlns:gating=\"http://www.isac-net.org/std/Gating-ML/v2.0/gating\"\n"
    "    xmlns:transforms=\"http://www.isac-net.org/std/Gating-ML/v2.0/transformations\"\n"
    "    xmlns:data-type=\"http://www.isac-net.org/std/Gating-ML/v2.0/datatypes\">\n";

/// What has no place anywhere in a document.
void note_losses(Document& document) {
    const GatingStrategy& strategy = document.strategy;
    if (!strategy.name.empty() || !strategy.description.empty())
        document.lose("X-TITLE", "", "name and description of the strategy are not written", Severity::note);
    if (!strategy.panel.empty())
        document.lose("X-PANEL", "",
                      "the further names of the panel are not written: other programs look for the channels as "
                      "the gates name them");
    if (strategy.evaluation == Evaluation::flowjo)
        document.lose("X-EVALUATION", "",
                      "other programs do not evaluate as FlowJo does: populations may differ near the edges of gates");
    if (!strategy.scales.empty())
        document.lose("X-SCALES", "", "the default scales are written with each gate; a gate drawn later has none",
                      Severity::note);
    if (!strategy.groups.empty())
        document.lose("X-GROUPS", "", "the groups of samples are not written", Severity::note);
    for (const TailoredVersion& version : strategy.versions)
        document.lose("X-VERSION", "",
                      "version " + in_quotes(version.name) +
                          " is not written: a document of Gating-ML 2.0 holds for every sample; write one for each "
                          "sample that differs (--sample NAME)");
}

}  // namespace

StrategyText write_gatingml(const GatingStrategy& strategy) {
    validate_strategy(strategy, "");
    Document document(strategy, declaration);
    for (const std::string& info : strategy.custom_info) document.xml.custom_info("", info);
    write_scales(document);
    for (const GateNode& node : strategy.nodes) write_gate(document, node);
    document.xml.close("gating:Gating-ML");
    note_losses(document);
    return {document.xml.take(), std::move(document.losses)};
}

}  // namespace asparagate::gatingml
