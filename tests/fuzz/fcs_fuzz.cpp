// Opens the input as an FCS file, reads every value, writes it with FcsWriter and reads that again: same bits.
#include "asparagate/fcs/fcs_writer.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <cstdlib>
#include <string>

namespace {

using namespace asparagate;

constexpr std::uint64_t most_values = 1u << 16;

/// The input as a file in memory, under a path that can be opened.
class MemoryFile {
public:
    MemoryFile(const std::uint8_t* data, std::size_t size) : descriptor_(::memfd_create("fcs", MFD_CLOEXEC)) {
        if (descriptor_ < 0 || ::write(descriptor_, data, size) != static_cast<ssize_t>(size)) std::abort();
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { ::close(descriptor_); }
    [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

private:
    int descriptor_;
};

std::vector<float> rows_of(const EventMatrix<>& events) {
    std::vector<float> rows(events.n_events() * events.n_parameters());
    for (std::size_t p = 0; p < events.n_parameters(); ++p) {
        for (std::size_t e = 0; e < events.n_events(); ++e)
            rows[e * events.n_parameters() + p] = static_cast<float>(events.column(p)[e]);
    }
    return rows;
}

void require(bool promise) {
    if (!promise) std::abort();
}

/// The written file must open and hold the same bits.
void write_and_reread(const DataSet& set, const std::vector<float>& rows, const std::string& path) {
    try {
        FcsWriter writer(path, set.parameters(), set.keywords(), set.n_events());
        writer.append(rows);
        writer.finish();
    } catch (const OutputError&) {
        return;  // a channel name or keyword that FCS 3.1 cannot hold
    }
    const FcsFile again = FcsFile::open(path);
    require(again.data_set().n_events() == set.n_events());
    const std::vector<float> reread = rows_of(again.data_set().read_all(ValueKind::raw));
    require(reread.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        require(std::bit_cast<std::uint32_t>(reread[i]) == std::bit_cast<std::uint32_t>(rows[i]));
}

void read_everything(const FcsFile& file, std::size_t size, const std::string& out) {
    for (const DataSet& set : file.data_sets()) {
        require(set.n_events() <= size);  // an event has at least one byte
        if (set.n_events() * set.parameters().size() > most_values) continue;
        static_cast<void>(set.read_all(ValueKind::scale));
        for (const Finding& finding : inspect_events(file, set)) require(!describe(finding).empty());
        write_and_reread(set, rows_of(set.read_all(ValueKind::raw)), out);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string out = "/dev/shm/asparagate_fuzz_" + std::to_string(::getpid()) + ".fcs";
    const MemoryFile input(data, size);
    try {
        const FcsFile file = FcsFile::open(input.path());
        for (const Finding& finding : file.findings()) require(!describe(finding).empty());
        read_everything(file, size, out);
    } catch (const FcsError&) {
    }
    ::unlink(out.c_str());
    return 0;
}
