#include "analysis/body_file.hpp"

#include <fmt/format.h>

#include <numbers>

namespace penumbra {
namespace {

/// 0, 1, 2 for x, y, z; z where none is given.
int read_axis(TomlTable& table, NumberReader& reader) {
  if (!table.has("axis")) return 2;
  auto const axis = table.text("axis");
  reader.key.field("axis", axis);
  if (axis == "x" || axis == "y" || axis == "z") return axis[0] - 'x';
  table.problem("axis", fmt::format("'{}' is no axis (known: x, y, z)", axis));
  return 2;
}

double length(TomlTable& table, NumberReader& reader, std::string const& name) {
  return reader.positive(table, name, Dimension::length);
}
double place(TomlTable& table, NumberReader& reader, std::string const& name) {
  return reader.sourced_or(table, name, 0.0, Dimension::length);
}
double hole(TomlTable& table, NumberReader& reader) {
  return table.has("inner_radius") ? length(table, reader, "inner_radius") : 0.0;
}

/// A body without its length, which a file gives last.
std::optional<Shape> read_cross_section(TomlTable& table, NumberReader& reader, std::string const& shape) {
  if (shape == "sphere") return Sphere{length(table, reader, "radius")};
  if (shape == "cylinder") {
    int const axis = read_axis(table, reader);
    double const radius = length(table, reader, "radius");
    double const inner = hole(table, reader);
    if (inner >= radius) table.problem("inner_radius", "expected less than radius");
    return Cylinder{radius, 0.0, axis, inner};
  }
  if (shape == "box") {
    double const width = length(table, reader, "width");
    return Cuboid{{width, length(table, reader, "height"), 0.0}};
  }
  if (shape == "frustum") {
    Frustum frustum{};
    frustum.front_m[0] = length(table, reader, "front_width");
    frustum.front_m[1] = length(table, reader, "front_height");
    frustum.back_m[0] = length(table, reader, "back_width");
    frustum.back_m[1] = length(table, reader, "back_height");
    return frustum;
  }
  if (shape == "cone") {
    double const front = length(table, reader, "front_radius");
    return Cone{front, length(table, reader, "back_radius"), 0.0};
  }
  table.problem("shape", fmt::format("'{}' is no shape (known: sphere, cylinder, box, frustum, cone; open where "
                                     "daughters are followed)",
                                     shape));
  return std::nullopt;
}

void set_length(Shape& shape, double length_m) {
  if (auto* cylinder = std::get_if<Cylinder>(&shape)) cylinder->length_m = length_m;
  if (auto* box = std::get_if<Cuboid>(&shape)) box->size_m[2] = length_m;
  if (auto* frustum = std::get_if<Frustum>(&shape)) frustum->length_m = length_m;
  if (auto* cone = std::get_if<Cone>(&shape)) cone->length_m = length_m;
}

Rotation read_rotation(TomlTable& table, NumberReader& reader) {
  if (!table.has("rotation_x") && !table.has("rotation_y") && !table.has("rotation_z")) return {};
  double const x = reader.sourced_or(table, "rotation_x", 0.0, Dimension::angle);
  double const y = reader.sourced_or(table, "rotation_y", 0.0, Dimension::angle);
  return {x, y, reader.sourced_or(table, "rotation_z", 0.0, Dimension::angle)};
}

Point read_centre(TomlTable& table, NumberReader& reader) {
  double const x = place(table, reader, "centre_x");
  double const y = place(table, reader, "centre_y");
  return {x, y, reader.sourced(table, "centre_z", Dimension::length)};
}

double read_distance(TomlTable& table, NumberReader& reader) {
  double const distance = reader.sourced(table, "distance", Dimension::length);
  if (distance < 0.0) table.problem("distance", fmt::format("'distance' is {} m, expected 0 or more", distance));
  return distance;
}

/// A body whose front lies across the beam at `distance`.
std::optional<DecayVolume> read_by_front(TomlTable& table, NumberReader& reader, std::string const& shape) {
  double const x = place(table, reader, "offset_x");
  double const y = place(table, reader, "offset_y");
  if (shape == "open") {
    double const front = read_distance(table, reader);
    return OpenSpace{front, front + length(table, reader, "length")};
  }
  auto body = read_cross_section(table, reader, shape);
  if (!body) return std::nullopt;
  double const front = read_distance(table, reader);
  auto const* cylinder = std::get_if<Cylinder>(&*body);
  if (std::holds_alternative<Sphere>(*body) || (cylinder && cylinder->axis != 2)) {
    table.problem("distance", "this body has no front across the beam: give centre_x, centre_y, centre_z");
    return std::nullopt;
  }
  double const along = length(table, reader, "length");
  set_length(*body, along);
  return Solid{*body, {x, y, front + 0.5 * along}};
}

std::optional<DecayVolume> read_by_centre(TomlTable& table, NumberReader& reader, std::string const& shape) {
  if (shape == "open") {
    table.problem("shape", "an open space begins at a distance: give distance and length");
    return std::nullopt;
  }
  auto body = read_cross_section(table, reader, shape);
  if (!body) return std::nullopt;
  if (!std::holds_alternative<Sphere>(*body)) set_length(*body, length(table, reader, "length"));
  auto const centre = read_centre(table, reader);
  return Solid{*body, centre, read_rotation(table, reader)};
}

}  // namespace

std::optional<DecayVolume> read_decay_volume(TomlTable& table, NumberReader& reader) {
  auto const shape = table.text("shape");
  reader.key.field("shape", shape);
  std::optional<DecayVolume> volume;
  try {
    volume = table.has("distance") ? read_by_front(table, reader, shape) : read_by_centre(table, reader, shape);
  } catch (InputError const& error) {
    table.problem("shape", error.what());
  }
  table.finish();
  return volume;
}

std::optional<Solid> read_solid(TomlTable& table, NumberReader& reader) {
  auto const volume = read_decay_volume(table, reader);
  if (!volume) return std::nullopt;
  if (auto const* solid = std::get_if<Solid>(&*volume)) return *solid;
  table.problem("shape", "'open' has no walls: a target needs them");
  return std::nullopt;
}

Opening read_opening(TomlTable& table, NumberReader& reader) {
  auto const shape = table.text("shape");
  reader.key.field("shape", shape);
  bool const by_front = table.has("distance");
  double const x = by_front ? place(table, reader, "offset_x") : 0.0;
  double const y = by_front ? place(table, reader, "offset_y") : 0.0;
  int const axis = by_front ? 2 : read_axis(table, reader);
  Opening opening;
  if (shape == "disc" || shape == "cylinder") {
    double const radius = length(table, reader, "radius");
    opening.aperture = Aperture::disc(radius, x, y, hole(table, reader));
  } else if (shape == "box" || shape == "rectangle") {
    double const width = length(table, reader, "width");
    opening.aperture = Aperture::rectangle(width, length(table, reader, "height"), x, y);
  } else if (shape != "open") {
    table.problem("shape", fmt::format("'{}' is no shape of an opening (known: disc, box, open)", shape));
  }
  if (by_front) {
    opening.centre_m = {0.0, 0.0, length(table, reader, "distance")};
    return opening;
  }
  constexpr double quarter = 0.5 * std::numbers::pi;
  if (axis == 0) opening.rotation = {0.0, quarter, 0.0};
  if (axis == 1) opening.rotation = {-quarter, 0.0, 0.0};
  opening.centre_m = read_centre(table, reader);
  return opening;
}

}  // namespace penumbra
