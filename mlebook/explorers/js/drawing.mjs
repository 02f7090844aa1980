// How the explorers draw: Observable Plot, in the colours and the typeface of the page.

import { dot, line, plot, ruleX, ruleY } from "@observablehq/plot";

export const BLUE = "var(--explorer-blue)";
export const ORANGE = "var(--explorer-orange)";
export const GREEN = "var(--explorer-green)";
export const PURPLE = "var(--explorer-purple)";
export const GREY = "var(--explorer-grey)";
export const INK = "currentColor";
export const HALO = "var(--explorer-halo)"; // beneath what lies on a dark layer

/** Draw marks into a panel of the figure, as wide as there is room. */
export function draw(frame, name, label, options) {
  const { panel, width, height } = frame.panels.get(name);
  if (width < 100) return null; // folded away, or not laid out yet
  const svg = plot({
    width,
    height,
    marginLeft: 50,
    marginBottom: 38,
    marginTop: 22,
    style: { background: "none", color: INK, fontSize: "12px", overflow: "visible" },
    ...options,
    x: { line: true, labelAnchor: "center", labelArrow: "none", labelOffset: 33, ...options.x },
    y: { line: true, labelArrow: "none", ...options.y },
  });
  // One named picture; the numbers are in the read-out. Plot's own labels name parts of it, which
  // no reader of the screen could use.
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  panel.replaceChildren(svg);
  return svg;
}

/** A curve through f at evenly spaced places; gaps where f is below the floor. */
export function curve(f, [low, high], { count = 240, floor = -Infinity, ...options } = {}) {
  const points = Array.from({ length: count + 1 }, (_, i) => {
    const x = low + ((high - low) * i) / count;
    const y = f(x);
    return [x, y >= floor ? y : NaN];
  });
  return line(points, { stroke: BLUE, strokeWidth: 2.25, ...options });
}

/** A stick from the axis to f at each value: one path, since hundreds of lines take long to draw. */
export const sticks = (values, f, options) =>
  line(
    values.flatMap((x) => [[x, 0], [x, f(x)], [NaN, NaN]]),
    { strokeWidth: 1, ...options },
  );

/** Where the reader stands: a ring, so that what it stands on is seen. */
export const here = (x, y) => dot([[x, y]], { stroke: INK, strokeWidth: 2.5, r: 7 });

/** The maximum: a star, told from a ring without colour too. */
export const top = (x, y) =>
  dot([[x, y]], { fill: ORANGE, stroke: INK, strokeWidth: 0.75, r: 5, symbol: "star" });

/** A path: a line with a mark at each step. */
export const path = (points) =>
  line(points, { stroke: BLUE, strokeWidth: 1.5, marker: "dot", curve: "linear" });

export const atX = (x, options = {}) =>
  ruleX([x], { stroke: ORANGE, strokeDasharray: "5 3", strokeWidth: 1.5, ...options });

export const atY = (y, options = {}) => ruleY([y], { stroke: GREY, strokeDasharray: "2 3", ...options });
