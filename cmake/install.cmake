# `cmake --install` gives programs, headers, libraries and the CMake package `Asparagate`.
include(CMakePackageConfigHelpers)

install(DIRECTORY include/asparagate DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS asparagate_fcs asparagate_gating asparagate_analysis EXPORT asparagate
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT asparagate NAMESPACE asparagate:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Asparagate
    FILE AsparagateTargets.cmake)
configure_package_config_file(cmake/AsparagateConfig.cmake.in AsparagateConfig.cmake
    INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Asparagate)
write_basic_package_version_file(AsparagateConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/AsparagateConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/AsparagateConfigVersion.cmake
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Asparagate)

install(TARGETS asparagate RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(ASPARAGATE_QT)
    install(TARGETS asparagate-report RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/asparagate)
    install(TARGETS asparagate-gui RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY samples/blina-cohort DESTINATION ${CMAKE_INSTALL_DATADIR}/asparagate/samples)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
