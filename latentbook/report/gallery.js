// The gallery's only script. Its whole state stands in the address (#sort=-beta&filter=failed), so that every view is a link:
// an event changes the address, and a change of the address draws the page. Data comes inlined; text goes in as text, never as markup.
"use strict";

// ---------------------------------------------------------------- values as text
const isNumber = value => typeof value === "number";
const missing = value => value === undefined || value === null;
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

function number(value) {
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return String(value);
  const text = Math.abs(value) < 1e-3 ? value.toExponential(3) : value.toPrecision(4);
  return text.includes("e") ? text.replace(/\.?0+e/, "e").replace("e+", "e") : text.replace(/\.0+$|(\.\d*?)0+$/, "$1");
}
function show(value) {
  if (missing(value)) return "–";
  if (isNumber(value)) return number(value);
  return Array.isArray(value) ? `(${value.map(show).join(", ")})` : String(value);
}
function shown(found) {                                               // [value, low, high] -> value and interval, to two figures of the uncertainty
  if (!found) return ["–", ""];
  const [value, low, high] = found;
  if (missing(low) || low === high) return [number(value), ""];
  const places = Math.max(0, Math.min(9, 1 - Math.floor(Math.log10(high - low))));
  const extreme = Math.abs(value) >= 1e6 || (value && Math.abs(value) < 1e-4);
  const write = x => extreme ? x.toExponential(2) : x.toFixed(places);
  return [write(value), `[${write(low)}, ${write(high)}]`];
}
function time(seconds) {
  if (!isNumber(seconds)) return "–";
  const [scale, unit] = seconds < 100 ? [1, "s"] : seconds < 6000 ? [60, "min"] : [3600, "h"];
  return `${(seconds / scale).toFixed(1)} ${unit}`;
}
const unit = item => `[${item.unit || "-"}]`;
const withUnit = item => `${item.name} ${unit(item)}`;
const setting = items => run => items.map(item => `${item.name} ${show(run.values[item.name])}`).join(", ");
const order = (a, b) => isNumber(a) && isNumber(b) ? a - b : show(a).localeCompare(show(b), "en", { numeric: true });
const by = items => (a, b) => items.reduce((found, item) => found || order(a.values[item.name], b.values[item.name]), 0);

// ---------------------------------------------------------------- data
const STATES = ["failed", "timeout", "killed", "lost", "running", "pending", "ok"];             // failures first
const BAD = ["failed", "timeout", "killed"];
const named = (items, values) => Object.fromEntries(items.map((item, i) => [item.name, values[i]]).filter(([, value]) => !missing(value)));

const DATA = JSON.parse(document.getElementById("data").textContent);
const REPORTS = DATA.reports.map(report => {
  const short = run => run.id.slice(0, 8), own = report.params.filter(item => item.name !== "device");      // the device has a column of its own
  const runs = report.runs.map(run => ({ ...run, of: report.name, short: short(run), key: `${report.name}/${run.id}`, values: named(report.params, run.values), numbers: named(report.metrics, run.numbers) }));
  const varies = item => runs.some(run => !same(run.values[item.name], runs[0].values[item.name]));
  const swept = own.filter(varies);
  for (const run of runs) run.swept = setting(swept)(run);
  return { ...report, swept, fixed: own.filter(item => !varies(item)), runs: runs.sort(by(swept)) };
});
const RUNS = REPORTS.flatMap(report => report.runs);

// ---------------------------------------------------------------- the address is the state
let S = {};
function readAddress() {
  const got = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  for (const name of ["state", "select"]) got[name] = got[name] ? got[name].split(",") : [];
  return got;
}
function go(change) {
  const pairs = Object.entries({ ...S, ...change }).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value]);
  location.replace("#" + new URLSearchParams(pairs.filter(([, value]) => value)));
}
const toggled = (list, item) => list.includes(item) ? list.filter(other => other !== item) : [...list, item];
const select = run => go({ select: toggled(S.select, run.key).slice(-2) });
const selected = run => S.select.includes(run.key);

