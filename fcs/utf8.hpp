#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace asparagate::detail {

/// One code point at the start of `text` and its length; nullopt when the bytes are not shortest-form UTF-8 of a
/// Unicode scalar value (RFC 3629), so overlong forms and surrogates are invalid.
struct CodePoint {
    std::uint32_t value;
    std::size_t length;
};
std::optional<CodePoint> decode_utf8(std::string_view text) noexcept;

/// Byte position of the first invalid sequence; nullopt when all is valid.
std::optional<std::size_t> first_invalid_utf8(std::string_view text) noexcept;

/// Windows-1252 as UTF-8 (its five unassigned bytes become the C1 control of the same number, as in Latin-1).
std::string utf8_from_windows_1252(std::string_view text);

/// `text` with control characters, bidirectional overrides and invalid bytes escaped (`\x1B`, `\u202E`), at most
/// `max_characters` long, the last three being dots when something was cut.
std::string escape_text(std::string_view text, std::size_t max_characters);

}  // namespace asparagate::detail
