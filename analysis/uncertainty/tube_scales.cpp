#include "uncertainty/tube_scales.hpp"

#include "asparagate/gating/regating.hpp"

namespace asparagate {

TubeScales::TubeScales(const Study& study, const std::string& tube, const GateOptions& options)
    : strategy_(study.strategy_for(tube)), options_(options) {
    for (const StudySample& sample : study.samples)
        if (sample.tube == tube) files_.push_back({sample.file, false, std::nullopt});
}

const DataSet* TubeScales::data_set(std::size_t i) {
    File& file = files_[i];
    if (!file.looked_at) {
        file.looked_at = true;
        try {
            file.data_set = FcsFile::open(file.path, options_.read).data_set();
        } catch (const Error&) {
            return nullptr;  // the run has named it
        }
    }
    return file.data_set ? &*file.data_set : nullptr;
}

std::optional<AxisScale> TubeScales::of(const Dimension& dimension) {
    for (std::size_t i = 0; i < files_.size(); ++i) {
        const DataSet* data = data_set(i);
        if (data == nullptr) continue;
        try {
            const auto found = dimension_in_file(*data, strategy_, dimension, options_);
            if (!found) continue;
            return axis_scale(found->transform, found->parameter ? &data->parameters()[*found->parameter] : nullptr);
        } catch (const Error&) {
            continue;  // a matrix that this file cannot use
        }
    }
    return std::nullopt;
}

}  // namespace asparagate
