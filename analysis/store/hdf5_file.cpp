#include "store/hdf5_file.hpp"

#include "store/hdf5_handle.hpp"

#include "asparagate/fcs/error.hpp"

#include <utility>

namespace asparagate {
namespace {

constexpr hsize_t chunk_rows = 16384;
constexpr std::size_t memory_increment_bytes = 1 << 20;

hid_t created(hid_t id, const std::string& what) {
    if (id < 0) throw Error(ErrorKind::internal, "study.h5: HDF5 could not make " + what);
    return id;
}

void done(herr_t status, const std::string& what) {
    if (status < 0) throw Error(ErrorKind::internal, "study.h5: HDF5 could not write " + what);
}

[[noreturn]] void unreadable(const std::string& file, const std::string& what) {
    throw Error(ErrorKind::input,
                file + ": " + what + "; the file is damaged or of another program: run the study again");
}

Hdf5Handle property_list(hid_t kind) {
    return {created(H5Pcreate(kind), "a property list"), H5Pclose};
}

Hdf5Handle group_properties() {
    Hdf5Handle list = property_list(H5P_GROUP_CREATE);
    H5Pset_obj_track_times(list, false);
    H5Pset_link_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    return list;
}

Hdf5Handle text_type(std::size_t length) {
    Hdf5Handle type(created(H5Tcopy(H5T_C_S1), "a text type"), H5Tclose);
    H5Tset_size(type, std::max<std::size_t>(length, 1));
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

Hdf5Handle dataset_properties(hsize_t rows) {
    Hdf5Handle list = property_list(H5P_DATASET_CREATE);
    H5Pset_obj_track_times(list, false);
    if (rows == 0) return list;
    const hsize_t chunk = std::min(rows, chunk_rows);
    H5Pset_chunk(list, 1, &chunk);
    H5Pset_shuffle(list);
    H5Pset_deflate(list, hdf5_deflate_level);
    return list;
}

void write_attribute_of(hid_t object, const std::string& name, const std::string& value) {
    const Hdf5Handle type = text_type(value.size());
    const Hdf5Handle space(created(H5Screate(H5S_SCALAR), "attribute " + name), H5Sclose);
    const Hdf5Handle attribute(
        created(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), "attribute " + name),
        H5Aclose);
    std::string padded = value.empty() ? std::string(1, '\0') : value;
    done(H5Awrite(attribute, type, padded.data()), "attribute " + name);
}

std::string read_attribute_of(hid_t object, const std::string& name) {
    if (H5Aexists(object, name.c_str()) <= 0) return {};
    const Hdf5Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
    const Hdf5Handle type(attribute < 0 ? -1 : H5Aget_type(attribute), H5Tclose);
    if (type < 0 || H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) > 0) return {};
    std::string value(H5Tget_size(type), '\0');
    const Hdf5Handle memory = text_type(value.size());
    if (H5Aread(attribute, memory, value.data()) < 0) return {};
    value.erase(value.find_last_not_of('\0') + 1);
    return value;
}

const char* type_name(ColumnType type) {
    switch (type) {
        case ColumnType::text:
            return "text";
        case ColumnType::number:
            return "number";
        case ColumnType::integer:
            return "integer";
        case ColumnType::optional_integer:
            return "optional integer";
        case ColumnType::yes_no:
            return "yes or no";
    }
    return "";
}

std::optional<ColumnType> type_named(const std::string& name) {
    for (const ColumnType type :
         {ColumnType::text, ColumnType::number, ColumnType::integer, ColumnType::optional_integer, ColumnType::yes_no})
        if (name == type_name(type)) return type;
    return std::nullopt;
}

void write_dataset(hid_t group, const Column& column, hid_t type, const void* values) {
    const hsize_t rows = column.size();
    const Hdf5Handle space(created(H5Screate_simple(1, &rows, nullptr), column.name), H5Sclose);
    const Hdf5Handle properties = dataset_properties(rows);
    const Hdf5Handle dataset(
        created(H5Dcreate2(group, column.name.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT), column.name),
        H5Dclose);
    write_attribute_of(dataset, "column", type_name(column.type));
    if (rows > 0) done(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), column.name);
}

