#include "tree_walk.hpp"

#include "../strategy/population_path.hpp"
#include "population_names.hpp"
#include "unsupported.hpp"

namespace asparagate::flowjo {
namespace {

using detail::XmlElement;

/// Paths repeat the names of all parents, so a small file could ask for endless memory.
constexpr std::size_t most_path_bytes = 64u << 20;

class TreeWalk {
public:
    TreeWalk(const TreeDialect& dialect, const std::string& where, Findings& findings)
        : dialect_(dialect), where_(where), findings_(findings) {}

    std::vector<TreeEntry> run(const XmlElement& sample_node) {
        push_children(sample_node, no_parent);
        while (!open_.empty()) {
            const Open next = open_.back();
            open_.pop_back();
            add(next);
            push_children(next.element, entries_.size() - 1);
        }
        return std::move(entries_);
    }

private:
    struct Open {
        XmlElement element;
        std::size_t parent;
    };

    void push_children(const XmlElement& element, std::size_t parent) {
        const auto children = dialect_.children(element);
        for (auto child = children.rbegin(); child != children.rend(); ++child) open_.push_back({*child, parent});
    }

    void add(const Open& open) {
        const TreeEntry* parent = open.parent == no_parent ? nullptr : &entries_[open.parent];
        const std::string name = dialect_.name(open.element);
        std::string changed;
        const std::string parent_path = parent == nullptr ? "/" : parent->path;
        const std::string path = detail::child_path(parent_path, names_.claim(parent_path, name, changed));
        path_bytes_ += path.size();
        if (path_bytes_ > most_path_bytes)
            open.element.fail(path.substr(0, 200), "the tree of gates is beyond measure");
        TreeEntry entry{open.element, open.parent, parent == nullptr ? name : parent->flowjo_path + "/" + name, path,
                        stored_count(open.element.attribute("", "count"))};
        const Note note = [&](const char* code, Severity severity, const std::string& message) {
            findings_.push_back({code, severity, where_, "", path, std::nullopt, message});
        };
        if (!changed.empty()) note("J-NAME", Severity::note, "it is renamed, as " + changed);
        // What rests on a population that is not imported is not read; build_sample says why.
        if (parent == nullptr || parent->obstacle.empty())
            read_gate_of(entry, note);
        else
            entry.obstacle = resting_on(*parent);
        entries_.push_back(std::move(entry));
    }

    void read_gate_of(TreeEntry& entry, const Note& note) {
        try {
            dialect_.read_gate(entry, note);
        } catch (const Unsupported& unsupported) {
            entry.obstacle = unsupported.reason;
            note(unsupported.code, Severity::warning, "not imported: " + unsupported.reason);
        }
    }

    const TreeDialect& dialect_;
    const std::string& where_;
    Findings& findings_;
    PopulationNames names_;
    std::vector<Open> open_;
    std::vector<TreeEntry> entries_;
    std::size_t path_bytes_ = 0;
};

}  // namespace

std::string resting_on(const TreeEntry& entry) {
    return entry.path + ", which it rests on, is not imported";
}

std::vector<TreeEntry> walk_tree(const XmlElement& sample_node, const TreeDialect& dialect, const std::string& where,
                                 Findings& findings) {
    return TreeWalk(dialect, where, findings).run(sample_node);
}

}  // namespace asparagate::flowjo
