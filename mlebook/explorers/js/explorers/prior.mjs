// A prior beside three heads: from the maximum of the likelihood to that of the sum, by two names.

import { dot, ruleX, ruleY, text } from "@observablehq/plot";
import { atX, BLUE, curve, draw, GREEN, GREY, here, INK, ORANGE } from "../drawing.mjs";
import { within } from "../mathematics/numbers.mjs";
import * as flips from "../mathematics/pseudo-flips.mjs";
import { key } from "../shapes.mjs";

const FLOOR = -6;
const ODDS = [-7, 7];
const TICKS = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999];
const STRENGTH = [0, 50];
const LOOKS = {
  likelihood: { stroke: BLUE },
  prior: { stroke: GREEN, strokeDasharray: "2 3" },
  sum: { stroke: ORANGE, strokeDasharray: "8 3" },
};
const HEIGHT = { domain: [FLOOR, 1.5], ticks: [-6, -4, -2, 0], label: "log, below the top" };
const PLACES = { likelihood: 0, prior: 0.47, sum: 0.77 }; // of the names, above the curves

export function prior(frame) {
  let share = null; // of heads, kept while n moves
  frame.forget = () => (share = null);

  frame.changed = (name, value) => {
    if (name === "heads") share = null;
    if (name !== "n") return;
    share ??= frame.state.heads / frame.state.n;
    frame.state.heads = Math.round(share * value);
  };
  for (const [name, [heads, n]] of Object.entries(frame.data.records)) {
    frame.on(name, () => {
      share = null;
      frame.update({ heads, n });
    });
  }

  frame.draw = (state) => {
    const { strength, n } = state;
    frame.inputs.get("heads").max = n;
    const heads = Math.min(state.heads, n);
    const seen = { heads, n };
    const byP = flips.counts(seen, state);
    const byOdds = flips.counts(seen, state, 1);
    const map = flips.highest(byP.sum);

    draw(frame, "probability", "Likelihood, prior and their sum over p, as logarithms", {
      x: { domain: [0, 1], label: "p, the probability of heads" },
      y: HEIGHT,
      marks: [...hills(byP, [0, 1]), here(map, 0)],
    });
    draw(frame, "odds", "The same over the log odds of p", {
      x: { domain: ODDS, ticks: TICKS.map(flips.logOdds), tickFormat: asP, label: "p, by its log odds" },
      y: HEIGHT,
      marks: [
        atX(within(flips.logOdds(map), ODDS), { stroke: GREY, strokeDasharray: "1 2", y1: FLOOR, y2: 0 }),
        ...hills(byOdds, ODDS, flips.probability, flips.logOdds),
        here(flips.logOdds(flips.highest(byOdds.sum)), 0),
      ],
    });
    drawPath(frame, seen, state);
    return {
      seen: heads,
      "p-mle": heads / n,
      "p-map": map,
      "p-mean": flips.mean(byP.sum),
      weight: flips.weight(seen, state),
    };
  };
}

const same = (p) => p;
const asP = (eta) => String(Number(flips.probability(eta).toFixed(3)));

/** Three curves with their names, and a pin on each top. */
function hills(counts, [low, high], toP = same, fromP = same) {
  return Object.entries(LOOKS).flatMap(([name, look]) => {
    const f = flips.below(counts[name]);
    const place = fromP(flips.highest(counts[name]));
    const left = low + PLACES[name] * (high - low);
    return [
      curve((x) => f(toP(x)), [low, high], { floor: FLOOR, count: 400, ...look }),
      ...key([left, left + 0.1 * (high - low)], 1.2, name, look),
      ...pin(place, [low, high], look),
    ];
  });
}

/** A pin on the top of a curve, or where to look for it; a flat one has none. */
function pin(place, [low, high], look) {
  if (Number.isNaN(place)) return [];
  if (place >= low && place <= high) return [ruleX([place], { y1: -0.25, y2: 0.6, strokeWidth: 2, ...look })];
  const [x, words, textAnchor] = place > high ? [high, "no top →", "end"] : [low, "← no top", "start"];
  return [text([[x, 0.45]], { text: () => words, textAnchor, fill: INK })];
}

/** Where the top and the mean are for each strength. */
function drawPath(frame, seen, state) {
  const at = (find) => (strength) => find(flips.counts(seen, { ...state, strength }).sum);
  const [map, mean] = [at(flips.highest), at(flips.mean)];
  const top = seen.heads / seen.n;
  const named = (y, words, above) =>
    text([[STRENGTH[1], y]], { text: () => words, textAnchor: "end", dy: above ? -9 : 10, fill: INK });
  const byOdds = { stroke: INK, strokeWidth: 1.5 };
  draw(frame, "path", "Where the estimates are, by how strong the prior is", {
    x: { domain: STRENGTH, label: "a + b, pseudo-flips" },
    y: { domain: [0, 1.3], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], label: "p" },
    marks: [
      ruleY([top], LOOKS.likelihood),
      ruleY([state.top], LOOKS.prior),
      named(top, "likelihood's top", top >= state.top),
      named(state.top, "prior's top", top < state.top),
      ...key([1, 4], 1.25, "MAP", LOOKS.sum),
      ...key([13, 16], 1.25, "MAP by log odds", byOdds),
      curve(mean, STRENGTH, byOdds),
      curve(map, STRENGTH, LOOKS.sum),
      here(state.strength, map(state.strength)),
      dot([[state.strength, mean(state.strength)]], { fill: INK, r: 4 }),
    ],
  });
}
