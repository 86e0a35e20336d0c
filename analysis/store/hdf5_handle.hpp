#pragma once
#include <hdf5.h>

#include <utility>

namespace asparagate {

inline constexpr unsigned hdf5_deflate_level = 4;

/// An HDF5 identifier that closes itself.
class Hdf5Handle {
public:
    Hdf5Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
    Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
    Hdf5Handle& operator=(Hdf5Handle&&) = delete;
    ~Hdf5Handle() {
        if (id_ >= 0) close_(id_);
    }
    operator hid_t() const { return id_; }
    /// Leaves closing to the caller, who wants to know whether it worked.
    hid_t release() { return std::exchange(id_, -1); }

private:
    hid_t id_;
    herr_t (*close_)(hid_t);
};

/// HDF5 prints its error stack by default; libraries here never print.
class Hdf5QuietErrors {
public:
    Hdf5QuietErrors() {
        H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
        H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    }
    Hdf5QuietErrors(const Hdf5QuietErrors&) = delete;
    Hdf5QuietErrors& operator=(const Hdf5QuietErrors&) = delete;
    ~Hdf5QuietErrors() { H5Eset_auto2(H5E_DEFAULT, function_, data_); }

private:
    H5E_auto2_t function_ = nullptr;
    void* data_ = nullptr;
};

}  // namespace asparagate
