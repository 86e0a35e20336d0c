#include "name_list.hpp"

#include "utf8.hpp"

namespace asparagate::detail {
namespace {
constexpr std::size_t shown_names = 5;
}

void NameList::add(std::string_view name) {
    if (count_++ == 0) first_ = escape_text(name, 60);
    if (count_ <= shown_names) text_ += (text_.empty() ? "" : ", ") + escape_text(name, 40);
}

std::string NameList::text() const {
    return count_ <= shown_names ? text_ : text_ + " and " + std::to_string(count_ - shown_names) + " more";
}

}  // namespace asparagate::detail