void write_texts(hid_t group, const Column& column) {
    std::size_t length = 1;
    for (const std::string& text : column.texts()) length = std::max(length, text.size());
    std::string padded(length * column.size(), '\0');
    for (std::size_t row = 0; row < column.size(); ++row)
        column.texts()[row].copy(padded.data() + row * length, length);
    write_dataset(group, column, text_type(length), padded.data());
}

void write_column(hid_t group, const Column& column) {
    switch (column.type) {
        case ColumnType::text:
            return write_texts(group, column);
        case ColumnType::number:
            return write_dataset(group, column, H5T_IEEE_F64LE, column.numbers().data());
        case ColumnType::integer:
        case ColumnType::optional_integer:
        case ColumnType::yes_no:
            return write_dataset(group, column, H5T_STD_I64LE, column.integers().data());
    }
}

std::vector<std::string> read_texts(hid_t dataset, std::size_t rows, const std::string& place) {
    const Hdf5Handle stored(H5Dget_type(dataset), H5Tclose);
    if (H5Tget_class(stored) != H5T_STRING || H5Tis_variable_str(stored) > 0) unreadable(place, "is not text");
    const std::size_t length = H5Tget_size(stored);
    const Hdf5Handle type = text_type(length);
    std::string padded(length * rows, '\0');
    if (rows > 0 && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, padded.data()) < 0)
        unreadable(place, "cannot be read");
    std::vector<std::string> texts(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        texts[row] = padded.substr(row * length, length);
        texts[row].erase(texts[row].find_last_not_of('\0') + 1);
    }
    return texts;
}

template <class Value>
std::vector<Value> read_values(hid_t dataset, std::size_t rows, hid_t type, H5T_class_t expected,
                               const std::string& place) {
    const Hdf5Handle stored(H5Dget_type(dataset), H5Tclose);
    if (H5Tget_class(stored) != expected) unreadable(place, "is not a number");
    std::vector<Value> values(rows);
    if (rows > 0 && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
        unreadable(place, "cannot be read");
    return values;
}

/// Rows of a one-dimensional dataset, checked against what the file can hold before memory is taken.
std::size_t checked_rows(hid_t dataset, std::size_t file_bytes, const std::string& place) {
    const Hdf5Handle space(H5Dget_space(dataset), H5Sclose);
    hsize_t rows = 0;
    if (H5Sget_simple_extent_ndims(space) != 1 || H5Sget_simple_extent_dims(space, &rows, nullptr) != 1)
        unreadable(place, "is not a column");
    // Deflate shrinks at most 1032 to 1.
    constexpr std::size_t largest_deflate_ratio = 1032;
    const Hdf5Handle type(H5Dget_type(dataset), H5Tclose);
    if (rows > 0 && H5Tget_size(type) > file_bytes * largest_deflate_ratio / rows + 1)
        unreadable(place, "claims more rows than the file can hold");
    return rows;
}

Column read_column(hid_t group, const std::string& name, std::size_t file_bytes, const std::string& place) {
    const Hdf5Handle dataset(H5Dopen2(group, name.c_str(), H5P_DEFAULT), H5Dclose);
    if (dataset < 0) unreadable(place, "is not a dataset");
    const std::optional<ColumnType> type = type_named(read_attribute_of(dataset, "column"));
    if (!type) unreadable(place, "has no column type");
    const std::size_t rows = checked_rows(dataset, file_bytes, place);
    Column column(name, *type);
    switch (*type) {
        case ColumnType::text:
            column.values = read_texts(dataset, rows, place);
            break;
        case ColumnType::number:
            column.values = read_values<double>(dataset, rows, H5T_NATIVE_DOUBLE, H5T_FLOAT, place);
            break;
        case ColumnType::integer:
        case ColumnType::optional_integer:
        case ColumnType::yes_no:
            column.values = read_values<std::int64_t>(dataset, rows, H5T_NATIVE_INT64, H5T_INTEGER, place);
            break;
    }
    return column;
}

std::string link_name(hid_t group, hsize_t index, H5_index_t order) {
    const ssize_t length = H5Lget_name_by_idx(group, ".", order, H5_ITER_INC, index, nullptr, 0, H5P_DEFAULT);
    if (length < 0) return {};
    std::string name(static_cast<std::size_t>(length) + 1, '\0');
    H5Lget_name_by_idx(group, ".", order, H5_ITER_INC, index, name.data(), name.size(), H5P_DEFAULT);
    name.pop_back();
    return name;
}

}  // namespace

