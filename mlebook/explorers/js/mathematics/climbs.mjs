// Climbs over two parameters, step by step as `mlebook` takes them. Each gives its path, and how it
// ended: at a top ("arrived"), outside of the ground ("left"), in "chaos", or not at all ("stuck").

import { along, solve } from "./climbing.mjs";
import { dot, isSummit, newtonStep } from "./curvature.mjs";

const TOLERANCE = 1e-9; // what may be left to gain
const CHAOS = 1e7; // how much a difference may grow before the digits shown are no longer sure

const isFinitePlace = (place) => place.every(Number.isFinite);

/** The first of whole, half, quarter, ... steps that rises enough; the place itself if none does. */
function halved(survey, from, value, step, rise = 0) {
  for (let size = 1, halving = 0; ; halving++, size = halving < 30 ? size / 2 : 0) {
    const place = along(from, step, size);
    const found = survey(place);
    if (halving >= 30 || found.value >= value + size * rise - 1e-12 * Math.abs(value)) return { place, ...found };
  }
}

/** The length of a step by that of the one before, in standard errors; 0 beside a long way. */
function fading(step, last, travelled, [[a, b], [, d]]) {
  const length = (v) => Math.sqrt(Math.abs(a * v[0] ** 2 + 2 * b * v[0] * v[1] + d * v[1] ** 2));
  const size = length(step);
  if (size <= 1e-6 * length(travelled) || size <= 1e-7) return 0;
  return last ? size / length(last) : Infinity;
}

/** Newton's method, or Fisher scoring, as the survey's information is; steps are halved. */
export function newton(survey, start, { fades = 0.3, most = 60 } = {}) {
  let here = { place: start, ...survey(start) };
  let last = null;
  const path = [start];
  for (let i = 0; i < most; i++) {
    const { step, gain } = newtonStep(here);
    if (Number.isNaN(gain)) break;
    const isLevel = gain < TOLERANCE && isSummit(here.information);
    const rate = fading(step, last, along(here.place, start, -1), here.information);
    if (isLevel && rate <= fades && gain < (1 - rate) * TOLERANCE) {
      if (step.some((v) => v !== 0)) path.push(along(here.place, step, 1));
      return { path, end: "arrived" };
    }
    if (isLevel && !(rate <= fades) && last) break;
    last = step;
    here = halved(survey, here.place, here.value, step);
    path.push(here.place);
  }
  return { path, end: "stuck" };
}

/** The plain step, wherever it leads: no halving, no look at the sign of a curvature. */
export function plain(survey, start, { most = 60 } = {}) {
  let here = start;
  const path = [start];
  for (let i = 0; i < most; i++) {
    const { value, slope, information } = survey(here);
    if (value === -Infinity) return { path, end: "left" };
    const [[a, b], [, d]] = information;
    const determinant = a * d - b * b;
    const step = [(d * slope[0] - b * slope[1]) / determinant, (a * slope[1] - b * slope[0]) / determinant];
    if (!isFinitePlace(step)) break;
    here = along(here, step, 1);
    path.push(here);
    if (solve(information, slope) && dot(slope, step) / 2 < TOLERANCE) return { path, end: "arrived" };
  }
  return { path, end: "stuck" };
}

/** Steps along the slope, each `size` times as long as the slope is steep. Too long ones may swing so
 *  wildly that the last digit of the start decides where they go: "chaos", and no path to show. */
export function ascent(survey, start, { size, most }) {
  let here = start;
  let nearby = [[start[0], 0], [0, start[1]]]; // what small shares of the start grow to
  const path = [start];
  for (let i = 0; i < most; i++) {
    const { value, slope, information } = survey(here);
    const step = slope.map((v) => size * v);
    if (isSummit(information) && newtonStep({ slope, information }).gain < TOLERANCE) return { path, end: "arrived" };
    if (!Number.isFinite(value) || !isFinitePlace(step)) return { path, end: "left" };
    nearby = nearby.map((v) => v.map((part, j) => part - size * dot(information[j], v)));
    here = along(here, step, 1);
    if (nearby.some((v) => v.some((part, j) => Math.abs(part) > CHAOS * start[j]))) return { path, end: "chaos" };
    path.push(here);
  }
  return { path, end: "stuck" };
}
