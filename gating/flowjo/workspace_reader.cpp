#include "../xml/xml_document.hpp"
#include "asparagate/fcs/nearest_name.hpp"
#include "asparagate/fcs/number.hpp"
#include "asparagate/gating/workspace.hpp"
#include "fcs/utf8.hpp"
#include "sample_reader.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

namespace asparagate {
namespace {

using detail::XmlElement;
using namespace flowjo;

/// The first two numbers of "10.6.2"; zeros where there are none.
std::pair<int, int> release(std::string_view text) {
    const auto dot = text.find('.');
    const auto major = parse_unsigned(text.substr(0, dot));
    const auto rest = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
    const auto minor = parse_unsigned(rest.substr(0, rest.find_first_not_of("0123456789")));
    const auto number = [](std::optional<std::uint64_t> n) {
        return static_cast<int>(std::min<std::uint64_t>(n.value_or(0), 9999));
    };
    return {number(major), number(minor)};
}

/// Elements that hold display, tables, layouts and the like.
const std::vector<std::string> read_elements = {"Groups", "SampleList", "Matrices"};
const std::vector<std::string> display_elements = {"WindowPosition", "TextTraits", "Columns", "Cytometers"};

bool is_among(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

class WorkspaceReader {
public:
    WorkspaceReader(const XmlElement& root, const std::string& file) : root_(root) {
        workspace_.file = file;
        workspace_.version = root.attribute("", "version").value_or("");
        const std::string release = root.attribute("", "flowJoVersion").value_or("");
        workspace_.software = release.empty() ? "FlowJo" : "FlowJo " + release;
    }

    Workspace read() {
        if (!root_.is("", "Workspace"))
            root_.fail("", "the root is " + in_quotes(root_.local_name()) + "; expected a FlowJo Workspace");
        const std::string& version = workspace_.version;
        if (version == "20.0" || version == "1.8")
            read_current();
        else if (version == "2.0" || version == "3.0")
            read_mac_workspace(root_, workspace_);
        else
            refuse_version();
        if (workspace_.samples.empty()) root_.fail("", "the workspace holds no sample");
        read_groups();
        require_unique_ids();
        return std::move(workspace_);
    }

private:
    [[noreturn]] void refuse_version() const {
        const bool windows = workspace_.version.starts_with("1.");
        root_.fail("", "the workspace has the version " + in_quotes(workspace_.version) +
                           (windows ? ", FlowJo 7 for Windows, which is not read; save it with FlowJo 10"
                                    : "; expected 20.0 or 1.8 (FlowJo 10), 2.0 or 3.0 (FlowJo 8 and 9 for Mac)"));
    }

    void read_current() {
        const WorkspaceContext context{
            workspace_.file, release(root_.attribute("", "flowJoVersion").value_or("10.10")) < std::pair{10, 6}};
        if (const auto list = root_.child("", "SampleList"))
            for (const XmlElement& sample : list->children("", "Sample"))
                workspace_.samples.push_back(read_sample(sample, context, workspace_.findings));
        note_rest();
    }

    void read_groups() {
        const auto list = root_.child("", "Groups");
        if (!list) return;
        std::map<std::string, std::size_t> by_id;
        for (std::size_t i = 0; i < workspace_.samples.size(); ++i) by_id.emplace(workspace_.samples[i].id, i);
        for (const XmlElement& node : list->children("", "GroupNode")) {
            WorkspaceGroup group{node.attribute("", "name").value_or(""), {}};
            const auto members = node.child("", "Group");
            const auto references = members ? members->child("", "SampleRefs") : std::nullopt;
            for (const XmlElement& reference :
                 references ? references->children("", "SampleRef") : std::vector<XmlElement>{}) {
                const auto sample = by_id.find(reference.attribute("", "sampleID").value_or(""));
                if (sample == by_id.end()) continue;  // samples that were taken out of the workspace stay listed
                group.sample_ids.push_back(sample->first);
                workspace_.samples[sample->second].groups.push_back(group.name);
            }
            workspace_.groups.push_back(std::move(group));
        }
    }

    /// Tables, layouts, scripts and plates have no place in a strategy.
    void note_rest() {
        std::string names;
        for (const XmlElement& element : root_.children()) {
            const std::string name(element.local_name());
            if (is_among(read_elements, name) || is_among(display_elements, name) || element.children().empty())
                continue;
            names += (names.empty() ? "" : ", ") + name;
        }
        if (!names.empty())
            workspace_.findings.push_back(
                {"J-ELEMENT", Severity::note, workspace_.file, "", "", std::nullopt, "not read: " + names});
    }

    void require_unique_ids() const {
        std::map<std::string, std::string> names;
        for (const WorkspaceSample& sample : workspace_.samples)
            if (const auto [before, added] = names.emplace(sample.id, sample.name); !added)
                root_.fail("", "the samples " + in_quotes(before->second) + " and " + in_quotes(sample.name) +
                                   " have one sampleID, " + in_quotes(sample.id));
    }

    const XmlElement root_;
    Workspace workspace_;
};

std::string percent_decoded(std::string_view text) {
    const auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
            result += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

}  // namespace

std::string WorkspaceSample::file_name() const {
    std::string path = percent_decoded(uri);
    if (detail::first_invalid_utf8(path)) path = uri;
    return path.substr(path.find_last_of("/\\:") + 1);
}

bool Workspace::has_known_rule() const {
    return version == "20.0" || version == "1.8";
}

Workspace parse_workspace(std::string_view text, const std::string& name) {
    const auto document = detail::XmlDocument::parse(text, name);
    Workspace workspace = WorkspaceReader(document.root(), name).read();
    workspace.findings.insert(workspace.findings.begin(), document.findings().begin(), document.findings().end());
    return workspace;
}

Workspace read_workspace(const std::filesystem::path& path) {
    std::error_code error;
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path, error))
        throw GatingError(path.string(), "", "cannot be read; expected a FlowJo workspace");
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    return parse_workspace(text, path.string());
}

bool is_workspace_file(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return false;  // a pipe can be read only once
    std::ifstream stream(path, std::ios::binary);
    std::string start(1u << 16, '\0');
    stream.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(stream.gcount()));
    return looks_like_workspace(start);
}

bool looks_like_workspace(std::string_view text) {
    // Behind the XML declaration, comments and a DOCTYPE: the first name that is an element's.
    for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        if (text.substr(at).starts_with("<!--")) {
            at = text.find("-->", at);
            if (at == std::string_view::npos) return false;
            continue;
        }
        if (at + 1 < text.size() && text[at + 1] != '?' && text[at + 1] != '!')
            return text.substr(at + 1).starts_with("Workspace");
    }
    return false;
}

}  // namespace asparagate
