// HDF5 brings 35 libraries with it, some 10 ms of every start of the program, and most commands never need it. So the
// program does not link it: the functions below carry its names, and the first call of one loads the library.
#include <dlfcn.h>
#include <hdf5.h>

#include "asparagate/fcs/error.hpp"

#include <cstring>
#include <string>

// NOLINTBEGIN(readability-identifier-naming): names of HDF5
extern "C" {
hid_t H5P_CLS_DATASET_CREATE_ID_g = H5I_INVALID_HID, H5P_CLS_FILE_ACCESS_ID_g = H5I_INVALID_HID,
      H5P_CLS_FILE_CREATE_ID_g = H5I_INVALID_HID, H5P_CLS_GROUP_CREATE_ID_g = H5I_INVALID_HID,
      H5T_C_S1_g = H5I_INVALID_HID, H5T_IEEE_F32LE_g = H5I_INVALID_HID, H5T_IEEE_F64LE_g = H5I_INVALID_HID,
      H5T_NATIVE_DOUBLE_g = H5I_INVALID_HID, H5T_NATIVE_INT64_g = H5I_INVALID_HID, H5T_STD_I64LE_g = H5I_INVALID_HID,
      H5T_STD_I8LE_g = H5I_INVALID_HID;
}

namespace asparagate {
namespace {

/// The loaded library. It stays until the program ends, and then does nothing: a file that could not be written stays
/// open in HDF5, which would flush it again, and crash. Files that could be written are closed by then.
class Hdf5Library {
public:
    static const Hdf5Library& get() {
        static const Hdf5Library library;
        return library;
    }
    [[nodiscard]] void* find(const char* name) const {
        void* found = ::dlsym(handle_, name);
        if (found == nullptr)
            throw Error(ErrorKind::internal, std::string(ASPARAGATE_HDF5_LIBRARY ": has no ") + name +
                                                 "; expected the HDF5 that the program was built with");
        return found;
    }

private:
    Hdf5Library() : handle_(::dlopen(ASPARAGATE_HDF5_LIBRARY, RTLD_NOW | RTLD_LOCAL)) {
        if (handle_ == nullptr)
            throw Error(ErrorKind::internal,
                        std::string("HDF5 cannot be loaded: ") + ::dlerror() + "; install libhdf5-103-1");
        reinterpret_cast<herr_t (*)()>(find("H5dont_atexit"))();  // only effective before anything else
    }
    void* handle_;
};

}  // namespace
}  // namespace asparagate

