#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "file_bytes.hpp"
#include "finding_log.hpp"
#include "header.hpp"
#include "read_parameters.hpp"

#include <memory>
#include <string_view>

namespace asparagate {

/// Reads the chain of data sets of one file into a FcsFile.
class FcsReader {
public:
    FcsReader(std::shared_ptr<const detail::FileBytes> bytes, const std::filesystem::path& path,
              const ReadOptions& options);
    /// @throws FcsError
    FcsFile read();

private:
    /// Bytes from the start of the data set at `base` to the end of the file.
    [[nodiscard]] std::string_view bytes_from(std::uint64_t base) const;
    /// Reads the data set at `base`; returns the base of the next one, 0 after the last.
    std::uint64_t read_data_set(std::uint64_t base);
    void refuse_warnings() const;

    ReadOptions options_;
    std::shared_ptr<const detail::FileBytes> bytes_;
    FcsFile file_;
};

}  // namespace asparagate