// ---------------------------------------------------------------- making elements
function put(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes))
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (!missing(value) && value !== false) element.setAttribute(name, value);
  element.append(...children.flat(Infinity).filter(child => !missing(child) && child !== ""));
  return element;
}
const h = (tag, attributes = {}, ...children) => put(document.createElement(tag), attributes, children);
const s = (tag, attributes = {}, ...children) => put(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
const line = (name, x1, y1, x2, y2, more = {}) => s("line", { class: name, x1, y1, x2, y2, ...more });
const label = (x, y, text, anchor = "start", more = {}) => s("text", { x, y, "text-anchor": anchor, ...more }, text);
const halo = width => ({ stroke: "#fff", "stroke-width": width, "paint-order": "stroke" });
const chip = (text, pressed, onclick, title, bad) => h("button", { class: bad ? "chip bad" : "chip", "aria-pressed": String(Boolean(pressed)), onclick, title }, text);
const bar = (...children) => h("div", { class: "bar" }, children);
const gap = () => h("span", { class: "gap" });

// ---------------------------------------------------------------- which runs, in which order
const FACTS = {
  report: run => run.of, run: run => run.id, state: run => STATES.indexOf(run.state), reason: run => run.reason,
  time: run => run.seconds, device: run => run.device, ended: run => run.ended,
};
const lookup = (run, key) => FACTS[key] ? FACTS[key](run) : run.values[key] ?? run.numbers[key]?.[0];
function words(run) {
  const settings = Object.entries(run.values).map(([name, value]) => `${name}=${show(value)}`);
  return (run.words ??= [run.of, run.id, run.state, run.reason, run.device, ...settings].join(" ").toLowerCase());
}
const matches = run => (!S.state.length || S.state.includes(run.state)) && (S.filter || "").toLowerCase().split(/\s+/).every(word => words(run).includes(word));
const sorting = () => ({ key: (S.sort || "state").replace(/^-/, ""), sign: S.sort?.startsWith("-") ? -1 : 1 });
function sorted(runs) {                                               // a stable sort; what has no value comes last in either direction
  const { key, sign } = sorting();
  const compare = (a, b) => missing(a) || missing(b) ? missing(a) - missing(b) : sign * order(a, b);
  return runs.map(run => [lookup(run, key), run]).sort(([a], [b]) => compare(a, b)).map(([, run]) => run);
}
const report = () => REPORTS.length === 1 ? REPORTS[0] : REPORTS.find(item => item.name === S.report);
const inView = () => report()?.runs ?? RUNS;

// ---------------------------------------------------------------- the table
function metricColumn(item) {
  const values = inView().filter(run => run.numbers[item.name]).map(run => run.numbers[item.name][0]);
  const best = values.length > 1 && item.better ? Math[item.better === "lower" ? "min" : "max"](...values) : null;
  const cell = run => {
    const found = run.numbers[item.name], [value, interval] = shown(found);
    return [h("span", { class: found && found[0] === best ? "best" : null }, value), interval && h("span", { class: "interval" }, interval)];
  };
  return { key: item.name, label: item.name, unit: unit(item), title: item.help, kind: "number", cell };
}
function parameterColumn(item) {
  const values = inView().map(run => run.values[item.name]).filter(value => !missing(value));
  return { key: item.name, label: item.name, unit: unit(item), title: item.help, kind: values.every(isNumber) ? "number" : null, cell: run => show(run.values[item.name]) };
}
function stateCell(run) {
  return [h("span", { class: `state ${run.state}` }, run.state), run.attempts > 1 ? h("span", { class: "interval" }, `attempt ${run.attempts}`) : ""];
}
function picture(run) {
  const image = () => h("img", { src: run.thumb, loading: "lazy", decoding: "async", width: 66, height: 44, alt: `first figure of ${run.short}` });
  return run.thumb ? h("a", { href: run.html }, image()) : "";
}
function firstResults(run) {
  const metrics = REPORTS.find(item => item.name === run.of).metrics.filter(item => run.numbers[item.name]).slice(0, 2);
  return metrics.map(item => `${item.name} ${shown(run.numbers[item.name])[0]}`).join(", ");
}
function columns() {
  const here = report(), any = name => inView().some(run => run[name]);
  const clamped = text => h("span", { title: text }, text);                                     // long texts are cut to two lines
  return [
    { label: "", cell: run => h("input", { type: "checkbox", "aria-label": `compare ${run.short}`, onchange: () => select(run) }) },
    !here && { key: "report", label: "report", cell: run => run.of },
    { key: "run", label: "run", cell: run => h("a", { href: run.html, title: run.id }, run.short) },
    { key: "state", label: "state", cell: stateCell },
    any("reason") && { key: "reason", label: "reason", kind: "long", cell: run => clamped(run.reason || "") },
    here ? [...here.swept.map(parameterColumn), ...here.metrics.map(metricColumn)] : [
      { label: "parameters that vary", kind: "long", cell: run => clamped(run.swept) },
      { label: "first results", kind: "long", cell: run => clamped(firstResults(run)) },
    ],
    { key: "time", label: "wall time", kind: "number", cell: run => time(run.seconds) },
    any("device") && { key: "device", label: "device", cell: run => run.device || "–" },
    any("thumb") && { label: "", kind: "thumb", cell: picture },
  ].flat().filter(Boolean);
}
function head(col) {
  const { key, sign } = sorting(), direction = col.key && col.key === key ? (sign > 0 ? "ascending" : "descending") : null;
  const sort = () => go({ sort: direction === "ascending" ? "-" + col.key : col.key });
  return h("th", { scope: "col", class: col.kind === "number" ? "number" : null, "aria-sort": direction, title: col.title },
    col.key ? h("button", { onclick: sort }, col.label) : col.label, col.unit && h("span", { class: "unit" }, col.unit));
}
const rowsOf = {};                                                    // rows are built once per view, and then only moved
function table() {
  const view = report()?.name ?? "", cols = columns(), runs = sorted(inView().filter(matches));
  const row = run => h("tr", { "data-run": run.key }, cols.map(col => h("td", { class: col.kind }, col.cell(run))));
  rowsOf[view] ??= new Map(inView().map(run => [run, row(run)]));
  for (const [run, element] of rowsOf[view]) {
    element.classList.toggle("selected", selected(run));
    element.querySelector("input").checked = selected(run);
  }
  if (!runs.length) return h("p", { class: "none" }, RUNS.length ? "No run matches." : "No runs here yet; `latentbook report first_look` makes the first.");
  const body = h("tbody", {}, runs.map(run => rowsOf[view].get(run)));
  return h("div", { class: "scroll" }, h("table", { class: "runs" }, h("thead", {}, h("tr", {}, cols.map(head))), body));
}

// ---------------------------------------------------------------- colours and axes
const PALETTE = ["#3f90da", "#ffa90e", "#bd1f01", "#832db6", "#a96b59", "#717581"];              // Petroff, arXiv 2107.02270, as in the figures
const DASHES = ["", "6 3", "7 2 2 2", "2 2", "9 2", "4 1 1 1 1 1"];
const RAMP = [[0, 34, 78], [53, 69, 108], [102, 105, 112], [148, 142, 119], [200, 184, 102], [233, 212, 77]];   // cividis, without its palest end
function ramp(t) {
  const x = Math.max(0, Math.min(1, t)) * (RAMP.length - 1), i = Math.min(RAMP.length - 2, Math.floor(x));
  return `rgb(${RAMP[i].map((c, k) => Math.round(c + (x - i) * (RAMP[i + 1][k] - c)))})`;
}
const unique = values => [...new Map(values.map(value => [JSON.stringify(value), value])).values()].sort(order);
const round = value => Math.round(value * 10) / 10;
const spread = values => Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > 50;          // wide enough for a logarithmic axis
const count = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

function linearTicks(low, high) {
  const raw = (high - low) / 5 || 1, power = 10 ** Math.floor(Math.log10(raw)), step = [1, 2, 5, 10].map(k => k * power).find(k => k >= raw) ?? raw;
  return count(Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)).map(i => Number((i * step).toPrecision(12)));
}
function logTicks(low, high) {                                        // low and high are exponents
  const decades = count(Math.ceil(low), Math.floor(high)).map(p => 10 ** p);
  if (decades.length >= 2) return decades;
  return count(Math.floor(low), Math.floor(high)).flatMap(p => [1, 2, 5].map(k => k * 10 ** p)).filter(v => Math.log10(v) >= low && Math.log10(v) <= high);
}
// Maps values to pixels from a to b. Words get places of their own; so does zero on a logarithmic axis, before the first decade.
function axis(values, { log = false, a, b, room = 34, exact = false }) {
  const kinds = unique(values);
  if (!kinds.every(isNumber)) {
    const at = value => a + (b - a) * (kinds.findIndex(kind => same(kind, value)) + 0.5) / kinds.length;
    return { at, ticks: kinds.map(kind => [at(kind), show(kind)]), words: true };
  }
  const positive = kinds.filter(value => value > 0), useLog = log && positive.length > 0 && kinds[0] >= 0, zero = useLog && kinds[0] === 0;
  const f = useLog ? Math.log10 : value => value, ends = useLog ? positive : kinds;
  let [low, high] = [f(ends[0]), f(ends[ends.length - 1])];
  if (low === high) {
    const half = useLog ? 0.5 : Math.abs(low) * 0.1 || 1;
    [low, high] = [low - half, high + half];
  }
  const start = a + (b - a) * (zero ? 0.18 : 0.05), end = b - (b - a) * 0.05, margin = 0.056 * (high - low);
  const at = value => zero && value === 0 ? a + (b - a) * 0.05 : start + (end - start) * (f(value) - low) / (high - low);
  const regular = useLog ? [...(zero ? [0] : []), ...logTicks(low - margin, high + margin)] : linearTicks(low - margin, high + margin);
  const ticks = [];
  for (const tick of exact && kinds.length <= 8 ? kinds : regular)
    if (!ticks.length || Math.abs(at(tick) - at(ticks[ticks.length - 1])) >= room) ticks.push(tick);
  return { at, ticks: ticks.map(tick => [at(tick), number(tick)]), zero };
}

