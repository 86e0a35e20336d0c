#include "scale_writer.hpp"

#include "asparagate/fcs/nearest_name.hpp"

#include <cmath>

namespace asparagate::gatingml {
namespace {

class ScaleWriter {
public:
    explicit ScaleWriter(Document& document) : document_(document) {}

    void write() {
        for (const auto& [name, transform] : document_.strategy.transforms) write_transform(name, transform);
        for (const auto& [name, ratio] : document_.strategy.ratios) write_ratio(name, ratio);
        for (const auto& [name, matrix] : document_.strategy.matrices) write_matrix(name, matrix);
    }

private:
    struct FunctionText {
        std::string operator()(const IdentityTransform&) const { return ""; }
        std::string operator()(const BiexTransform&) const { return ""; }
        std::string operator()(const FlowJoLogTransform&) const { return ""; }
        std::string operator()(const TableTransform&) const { return ""; }
        std::string operator()(const LinearTransform& t) const {
            return "transforms:flin" + attribute("transforms:T", t.T) + attribute("transforms:A", t.A);
        }
        std::string operator()(const LogTransform& t) const {
            return "transforms:flog" + attribute("transforms:T", t.T) + attribute("transforms:M", t.M);
        }
        std::string operator()(const AsinhTransform& t) const {
            return "transforms:fasinh" + attribute("transforms:T", t.T) + attribute("transforms:M", t.M) +
                   attribute("transforms:A", t.A);
        }
        std::string operator()(const LogicleTransform& t) const { return four("transforms:logicle", t); }
        std::string operator()(const HyperlogTransform& t) const { return four("transforms:hyperlog", t); }
        std::string operator()(const BoundedTransform& t) const { return std::visit(*this, t.function); }

        template <typename Function>
        static std::string four(const std::string& name, const Function& t) {
            return name + attribute("transforms:T", t.T()) + attribute("transforms:W", t.W()) +
                   attribute("transforms:M", t.M()) + attribute("transforms:A", t.A());
        }
    };
    static std::string bounds(double low, double high) {
        return (std::isfinite(low) ? attribute("transforms:boundMin", low) : "") +
               (std::isfinite(high) ? attribute("transforms:boundMax", high) : "");
    }
    [[nodiscard]] std::string transform_custom_info(const std::string& name) const {
        const auto info = document_.strategy.transform_custom_info.find(name);
        return info == document_.strategy.transform_custom_info.end() ? "" : info->second;
    }

    /// Bounds on the identity have no element: flin with T = 1 and A = 0 is the same function.
    static std::string function_of(const Transform& transform) {
        const auto* bounded = std::get_if<BoundedTransform>(&transform);
        if (bounded != nullptr && std::holds_alternative<IdentityTransform>(bounded->function))
            return FunctionText{}(LinearTransform{1, 0});
        return std::visit(FunctionText{}, transform);
    }
    void write_transform(const std::string& name, const Transform& transform) {
        const std::string function = function_of(transform);
        if (function.empty()) return;
        const auto* bounded = std::get_if<BoundedTransform>(&transform);
        document_.xml.open("transforms:transformation" + attribute("transforms:id", document_.ids.transform(name)) +
                           (bounded != nullptr ? bounds(bounded->min, bounded->max) : ""));
        if (const std::string info = transform_custom_info(name); info.empty()) {
            document_.xml.empty(function);
        } else {
            document_.xml.open(function);
            document_.xml.custom_info("", info);
            document_.xml.close(function.substr(0, function.find(' ')));
        }
        document_.xml.close("transforms:transformation");
    }
    void write_ratio(const std::string& name, const Ratio& ratio) {
        document_.xml.open("transforms:transformation" + attribute("transforms:id", document_.ids.transform(name)) +
                           bounds(ratio.bound_min, ratio.bound_max));
        document_.xml.open("transforms:fratio" + attribute("transforms:A", ratio.A) +
                           attribute("transforms:B", ratio.B) + attribute("transforms:C", ratio.C));
        document_.xml.custom_info("", transform_custom_info(name));
        document_.xml.channel(ratio.numerator);
        document_.xml.channel(ratio.denominator);
        document_.xml.close("transforms:fratio");
        document_.xml.close("transforms:transformation");
    }
    void write_matrix(const std::string& name, const SpectrumMatrix& matrix) {
        document_.xml.open("transforms:spectrumMatrix" + attribute("transforms:id", document_.ids.matrix(name)) +
                           (matrix.inverted ? attribute("transforms:matrix-inverted-already", "true") : ""));
        document_.xml.custom_info("", matrix.custom_info);
        document_.xml.channels("transforms:fluorochromes", matrix.fluorochromes);
        document_.xml.channels("transforms:detectors", matrix.detectors);
        const std::size_t width = (matrix.inverted ? matrix.fluorochromes : matrix.detectors).size();
        for (std::size_t row = 0; row < matrix.values.size(); row += width) {
            document_.xml.open("transforms:spectrum");
            for (std::size_t column = 0; column < width; ++column)
                document_.xml.empty("transforms:coefficient" +
                                    attribute("transforms:value", matrix.values[row + column]));
            document_.xml.close("transforms:spectrum");
        }
        document_.xml.close("transforms:spectrumMatrix");
        if (matrix.fluorochromes.size() < 2)
            document_.lose("X-MATRIX", "",
                           "matrix " + in_quotes(name) + " has one fluorochrome; the schema of Gating-ML asks for two");
    }

    Document& document_;
};

}  // namespace

void write_scales(Document& document) {
    ScaleWriter(document).write();
}

}  // namespace asparagate::gatingml
