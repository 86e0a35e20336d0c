// Any bytes are refused or read to the last value, in memory.
#include "asparagate/fcs/fcs_file.hpp"

#include <cstdlib>
#include <string>

namespace {

using namespace asparagate;

constexpr std::uint64_t most_values = 1u << 14;  ///< of a data set that is decoded, to keep executions short

void require(bool promise) {
    if (!promise) std::abort();
}

void read_everything(const FcsFile& file, std::size_t size) {
    for (const DataSet& set : file.data_sets()) {
        require(set.n_events() <= size);  // an event has at least one byte
        static_cast<void>(set.check_crc());
        if (set.n_events() * set.parameters().size() > most_values) continue;
        static_cast<void>(set.read_all(ValueKind::scale));
        for (const Finding& finding : inspect_events(file, set)) require(!describe(finding).empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const FcsFile file = FcsFile::from_bytes(std::string(reinterpret_cast<const char*>(data), size), "fuzz.fcs");
        for (const Finding& finding : file.findings()) require(!describe(finding).empty());
        read_everything(file, size);
    } catch (const FcsError&) {
    }
    return 0;
}
