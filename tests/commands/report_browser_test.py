"""The report in a browser: drawn without JavaScript, and with it the point under the mouse and the arrow keys. Exit code 77 (skipped) without Chromium."""

import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys

from maps import WITH_FASER, need, small_map, tool
from program import Failures, scratch

need("h5py", "numpy", "matplotlib")
from penumbra_map import open_map  # noqa: E402

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
# Runs after the page's own script: the mouse at a cell of the plane, then the arrow keys; what the page says is kept in an element.
EXERCISE = """
<script>
window.addEventListener("load", () => {
  const figure = document.querySelector("figure[data-point]"), stage = figure.querySelector(".stage"), tip = figure.querySelector(".tip");
  const data = JSON.parse(document.getElementById(figure.dataset.point).textContent), frame = stage.getBoundingClientRect();
  const place = (direction, [low, high], value) => Math.log(value / low) / Math.log(high / low);
  const said = document.createElement("pre");
  said.id = "said";
  const move = (i, j) => {
    const x = data.box[0] + data.box[2] * place(data.x, data.limits[0], data.x.values[i]), y = data.box[1] + data.box[3] * place(data.y, data.limits[1], data.y.values[j]);
    stage.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, clientX: frame.left + x * frame.width, clientY: frame.top + (1 - y) * frame.height }));
    said.textContent += `MOUSE ${i} ${j} ${tip.style.display} ${tip.textContent}\\n`;
  };
  for (const i of [1, 6, 12]) for (const j of [1, 8, 14]) move(i, j);
  stage.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
  said.textContent += `KEY 11 14 ${tip.style.display} ${tip.textContent}\\n`;
  stage.dispatchEvent(new MouseEvent("mouseleave"));
  said.textContent += `AWAY ${tip.style.display}\\n`;
  const before = stage.clientWidth;
  figure.querySelector("label.zoom").click();
  said.textContent += `ZOOM ${stage.clientWidth > 1.5 * before}\\n`;
  document.body.append(said);
});
</script></body>"""


def chromium(folder, *arguments):
    return subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}", "--window-size=1280,1400",
                           "--host-resolver-rules=MAP * ~NOTFOUND", *map(str, arguments)], capture_output=True, text=True, timeout=120,
                          env={**os.environ, "HOME": str(folder)}, check=False)


def excluding(m, i, j):
    return {name for name, row in m.analyses.items() if row.status != "favoured" and m.cls(name).values[i, j] <= 0.1 * (1 + 2e-9)}


def interaction(failures, folder, page, m):
    page.write_text((folder / "out" / "report.html").read_text(encoding="utf-8").replace("</body>", EXERCISE), encoding="utf-8")
    said = re.search(r'<pre id="said">(.*?)</pre>', chromium(folder, "--dump-dom", page.as_uri()).stdout, re.DOTALL)
    if not failures.check(said, "the page did not run its script"):
        return
    lines = said[1].replace("&lt;", "<").strip().split("\n")
    seen = 0
    for line in lines:
        what = re.match(r"(MOUSE|KEY) (\d+) (\d+) (\w+) (.*)", line)
        if not what:
            continue
        i, j, text = int(what[2]), int(what[3]), what[5]
        names = excluding(m, i, j)
        seen += len(names) > 0
        head = re.search(r"mass = ([\d.e+-]+), epsilon = ([\d.e+-]+?)combined", text)
        right = head and all(abs(float(told) / axis[at] - 1) < 0.01 for told, axis, at in zip(head.groups(), m.axes.values(), (i, j)))
        failures.check(what[4] == "block" and right, f"at {i}, {j}: {line}")
        shown = {name for name in m.analyses if re.search(rf"{re.escape(name)}(?![\w-])|{re.escape(name)}(?=CLs|projected|not combined)", text)}
        failures.check(shown <= names if len(names) > 14 else names <= shown, f"at {i}, {j}: {sorted(names ^ shown)}")
        combined = m.combined("observed").values[i, j]
        failures.check(("not excluded" not in text.split("CLs")[0]) == (combined <= -2.302585), f"the combination at {i}, {j}: {line}")
    failures.check(seen >= 4 and sum(line.startswith("MOUSE") for line in lines) == 9 and any(line.startswith("KEY") for line in lines), f"exercised: {lines}")
    failures.check("AWAY none" in lines and "ZOOM true" in lines, f"leaving and zooming: {lines[-2:]}")


def main():
    if not CHROMIUM:
        print("SKIPPED: no Chromium")
        sys.exit(77)
    failures = Failures()
    with scratch() as name:
        folder = pathlib.Path(name)
        path = small_map(failures, folder / "map.h5", settings=WITH_FASER)
        answer = tool("report", path, "-o", folder / "out", "--validation", "none")
        failures.check(answer.returncode == 0, answer.stderr)
        with open_map(path) as m:
            interaction(failures, folder, folder / "exercise.html", m)
        # Headless Chromium takes no pictures with JavaScript switched off: the page without its scripts is what a reader then has.
        shot, plain = folder / "page.png", folder / "plain.html"
        plain.write_text(re.sub(r"<script.*?</script>", "", (folder / "out" / "report.html").read_text(encoding="utf-8"), flags=re.DOTALL), encoding="utf-8")
        chromium(folder, f"--screenshot={shot}", plain.as_uri())
        if failures.check(shot.exists(), "no screenshot without JavaScript"):
            from matplotlib.image import imread
            pixels = imread(shot)
            width, height = struct.unpack(">II", shot.read_bytes()[16:24])
            failures.check((width, height) == (1280, 1400) and pixels[500:1300, :, :3].std() > 0.1, "the first figure is not on the page without JavaScript")
    failures.finish()


if __name__ == "__main__":
    main()
