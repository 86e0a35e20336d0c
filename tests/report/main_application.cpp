#include <gtest/gtest.h>

#include <QGuiApplication>

namespace {

/// Figures need fonts, which need an application; one serves all tests of the program.
class Application : public testing::Environment {
public:
    void SetUp() override {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        static int count = 1;
        static char name[] = "report_test";
        static char* arguments[] = {name, nullptr};
        static QGuiApplication application(count, arguments);
    }
};

const testing::Environment* const environment = testing::AddGlobalTestEnvironment(new Application);

}  // namespace
