#include "convert/event_decoder.hpp"

#include <algorithm>

namespace asparagate {
namespace {

constexpr std::uint64_t longest_span = 65536;  // events decoded at a time when few of them are selected

}  // namespace

EventDecoder::EventDecoder(DataSet data_set, std::vector<OutputColumn> columns,
                           std::optional<Compensation> compensation, std::optional<std::vector<std::uint64_t>> selected)
    : data_set_(std::move(data_set)),
      columns_(std::move(columns)),
      compensation_(std::move(compensation)),
      selected_(std::move(selected)) {
    if (!compensation_) return;
    for (const std::string& channel : compensation_->detectors())
        matrix_parameters_.push_back(data_set_.find_channel(channel).value());
}

void EventDecoder::read(std::uint64_t first, std::size_t count, EventBlock& block) {
    if (!selected_) return decode_events(first, count, block);
    block.resize(columns_.size(), count);
    const std::span<const std::uint64_t> wanted(selected_->data() + first, count);
    for (std::size_t begin = 0; begin < count;) {
        const std::uint64_t base = wanted[begin];
        const auto after = std::lower_bound(wanted.begin(), wanted.end(), base + longest_span);
        const auto end = static_cast<std::size_t>(after - wanted.begin());
        decode_events(base, static_cast<std::size_t>(wanted[end - 1] - base + 1), span_);
        for (std::size_t c = 0; c < columns_.size(); ++c)
            for (std::size_t i = begin; i < end; ++i) block.columns[c][i] = span_.columns[c][wanted[i] - base];
        begin = end;
    }
}

void EventDecoder::decode_events(std::uint64_t first, std::size_t count, EventBlock& block) {
    block.resize(columns_.size(), count);
    numbers_.resize(count);
    read_matrix_channels(first, count);
    for (std::size_t c = 0; c < columns_.size(); ++c) decode_column(columns_[c], first, block.columns[c]);
}

void EventDecoder::decode_column(const OutputColumn& column, std::uint64_t first, std::span<std::uint64_t> words) {
    switch (column.from) {
        case OutputColumn::From::words:
            return data_set_.read<std::uint64_t>(column.source, first, words, ValueKind::raw);
        case OutputColumn::From::event_number:
            for (std::size_t i = 0; i < words.size(); ++i)
                words[i] = word_of_number(static_cast<double>(first + i), column.parameter);
            return;
        case OutputColumn::From::numbers:
            data_set_.read<double>(column.source, first, numbers_, column.kind);
            break;
        case OutputColumn::From::compensated:
            compensate(compensation_->weights(column.matrix_row));
            break;
    }
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = word_of_number(numbers_[i], column.parameter);
}

void EventDecoder::read_matrix_channels(std::uint64_t first, std::size_t count) {
    matrix_values_.resize(matrix_parameters_.size());
    for (std::size_t k = 0; k < matrix_parameters_.size(); ++k) {
        matrix_values_[k].resize(count);
        data_set_.read<double>(matrix_parameters_[k], first, matrix_values_[k], ValueKind::scale);
    }
}

/// In the order of the gating engine, so that both give the same bits.
void EventDecoder::compensate(std::span<const double> weights) {
    bool first = true;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        if (weights[k] == 0) continue;
        const std::vector<double>& in = matrix_values_[k];
        if (first)
            for (std::size_t i = 0; i < numbers_.size(); ++i) numbers_[i] = weights[k] * in[i];
        else
            for (std::size_t i = 0; i < numbers_.size(); ++i) numbers_[i] += weights[k] * in[i];
        first = false;
    }
}

}  // namespace asparagate
