// Three distances on one curve: Wald, score and likelihood ratio for the shape of a gamma
// distribution, whose rate is refitted for each shape.

import { dot, line, ruleX, ruleY } from "@observablehq/plot";
import { atY, curve, draw, GREEN, GREY, INK, ORANGE, PURPLE, top } from "../drawing.mjs";
import * as gamma from "../mathematics/gamma.mjs";
import { upperTail } from "../mathematics/special.mjs";
import { keyOf } from "../shapes.mjs";

const CUT = 3.841458820694124; // the 95 % quantile of chi-squared with one degree of freedom
const REACH = 3.15; // standard errors to either side that are seen
const FLOOR = -7;
const HIGHEST = 12;
const LOOKS = {
  wald: { name: "Wald", stroke: ORANGE, strokeDasharray: "6 3", symbol: "square" },
  score: { name: "score", stroke: PURPLE, strokeDasharray: "2 3", symbol: "diamond" },
  ratio: { name: "likelihood ratio", stroke: GREEN, strokeDasharray: "none", symbol: "triangle" },
};

export function tests(frame) {
  const once = gamma.statistics(frame.data.lives);

  frame.draw = ({ copies, distance, name }) => {
    const s = { ...once, n: once.n * copies };
    const best = gamma.estimate(once);
    const error = 1 / Math.sqrt(gamma.information(s, best));
    const named = gamma.NAMES[name];
    const distances = {
      wald: (a) => gamma.wald(s, best, a, named),
      score: (a) => gamma.score(s, a),
      ratio: (a) => gamma.ratio(s, best, a),
    };
    const hypothesis = best + distance * error;
    const ends = [-REACH, REACH].map((d) => named.there(best + d * error)).sort((a, b) => a - b);
    const axis = { domain: ends, label: named.name };
    const view = { s, best, hypothesis, named, axis, distances };
    drawCurve(frame, view);
    drawStatistics(frame, view);

    const found = Object.entries(distances).map(([key, f]) => [key, f(hypothesis)]);
    return {
      hypothesis,
      estimate: best,
      lives: s.n,
      ...Object.fromEntries(found.flatMap(([key, v]) => [[key, v], [`${key}-p`, upperTail(v)]])),
      verdict: verdict(found.map(([key, v]) => [LOOKS[key].name, v > CUT])),
    };
  };
}

function verdict(judged) {
  const of = (rejects) => judged.filter(([, r]) => r === rejects).map(([name]) => name).join(" and ");
  if (!of(false)) return "all three reject it";
  if (!of(true)) return "all three keep it";
  return `they disagree: rejected by ${of(true)}, kept by ${of(false)}`;
}

/** The curve with its parabola at the top, and the three distances to the hypothesis. */
function drawCurve(frame, { s, best, hypothesis, named, axis, distances }) {
  const at = named.there(hypothesis);
  const foot = -distances.ratio(hypothesis) / 2;
  const steep = gamma.slope(s, hypothesis) / named.derivative(hypothesis);
  const [low, high] = axis.domain;
  const reach = (high - low) / 9;
  const clipped = { clip: true, strokeWidth: 2 };
  const { wald, score, ratio } = LOOKS;
  draw(frame, "curve", "Profile log-likelihood, the parabola at its top, and three ways to the tested value", {
    marginTop: 62,
    x: axis,
    y: { domain: [FLOOR, 0.6], label: "profile log-likelihood, below its top" },
    marks: [
      ...keyOf(Object.values(LOOKS)),
      ruleY([0], { stroke: GREY, strokeOpacity: 0.5 }),
      curve((t) => -distances.wald(named.back(t)) / 2, axis.domain, { ...wald, ...clipped, strokeWidth: 1 }),
      curve((t) => -distances.ratio(named.back(t)) / 2, axis.domain, { clip: true }),
      line([[at - reach, foot - reach * steep], [at + reach, foot + reach * steep]], { ...score, ...clipped, strokeWidth: 2.5 }),
      line([[named.there(best), 0], [at, 0]], { ...wald, ...clipped, marker: "dot" }),
      line([[at, 0], [at, foot]], { ...ratio, ...clipped, marker: "dot" }),
      top(named.there(best), 0),
      dot([[at, foot]], { stroke: INK, strokeWidth: 2.5, r: 7, clip: true }),
    ],
  });
}

/** The three statistics over all hypotheses; below the cut lie those that are kept. */
function drawStatistics(frame, { hypothesis, named, axis, distances }) {
  const at = named.there(hypothesis);
  draw(frame, "statistics", "Three statistics over all values that may be tested, and the cut at 5 %", {
    marginTop: 62,
    x: axis,
    y: { domain: [0, HIGHEST], label: "statistic; kept at 5 % below the grey line" },
    marks: [
      ...keyOf(Object.values(LOOKS)),
      atY(CUT, { strokeWidth: 2 }),
      ruleX([at], { stroke: INK, strokeOpacity: 0.5 }),
      ...Object.entries(LOOKS).map(([key, { stroke, strokeDasharray }]) =>
        curve((t) => distances[key](named.back(t)), axis.domain, { stroke, strokeDasharray, clip: true })),
      ...Object.entries(LOOKS).map(([key, { stroke, symbol }]) =>
        dot([[at, distances[key](hypothesis)]], { stroke, symbol, r: 6, strokeWidth: 2.5, clip: true })),
    ],
  });
}
