#include "language/catalogue.hpp"

#include <stdexcept>

namespace asparagate {

namespace {

class CatalogueReader {
public:
    std::map<std::string, std::string> read(std::string_view po) {
        while (!po.empty()) {
            const std::size_t end = po.find('\n');
            ++line_;
            take(po.substr(0, end));
            if (end == std::string_view::npos) break;
            po.remove_prefix(end + 1);
        }
        keep();
        return std::move(texts_);
    }

private:
    std::map<std::string, std::string> texts_;
    std::string english_, translation_;
    std::string* open_ = nullptr;  ///< the text that a line of nothing but a string goes on
    std::size_t line_ = 0;

    void take(std::string_view line) {
        if (line.empty() || line.front() == '#') return;
        if (line.starts_with("msgid ")) {
            keep();
            open_ = &english_;
            line.remove_prefix(6);
        } else if (line.starts_with("msgstr ")) {
            open_ = &translation_;
            line.remove_prefix(7);
        }
        if (open_ == nullptr || line.size() < 2 || line.front() != '"' || line.back() != '"')
            throw std::runtime_error("catalogue, line " + std::to_string(line_) +
                                     ": expected msgid, msgstr or a quoted text");
        append(line.substr(1, line.size() - 2));
    }

    void append(std::string_view quoted) {
        for (std::size_t i = 0; i < quoted.size(); ++i) {
            if (quoted[i] != '\\' || i + 1 == quoted.size()) {
                *open_ += quoted[i];
                continue;
            }
            ++i;
            *open_ += quoted[i] == 'n' ? '\n' : quoted[i];
        }
    }

    /// The entry with an empty English text is the header.
    void keep() {
        if (!english_.empty() && !translation_.empty()) texts_[english_] = translation_;
        english_.clear();
        translation_.clear();
    }
};

}  // namespace

std::map<std::string, std::string> read_catalogue(std::string_view po) {
    return CatalogueReader().read(po);
}

}  // namespace asparagate
