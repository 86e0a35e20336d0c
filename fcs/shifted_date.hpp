#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace asparagate::detail {

/// How many days dates are shifted back under `secret`: 1 to 3652, by HMAC-SHA-256, the same for every file.
/// @throws Error(usage) when the secret is shorter than 16 bytes, which can be tried out.
int secret_days(std::string_view secret);

/// `dd-mmm-yyyy`, English month in any case; nullopt for anything else.
std::optional<std::string> shifted_date(std::string_view text, int days_back);
/// `yyyy-mm-ddThh:mm:ss`, fraction and zone kept; nullopt for anything else.
std::optional<std::string> shifted_date_time(std::string_view text, int days_back);
/// `hh:mm:ss`, with `.cc` or `:tt`.
bool is_time_of_day(std::string_view text);

}  // namespace asparagate::detail
