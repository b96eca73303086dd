"""A plane of a map: two names to show; the other axes are held at a value or profiled."""

import numpy as np
from penumbra_map import LabelledArray, MapError, nearest

FLAVOUR_SHARES = ["x_mu", "x_tau"]


class Plane:
    def __init__(self, map_, names=None, hold=None):
        self.map, self.axes = map_, list(map_.axes)
        if len(self.axes) < 2:
            raise MapError(f"{map_.path} has one axis; figures show planes")
        for name in hold or {}:
            if name not in self.axes:
                raise MapError(f"--hold {name}: the axes of the map are {', '.join(self.axes)}")
        self.names = names or [self.axes[0], self.axes[-1]]
        self.index = {name: nearest(map_.axes[name], value) for name, value in (hold or {}).items()}
        self.held = {name: float(map_.axes[name][index]) for name, index in self.index.items()}
        self.exists = map_.exists
        # An axis is shown when it or a parameter computed from it is: what varies along it decides.
        free = [name for name in self.axes if name not in self.index and len(map_.axes[name]) > 1]
        shown = [name for name in self.names if name in self.axes]
        for name in self.names:
            if name in self.axes:
                continue
            varying = [axis for axis in free if axis not in shown and self.varies(name, axis)]
            shown += varying[-1:] if len(self.names) > len(shown) else []
        if len(set(shown)) != 2 or len(self.names) != 2 or set(shown) & set(self.index):
            raise MapError(f"{', '.join(self.names)} are not the two directions of a plane of this map (its axes: {', '.join(self.axes)})")
        self.shown = sorted(shown, key=self.axes.index)
        self.hidden = [name for name in self.axes if name not in self.shown and name not in self.index]
        self.coordinates = {name: self.places(name) for name in self.names}
        self.existing = self.exists.take(self.index).reduce(np.any, self.hidden).values

    def varies(self, name, axis):
        values, along = self.map.computed(name).values, self.axes.index(axis)
        both = self.exists.values & np.take(self.exists.values, [0], axis=along)
        return bool(np.any((values != np.take(values, [0], axis=along)) & both))

    def of(self, array, favoured=False):
        """On the plane: excluded (low values) where it is for every hidden value, favoured where it is for some."""
        nothing = np.inf if favoured else -np.inf
        free = LabelledArray(np.where(self.exists.values, array, nothing), self.map.axes).take(self.index)
        values = (free.smallest if favoured else free.largest)(*self.hidden).values
        return np.where(np.isfinite(values), values, 0.0)

    def places(self, name):
        """Value of an axis or of a computed parameter at every point of the plane."""
        if name in self.shown:
            grid = np.meshgrid(*(self.map.axes[axis] for axis in self.shown), indexing="ij")
            return grid[self.shown.index(name)]
        values = np.where(self.exists.values, self.map.computed(name).values, np.nan)
        free = LabelledArray(values, self.map.axes).take(self.index)
        with np.errstate(all="ignore"):
            low, high = free.reduce(np.fmin.reduce, self.hidden).values, free.reduce(np.fmax.reduce, self.hidden).values
        if np.any(high > low * (1 + 1e-12)):
            raise MapError(f"'{name}' depends on an axis that is not shown: hold it (--hold NAME=VALUE)")
        if np.isnan(low).any():  # where no point exists nothing is drawn, but the grid needs a place
            known = ~np.isnan(low)
            low = np.where(known, low, low[known].max())
        return low

    @property
    def is_triangle(self):
        return sorted(self.names) == FLAVOUR_SHARES


class Field:
    """Values on the plane and the level at and below which a point is excluded."""

    def __init__(self, values, level):
        self.values, self.level = values, level

    @property
    def inside(self):
        return self.values <= self.level


# Below this share of the level -ln L counts as no signal; as in pipeline/exclusion.cpp, so that edges are those of `penumbra contour`.
NO_SIGNAL = 1e-6


def likelihood_field(values, level):
    """Of ln L or ln CLs. -ln L is about the signal, a power of the coupling or an exponential of it: between grid points its logarithm
    is what runs straight."""
    return Field(-np.log(np.maximum(-values, NO_SIGNAL * -level)), -np.log(-level))


def log_cls(cls):
    """Zero counts as the smallest double."""
    return np.log(np.maximum(cls, np.finfo(float).tiny))


def fields_of(plane, cl):
    """[(analysis, field)] on the plane, ascending by name."""
    found = []
    for row in plane.map.analyses.values():
        if row.status == "favoured":  # 1 inside the band
            found.append((row, Field(plane.of(-plane.map.expected(row.name).values, favoured=True), -0.5)))
        else:
            found.append((row, cls_field(plane, log_cls(plane.map.cls(row.name).values), cl)))
    return found


def cls_field(plane, values, cl):
    """Of ln CLs on the grid; on a published curve CLs is 1 - CL up to rounding."""
    return likelihood_field(plane.of(values), np.log(1 - cl) + 1e-9)


def combined_field(plane, status, cl, quantity="profiled"):
    return likelihood_field(plane.of(without_relic_density(plane.map, status, quantity)), np.log(1 - cl) + 1e-9)


def is_relic_density(row):
    return row.name.split("/")[-1].startswith("relic")


def without_relic_density(map_, status, quantity="profiled"):
    """A combination without the relic density, which is drawn as thermal targets: filled, too much dark matter would hide the rest. It
    shares no nuisance with anything, so that its ln L is a term of the sum."""
    values = map_.combined(status, quantity).values
    for row in map_.analyses.values():
        if is_relic_density(row) and row.in_combination and row.status == status and row.components == 0:
            values = values - map_.log_likelihood(row.name).values
    return values
