#pragma once
#include "document/content.hpp"

#include <string>
#include <string_view>

namespace asparagate {

/// Text safe in HTML content and quoted attributes. Control characters and bidirectional overrides, which could hide
/// or reorder what is read, become U+FFFD.
std::string escape_html(std::string_view text);
/// Both escaped.
std::string link(std::string_view href, std::string_view text);
/// A part of a page; tables scroll sideways on narrow screens and with scripts they sort and copy.
std::string block_html(const Block& block);
std::string blocks_html(const Blocks& blocks);

}  // namespace asparagate
