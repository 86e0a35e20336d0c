#pragma once
#include <string>
#include <vector>

namespace asparagate {

struct PageSection {
    std::string id, title;
    std::string html;
    std::vector<std::pair<std::string, std::string>> entries;  ///< (id, title) below it in the contents list
};

/// What a page is made of; `lead` stands before the sections.
struct Page {
    std::string title;
    std::string subtitle;
    std::string lead;
    std::vector<PageSection> sections;
    std::string back_link;  ///< HTML above the contents list
    std::string version;
};

/// "Research use only. Not for diagnosis or treatment decisions."
extern const char* const research_use_only;

/// One self-contained HTML file: no request leaves it, its policy allows only its own style and script (by hash), and
/// it reads the same without scripts, on paper and at 360 pixels.
std::string render_page(const Page& page);

}  // namespace asparagate
