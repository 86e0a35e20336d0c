#include "crc.hpp"

#include "asparagate/fcs/number.hpp"
#include "finding_log.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace asparagate {
namespace detail {
namespace {

constexpr std::array<std::uint16_t, 256> make_table() {
    constexpr unsigned reflected_polynomial = 0x8408;  // x^16 + x^12 + x^5 + 1
    std::array<std::uint16_t, 256> table{};
    for (unsigned byte = 0; byte < 256; ++byte) {
        unsigned value = byte;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? reflected_polynomial : 0);
        table[byte] = static_cast<std::uint16_t>(value);
    }
    return table;
}

std::optional<std::uint64_t> parse_in_base(std::string_view text, int base) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::uint16_t crc16(std::string_view bytes) {
    static constexpr std::array<std::uint16_t, 256> table = make_table();
    unsigned crc = 0;
    for (const char c : bytes) crc = (crc >> 8) ^ table[(crc ^ static_cast<unsigned char>(c)) & 0xFF];
    return static_cast<std::uint16_t>(crc);
}

CrcState compare_crc(std::string_view bytes, std::string_view field) {
    const std::string_view text = trim(field);
    const auto hexadecimal = parse_in_base(text, 16);
    if (field.size() < crc_field_bytes || !hexadecimal) return CrcState::absent;
    if (*hexadecimal == 0) return CrcState::zero;
    const std::uint16_t crc = crc16(bytes);
    const auto swapped = static_cast<std::uint16_t>(crc << 8 | crc >> 8);
    for (const auto& stored : {hexadecimal, parse_in_base(text, 10)}) {
        if (stored && (*stored == crc || *stored == swapped)) return CrcState::matches;
    }
    return CrcState::differs;
}

}  // namespace detail

CrcState DataSet::check_crc() const {
    return detail::compare_crc(protected_bytes_, crc_field_);
}

Findings inspect_crc(const FcsFile& file, const DataSet& data_set) {
    Findings findings;
    detail::FindingLog log(file.path().string(), data_set.index(), 0, findings);
    if (data_set.check_crc() == CrcState::differs)
        log.warn("W-CRC", {"CRC", ""}, "the checksum behind the last segment does not match the bytes of the data set");
    return findings;
}

}  // namespace asparagate