Hdf5File Hdf5File::create() {
    const Hdf5QuietErrors quiet;
    const Hdf5Handle access = property_list(H5P_FILE_ACCESS);
    done(H5Pset_fapl_core(access, memory_increment_bytes, false), "in memory");
    const Hdf5Handle creation = property_list(H5P_FILE_CREATE);
    H5Pset_obj_track_times(creation, false);
    return {created(H5Fcreate("study.h5", H5F_ACC_TRUNC, creation, access), "a file"), "study.h5"};
}

Hdf5File Hdf5File::open(const std::filesystem::path& path) {
    const Hdf5QuietErrors quiet;
    std::error_code missing;
    if (!std::filesystem::is_regular_file(path, missing))
        throw Error(ErrorKind::input, path.string() + ": no such file; `asparagate run` makes it");
    H5PLset_loading_state(0);
    const hid_t id = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    if (id < 0) unreadable(path.string(), "cannot be read as HDF5");
    return {id, path.string()};
}

Hdf5File::Hdf5File(Hdf5File&& other) noexcept : id_(std::exchange(other.id_, -1)), name_(std::move(other.name_)) {}

Hdf5File::~Hdf5File() {
    if (id_ >= 0) H5Fclose(id_);
}

void Hdf5File::write_attribute(const std::string& name, const std::string& value) {
    const Hdf5QuietErrors quiet;
    write_attribute_of(id_, name, value);
}

std::string Hdf5File::read_attribute(const std::string& name) const {
    const Hdf5QuietErrors quiet;
    return read_attribute_of(id_, name);
}

void Hdf5File::write_table(const std::string& group, const Table& table) {
    const Hdf5QuietErrors quiet;
    const Hdf5Handle properties = group_properties();
    for (std::size_t slash = group.find('/'); slash != std::string::npos; slash = group.find('/', slash + 1)) {
        const std::string parent = group.substr(0, slash);
        if (H5Lexists(id_, parent.c_str(), H5P_DEFAULT) > 0) continue;
        const Hdf5Handle made(created(H5Gcreate2(id_, parent.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), parent),
                              H5Gclose);
    }
    const Hdf5Handle made(created(H5Gcreate2(id_, group.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), group),
                          H5Gclose);
    for (const Column& column : table.columns) write_column(made, column);
}

Table Hdf5File::read_table(const std::string& group) const {
    const Hdf5QuietErrors quiet;
    const Hdf5Handle opened(H5Gopen2(id_, group.c_str(), H5P_DEFAULT), H5Gclose);
    if (opened < 0) unreadable(name_, "has no table \"" + group + "\"");
    H5G_info_t info{};
    hsize_t file_bytes = 0;
    if (H5Gget_info(opened, &info) < 0 || H5Fget_filesize(id_, &file_bytes) < 0) unreadable(name_, "has no table");
    Table table;
    for (hsize_t i = 0; i < info.nlinks; ++i) {
        const std::string name = link_name(opened, i, H5_INDEX_CRT_ORDER);
        table.columns.push_back(read_column(opened, name, file_bytes, name_ + ": " + group + "/" + name));
        if (table.columns.back().size() != table.rows()) unreadable(name_, group + " has columns of unequal length");
    }
    return table;
}

std::vector<std::byte> Hdf5File::image() {
    const Hdf5QuietErrors quiet;
    done(H5Fflush(id_, H5F_SCOPE_GLOBAL), "the file");
    const ssize_t size = H5Fget_file_image(id_, nullptr, 0);
    if (size < 0) throw Error(ErrorKind::internal, "study.h5: HDF5 could not give the file's bytes");
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    if (H5Fget_file_image(id_, bytes.data(), bytes.size()) != size)
        throw Error(ErrorKind::internal, "study.h5: HDF5 could not give the file's bytes");
    return bytes;
}

}  // namespace asparagate
