#pragma once
#include <vector>

namespace asparagate {

/// Symmetric distances with a zero diagonal.
class SquareMatrix {
public:
    explicit SquareMatrix(std::size_t n, double value = 0) : n_(n), values_(n * n, value) {}
    /// From the lower triangle by columns, as euclidean_distances gives it.
    SquareMatrix(std::size_t n, const std::vector<double>& lower_triangle) : SquareMatrix(n) {
        std::size_t next = 0;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = i + 1; j < n; ++j) set(i, j, lower_triangle[next++]);
        }
    }
    [[nodiscard]] std::size_t size() const { return n_; }
    [[nodiscard]] double operator()(std::size_t i, std::size_t j) const { return values_[i * n_ + j]; }
    void set(std::size_t i, std::size_t j, double value) { values_[i * n_ + j] = values_[j * n_ + i] = value; }

private:
    std::size_t n_;
    std::vector<double> values_;
};

}  // namespace asparagate
