#include "fcs/small_files.hpp"

#include <bit>

namespace asparagate::test {
namespace {

std::uint64_t single(double value) {
    return std::bit_cast<std::uint32_t>(static_cast<float>(value));
}

std::uint64_t twice(double value) {
    return std::bit_cast<std::uint64_t>(value);
}

DataSetModel floats_with_time() {
    return {.delimiter = '/',
            .columns = {{"FSC-A"}, {.name = "SSC-A", .gain = "2"}, {"Time"}},
            .events = {{single(1.5), single(-2), single(0)},
                       {single(1e6), single(0.1), single(7)},
                       {single(-0.0), single(3), single(9)}},
            .keywords = {{"$TIMESTEP", "0.01"}, {"$COM", "a/b"}, {"LAB/ROOM", "7"}}};
}

DataSetModel doubles_of_the_first_standard() {
    return {.version = "2.0",
            .delimiter = '\f',
            .datatype = 'D',
            .byte_order = "8,7,6,5,4,3,2,1",
            .columns = {{"A", 'D', 64}, {"B", 'D', 64}},
            .events = {{twice(0.1), twice(1e300)}, {twice(-1.0 / 3), twice(4)}},
            .order = "DTA"};
}

DataSetModel logarithmic_integers() {
    return {.version = "2.0",
            .delimiter = '!',
            .datatype = 'I',
            .byte_order = "2,1",
            .columns = {{"FL1-H", 'I', 16, "1024", "4,1"}, {"FL2-H", 'I', 16, "1000", "2.5,0.5"}},
            .events = {{1023, 999}, {0, 1}, {64512 + 17, 500}},
            .keywords = {{"$SRC", "blood"}}};
}

DataSetModel mixed_byte_order() {
    return {.version = "3.0",
            .delimiter = '|',
            .datatype = 'I',
            .byte_order = "3,4,1,2",
            .columns = {{"X", 'I', 32, "4294967296"}, {"Y", 'I', 32, "16777216"}},
            .events = {{0x01020304, 0xFF020304}, {5, 6}, {0xFFFFFFFF, 7}}};
}

DataSetModel three_byte_words() {
    return {.delimiter = '\x1E',
            .datatype = 'I',
            .byte_order = "4,3,2,1",
            .columns = {{"A", 'I', 24, "1000000", "4,1"},
                        {"B", 'I', 8, "250"},
                        {"C", 'I', 40, "1099511627776", "0,0", "4"}},
            .events = {{999999, 249, 1099511627775}, {16777215, 255, 3}, {0, 0, 1ull << 33}}};
}

DataSetModel widest_integers() {
    return {.datatype = 'I',
            .columns = {{"A", 'I', 64, "18446744073709551616"}, {"B", 'I', 56, "72057594037927936"}},
            .events = {{0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF}, {(1ull << 53) + 1, 0x01020304050607}}};
}

DataSetModel mixed_types() {
    return {.version = "3.2",
            .delimiter = '~',
            .columns = {{"A", 'I', 16, "65536"}, {"B"}, {"C", 'D', 64}, {"D", 'I', 32, "4294967296"}},
            .events = {{513, single(0.5), twice(0.1), 66051}, {65535, single(-3), twice(-1e-9), 4294967295}},
            .keywords = {{"$CYT", "cytometer"}},
            .mode = false};
}

DataSetModel with_supplement() {
    DataSetModel model = floats_with_time();
    model.supplement = {{"$FIL", "tube.fcs"}, {"$PROJ", "a/b"}, {"NOTE", "kept"}};
    model.order = "TSD";
    return model;
}

DataSetModel with_every_segment() {
    DataSetModel model = three_byte_words();
    model.supplement = {{"$COM", "supplement"}};
    model.analysis = {{"GATE", "1"}, {"COUNT", "2"}};
    model.other = {"first", std::string("second\0\x01", 8)};
    return model;
}

DataSetModel fixed_width_text() {
    return {.version = "3.0",
            .datatype = 'A',
            .columns = {{"A", 'A', 3, "1000"}, {"B", 'A', 10, "10000000000"}},
            .events = {{999, 1234567890}, {0, 7}, {12, 0}}};
}

DataSetModel free_text() {
    return {.version = "2.0",
            .delimiter = '\\',
            .datatype = 'A',
            .columns = {{"A", 'A', 0, "1000"}, {"B", 'A', 0, "1000"}},
            .events = {{999, 12}, {0, 7}, {12, 0}}};
}

std::vector<DataSetModel> two_data_sets() {
    DataSetModel second = three_byte_words();
    second.version = "3.2";
    second.keywords = {{"$CYT", "cytometer"}};
    DataSetModel first = mixed_types();
    first.crc = true;
    return {first, second};
}

}  // namespace

std::vector<SmallFile> small_files() {
    return {{"floats with time", {floats_with_time()}},
            {"doubles of FCS 2.0, DATA first", {doubles_of_the_first_standard()}},
            {"logarithmic integers of FCS 2.0", {logarithmic_integers()}},
            {"mixed byte order", {mixed_byte_order()}},
            {"24, 8 and 40 bits", {three_byte_words()}},
            {"64 and 56 bits", {widest_integers()}},
            {"mixed types of FCS 3.2", {mixed_types()}},
            {"supplemental TEXT", {with_supplement()}},
            {"every segment", {with_every_segment()}},
            {"ASCII of fixed width", {fixed_width_text()}},
            {"ASCII of free format", {free_text()}},
            {"two data sets", two_data_sets()}};
}

}  // namespace asparagate::test
