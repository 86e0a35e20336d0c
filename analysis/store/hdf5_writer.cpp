#include "store/hdf5_writer.hpp"

#include "store/hdf5_handle.hpp"

#include "asparagate/fcs/error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <optional>
#include <system_error>

namespace asparagate {
namespace {

constexpr hsize_t chunk_rows = 16384;
constexpr hsize_t chunk_values = 1 << 18;  // of a matrix, so that a chunk stays below 2 MiB
constexpr std::uint64_t text_block = 16384;

std::string without_nul(const std::string& text) {
    std::string shown;
    for (const char c : text) {
        if (c == '\0')
            shown += "\\x00";
        else
            shown += c;
    }
    return shown;
}

/// A matrix that rows are being appended to.
struct Matrix {
    Hdf5Handle dataset;
    std::uint64_t columns;
    std::uint64_t next_row = 0;
};

}  // namespace

struct Hdf5Writer::State {
    explicit State(const std::filesystem::path& path) : output(path) {}
    /// Closing writes what is still in memory, for which there is no place when writing has failed.
    ~State() {
        if (!broken) return;
        for (auto& [path, matrix] : matrices) matrix.dataset.release();
        if (file) file->release();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    hid_t made(hid_t id, const std::string& what) const {
        if (id < 0) fail(what);
        return id;
    }
    void done(herr_t status, const std::string& what) const {
        if (status < 0) fail(what);
    }
    [[noreturn]] void fail(const std::string& what) const {
        broken = true;
        const std::string reason = errno ? std::error_code(errno, std::generic_category()).message() : "HDF5 refused";
        throw OutputError(output.path().string(), reason + " (" + what + ")");
    }

    [[nodiscard]] Hdf5Handle text_type() const {
        Hdf5Handle type(made(H5Tcopy(H5T_C_S1), "a text type"), H5Tclose);
        H5Tset_size(type, H5T_VARIABLE);
        H5Tset_cset(type, H5T_CSET_UTF8);
        return type;
    }
    [[nodiscard]] Hdf5Handle flag_type() const {
        Hdf5Handle type(made(H5Tenum_create(H5T_STD_I8LE), "a flag type"), H5Tclose);
        const std::int8_t no = 0, yes = 1;
        H5Tenum_insert(type, "FALSE", &no);
        H5Tenum_insert(type, "TRUE", &yes);
        return type;
    }
    [[nodiscard]] Hdf5Handle dataset_properties(std::span<const hsize_t> chunk) const {
        Hdf5Handle list(made(H5Pcreate(H5P_DATASET_CREATE), "a property list"), H5Pclose);
        H5Pset_obj_track_times(list, false);
        if (std::find(chunk.begin(), chunk.end(), hsize_t{0}) != chunk.end()) return list;
        H5Pset_chunk(list, static_cast<int>(chunk.size()), chunk.data());
        H5Pset_shuffle(list);
        H5Pset_deflate(list, hdf5_deflate_level);
        return list;
    }
    [[nodiscard]] Hdf5Handle make_column(const std::string& path, hid_t type, hsize_t rows) const {
        const Hdf5Handle space(made(H5Screate_simple(1, &rows, nullptr), path), H5Sclose);
        const hsize_t chunk = std::min(rows, chunk_rows);
        const Hdf5Handle properties = dataset_properties({&chunk, 1});
        return {made(H5Dcreate2(*file, path.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT), path),
                H5Dclose};
    }
    void write_column(const std::string& path, hid_t type, hsize_t rows, const void* values) const {
        const Hdf5Handle dataset = make_column(path, type, rows);
        if (rows > 0) done(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), path);
    }
    /// Rows [first, first + count) of a dataset, whole rows of `columns` values when it is a matrix.
    void write_rows(hid_t dataset, hid_t type, std::uint64_t first, std::uint64_t count,
                    std::optional<std::uint64_t> columns, const void* values, const std::string& path) const {
        const std::array<hsize_t, 2> start{first, 0}, size{count, columns.value_or(0)};
        const Hdf5Handle space(made(H5Dget_space(dataset), path), H5Sclose);
        done(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, size.data(), nullptr), path);
        const Hdf5Handle memory(made(H5Screate_simple(columns ? 2 : 1, size.data(), nullptr), path), H5Sclose);
        done(H5Dwrite(dataset, type, memory, space, H5P_DEFAULT, values), path);
    }

    OutputFile output;
    Hdf5QuietErrors quiet;
    std::optional<Hdf5Handle> file;
    std::map<std::string, Matrix> matrices;
    mutable bool broken = false;
};

Hdf5Writer::Hdf5Writer(const std::filesystem::path& path) : state_(std::make_unique<State>(path)) {
    const Hdf5Handle creation(state_->made(H5Pcreate(H5P_FILE_CREATE), "a property list"), H5Pclose);
    H5Pset_obj_track_times(creation, false);
    errno = 0;
    const std::string temporary = state_->output.temporary_path().string();
    state_->file.emplace(state_->made(H5Fcreate(temporary.c_str(), H5F_ACC_TRUNC, creation, H5P_DEFAULT), "the file"),
                         H5Fclose);
}

Hdf5Writer::~Hdf5Writer() = default;

