#pragma once
#include "asparagate/fcs/date_time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace asparagate {

/// `$TR`: the channel that decides what counts as an event.
struct Trigger {
    std::string channel;
    double threshold = 0;
};

/// `$UNSTAINEDCENTERS`: where an unstained population lies in one channel. The standard does not say whether it is a
/// compensated value, so it is shown and never subtracted.
struct UnstainedCenter {
    std::string channel;
    double value = 0;
};

/// Compensation that the instrument applied before the values were stored: `$COMP` of FCS 3.0, `$DFCiTOj` of FCS 2.0.
/// A record, never applied again. Instruments count fluorescences here (FL1, FL2 ...), not parameters.
struct HardwareCompensation {
    struct Share {
        std::size_t from = 0;  ///< fluorescence that was subtracted, from 1
        std::size_t of = 0;    ///< fluorescence it was subtracted from, from 1
        double percent = 0;    ///< not 0

        bool operator==(const Share&) const = default;
    };
    std::string keyword;        ///< `$COMP` or `$DFCiTOj`
    std::vector<Share> shares;  ///< empty when nothing was subtracted

    bool operator==(const HardwareCompensation&) const = default;
};

/// `$ORIGINALITY`
enum class Originality { original, non_data_modified, appended, data_modified };

/// The meaning of the keywords about run, sample and instrument. A member is empty or unset where the file says nothing,
/// or where its version of FCS does not define what is written; the keyword itself is always in DataSet::keywords().
struct Metadata {
    std::string cytometer;      ///< `$CYT`
    std::string serial_number;  ///< `$CYTSN`
    std::string sample_number;  ///< `$SMNO`

    std::optional<CalendarDate> date;        ///< `$DATE`, or the day of `$BEGINDATETIME` as written
    std::optional<Instant> begin;            ///< `$BEGINDATETIME`, or `$DATE` and `$BTIM`
    std::optional<Instant> end;              ///< `$ENDDATETIME`, or `$DATE` and `$ETIM`, the next day when earlier
    std::optional<double> duration_seconds;  ///< of the run; known from `$BTIM` and `$ETIM` also without `$DATE`

    std::optional<double> volume_nl;               ///< sample run, `$VOL`
    std::optional<std::uint64_t> events_aborted;   ///< lost to coincidence, `$ABRT`
    std::optional<std::uint64_t> events_lost;      ///< lost to the computer, `$LOST`
    std::optional<Trigger> trigger;                ///< `$TR`
    std::string flow_rate;                         ///< text with unit, `$FLOWRATE`

    std::string carrier_id;    ///< `$CARRIERID`, before FCS 3.2 `$PLATEID`
    std::string carrier_type;  ///< `$CARRIERTYPE`, before FCS 3.2 `$PLATENAME`
    std::string location_id;   ///< `$LOCATIONID`, before FCS 3.2 `$WELLID`

    std::string unstained_info;                      ///< `$UNSTAINEDINFO`
    std::vector<UnstainedCenter> unstained_centers;  ///< `$UNSTAINEDCENTERS`
    std::optional<HardwareCompensation> hardware_compensation;

    std::optional<Instant> last_modified;  ///< `$LAST_MODIFIED`
    std::string last_modifier;             ///< `$LAST_MODIFIER`
    std::optional<Originality> originality;
};

/// `NonDataModified` and its like, as the standard spells them.
const char* to_string(Originality originality) noexcept;

}  // namespace asparagate
