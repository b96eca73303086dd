# find_package(penumbra) gives the physics library: target_link_libraries(mine PRIVATE penumbra::penumbra).
include(CMakeFindDependencyMacro)
find_dependency(fmt)
find_dependency(GSL)
find_dependency(tomlplusplus)
find_dependency(OpenSSL COMPONENTS Crypto)
include(${CMAKE_CURRENT_LIST_DIR}/penumbraTargets.cmake)
