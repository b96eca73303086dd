"""The report as one HTML page that needs nothing else: figures and script inside, readable without JavaScript."""

import base64
import html
import json
import pathlib

from .words import CITING, TABLE, axis_text, combined_sentence, counted, counts, last_run, percent, validation

HERE = pathlib.Path(__file__).parent
escape = html.escape


def page(summary, figures, bibliography):
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(summary.model['title'])}: {escape(summary.name)}</title>
<link rel="icon" href="data:,">
<style>{(HERE / 'report.css').read_text()}</style></head><body>
{head(summary)}
<h2 id="figures">Figures</h2>
<p class="soft">Move the mouse over the first kind of figure, or focus it and use the arrow keys: which analyses exclude that point, and their CLs.
The numbers that were plotted and PDFs for papers are in <code>figures/</code> beside this page.</p>
{''.join(figure_html(figure, number) for number, figure in enumerate(figures, 1))}
<h2 id="analyses">Analyses</h2>
{table(summary)}
<h2 id="provenance">Where it comes from</h2>
{provenance(summary)}
<h2 id="citing">How to cite</h2>
<p>{escape(CITING)}</p>
<details><summary>references.bib ({bibliography.count('@')} entries)</summary><pre>{escape(bibliography)}</pre></details>
<script>{(HERE / 'report.js').read_text()}</script>
</body></html>
"""


def head(summary):
    parameters = "".join(f"<li>{escape(name)} = {escape(str(value))}</li>" for name, value in summary.parameters.items())
    axes = "".join(f"<li>{escape(axis_text(axis))}</li>" for axis in summary.axes)
    there = "" if summary.complete else '<p class="bad"><strong>This map is not complete: what is missing excludes nothing.</strong></p>'
    missing = "" if summary.existing == summary.points else f" ({summary.existing} of them points of the model)"
    sentences = "".join(f"<p>{escape(combined_sentence(summary, status))}</p>" for status in summary.combined)
    return f"""<h1>{escape(summary.model['title'])}</h1>
<p class="soft">Likelihood map <code>{escape(summary.name)}</code>, {len(summary.analyses)} analyses ({counted(summary)}), {summary.points} points{missing}.</p>
<nav><a href="#figures">Figures</a><a href="#analyses">Analyses</a><a href="#provenance">Where it comes from</a><a href="#citing">How to cite</a></nav>
{there}{sentences}
<ul>{axes}{parameters}</ul>
<p class="soft">{escape(summary.model.get('convention', ''))}</p>"""


def figure_html(figure, number):
    image = base64.b64encode(figure.png).decode()
    attribute, data = "", ""
    if figure.hover:
        attribute = f' data-point="point-{number}"'
        text = json.dumps(figure.hover, separators=(",", ":")).replace("<", "\\u003c")
        data = f'<script type="application/json" id="point-{number}">{text}</script><div class="tip" aria-live="polite"></div>'
    return f"""<figure{attribute}><input class="zoom" type="checkbox" id="zoom-{number}"><label class="zoom" for="zoom-{number}">zoom in or out</label>
<div class="view"><div class="stage"><img alt="{escape(figure.caption)}" src="data:image/png;base64,{image}">{data}</div></div>
<figcaption><strong>Figure {number}.</strong> {escape(figure.caption)} Files: <code>figures/{escape(figure.name)}.pdf</code>, <code>.csv</code></figcaption></figure>
"""


def table(summary):
    legend = "; ".join(f"<b>{escape(name)}</b>: {escape(meaning)}" for name, meaning in TABLE.items())
    lines = []
    for row in sorted(summary.analyses, key=lambda one: (one.status, one.kind, one.name)):
        reference = escape(row.reference)
        if row.arxiv:
            reference += f' <a href="https://arxiv.org/abs/{escape(row.arxiv)}">{escape(row.arxiv)}</a>'
        flags = f'<details><summary>{len(row.flags)} numbers not read in a publication</summary>{"<br>".join(map(escape, row.flags))}</details>' if row.flags else ""
        lines.append(f"<tr><td><code>{escape(row.name)}</code><br>{escape(row.title)}{flags}</td><td>{row.status}</td><td>{row.kind}</td>"
                     f"<td>{escape(row.data_set)}</td><td>{'yes' if row.in_combination else 'no: ' + escape(row.why_not)}</td><td>{reference}</td>"
                     f'<td class="n">{counts(row)}</td><td class="n">{percent(row.excluded)}</td><td class="n">{percent(row.excluded_expected)}</td><td class="n">{validation(row)}</td></tr>')
    without = "" if summary.validated else '<p class="soft">The distances were not computed for this report (option --validation).</p>'
    return f"""<p class="soft">{legend}</p>{without}
<div class="wide"><table><thead><tr><th>analysis</th><th>status</th><th>kind</th><th>data set</th><th>in</th><th>reference</th><th>counts</th><th>excl.</th><th>expected</th><th>distance</th></tr></thead>
<tbody>{''.join(lines)}</tbody></table></div>"""


def provenance(summary):
    runs = "".join(f"<tr><td>{escape(run['started'])}</td><td>{escape(run['outcome'])}</td><td>{run['ranks']} x {run['threads']}</td><td>{escape(run['version'])}</td><td>{escape(run['build'])}</td></tr>"
                   for run in summary.provenance["log"])
    story = summary.provenance["input"]
    keys = "".join(f"<tr><td><code>{escape(row['name'])}</code></td><td><code>{escape(row['key'])}</code></td></tr>" for row in summary.provenance["rows"] if row.get("name"))
    changed = "".join(f"\n# --set {one}" for one in story.get("set", []))
    return f"""<p>Written with Penumbra {escape(last_run(summary).get('version', story['penumbra']))}. The content key of a row is the digest of everything its numbers depend on: grid, model, experiment,
beam, tables or curve, and the versions of the code.</p>
<div class="wide"><table><thead><tr><th>run</th><th>outcome</th><th>ranks x threads</th><th>version</th><th>build</th></tr></thead><tbody>{runs}</tbody></table></div>
<details open><summary>The card, {escape(story.get('card_file', ''))}</summary><pre>{escape(story.get('card', ''))}{escape(changed)}</pre></details>
<details><summary>Content keys</summary><div class="wide"><table><tbody>{keys}</tbody></table></div></details>"""