void Hdf5Writer::make_group(const std::string& path) {
    const Hdf5Handle properties(state_->made(H5Pcreate(H5P_GROUP_CREATE), "a property list"), H5Pclose);
    H5Pset_obj_track_times(properties, false);
    H5Pset_link_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    const Hdf5Handle group(
        state_->made(H5Gcreate2(*state_->file, path.c_str(), H5P_DEFAULT, properties, H5P_DEFAULT), path), H5Gclose);
}

void Hdf5Writer::write_attribute(const std::string& object, const std::string& name, const std::string& text) {
    const Hdf5Handle type = state_->text_type();
    const Hdf5Handle space(state_->made(H5Screate(H5S_SCALAR), name), H5Sclose);
    const Hdf5Handle attribute(state_->made(H5Acreate_by_name(*state_->file, object.c_str(), name.c_str(), type, space,
                                                              H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                                            name),
                               H5Aclose);
    const std::string shown = without_nul(text);
    const char* value = shown.c_str();
    state_->done(H5Awrite(attribute, type, &value), name);
}

void Hdf5Writer::write_attribute(const std::string& object, const std::string& name,
                                 const std::vector<std::string>& texts) {
    const Hdf5Handle type = state_->text_type();
    const hsize_t n = texts.size();
    const Hdf5Handle space(state_->made(H5Screate_simple(1, &n, nullptr), name), H5Sclose);
    const Hdf5Handle attribute(state_->made(H5Acreate_by_name(*state_->file, object.c_str(), name.c_str(), type, space,
                                                              H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
                                            name),
                               H5Aclose);
    std::vector<std::string> shown;
    for (const std::string& text : texts) shown.push_back(without_nul(text));
    std::vector<const char*> values;
    for (const std::string& text : shown) values.push_back(text.c_str());
    if (n > 0) state_->done(H5Awrite(attribute, type, values.data()), name);
}

void Hdf5Writer::write_text(const std::string& path, const std::string& text) {
    const Hdf5Handle type = state_->text_type();
    const Hdf5Handle space(state_->made(H5Screate(H5S_SCALAR), path), H5Sclose);
    const Hdf5Handle properties = state_->dataset_properties(std::array<hsize_t, 1>{0});
    const Hdf5Handle dataset(
        state_->made(H5Dcreate2(*state_->file, path.c_str(), type, space, H5P_DEFAULT, properties, H5P_DEFAULT), path),
        H5Dclose);
    const std::string shown = without_nul(text);
    const char* value = shown.c_str();
    state_->done(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, &value), path);
}

void Hdf5Writer::write_texts(const std::string& path, const std::vector<std::string>& texts) {
    write_texts(path, texts.size(), [&](std::uint64_t i) { return texts[static_cast<std::size_t>(i)]; });
}

void Hdf5Writer::write_texts(const std::string& path, std::uint64_t n,
                             const std::function<std::string(std::uint64_t)>& text_of) {
    const Hdf5Handle type = state_->text_type();
    const Hdf5Handle dataset = state_->make_column(path, type, n);
    for (std::uint64_t first = 0; first < n; first += text_block) {
        const std::uint64_t count = std::min(text_block, n - first);
        std::vector<std::string> texts;
        for (std::uint64_t i = 0; i < count; ++i) texts.push_back(without_nul(text_of(first + i)));
        std::vector<const char*> values;
        for (const std::string& text : texts) values.push_back(text.c_str());
        state_->write_rows(dataset, type, first, count, std::nullopt, values.data(), path);
    }
}

void Hdf5Writer::write_integers(const std::string& path, std::span<const std::int64_t> values) {
    state_->write_column(path, H5T_STD_I64LE, values.size(), values.data());
}

void Hdf5Writer::write_flags(const std::string& path, std::span<const std::int8_t> values) {
    const Hdf5Handle type = state_->flag_type();
    state_->write_column(path, type, values.size(), values.data());
}

void Hdf5Writer::begin_matrix(const std::string& path, std::uint64_t rows, std::uint64_t columns, bool single) {
    const std::array<hsize_t, 2> size{rows, columns};
    const hsize_t rows_per_chunk = std::max<hsize_t>(chunk_values / std::max<hsize_t>(columns, 1), 1);
    const std::array<hsize_t, 2> chunk{std::min<hsize_t>(rows, rows_per_chunk), columns};
    const Hdf5Handle space(state_->made(H5Screate_simple(2, size.data(), nullptr), path), H5Sclose);
    const Hdf5Handle properties = state_->dataset_properties(chunk);
    Hdf5Handle dataset(state_->made(H5Dcreate2(*state_->file, path.c_str(), single ? H5T_IEEE_F32LE : H5T_IEEE_F64LE,
                                               space, H5P_DEFAULT, properties, H5P_DEFAULT),
                                    path),
                       H5Dclose);
    state_->matrices.emplace(path, Matrix{std::move(dataset), columns});
}

void Hdf5Writer::append_rows(const std::string& path, std::span<const double> values) {
    Matrix& matrix = state_->matrices.at(path);
    const std::uint64_t rows = values.size() / matrix.columns;
    errno = 0;
    state_->write_rows(matrix.dataset, H5T_NATIVE_DOUBLE, matrix.next_row, rows, matrix.columns, values.data(), path);
    matrix.next_row += rows;
}

void Hdf5Writer::commit() {
    errno = 0;
    state_->matrices.clear();
    state_->done(H5Fflush(*state_->file, H5F_SCOPE_GLOBAL), "the file");
    state_->done(H5Fclose(state_->file->release()), "the file");
    state_->file.reset();
    state_->output.commit();
}

}  // namespace asparagate
