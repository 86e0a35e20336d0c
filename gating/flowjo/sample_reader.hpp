#pragma once
#include "../xml/xml_document.hpp"
#include "asparagate/gating/workspace.hpp"

namespace asparagate::flowjo {

/// What all samples of a workspace share.
struct WorkspaceContext {
    std::string file;
    bool far_log_vertices = false;  ///< written by FlowJo before 10.6
};

/// One `Sample` of a FlowJo 10 workspace. @throws GatingError naming a malformed gate.
WorkspaceSample read_sample(const detail::XmlElement& element, const WorkspaceContext& context, Findings& findings);

/// The `Keyword` elements within `Keywords`.
Keywords read_keywords(const detail::XmlElement& sample);

/// A workspace of FlowJo 8 or 9 for Mac into `workspace`, whose file, software and version are set.
void read_mac_workspace(const detail::XmlElement& root, Workspace& workspace);

}  // namespace asparagate::flowjo
