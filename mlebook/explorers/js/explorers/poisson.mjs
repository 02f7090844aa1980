// One rate for a table of counts: what it expects, how far it falls short of a perfect fit, and
// which counts it does not explain.

import { dot, line, rectY, ruleY } from "@observablehq/plot";
import { BLUE, curve, draw, GREY, here, INK, ORANGE, top } from "../drawing.mjs";
import * as poisson from "../mathematics/poisson.mjs";

const RATE = [0.1, 6];
const BAR = 0.38; // half the width of one

export function poissonRate(frame) {
  const tables = frame.data.tables.map((table) => ({ ...table, ...poisson.statistics(table) }));
  frame.on("best", () => frame.update({ rate: tables[frame.state.table].mean }));

  frame.draw = ({ rate, table }) => {
    const s = tables[table];
    const rows = s.values.map((x, i) => ({ x, counted: s.frequencies[i], expected: poisson.expected(s, rate, x) }));
    drawTable(frame, s, rows);
    drawCurve(frame, s, rate);
    drawMisfit(frame, s, rows);
    return {
      rate,
      ll: poisson.logLikelihood(s, rate),
      perfect: s.perfect,
      deviance: poisson.deviance(s, rate),
      "rate-mle": s.mean,
      "deviance-mle": poisson.deviance(s, s.mean),
      dispersion: s.dispersion,
    };
  };
}

const bars = (rows, height, options) =>
  rectY(rows, { x1: ({ x }) => x - BAR, x2: ({ x }) => x + BAR, y1: 0, y2: height, ...options });
const axisOf = ({ values, what }) => ({ domain: [-0.6, values.at(-1) + 0.6], ticks: values.length, label: what });

/** How often each count was seen, and how often the rate expects it. */
function drawTable(frame, s, rows) {
  const highest = 1.35 * Math.max(...s.frequencies);
  draw(frame, "table", "How often each count was seen, as bars, and is expected, as dots", {
    x: axisOf(s),
    y: { domain: [0, highest], label: "counted (bars) and expected (dots)" },
    marks: [
      bars(rows, ({ counted }) => counted, { fill: GREY, fillOpacity: 0.35 }),
      line(rows, { x: "x", y: "expected", stroke: BLUE, strokeOpacity: 0.5, clip: true }),
      dot(rows, { x: "x", y: "expected", fill: BLUE, r: 5, clip: true }),
      ruleY([0]),
    ],
  });
}

/** The log-likelihood under the line of the perfect fit; the deviance is twice the fall from it. */
function drawCurve(frame, s, rate) {
  const height = poisson.logLikelihood(s, rate);
  const highest = poisson.logLikelihood(s, s.mean);
  const fall = s.perfect - highest;
  const floor = highest - 2.5 * fall;
  draw(frame, "curve", "Log-likelihood over the rate, below the line of a perfect fit", {
    marginLeft: 58,
    x: { type: "log", domain: RATE, ticks: [0.1, 0.2, 0.5, 1, 2, 5], tickFormat: String, label: "rate" },
    y: { domain: [floor, s.perfect + 0.15 * fall], label: "log-likelihood; dashed, of a perfect fit" },
    marks: [
      ruleY([s.perfect], { stroke: ORANGE, strokeDasharray: "6 3", strokeWidth: 2 }),
      curve((r) => poisson.logLikelihood(s, r), RATE, { clip: true }),
      line([[rate, s.perfect], [rate, Math.max(height, floor)]], { stroke: INK, strokeWidth: 1.5, marker: "dot" }),
      top(s.mean, highest),
      here(rate, Math.max(height, floor)),
    ],
  });
}

/** By how much each count was seen too often or too rarely, by the root of what was expected. */
function drawMisfit(frame, s, rows) {
  const off = ({ counted, expected }) => (counted - expected) / Math.sqrt(expected);
  const reach = Math.max(4, Math.min(20, Math.max(...rows.map((row) => Math.abs(off(row))))));
  draw(frame, "misfit", "How far what was counted is from what was expected, in roots of the latter", {
    x: axisOf(s),
    y: { domain: [-reach, reach], label: "too many (up) or too few, in √expected" },
    marks: [
      ruleY([-2, 2], { stroke: GREY, strokeDasharray: "2 3" }),
      bars(rows, off, { fill: (row) => (off(row) > 0 ? ORANGE : BLUE), fillOpacity: 0.7, clip: true }),
      ruleY([0]),
    ],
  });
}
