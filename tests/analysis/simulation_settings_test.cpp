#include "asparagate/analysis/analysis_error.hpp"
#include "asparagate/fcs/output_file.hpp"
#include "simulation_fixture.hpp"

#include <gmock/gmock.h>

namespace asparagate {
namespace {

using test::blina_cohort;
using test::read_text;
using test::TemporaryCohort;
using ::testing::HasSubstr;

/// The sample's settings with the first `from` replaced; what simulate_cohort says about them.
std::string complaint(const std::string& from, const std::string& to, SimulationOptions options = {}) {
    TemporaryCohort cohort("settings");
    auto text = read_text(blina_cohort() / "settings.toml");
    const auto place = text.find(from);
    if (place == std::string::npos) return "the sample does not hold " + from;
    text.replace(place, from.size(), to);
    const auto path = cohort.folder() / "settings.toml";
    write_file(path, text);
    options.events_per_tube = options.events_per_tube.value_or(1000);
    try {
        simulate_cohort(path, cohort.folder() / "out", options);
    } catch (const AnalysisError& error) {
        return error.what();
    }
    return {};
}

int line_of(const std::string& text) {
    const auto content = read_text(blina_cohort() / "settings.toml");
    const auto end = content.begin() + static_cast<std::ptrdiff_t>(content.find(text));
    return 1 + static_cast<int>(std::count(content.begin(), end, '\n'));
}

TEST(SimulationSettings, AMisspeltKeyIsNamedWithLineAndNearestKey) {
    const auto message = complaint("events_per_second = 800", "event_per_second = 800");
    EXPECT_THAT(message, HasSubstr("settings.toml:" + std::to_string(line_of("events_per_second")) + ": "));
    EXPECT_THAT(message, HasSubstr("cytometer.event_per_second"));
    EXPECT_THAT(message, HasSubstr("did you mean \"events_per_second\"?"));
}

TEST(SimulationSettings, AMisspeltKeyOfAnArrayElementIsNamed) {
    EXPECT_THAT(complaint("abundance = 0.001", "abundence = 0.001"), HasSubstr("did you mean \"abundance\"?"));
    EXPECT_THAT(complaint("noise = 35", "noize = 35"), HasSubstr("did you mean \"noise\"?"));
    EXPECT_THAT(complaint("[artefacts]", "[artifacts]"), HasSubstr("did you mean \"artefacts\"?"));
}

TEST(SimulationSettings, UnknownNamesAreNamedWithTheNearest) {
    EXPECT_THAT(complaint("cells = [\"NK CD56dim\"]", "cells = [\"NK CD56dum\"]"),
                HasSubstr("did you mean \"NK CD56dim\"?"));
    EXPECT_THAT(complaint("signal.CD19", "signal.CD91"), HasSubstr("\"CD91\" is not a marker of any panel"));
    EXPECT_THAT(complaint("controls = [\"GzmB\"", "controls = [\"GzmA\""), HasSubstr("did you mean \"GzmB\"?"));
    EXPECT_THAT(complaint("patient = \"P4\"", "patient = \"P9\""), HasSubstr("\"P9\" is not a patient"));
    EXPECT_THAT(complaint("\"BV421-A\" = 0.05", "\"BV422-A\" = 0.05"), HasSubstr("did you mean \"BV421-A\"?"));
    EXPECT_THAT(complaint("like = \"T cell\"", "like = \"T cel\""), HasSubstr("did you mean \"T cell\"?"));
}

TEST(SimulationSettings, ValuesOutsideTheirRangeAreRefused) {
    EXPECT_THAT(complaint("doublets = 0.025", "doublets = 1.2"), HasSubstr("is not a share between 0 and 1"));
    EXPECT_THAT(complaint("timestep = 0.01", "timestep = 0"), HasSubstr("is not above 0"));
    EXPECT_THAT(complaint("first_date = \"2001-03-05\"", "first_date = \"2001-02-30\""), HasSubstr("is not a date"));
    EXPECT_THAT(complaint("fsc = 72000", "fsc = 10"), HasSubstr("fsc"));
    EXPECT_THAT(complaint("signal = [4.75, 0.025]", "signal = [4.75]"), HasSubstr("is not 2 numbers in [ ]"));
    EXPECT_THAT(complaint("like = \"leukocyte\"", "like = \"CD4 naive\""), HasSubstr("goes round in a circle"));
    EXPECT_THAT(complaint("values = [38, ", "values = [\"none\", "), HasSubstr("\"none\" is not a number"));
    EXPECT_THAT(complaint("id = \"P2\"", "id = \"P1\""), HasSubstr("\"P1\" is used twice"));
}

TEST(SimulationSettings, EventsPerTubeHaveLimits) {
    SimulationOptions options;
    options.events_per_tube = 999;
    EXPECT_THAT(complaint("seed", "seed", options), HasSubstr("999 is not between 1000 and 100000000"));
    EXPECT_THAT(complaint("events_per_tube = 30000", "events_per_tube = \"many\""), HasSubstr("not a whole number"));
}

TEST(SimulationSettings, FilesOutsideTheFolderAreNeverCopied) {
    EXPECT_THAT(complaint("file = \"study.toml\"", "file = \"../study.toml\""), HasSubstr("is not a path below"));
    EXPECT_THAT(complaint("file = \"study.toml\"", "file = \"/etc/passwd\""), HasSubstr("is not a path below"));
}

TEST(SimulationSettings, BrokenTomlAndMissingFilesAreNamed) {
    EXPECT_THAT(complaint("[simulation]", "[simulation"), HasSubstr("is not valid TOML"));
    EXPECT_THROW(simulate_cohort("absent.toml", "nowhere"), AnalysisError);
}

}  // namespace
}  // namespace asparagate
