"""The report as a PDF, made by matplotlib: what drew the figures is always there."""

import re
import textwrap

from map_figures.draw import STYLE
from map_figures.frame import plt
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.transforms import Bbox

from .words import CITING, TABLE, axis_text, combined_sentence, counted, counts, dex, last_run, percent

A4 = (8.27, 11.69)
LEFT, TOP, BOTTOM = 0.07, 0.95, 0.06
CAPTION = 0.55  # inches below a figure
ROWS = 54  # of the table on a page
COLUMNS = (("analysis", 0.0), ("status", 0.33), ("in", 0.42), ("reference", 0.46), ("counts", 0.64), ("excl.", 0.79), ("distance", 0.88))


class Page:
    def __init__(self):
        self.figure, self.height = plt.figure(figsize=A4), TOP

    def write(self, text, size=9.5, weight="normal", colour="black", family=None, width=100):
        for line in [piece for paragraph in text.split("\n") for piece in textwrap.wrap(paragraph, width) or [""]]:
            self.figure.text(LEFT, self.height, escape(line), fontsize=size, weight=weight, color=colour, family=family, va="top")
            self.height -= 1.55 * size / 72 / A4[1]
        self.height -= 0.006


def escape(text):
    """A dollar sign would begin a formula."""
    return re.sub(r"\$", r"\\$", text)


def summary_page(summary):
    page = Page()
    page.write(summary.model["title"], 17, "bold", width=60)
    page.write(f"Likelihood map {summary.name}, {len(summary.analyses)} analyses ({counted(summary)}), {summary.points} points.", colour="#5b6673")
    if not summary.complete:
        page.write("This map is not complete: what is missing excludes nothing.", weight="bold", colour="#a33200")
    for status in summary.combined:
        page.write(combined_sentence(summary, status))
    for axis in summary.axes:
        page.write("  " + axis_text(axis))
    for name, value in summary.parameters.items():
        page.write(f"  {name} = {value}")
    page.write(summary.model.get("convention", ""), 8, colour="#5b6673", width=120)
    run, story = last_run(summary), summary.provenance["input"]
    page.write("\nWhere it comes from", 12, "bold")
    page.write(f"Penumbra {run.get('version', story['penumbra'])}; {run.get('build', '')}; last run {run.get('started', '')}, {run.get('outcome', '')}. "
               "The content keys of all rows stand in report.html.")
    page.write(f"The card, {story.get('card_file', '')}:", weight="bold")
    page.write(story.get("card", "") + "".join(f"\n# --set {one}" for one in story.get("set", [])), 7, family="monospace", width=130)
    page.write("\nHow to cite", 12, "bold")
    page.write(CITING)
    return page.figure


def table_pages(summary):
    rows = sorted(summary.analyses, key=lambda one: (one.status, one.kind, one.name))
    for start in range(0, len(rows), ROWS):
        page = Page()
        page.write(f"Analyses {start + 1} to {min(start + ROWS, len(rows))} of {len(rows)}", 12, "bold")
        if not start:
            page.write("; ".join(f"{name}: {meaning}" for name, meaning in TABLE.items()), 7, colour="#5b6673", width=145)
        for row in [None, *rows[start:start + ROWS]]:
            texts = [title for title, _ in COLUMNS] if row is None else [row.name, row.status, "yes" if row.in_combination else "no", row.reference,
                                                                      counts(row), percent(row.excluded), dex(row)]
            for (_, at), text in zip(COLUMNS, texts):
                page.figure.text(LEFT + at * 0.88, page.height, escape(text), fontsize=6.6, weight="bold" if row is None else "normal", va="top")
            page.height -= 0.0152
        yield page.figure


def with_caption(figure, number):
    per_inch = 18  # letters of this size
    text = textwrap.fill(f"Figure {number}. {figure.caption}", int(per_inch * figure.drawn.get_size_inches()[0]))
    figure.drawn.text(0.03, 0, escape(text), fontsize=6.5, va="top", in_layout=False)
    return figure.drawn


def with_margin(figure):
    """A figure's page goes on below it for its caption."""
    width, height = figure.get_size_inches()
    return Bbox([[0, -CAPTION], [width, height]])


def write_pdf(path, summary, figures):
    plt.style.use(["default", STYLE])
    with PdfPages(path, metadata={"Title": f"{summary.model['title']}: {summary.name}", "CreationDate": None}) as pages:
        for made in (summary_page(summary), *(with_caption(figure, number) for number, figure in enumerate(figures, 1)), *table_pages(summary)):
            pages.savefig(made, bbox_inches=None if tuple(made.get_size_inches()) == A4 else with_margin(made))
            plt.close(made)
