"""Tables and a snippet that drop into a paper: standard LaTeX with longtable, array and graphicx."""

import re

from .words import counts, dex, percent

SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "^": r"\textasciicircum{}", "_": r"\_",
           "~": r"\textasciitilde{}", "%": r"\%", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", '"': "''"}
BEYOND_ASCII = {"ü": r'\"u', "ö": r'\"o', "ä": r'\"a', "é": r"\'e", "ε": r"$\varepsilon$", "μ": r"$\mu$", "γ": r"$\gamma$", "χ": r"$\chi$", "–": "--", "≤": r"$\le$"}


def latex(text):
    """Any text, so that LaTeX prints it."""
    return "".join(SPECIAL.get(letter, BEYOND_ASCII.get(letter, letter if letter.isascii() else "?")) for letter in str(text))


def unit_text(unit):
    """'GeV^-1' with a raised exponent."""
    return re.sub(r"\\textasciicircum\{\}(-?\d+)", r"$^{\1}$", latex(unit))


def breakable(name):
    """A long name may go on in the next line after a hyphen or a slash."""
    return re.sub(r"([-/])", r"\1\\allowbreak{}", latex(name))


def analyses_table(summary):
    rows = [row for row in summary.analyses if row.status != "favoured"]
    lines = [rf"{breakable(row.name)} & {cite(row)} & {latex(row.status)} & {'yes' if row.in_combination else 'no'} & {latex(counts(row))} & "
             rf"{latex(percent(row.excluded))} & {latex(dex(row))} \\" for row in sorted(rows, key=lambda one: (one.status, one.kind, one.name))]
    newline = "\n"
    return rf"""% Written by tools/report from {comment(summary.name)}. Needs \usepackage{{longtable,array}}; keys are those of references.bib.
\begin{{longtable}}{{>{{\raggedright\arraybackslash}}p{{0.34\linewidth}}llllrl}}
\caption{{Analyses of {latex(summary.model['title'].lower())}. Counts: observed / background. Excluded: share of the grid that the analysis excludes by itself at
{100 * summary.cl:g}\,\% CL. Distance to published contours in $|\log_{{10}}|$ of the coupling: median, 90\,\%.}}\label{{tab:penumbra-analyses}}\\
\hline analysis & ref. & status & comb. & counts & excluded & distance \\ \hline \endfirsthead
\hline analysis & ref. & status & comb. & counts & excluded & distance \\ \hline \endhead
\hline \endfoot
{newline.join(lines)}
\end{{longtable}}
"""


def cite(row):
    return rf"\cite{{{row.reference}}}" if row.reference else ""


def comment(text):
    return str(text).replace("\n", " ")


def grid_table(summary):
    lines = [rf"{latex(name)} & {points} & {first:.4g} & {last:.4g} & {unit_text(unit)} \\" for name, unit, points, first, last in summary.axes]
    lines += [rf"{latex(name)} & & \multicolumn{{2}}{{l}}{{{latex(value)}}} & \\" for name, value in summary.parameters.items()]
    newline = "\n"
    return rf"""% Written by tools/report from {comment(summary.name)}.
\begin{{tabular}}{{lrlll}}
\hline parameter & points & from & to & unit \\ \hline
{newline.join(lines)}
\hline
\end{{tabular}}
"""


def snippet(summary, figures):
    """A paragraph with the figures, as a paper would have it."""
    keys = sorted({row.reference for row in summary.analyses if row.reference and row.in_combination})
    parts = [rf"""% Written by tools/report from {comment(summary.name)}. Needs \usepackage{{graphicx}}; paths are relative to the report's folder.
Exclusions were computed with Penumbra~{latex(summary.provenance['input']['penumbra'])} on a grid of {summary.points} points, with {len(summary.analyses)} analyses.
The combination rests on Refs.~\cite{{{','.join(keys)}}}.
"""]
    parts += [rf"""\begin{{figure}}
  \centering
  \includegraphics[width=\linewidth]{{figures/{figure.name}.pdf}}
  \caption{{{latex(figure.caption)}}}\label{{fig:penumbra-{number}}}
\end{{figure}}
""" for number, figure in enumerate(figures, 1)]
    return "\n".join(parts)


EXAMPLE = r"""% A document that shows the tables and figures of this report: pdflatex, bibtex, pdflatex, pdflatex in this folder.
\documentclass{article}
\usepackage[margin=2.2cm]{geometry}
\usepackage{graphicx,longtable,array,url}
\graphicspath{{../}}
\begin{document}
\begin{center}\input{grid.tex}\end{center}

\input{snippet.tex}
\clearpage
{\footnotesize\input{analyses.tex}}
\bibliographystyle{unsrt}
\bibliography{../references}
\end{document}
"""
