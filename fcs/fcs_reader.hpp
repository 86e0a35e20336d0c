#pragma once
#include "asparagate/fcs/fcs_file.hpp"
#include "data_set_chain.hpp"
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
    /// One data set while it is read.
    struct Source {
        std::string_view bytes;  ///< from its start to the end of the file
        std::uint64_t base;      ///< byte of the file where it starts
        const detail::Header& header;
        std::vector<detail::ByteRange> segments;  ///< found so far
        detail::FindingLog& log;
    };

    /// Reads the data set at `base` and says where the next one lies.
    detail::NextDataSet read_data_set(std::uint64_t base);
    /// The same for one that nothing points to: when it cannot be read, a warning says so and the scan ends.
    detail::NextDataSet read_hidden_data_set(std::uint64_t base);
    /// TEXT and supplemental TEXT; returns the delimiter.
    char read_keywords(DataSet& set, Source& source) const;
    /// Parameters and events; returns DATA as the file announces it.
    detail::ByteRange find_events(DataSet& set, Source& source) const;
    /// ANALYSIS, OTHER segments and the CRC behind the last segment.
    void keep_other_segments(DataSet& set, Source& source, const detail::ByteRange& data, char delimiter) const;
    void refuse_warnings() const;

    ReadOptions options_;
    std::shared_ptr<const detail::FileBytes> bytes_;
    FcsFile file_;
};

}  // namespace asparagate
