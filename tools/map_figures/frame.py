"""The frame of a figure: axes, areas, lines, and labels that do not cover each other. Remembers every number that it draws."""

import csv
import logging

import contourpy
import matplotlib
import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.patheffects import withStroke
from matplotlib.path import Path
from matplotlib.tri import Triangulation

from .names import axis_label

matplotlib.use("Agg")
logging.getLogger("fontTools").setLevel(logging.ERROR)  # remarks on the dates of fonts
import matplotlib.pyplot as plt  # noqa: E402

BOX = (0.115, 0.235, 0.865, 0.685)  # of the axes in the figure: left, bottom, width, height


class Frame:
    """Two directions, each linear or logarithmic; contours are interpolated along what is drawn."""

    def __init__(self, plane):
        self.plane, self.drawn, self.boxes = plane, [], []
        self.figure = plt.figure()
        self.axis = self.figure.add_axes(BOX)
        (x_name, self.x), (y_name, self.y) = plane.coordinates.items()
        self.log = [values.min() > 0 and values.max() > 10 * values.min() for values in (self.x, self.y)]
        scale = ["log" if log else "linear" for log in self.log]
        self.axis.set(xscale=scale[0], yscale=scale[1], xlabel=axis_label(x_name), ylabel=axis_label(y_name),
                      xlim=(self.x.min(), self.x.max()), ylim=(self.y.min(), self.y.max()))

    def straight(self, values, direction):
        return np.log(values) if self.log[direction] else values

    def curved(self, points):
        return np.column_stack([np.exp(points[:, i]) if self.log[i] else points[:, i] for i in (0, 1)])

    def generator(self, field):
        return contourpy.contour_generator(self.straight(self.x, 0), self.straight(self.y, 1), field.values, fill_type=contourpy.FillType.OuterCode)

    def edges(self, field):
        """Where a field crosses its level: [array of (x, y)]."""
        return [self.curved(line) for line in self.generator(field).lines(field.level)] if field.inside.any() else []

    def remember(self, what, name, field):
        for number, line in enumerate(self.edges(field), 1):
            self.drawn += [(what, name, number, *point) for point in line.tolist()]

    def polygons(self, field):
        """What a field excludes: [(points, codes of a path)], outer borders one way round, holes the other."""
        if not field.inside.any():
            return []
        return [(self.curved(points), codes) for points, codes in zip(*self.generator(field).filled(-1e300, field.level))]

    def area(self, field, colour, **style):
        for points, codes in self.polygons(field):
            self.axis.add_patch(PathPatch(Path(points, codes), **{"facecolor": colour, "linewidth": 0, **style}))

    def line(self, field, colour, **style):
        for edge in self.edges(field):
            self.axis.plot(*edge.T, color=colour, **style)

    def save_numbers(self, path):
        """The plotted curves as a table: what, name, number of the piece, x, y."""
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["what", "name", "piece", *self.plane.names])
            writer.writerows(self.drawn)

    # labels

    def place(self, text, candidates, colour, size=8, weight="normal"):
        """Writes at the first of the candidates where it covers no other label; says whether it could."""
        renderer, frame = self.figure.canvas.get_renderer(), self.axis.get_window_extent()
        written = self.axis.text(0, 0, text, color=colour, fontsize=size, ha="center", va="center", weight=weight, clip_on=True,
                                 zorder=20, path_effects=[withStroke(linewidth=2.2, foreground="white")])
        for candidate in candidates:
            written.set_position(candidate)
            box = written.get_window_extent(renderer)
            shift = [max(0, frame.x0 + 3 - box.x0) - max(0, box.x1 - frame.x1 + 3), max(0, frame.y0 + 3 - box.y0) - max(0, box.y1 - frame.y1 + 3)]
            if any(shift):
                here = self.axis.transData.transform(candidate)
                written.set_position(self.axis.transData.inverted().transform(here + shift))
                box = written.get_window_extent(renderer)
            box = box.expanded(1.04, 1.1)
            if not any(box.overlaps(other) for other in self.boxes):
                self.boxes.append(box)
                return True
        written.remove()
        return False

    def label_area(self, text, inside, colour, size=8, weight="normal"):
        """In the middle of a region, or else elsewhere in it, away from its border."""
        depth = depths(inside)
        if not depth.any():
            return False
        order = np.argsort(-depth, axis=None, kind="stable")
        order = order[: max(1, int((depth > 0).sum()))]
        step = max(1, len(order) // 40)
        cells = [np.unravel_index(i, inside.shape) for i in order[::step]]
        return self.place(text, [(self.x[cell], self.y[cell]) for cell in cells], colour, size, weight)

    def label_line(self, text, field, colour, away=None, size=8):
        """Along a line, where `away` (already excluded, so that the line is not seen) is not."""
        points = [point for edge in self.edges(field) for point in edge[:: max(1, len(edge) // 60)]]
        if away is not None:
            points = [point for point in points if not away[self.cell(point)]]
        inner = [point for point in points if self.is_inner(point)] or points
        # from the middle of the line outwards
        middle = len(inner) // 2
        order = sorted(range(len(inner)), key=lambda i: abs(i - middle))
        return self.place(text, [tuple(inner[i]) for i in order], colour, size)

    def is_inner(self, point):
        x, y = self.axis.transAxes.inverted().transform(self.axis.transData.transform(point))
        return 0.02 < x < 0.98 and 0.02 < y < 0.98

    def cell(self, point):
        away = sum(((self.straight(values, i) - self.straight(value, i)) / max(np.ptp(self.straight(values, i)), 1e-300)) ** 2
                   for i, (values, value) in enumerate(zip((self.x, self.y), point)))
        return np.unravel_index(np.argmin(away), self.x.shape)


class FlavourTriangle(Frame):
    """The shares of three flavours, which add up to one, as distances from the sides of a triangle."""

    def __init__(self, plane):
        self.plane, self.drawn, self.boxes, self.log = plane, [], [], [False, False]
        self.figure = plt.figure(figsize=(8.2, 7.4))
        self.axis = self.figure.add_axes((0.05, 0.17, 0.9, 0.76))
        mu, tau = plane.coordinates["x_mu"], plane.coordinates["x_tau"]
        self.x, self.y = mu + 0.5 * tau, np.sqrt(0.75) * tau
        self.triangles = Triangulation(self.x[plane.existing], self.y[plane.existing])
        self.axis.set(xlim=(-0.12, 1.12), ylim=(-0.1, 0.98), aspect="equal")
        self.axis.axis("off")
        corners = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)], [0, 0]])
        self.axis.plot(*corners.T, color="black", linewidth=1, zorder=9)
        for (x, y), text in zip(corners, ("e", r"\mu", r"\tau")):
            self.axis.text(x, y + (0.03 if y else -0.05), rf"$|U_{text}|^2 = U^2$", ha="center", va="center", fontsize=13)
        for share in (0.2, 0.4, 0.6, 0.8):  # lines of equal shares
            for one, other in (((share, 0), (share, 1 - share)), ((0, share), (1 - share, share)), ((share, 0), (0, share))):
                (x1, t1), (x2, t2) = one, other
                self.axis.plot([x1 + 0.5 * t1, x2 + 0.5 * t2], [np.sqrt(0.75) * t1, np.sqrt(0.75) * t2], color="#BBBBBB",
                               linewidth=0.5, zorder=0)

    def contours(self, draw, field, levels):
        """What matplotlib would draw on the triangles: [(points, codes of a path)]. Nothing of it stays in the figure."""
        made = draw(self.triangles, field.values[self.plane.existing], levels=levels)
        pieces = list(zip(made.allsegs[0], made.allkinds[0] or [None] * len(made.allsegs[0])))
        if hasattr(made, "remove"):
            made.remove()
        else:  # before matplotlib 3.8
            for collection in made.collections:
                collection.remove()
        return pieces

    def edges(self, field):
        inside = field.inside[self.plane.existing]
        return [points for points, _ in self.contours(self.axis.tricontour, field, [field.level])] if inside.any() and not inside.all() else []

    def polygons(self, field):
        return self.contours(self.axis.tricontourf, field, [-1e300, field.level]) if field.inside[self.plane.existing].any() else []

    def remember(self, what, name, field):
        for number, line in enumerate(self.edges(field), 1):
            tau = line[:, 1] / np.sqrt(0.75)
            shares = {"x_mu": line[:, 0] - 0.5 * tau, "x_tau": tau}
            self.drawn += [(what, name, number, *point) for point in zip(*(shares[one].tolist() for one in self.plane.names))]


def frame_of(plane):
    return FlavourTriangle(plane) if plane.is_triangle else Frame(plane)


def depths(inside):
    """How many layers of cells lie between a cell and the region's border; 0 outside."""
    depth, last = np.zeros(inside.shape, int), inside
    while last.any():
        depth += last
        padded = np.pad(last, 1, constant_values=True)  # the frame of the plot is no border
        peeled = last & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
        if peeled.sum() == last.sum():
            break
        last = peeled
    return depth
