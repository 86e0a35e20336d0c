#include "asparagate/fcs/version.hpp"

#include <QApplication>
#include <QLabel>

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QLabel label(QObject::tr("Drop FCS files here, or open a study"));
    label.show();
    return application.exec();
}