extern "C" {

/// The identifiers of property classes and types are variables, which H5open() fills; every use of one calls it first.
herr_t H5open() {
    const auto& library = asparagate::Hdf5Library::get();
    static const auto open = reinterpret_cast<herr_t (*)()>(library.find("H5open"));
    const herr_t status = open();
    static const bool taken = [&] {
#define ASPARAGATE_TAKE(name) std::memcpy(&name, library.find(#name), sizeof name)
        ASPARAGATE_TAKE(H5P_CLS_DATASET_CREATE_ID_g);
        ASPARAGATE_TAKE(H5P_CLS_FILE_ACCESS_ID_g);
        ASPARAGATE_TAKE(H5P_CLS_FILE_CREATE_ID_g);
        ASPARAGATE_TAKE(H5P_CLS_GROUP_CREATE_ID_g);
        ASPARAGATE_TAKE(H5T_C_S1_g);
        ASPARAGATE_TAKE(H5T_IEEE_F32LE_g);
        ASPARAGATE_TAKE(H5T_IEEE_F64LE_g);
        ASPARAGATE_TAKE(H5T_NATIVE_DOUBLE_g);
        ASPARAGATE_TAKE(H5T_NATIVE_INT64_g);
        ASPARAGATE_TAKE(H5T_STD_I64LE_g);
        ASPARAGATE_TAKE(H5T_STD_I8LE_g);
#undef ASPARAGATE_TAKE
        return true;
    }();
    static_cast<void>(taken);
    return status;
}

#define ASPARAGATE_FORWARD(Result, name, parameters, arguments)                                 \
    Result name parameters {                                                                    \
        static const auto forward =                                                             \
            reinterpret_cast<Result(*) parameters>(asparagate::Hdf5Library::get().find(#name)); \
        return forward arguments;                                                               \
    }
ASPARAGATE_FORWARD(herr_t, H5Aclose, (hid_t attr_id), (attr_id))
ASPARAGATE_FORWARD(hid_t, H5Acreate2,
                   (hid_t loc_id, const char* attr_name, hid_t type_id, hid_t space_id, hid_t acpl_id, hid_t aapl_id),
                   (loc_id, attr_name, type_id, space_id, acpl_id, aapl_id))
ASPARAGATE_FORWARD(hid_t, H5Acreate_by_name,
                   (hid_t loc_id, const char* obj_name, const char* attr_name, hid_t type_id, hid_t space_id,
                    hid_t acpl_id, hid_t aapl_id, hid_t lapl_id),
                   (loc_id, obj_name, attr_name, type_id, space_id, acpl_id, aapl_id, lapl_id))
ASPARAGATE_FORWARD(htri_t, H5Aexists, (hid_t obj_id, const char* attr_name), (obj_id, attr_name))
ASPARAGATE_FORWARD(hid_t, H5Aget_type, (hid_t attr_id), (attr_id))
ASPARAGATE_FORWARD(hid_t, H5Aopen, (hid_t obj_id, const char* attr_name, hid_t aapl_id), (obj_id, attr_name, aapl_id))
ASPARAGATE_FORWARD(herr_t, H5Aread, (hid_t attr_id, hid_t type_id, void* buf), (attr_id, type_id, buf))
ASPARAGATE_FORWARD(herr_t, H5Awrite, (hid_t attr_id, hid_t type_id, const void* buf), (attr_id, type_id, buf))
ASPARAGATE_FORWARD(herr_t, H5Dclose, (hid_t dset_id), (dset_id))
ASPARAGATE_FORWARD(hid_t, H5Dcreate2,
                   (hid_t loc_id, const char* name, hid_t type_id, hid_t space_id, hid_t lcpl_id, hid_t dcpl_id,
                    hid_t dapl_id),
                   (loc_id, name, type_id, space_id, lcpl_id, dcpl_id, dapl_id))
ASPARAGATE_FORWARD(hid_t, H5Dget_space, (hid_t dset_id), (dset_id))
ASPARAGATE_FORWARD(hid_t, H5Dget_type, (hid_t dset_id), (dset_id))
ASPARAGATE_FORWARD(hid_t, H5Dopen2, (hid_t loc_id, const char* name, hid_t dapl_id), (loc_id, name, dapl_id))
ASPARAGATE_FORWARD(herr_t, H5Dread,
                   (hid_t dset_id, hid_t mem_type_id, hid_t mem_space_id, hid_t file_space_id, hid_t dxpl_id,
                    void* buf),
                   (dset_id, mem_type_id, mem_space_id, file_space_id, dxpl_id, buf))
ASPARAGATE_FORWARD(herr_t, H5Dwrite,
                   (hid_t dset_id, hid_t mem_type_id, hid_t mem_space_id, hid_t file_space_id, hid_t dxpl_id,
                    const void* buf),
                   (dset_id, mem_type_id, mem_space_id, file_space_id, dxpl_id, buf))
ASPARAGATE_FORWARD(herr_t, H5Eget_auto2, (hid_t estack_id, H5E_auto2_t* func, void** client_data),
                   (estack_id, func, client_data))
ASPARAGATE_FORWARD(herr_t, H5Eset_auto2, (hid_t estack_id, H5E_auto2_t func, void* client_data),
                   (estack_id, func, client_data))
ASPARAGATE_FORWARD(herr_t, H5Fclose, (hid_t file_id), (file_id))
ASPARAGATE_FORWARD(hid_t, H5Fcreate, (const char* filename, unsigned flags, hid_t fcpl_id, hid_t fapl_id),
                   (filename, flags, fcpl_id, fapl_id))
ASPARAGATE_FORWARD(herr_t, H5Fflush, (hid_t object_id, H5F_scope_t scope), (object_id, scope))
ASPARAGATE_FORWARD(ssize_t, H5Fget_file_image, (hid_t file_id, void* buf_ptr, size_t buf_len),
                   (file_id, buf_ptr, buf_len))
ASPARAGATE_FORWARD(herr_t, H5Fget_filesize, (hid_t file_id, hsize_t* size), (file_id, size))
ASPARAGATE_FORWARD(hid_t, H5Fopen, (const char* filename, unsigned flags, hid_t fapl_id), (filename, flags, fapl_id))
ASPARAGATE_FORWARD(herr_t, H5Gclose, (hid_t group_id), (group_id))
ASPARAGATE_FORWARD(hid_t, H5Gcreate2, (hid_t loc_id, const char* name, hid_t lcpl_id, hid_t gcpl_id, hid_t gapl_id),
                   (loc_id, name, lcpl_id, gcpl_id, gapl_id))
ASPARAGATE_FORWARD(herr_t, H5Gget_info, (hid_t loc_id, H5G_info_t* ginfo), (loc_id, ginfo))
ASPARAGATE_FORWARD(hid_t, H5Gopen2, (hid_t loc_id, const char* name, hid_t gapl_id), (loc_id, name, gapl_id))
ASPARAGATE_FORWARD(htri_t, H5Lexists, (hid_t loc_id, const char* name, hid_t lapl_id), (loc_id, name, lapl_id))
ASPARAGATE_FORWARD(ssize_t, H5Lget_name_by_idx,
                   (hid_t loc_id, const char* group_name, H5_index_t idx_type, H5_iter_order_t order, hsize_t n,
                    char* name, size_t size, hid_t lapl_id),
                   (loc_id, group_name, idx_type, order, n, name, size, lapl_id))
ASPARAGATE_FORWARD(herr_t, H5PLset_loading_state, (unsigned int plugin_control_mask), (plugin_control_mask))
ASPARAGATE_FORWARD(herr_t, H5Pclose, (hid_t plist_id), (plist_id))
ASPARAGATE_FORWARD(hid_t, H5Pcreate, (hid_t cls_id), (cls_id))
ASPARAGATE_FORWARD(herr_t, H5Pset_chunk, (hid_t plist_id, int ndims, const hsize_t* dim), (plist_id, ndims, dim))
ASPARAGATE_FORWARD(herr_t, H5Pset_deflate, (hid_t plist_id, unsigned level), (plist_id, level))
ASPARAGATE_FORWARD(herr_t, H5Pset_fapl_core, (hid_t fapl_id, size_t increment, hbool_t backing_store),
                   (fapl_id, increment, backing_store))
ASPARAGATE_FORWARD(herr_t, H5Pset_link_creation_order, (hid_t plist_id, unsigned crt_order_flags),
                   (plist_id, crt_order_flags))
ASPARAGATE_FORWARD(herr_t, H5Pset_obj_track_times, (hid_t plist_id, hbool_t track_times), (plist_id, track_times))
ASPARAGATE_FORWARD(herr_t, H5Pset_shuffle, (hid_t plist_id), (plist_id))
ASPARAGATE_FORWARD(herr_t, H5Sclose, (hid_t space_id), (space_id))
ASPARAGATE_FORWARD(hid_t, H5Screate, (H5S_class_t type), (type))
ASPARAGATE_FORWARD(hid_t, H5Screate_simple, (int rank, const hsize_t* dims, const hsize_t* maxdims),
                   (rank, dims, maxdims))
ASPARAGATE_FORWARD(int, H5Sget_simple_extent_dims, (hid_t space_id, hsize_t* dims, hsize_t* maxdims),
                   (space_id, dims, maxdims))
ASPARAGATE_FORWARD(int, H5Sget_simple_extent_ndims, (hid_t space_id), (space_id))
ASPARAGATE_FORWARD(herr_t, H5Sselect_hyperslab,
                   (hid_t space_id, H5S_seloper_t op, const hsize_t* start, const hsize_t* stride, const hsize_t* count,
                    const hsize_t* block),
                   (space_id, op, start, stride, count, block))
ASPARAGATE_FORWARD(herr_t, H5Tclose, (hid_t type_id), (type_id))
ASPARAGATE_FORWARD(hid_t, H5Tcopy, (hid_t type_id), (type_id))
ASPARAGATE_FORWARD(hid_t, H5Tenum_create, (hid_t base_id), (base_id))
ASPARAGATE_FORWARD(herr_t, H5Tenum_insert, (hid_t type, const char* name, const void* value), (type, name, value))
ASPARAGATE_FORWARD(H5T_class_t, H5Tget_class, (hid_t type_id), (type_id))
ASPARAGATE_FORWARD(size_t, H5Tget_size, (hid_t type_id), (type_id))
ASPARAGATE_FORWARD(htri_t, H5Tis_variable_str, (hid_t type_id), (type_id))
ASPARAGATE_FORWARD(herr_t, H5Tset_cset, (hid_t type_id, H5T_cset_t cset), (type_id, cset))
ASPARAGATE_FORWARD(herr_t, H5Tset_size, (hid_t type_id, size_t size), (type_id, size))
ASPARAGATE_FORWARD(herr_t, H5Tset_strpad, (hid_t type_id, H5T_str_t strpad), (type_id, strpad))
ASPARAGATE_FORWARD(herr_t, H5check_version, (unsigned majnum, unsigned minnum, unsigned relnum),
                   (majnum, minnum, relnum))
#undef ASPARAGATE_FORWARD

}  // extern "C"
// NOLINTEND(readability-identifier-naming)
