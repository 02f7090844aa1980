// The flights of the space shuttle: a curve through zeros and ones, and the loss that it has.

import { dot, ruleY } from "@observablehq/plot";
import { atX, curve, draw, GREEN, GREY, here, INK, ORANGE, top } from "../drawing.mjs";
import { newtonDirection, uphill } from "../mathematics/climbing.mjs";
import * as logistic from "../mathematics/logistic.mjs";
import { drawSurface } from "../shapes.mjs";

const INTERCEPT = [-10, 45];
const SLOPE = [-0.7, 0.15];
const TEMPERATURE = [30, 85];

export function logisticRegression(frame) {
  let trail = [];
  frame.forget = () => (trail = []);
  frame.changed = () => (trail = []);

  /** The flights, those with distress moved to the cold and the others to the warm side. */
  function flights(gap) {
    const { temperature, distress } = frame.data;
    return { x: temperature.map((t, i) => t + (distress[i] ? -gap : gap) / 2), y: distress };
  }

  frame.on("newton", () => {
    const { intercept, slope, gap } = frame.state;
    const data = flights(gap);
    const direction = newtonDirection(logistic.survey(data, intercept, slope));
    const height = (place) => -logistic.loss(data, ...place);
    const [a, b] = uphill(height, [intercept, slope], direction);
    if (!trail.length) trail = [[slope, intercept]];
    trail.push([b, a]);
    frame.update({ intercept: a, slope: b });
  });

  frame.draw = ({ intercept, slope, gap }) => {
    const data = flights(gap);
    const n = data.x.length;
    const best = logistic.estimate(data);
    const least = best ? logistic.loss(data, best.intercept, best.slope) : 0;
    const nll = logistic.loss(data, intercept, slope);

    draw(frame, "curve", "Flights with and without distress, and the fitted probability", {
      x: { domain: TEMPERATURE, label: "temperature at launch, °F" },
      y: { domain: [-0.05, 1.05], ticks: [0, 0.5, 1], label: "probability of distress" },
      marks: [
        ruleY([0, 1], { stroke: GREY, strokeOpacity: 0.4 }),
        atX(31, { stroke: GREY, strokeDasharray: "2 3" }),
        ...(best
          ? [curve((t) => logistic.probability(best.intercept + best.slope * t), TEMPERATURE, { stroke: GREEN, strokeDasharray: "6 3" })]
          : []),
        curve((t) => logistic.probability(intercept + slope * t), TEMPERATURE),
        dot(data.x, { x: (t) => t, y: (_, i) => data.y[i], r: 4.5, fill: (_, i) => (data.y[i] ? ORANGE : GREY), fillOpacity: 0.7, stroke: INK, strokeWidth: 0.5 }),
      ],
    });
    drawSurface(frame, "Loss over both coefficients, in layers", {
      x: { domain: SLOPE, label: "slope" },
      y: { domain: INTERCEPT, label: "intercept" },
      below: (b, a) => least - logistic.loss(data, a, b),
      trail,
      marks: [...(best ? [top(best.slope, best.intercept)] : []), here(slope, intercept)],
      pixelSize: 3,
    });
    return {
      nll,
      bce: nll / n,
      "nll-mle": best ? least : NaN,
      "intercept-mle": best ? best.intercept : NaN,
      "slope-mle": best ? best.slope : NaN,
      cold: logistic.probability(intercept + slope * 31),
    };
  };
}
