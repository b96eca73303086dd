// Says which analyses exclude the point under the mouse and by how much; the arrow keys move from cell to cell. The page reads without it.
"use strict";
const shownRows = 14;

function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function nearest(values, log, value) {
  const apart = (one) => Math.abs(log ? Math.log(one / value) : one - value);
  return values.reduce((best, one, i) => (apart(one) < apart(values[best]) ? i : best), 0);
}

function along(direction, [low, high], fraction) {
  return direction.log ? low * Math.pow(high / low, fraction) : low + (high - low) * fraction;
}

function fraction(direction, [low, high], value) {
  return direction.log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

function number(value) {
  return Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toPrecision(3);
}

function cell(row, text, kind) {
  const made = row.insertCell();
  made.textContent = text;
  if (kind) made.className = kind;
}

for (const figure of document.querySelectorAll("figure[data-point]")) {
  const data = JSON.parse(document.getElementById(figure.dataset.point).textContent);
  const stage = figure.querySelector(".stage");
  const tip = figure.querySelector(".tip");
  const rows = data.rows.map((row) => ({ ...row, cls: bytes(row.cls) }));
  let here = [Math.floor(data.x.values.length / 2), Math.floor(data.y.values.length / 2)];

  function show([i, j]) {
    here = [i, j];
    const at = i * data.y.values.length + j;
    const later = (row) => (row.status === "projected" ? 1 : 0);
    const excluding = rows.filter((row) => row.cls[at] > 0).sort((a, b) => later(a) - later(b) || b.cls[at] - a.cls[at]);
    tip.replaceChildren();
    const head = document.createElement("b");
    head.textContent = `${data.x.name} = ${number(data.x.values[i])}, ${data.y.name} = ${number(data.y.values[j])}`;
    const combined = document.createElement("span");
    combined.textContent = `combined, observed: ln L ${data.lnL[at] < -1000 ? "< -1000" : `= ${data.lnL[at].toFixed(2)}`}, ${data.lnL[at] <= Math.log(1 - data.cl) ? "excluded" : "not excluded"}`;
    const table = document.createElement("table");
    for (const row of excluding.slice(0, shownRows)) {
      const line = table.insertRow();
      cell(line, row.name);
      cell(line, row.status === "projected" ? "projected" : row.combined ? "" : "not combined");
      cell(line, `CLs ≤ ${number((1 - data.cl) * Math.pow(10, (1 - row.cls[at]) / data.steps))}`, "n");
    }
    if (excluding.length > shownRows) cell(table.insertRow(), `and ${excluding.length - shownRows} more`);
    if (!excluding.length) cell(table.insertRow(), "no analysis excludes this point");
    tip.append(head, combined, table);
    tip.style.display = "block";
    const [left, bottom, width, height] = data.box;
    const x = (left + width * fraction(data.x, data.limits[0], data.x.values[i])) * stage.clientWidth;
    const y = (1 - bottom - height * fraction(data.y, data.limits[1], data.y.values[j])) * stage.clientHeight;
    tip.style.left = `${x < stage.clientWidth / 2 ? x + 14 : Math.max(0, x - 14 - tip.offsetWidth)}px`;
    tip.style.top = `${Math.max(0, Math.min(y - 20, stage.clientHeight - tip.offsetHeight))}px`;
  }

  stage.addEventListener("mousemove", (event) => {
    const frame = stage.getBoundingClientRect();
    const [left, bottom, width, height] = data.box;
    const u = ((event.clientX - frame.left) / frame.width - left) / width;
    const v = (1 - (event.clientY - frame.top) / frame.height - bottom) / height;
    if (u < 0 || u > 1 || v < 0 || v > 1) {
      tip.style.display = "none";
      return;
    }
    show([nearest(data.x.values, data.x.log, along(data.x, data.limits[0], u)), nearest(data.y.values, data.y.log, along(data.y, data.limits[1], v))]);
  });
  stage.addEventListener("mouseleave", () => { tip.style.display = "none"; });
  stage.tabIndex = 0;
  stage.setAttribute("role", "application");
  stage.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step) return;
    event.preventDefault();
    const limit = (value, length) => Math.max(0, Math.min(length - 1, value));
    show([limit(here[0] + step[0], data.x.values.length), limit(here[1] + step[1], data.y.values.length)]);
  });
}
