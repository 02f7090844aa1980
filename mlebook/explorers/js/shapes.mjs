// Shapes that several explorers draw.

import { contour, dot, line, text } from "@observablehq/plot";
import { draw, INK, path } from "./drawing.mjs";

/** Bars of equal width: the share of the values in each, per unit of x. */
export function histogram(values, [low, high], count) {
  const width = (high - low) / count;
  const bars = Array.from({ length: count }, (_, i) => ({
    low: low + i * width,
    high: low + (i + 1) * width,
    density: 0,
  }));
  for (const value of values) {
    const bar = bars[Math.min(Math.floor((value - low) / width), count - 1)];
    if (bar) bar.density += 1 / (values.length * width);
  }
  return bars;
}

/** Twice the fall from the top at which regions of 99, 95, 90, 50 % end, and some beyond:
 *  the quantiles of chi-squared with two degrees of freedom, -2 log(1 - level). */
const LEVELS = [0.99, 0.95, 0.9, 0.5];
const REGIONS = [-2000, -800, -300, -120, -50, -20, ...LEVELS.map((p) => 2 * Math.log(1 - p))];

/** Nested layers of one colour, each a little denser. */
const shades = (count) =>
  Array.from({ length: count }, (_, i) => `color-mix(in srgb, var(--explorer-blue) ${(48 * i) / count}%, transparent)`);

/** The log-likelihood over two parameters, in layers; on it a path and what else is marked. */
export function drawSurface(frame, label, { x, y, below, trail = [], marks, pixelSize = 5 }) {
  const [x1, x2] = x.domain;
  const [y1, y2] = y.domain;
  return draw(frame, "surface", label, {
    x,
    y,
    color: { type: "threshold", domain: REGIONS, range: shades(REGIONS.length + 1) },
    marks: [
      contour({
        x1, x2, y1, y2, pixelSize,
        fill: (a, b) => 2 * below(a, b), thresholds: REGIONS,
        stroke: INK, strokeOpacity: 0.35,
      }),
      ...(trail.length ? [path(trail)] : []),
      ...marks,
    ],
  });
}

/** What tells lines apart, in two columns above the drawing: give it a top margin of 62. */
export function keyOf(looks) {
  return looks.flatMap(({ name, stroke, symbol }, i) => {
    const at = { frameAnchor: "top-left", dy: -34 + 16 * Math.floor(i / 2) };
    const dx = 8 + 125 * (i % 2);
    return [
      dot([0], { ...at, dx, stroke, symbol, r: 4, strokeWidth: 2 }),
      text([name], { ...at, dx: dx + 10, text: (t) => t, textAnchor: "start", lineAnchor: "middle", fill: INK }),
    ];
  });
}

/** A piece of a line, and the words that it stands for. */
export const key = ([x1, x2], y, words, look) => [
  line([[x1, y], [x2, y]], { strokeWidth: 2.25, ...look }),
  text([[x2, y]], { text: () => words, textAnchor: "start", dx: 5, fill: INK }),
];
