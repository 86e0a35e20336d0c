// fuzz_fcs_seeds FOLDER: writes FOLDER/fcs/*, small files of every version, data type, width and byte order and files
// that deviate from the standard, and FOLDER/text/*, the TEXT segments of them.
#include "fcs/fcs_generator.hpp"
#include "fcs/small_files.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

namespace {

using namespace asparagate::test;

class SeedFolder {
public:
    explicit SeedFolder(std::filesystem::path folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_ / "fcs");
        std::filesystem::create_directories(folder_ / "text");
    }

    void add(const std::string& bytes) {
        const std::string name = "seed_" + std::to_string(n_seeds_++);
        std::ofstream(folder_ / "fcs" / name, std::ios::binary) << bytes;
        const std::size_t begin = std::stoul(bytes.substr(10, 8)), end = std::stoul(bytes.substr(18, 8));
        std::ofstream(folder_ / "text" / name, std::ios::binary) << bytes.substr(begin, end - begin + 1);
    }

    [[nodiscard]] int n_seeds() const { return n_seeds_; }

private:
    std::filesystem::path folder_;
    int n_seeds_ = 0;
};

void add_every_combination(SeedFolder& seeds) {
    FcsGenerator generator(1);
    for (const char* version : {"2.0", "3.0", "3.1", "3.2"}) {
        for (const char type : {'I', 'I', 'I', 'F', 'D', 'A'}) {
            for (int i = 0; i < 8; ++i) seeds.add(encode({generator.data_set(version, type)}));
        }
    }
    for (int i = 0; i < 20; ++i) seeds.add(encode(generator.file()));
    for (const SmallFile& file : small_files()) seeds.add(encode(file.data_sets));
}

/// A value in place of another one of the same length, so that no offset changes.
std::string with(std::string bytes, const std::string& from, const std::string& to) {
    const std::size_t at = bytes.find(from);
    if (at == std::string::npos || from.size() != to.size()) throw std::logic_error("no seed with " + from);
    return bytes.replace(at, from.size(), to);
}

/// One file for each kind of thing that writers get wrong (docs/fcs.md).
void add_deviations(SeedFolder& seeds) {
    const std::string floats = encode(small_files()[0].data_sets), packed = encode(small_files()[4].data_sets);
    seeds.add(floats + "trailing bytes");
    seeds.add(floats.substr(0, floats.size() - 3));
    seeds.add(with(floats, "$MODE/L", "$MODE/H"));
    seeds.add(with(floats, "$MODE/L/", "$MODE//L"));
    seeds.add(with(floats, "1,2,3,4", "4,3,2,1"));
    seeds.add(with(floats, "1,2,3,4", "3,4,1,2"));
    seeds.add(with(floats, "$TOT/3", "$TOT/4"));
    seeds.add(with(floats, "$TOT/3", "$TOT/0"));
    seeds.add(with(floats, "$PAR/3", "$PAR/2"));
    seeds.add(with(floats, "$P2G/2", "$P2G/0"));
    seeds.add(with(floats, "$P1E/0,0", "$P1E/4,0"));
    seeds.add(with(floats, "$P1R/262144", "$P1R/2.5e+7"));
    seeds.add(with(floats, "$P1R/262144", "$P1R/NA    "));
    seeds.add(with(floats, "$COM/a//b", "$COM/\xE9//b"));
    seeds.add(with(floats, "$COM/a//b", "$COM//a/b"));
    seeds.add(with(floats, "$TIMESTEP/0.01", "$TIMESTEP/0,01"));
    seeds.add(with(floats, "$TIMESTEP", "$BTIM    "));
    seeds.add(with(floats, "LAB/", "$P9N"));
    seeds.add(with(floats, "$NEXTDATA/00000000", "$NEXTDATA/00000058"));
    seeds.add(with(floats, "$NEXTDATA/00000000", "$NEXTDATA/-0000058"));
    seeds.add(with(floats, "FCS3.1", "FCS3.2"));
    seeds.add(with(floats, "FCS3.1", "FCS2.0"));
    seeds.add(with(packed,
                   "\x1E"
                   "24\x1E",
                   "\x1E"
                   "10\x1E"));
    seeds.add(with(packed, "4,1", "4,0"));
    seeds.add(with(packed, "1000000", "1e30   "));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "Usage: fuzz_fcs_seeds FOLDER\n";
        return 2;
    }
    SeedFolder seeds(argv[1]);
    add_every_combination(seeds);
    add_deviations(seeds);
    std::cout << seeds.n_seeds() << " seeds of FCS files\n";
}
