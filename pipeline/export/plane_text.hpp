#pragma once

#include <string>

#include "pipeline/export/export_job.hpp"

namespace penumbra {

/// "mass [GeV]": the name of an axis with its unit.
std::string axis_title(ExportJob const& job, std::size_t axis);

/// What is true of the whole plane: "dark-photon", fixed and held parameters, what was profiled over. One line.
std::string plane_description(ExportJob const& job);

/// "faser-2023-aprime, observed, 90 % CL by own": what a contour is, in one line.
std::string contour_description(ExportJob const& job, Contour const& contour);

}  // namespace penumbra
