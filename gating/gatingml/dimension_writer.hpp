#pragma once
#include "document.hpp"

namespace asparagate::gatingml {

/// Dimensions and dividers of gates.
class DimensionWriter {
public:
    explicit DimensionWriter(Document& document) : document_(document) {}

    /// The transform of a dimension as far as it is known without a file.
    [[nodiscard]] Transform transform_of(const Dimension& dimension) const;
    [[nodiscard]] std::vector<Transform> transforms_of(const std::vector<Dimension>& dimensions) const;
    /// `scaled`: values of this dimension are on its scale. `further` attributes and lines of `content` are the
    /// element's own.
    void write(const std::string& element, const Dimension& dimension, const Transform& transform, bool scaled,
               const std::string& further = "", const std::vector<std::string>& content = {});

private:
    [[nodiscard]] std::string compensation_attribute(const Dimension& dimension) const;
    [[nodiscard]] std::string transform_attribute(const Dimension& dimension, const Transform& transform) const;

    Document& document_;
};

}  // namespace asparagate::gatingml