// ---------------------------------------------------------------- response of a metric to one parameter
function summary(runs, x, metric, others) {                           // name of the other settings -> points along x, each over its seeds
  const lines = new Map();
  for (const run of [...runs].sort(by([...others, x]))) {
    const name = setting(others)(run), place = JSON.stringify(run.values[x.name]);
    if (!lines.has(name)) lines.set(name, new Map());
    lines.get(name).set(place, [...(lines.get(name).get(place) ?? []), run]);
  }
  const point = group => {
    const values = group.map(run => run.numbers[metric.name][0]), [, low, high] = group[0].numbers[metric.name];
    const ends = group.length === 1 && isNumber(low) ? [low, high] : [Math.min(...values), Math.max(...values)];
    return { x: group[0].values[x.name], mean: values.reduce((sum, value) => sum + value, 0) / values.length, ends, runs: group };
  };
  return [...lines].map(([name, places]) => [name, [...places.values()].map(point)]);
}
function response(here, runs, x, metric, W) {
  const [H, left, right, top, bottom] = [236, 58, W - 12, 22, 198];
  const lines = summary(runs, x, metric, here.swept.filter(item => item !== x && item.name !== "seed")), many = lines.length > PALETTE.length;
  const points = lines.flatMap(([, places]) => places), baselines = Object.entries(metric.baseline || {});
  const heights = [...points.flatMap(p => [p.mean, ...p.ends]), ...baselines.map(([, value]) => value)];
  const X = axis(points.map(p => p.x), { log: x.log, a: left, b: right, exact: true });
  const Y = axis(heights, { log: spread(heights), a: bottom, b: top, room: 20 });
  const aside = i => many ? 0 : (i - (lines.length - 1) / 2) * 4;     // lines stand a little beside each other
  const tip = run => `${run.short}: ${metric.name} ${shown(run.numbers[metric.name]).join(" ")}\n${run.swept}`;
  const curve = ([, places], i) => {
    const colour = many ? "#717581" : PALETTE[i], at = p => [round(X.at(p.x) + aside(i)), round(Y.at(p.mean))];
    const joined = x.name !== "seed" && !X.words && places.length > 1;
    const style = { fill: "none", stroke: colour, "stroke-width": 1.6, "stroke-dasharray": many ? "" : DASHES[i], opacity: many ? 0.45 : 1 };
    const dot = (p, run) => s("circle", { cx: at(p)[0], cy: round(Y.at(run.numbers[metric.name][0])), r: p.runs.length > 1 ? 2.6 : 3.2, fill: colour, opacity: 0.65,
      class: selected(run) ? "dot selected" : "dot", onclick: () => select(run) }, s("title", {}, tip(run)));
    return s("g", {},
      joined ? s("polyline", { points: places.map(p => at(p).join(",")).join(" "), ...style }) : "",
      places.map(p => line("", at(p)[0], round(Y.at(p.ends[0])), at(p)[0], round(Y.at(p.ends[1])), { stroke: colour, "stroke-width": 1.2, opacity: 0.8 })),
      places.map(p => p.runs.map(run => dot(p, run))));
  };
  const key = ([name], i) => h("span", {}, s("svg", { width: 24, height: 8 }, line("", 0, 4, 22, 4, { stroke: PALETTE[i], "stroke-width": 2, "stroke-dasharray": DASHES[i] })), ` ${name}`);
  const drawing = s("svg", { width: W, height: H, viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": `${metric.name} against ${x.name}` },
    Y.ticks.map(([y, text]) => [line("grid", left, y, right, y), label(left - 6, y + 4, text, "end")]),
    s("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}` }),
    X.ticks.map(([at, text]) => [line("axis", at, bottom, at, bottom + 4), label(at, bottom + 16, text, "middle")]),
    X.zero ? label(left + 0.115 * (right - left), bottom + 4, "//", "middle", halo(4)) : "",
    label((left + right) / 2, H - 5, withUnit(x), "middle", { class: "label" }), label(4, 12, withUnit(metric), "start", { class: "label" }),
    baselines.map(([name, value]) => [line("baseline", left, Y.at(value), right, Y.at(value)), label(right, Y.at(value) - 4, name, "end")]),
    lines.map(curve));
  return h("div", { style: `width:${W}px`, "data-response": x.name }, drawing, many || lines.length < 2 ? "" : h("p", { class: "caption keys" }, lines.map(key)));
}

// ---------------------------------------------------------------- all parameters and metrics at once
function parallel(here, runs, metric) {
  const metrics = [...here.metrics.filter(item => item !== metric).slice(0, 3), metric], items = [...here.swept, ...metrics];
  const [W, H, top, bottom] = [1180, 268, 40, 246], isMetric = item => metrics.includes(item);
  const value = (run, item) => isMetric(item) ? run.numbers[item.name]?.[0] : run.values[item.name];
  const axes = items.map((item, i) => {
    const values = runs.map(run => value(run, item)).filter(found => !missing(found));
    const log = isMetric(item) ? spread(values) : item.log;
    return { item, x: 56 + (W - 150) * i / Math.max(1, items.length - 1), ...axis(values, { log, a: bottom, b: top, room: 15, exact: !isMetric(item) }) };
  });
  const last = axes[axes.length - 1], tone = run => ramp((last.at(value(run, metric)) - bottom) / (top - bottom)), step = (bottom - top) / 24;
  const curve = run => {
    const met = axes.filter(ax => !missing(value(run, ax.item))), done = !missing(value(run, metric));
    const points = met.map(ax => `${round(ax.x)},${round(ax.at(value(run, ax.item)))}`).join(" ");
    const name = ["run", done ? "" : "bad", selected(run) ? "selected" : ""].join(" ");
    return s("polyline", { points, class: name, stroke: done ? tone(run) : null, onclick: () => select(run) }, s("title", {}, `${run.short} ${run.state}\n${run.swept}`));
  };
  const stacked = [...runs].sort((p, q) => STATES.indexOf(q.state) - STATES.indexOf(p.state));                // failures on top
  return s("svg", { class: "parallel", viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": "parallel coordinates" },
    s("g", { "stroke-opacity": Math.min(0.85, 0.12 + 20 / runs.length) }, stacked.filter(run => !selected(run)).map(curve)),
    stacked.filter(selected).map(curve),
    count(0, 23).map(i => s("rect", { x: last.x - 3, width: 6, y: bottom - step * (i + 1), height: step + 0.5, fill: ramp(i / 23) })),
    axes.map(ax => [line("axis", ax.x, top, ax.x, bottom), label(ax.x, 14, ax.item.name, "middle", { class: "label" }), label(ax.x, 28, unit(ax.item), "middle"),
      ax.ticks.map(([y, text]) => label(ax.x + 7, y + 4, text, "start", halo(3)))]));
}

// ---------------------------------------------------------------- both plots of a sweep
const CAPTION = "A dot is a run; lines join means over seeds, bars span the lowest and the highest of them (one run alone shows its interval). " +
  "Grey and dashed: baselines. Below, every line is a run, coloured by the last axis; red and dashed if it has no result. Click a dot or a line to compare it.";
function plots() {
  const here = report();
  if (!here) return "";
  const metric = here.metrics.find(item => item.name === S.metric) ?? here.metrics.find(item => item.select) ?? here.metrics.find(item => item.better) ?? here.metrics[0];
  const runs = here.runs.filter(matches), measured = runs.filter(run => run.numbers[metric?.name]);
  const swept = here.swept.filter(item => unique(measured.map(run => run.values[item.name])).length > 1);
  if (!swept.length || measured.length < 2) return "";
  if (S.plots === "off") return bar(chip("show plots", false, () => go({ plots: "" })));
  const shownSweep = (swept.some(item => item.name !== "seed") ? swept.filter(item => item.name !== "seed") : swept).slice(0, 8);
  const width = Math.max(336, Math.min(480, Math.floor(1200 / shownSweep.length) - 20));
  const option = item => h("option", { value: item.name, selected: item === metric ? "" : null }, withUnit(item));
  const choice = h("select", { "aria-label": "metric", onchange: event => go({ metric: event.target.value }) }, here.metrics.map(option));
  return h("section", { class: "plots" },
    bar(h("h2", {}, "Response of"), choice, gap(), chip("hide plots", false, () => go({ plots: "off" }))),
    h("div", { class: "panels" }, shownSweep.map(item => response(here, measured, item, metric, width))),
    h("p", { class: "caption" }, CAPTION),
    parallel(here, runs.filter(run => run.state !== "ok" || run.numbers[metric.name]), metric));
}

// ---------------------------------------------------------------- two runs beside each other
function overlap(p, q) {
  if (!p || !q) return "–";
  if (!isNumber(p[1]) || !isNumber(q[1])) return "no intervals";
  return p[2] < q[1] || q[2] < p[1] ? "intervals apart" : "intervals overlap";
}
function difference() {
  const [a, b] = S.select.map(key => RUNS.find(run => run.key === key)).filter(Boolean);
  if (!a) return "";
  const panel = (title, more, ...children) => h("aside", { class: "diff", ...more }, h("div", {}, bar(h("h2", {}, title), gap(), chip("close", false, () => go({ select: [] }))), children));
  if (!b) return panel(`${a.of} ${a.short}`, {}, h("p", {}, "Select a second run to see what differs."));
  const names = kind => unique([a, b].flatMap(run => REPORTS.find(item => item.name === run.of)[kind].map(item => item.name)));
  const differing = names("params").filter(name => !same(a.values[name], b.values[name]));
  const row = (name, left, right, change = "", note = "") => h("tr", {}, h("th", { scope: "row" }, name), [left, right, change].map(text => h("td", { class: "number" }, text)), h("td", {}, note));
  const change = (p, q) => isNumber(p) && isNumber(q) ? (q > p ? "+" : "") + number(q - p) : "";
  const parameter = name => row(name, show(a.values[name]), show(b.values[name]), change(a.values[name], b.values[name]), "parameter");
  const metric = name => {
    const [p, q] = [a.numbers[name], b.numbers[name]];
    return row(name, shown(p).join(" "), shown(q).join(" "), change(p?.[0], q?.[0]), overlap(p, q));
  };
  const heads = ["", ...[a, b].map(run => h("a", { href: run.html }, `${run.of} ${run.short}`)), "second − first", ""].map(text => h("th", {}, text));
  const source = a.source && b.source && a.source !== b.source ? "; the source of the two differs" : "";
  return panel("Two runs", { "data-differs": differing.join(",") },
    h("table", {}, h("thead", {}, h("tr", {}, heads)), h("tbody", {},
      a.state === "ok" && b.state === "ok" ? "" : row("state", a.state, b.state),
      differing.map(parameter), names("metrics").map(metric),
      row("wall time", time(a.seconds), time(b.seconds), "", unique([a, b].map(run => run.device || "–")).join(" / ")))),
    h("p", {}, `${names("params").length - differing.length} of ${names("params").length} parameters are the same${source}.`));
}

// ---------------------------------------------------------------- the page
const search = h("input", { type: "search", placeholder: "filter: words, or beta=0.1", "aria-label": "filter", oninput: event => go({ filter: event.target.value }) });
function reportChips() {
  if (REPORTS.length < 2) return "";
  const to = name => () => go({ report: name, sort: "", metric: "" });
  return [chip(`all ${RUNS.length}`, !report(), to("")), REPORTS.map(item => chip(`${item.name} ${item.runs.length}`, item === report(), to(item.name)))];
}
function stateChips() {
  const counts = STATES.map(state => [state, inView().filter(run => run.state === state).length]).filter(([, n]) => n);
  return counts.map(([state, n]) => chip(`${n} ${state}`, S.state.includes(state), () => go({ state: toggled(S.state, state) }), `show only ${state}`, BAD.includes(state)));
}
function constants() {
  const here = report(), n = here?.fixed.length;
  if (!n) return "";
  const title = n === 1 ? "1 parameter is the same in all runs" : `${n} parameters are the same in all runs`;
  return h("details", { class: "constants" }, h("summary", {}, title), here.fixed.map(item => h("code", { title: item.help }, `${item.name} ${show(here.runs[0].values[item.name])}`)));
}
function draw() {
  S = readAddress();
  if (search.value !== (S.filter || "")) search.value = S.filter || "";
  const parts = { reports: reportChips(), states: stateChips(), constants: constants(), plots: plots(), table: table(), diff: difference() };
  for (const [id, part] of Object.entries(parts)) document.getElementById(id).replaceChildren(...[part].flat(Infinity).filter(Boolean));
}
document.getElementById("search").append(search);
addEventListener("hashchange", draw);
draw();
