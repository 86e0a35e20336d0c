#include "scale.hpp"

#include <cmath>

namespace asparagate::detail {

std::uint64_t highest_integer(const Parameter& parameter) {
    if (parameter.datatype != 'I') return ~std::uint64_t{0};
    return parameter.bits < 64 ? parameter.mask & ((std::uint64_t{1} << parameter.bits) - 1) : parameter.mask;
}

Scale::Scale(const Parameter& parameter, std::uint64_t n_events)
    : decades_(parameter.log_decades),
      range_(parameter.range.value_or(1)),
      offset_(parameter.log_offset),
      factor_(parameter.timestep.value_or(1)),
      gain_(parameter.gain) {
    constexpr std::uint64_t largest = 0xFFFF;
    const std::uint64_t highest = highest_integer(parameter);
    if (decades_ > 0 && highest <= largest && n_events > highest) table_size_ = static_cast<std::size_t>(highest) + 1;
}

double Scale::decode_log(double raw) const {
    return std::pow(10.0, decades_ * raw / range_) * offset_;
}

void Scale::prepare() const {
    std::call_once(once_, [this] {
        table_.resize(table_size_);
        for (std::size_t raw = 0; raw < table_size_; ++raw) table_[raw] = decode_log(static_cast<double>(raw));
    });
}

void Scale::apply(std::span<double> values) const {
    if (table_size_ > 0) {
        prepare();
        for (double& value : values) value = table_[static_cast<std::size_t>(value)];
    } else if (decades_ > 0) {
        for (double& value : values) value = decode_log(value);
    } else if (factor_ != 1) {
        for (double& value : values) value *= factor_;
    } else {
        for (double& value : values) value /= gain_;
    }
}

std::unique_ptr<const Scale> make_scale(const Parameter& parameter, std::uint64_t n_events) {
    const bool scaled = parameter.log_decades > 0 || parameter.timestep.value_or(1) != 1 || parameter.gain != 1;
    return scaled ? std::make_unique<const Scale>(parameter, n_events) : nullptr;
}

}  // namespace asparagate::detail
