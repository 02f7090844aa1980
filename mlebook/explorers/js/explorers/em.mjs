// EM: the bound touches the curve, its top is the next place, and the error shrinks by a share.

import { dot, line, link, ruleX } from "@observablehq/plot";
import { BLUE, curve, draw, GREEN, GREY, here, INK, ORANGE, top } from "../drawing.mjs";
import * as hidden from "../mathematics/hidden.mjs";

const NAMES = ["θ, the linkage of two genes", "share of quiet days"];
const RANGE = [0.001, 0.999];
const LOST = 1e-8; // an error below it is lost in rounding, and so is its share
const LEAST = 1e-10; // the lowest error that is drawn

export function em(frame) {
  frame.changed = (name) => {
    if (name !== "steps") frame.state.steps = 0;
  };
  const most = Number(frame.inputs.get("steps").max);

  const tops = frame.data.cases.map(hidden.estimate);

  function step() {
    const { steps, start, case: which } = frame.state;
    const place = hidden.path(frame.data.cases[which], start, steps).at(-1);
    frame.update({ steps: Math.min(steps + 1, most) });
    return steps < most && Math.abs(place - tops[which]) > LOST;
  }
  frame.on("step", step);
  frame.on("run", () => frame.animate(step, { pause: 250 }));
  frame.on("restart", () => frame.update({ steps: 0 }));

  frame.draw = ({ steps, start, case: which }) => {
    const model = frame.data.cases[which];
    const best = tops[which];
    const places = hidden.path(model, start, steps + 1);
    const next = places.pop();
    const place = places.at(-1);
    const height = hidden.logLikelihood(model, place);
    const errors = places.map((p) => Math.abs(p - best));
    const rate = hidden.missing(model, best);

    drawBound(frame, model, { places, next, best, label: NAMES[which] });
    drawErrors(frame, errors, rate, most);
    return {
      steps,
      theta: place,
      ll: height,
      next,
      gain: Math.max(hidden.logLikelihood(model, next) - height, 0),
      rate: errors.at(-1) > LOST ? Math.abs(next - best) / errors.at(-1) : NaN,
      missing: rate,
      "theta-mle": best,
      "ll-mle": hidden.logLikelihood(model, best),
    };
  };
}

/** The hill, the bound that touches it in the ring, and the star on the bound's top; from there
 *  an upright line leads to the next ring. */
function drawBound(frame, model, { places, next, best, label }) {
  const highest = hidden.logLikelihood(model, best);
  const hill = (t) => hidden.logLikelihood(model, t) - highest;
  const place = places.at(-1);
  const touching = hidden.bound(model, place);
  const bound = (t) => touching(t) - highest;
  const floor = Math.min(1.25 * hill(places[0]), -10);
  draw(frame, "bound", "Log-likelihood, and the curve that touches it from below", {
    x: { domain: [0, 1], label },
    y: { domain: [floor, -floor / 20], label: "log-likelihood, below the top" },
    marks: [
      ruleX([best], { stroke: GREY, strokeDasharray: "2 3" }),
      curve(hill, RANGE, { floor, count: 400 }),
      curve(bound, RANGE, { floor, count: 400, stroke: ORANGE, strokeDasharray: "6 3" }),
      link([next], { x1: next, x2: next, y1: bound(next), y2: hill(next), stroke: INK, markerEnd: "arrow" }),
      dot(places.slice(0, -1), { x: (t) => t, y: hill, r: 3, fill: GREY }),
      here(place, hill(place)),
      top(next, bound(next)),
    ],
  });
}

/** The distance from the top after each step, and a line that falls by the missing share. */
function drawErrors(frame, errors, rate, most) {
  const steps = errors.length - 1;
  const width = steps <= 12 ? 12 : most;
  const from = Math.max(errors.at(-1), LEAST);
  const rule = [0, width].map((k) => [k, from * rate ** (k - steps)]);
  draw(frame, "errors", "Error after each step on a logarithmic scale, and the theorem's line", {
    x: { domain: [0, width + 0.5], label: "steps" },
    y: { type: "log", domain: [LEAST, 1], label: "error; dashes: its fall by the missing share", ticks: 5, tickFormat: "~e" },
    marks: [
      line(rule, { stroke: GREEN, strokeDasharray: "6 3", strokeWidth: 2, clip: true }),
      line(errors.filter((e) => e > LEAST), { x: (_, k) => k, y: (e) => e, stroke: BLUE, marker: "dot", strokeWidth: 1.5 }),
      ...(errors.at(-1) > LEAST ? [here(steps, errors.at(-1))] : []),
    ],
  });
}
