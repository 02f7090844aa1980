// A coin: the likelihood of p grows sharper with each flip; three intervals.

import { dot, line, link, ruleX, ruleY } from "@observablehq/plot";
import { atX, atY, BLUE, curve, draw, GREEN, GREY, INK, ORANGE, top } from "../drawing.mjs";
import * as binomial from "../mathematics/binomial.mjs";
import { Z } from "../mathematics/numbers.mjs";

const FLOOR = -6;
const WAYS = { wald: "Wald", score: "score", likelihood: "likelihood" };

export function coin(frame) {
  const heads = [0]; // among the first n flips
  for (const flip of frame.data.flips) heads.push(heads.at(-1) + Number(flip));

  frame.on("three", () => frame.update({ n: 3 }));

  frame.draw = ({ n }) => {
    const flips = { heads: heads[n], n };
    const p = flips.heads / n;
    const highest = binomial.logLikelihood(flips, p);
    const ends = Object.fromEntries(Object.keys(WAYS).map((way) => [way, binomial[way](flips, Z)]));

    draw(frame, "curve", "Log-likelihood of p, below its top", {
      x: { domain: [0, 1], label: "p, the probability of heads" },
      y: { domain: [FLOOR, 0.3], label: "log-likelihood, below the top" },
      marks: [
        atY(-(Z ** 2) / 2),
        curve((q) => binomial.logLikelihood(flips, q) - highest, [0, 1], { floor: FLOOR, count: 1000 }),
        atX(frame.data.p, { stroke: GREY, strokeDasharray: "2 3" }),
        ruleX(ends.likelihood, { stroke: BLUE, strokeOpacity: 0.6, y1: FLOOR, y2: -(Z ** 2) / 2 }),
        top(p, 0),
      ],
    });
    draw(frame, "intervals", "Three intervals for p: Wald, score and likelihood", {
      x: { domain: [-0.2, 1.2], label: "p" },
      y: { type: "band", domain: Object.values(WAYS), label: null, line: false, padding: 0.3 },
      marginLeft: 74,
      marks: [
        ruleX([0, 1], { stroke: INK, strokeOpacity: 0.5 }),
        atX(frame.data.p, { stroke: GREY, strokeDasharray: "2 3" }),
        link(Object.entries(ends), {
          x1: ([, e]) => e[0], x2: ([, e]) => e[1], y1: ([w]) => WAYS[w], y2: ([w]) => WAYS[w],
          stroke: ([w]) => ({ wald: ORANGE, score: GREEN, likelihood: BLUE })[w], strokeWidth: 4,
        }),
        dot(Object.values(WAYS), { x: () => p, y: (w) => w, fill: INK, r: 4 }),
      ],
    });
    draw(frame, "path", "The estimate after each flip", {
      x: { type: "log", domain: [1, frame.data.flips.length], label: "flips" },
      y: { domain: [0, 1], label: "share of heads so far" },
      marks: [
        ruleY([frame.data.p], { stroke: GREY, strokeDasharray: "2 3" }),
        line(heads.slice(1, n + 1), { x: (_, i) => i + 1, y: (h, i) => h / (i + 1), stroke: BLUE, strokeWidth: 2 }),
        dot([[n, p]], { fill: BLUE, stroke: INK, r: 5 }),
      ],
    });
    return {
      heads: flips.heads,
      "p-mle": p,
      ...Object.fromEntries(Object.entries(ends).flatMap(([w, [low, high]]) => [[`${w}-low`, low], [`${w}-high`, high]])),
    };
  };
}
