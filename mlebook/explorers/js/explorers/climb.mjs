// Four climbs over the lives of ball bearings, from a start that the reader takes.

import { dot, line } from "@observablehq/plot";
import { BLUE, draw, GREEN, HALO, INK, ORANGE, PURPLE, top } from "../drawing.mjs";
import { movePlace } from "../dragging.mjs";
import { shown as inDigits } from "../frame.mjs";
import * as climbs from "../mathematics/climbs.mjs";
import { greatestCurvature } from "../mathematics/curvature.mjs";
import { nelderMead } from "../mathematics/simplex.mjs";
import { logLikelihood, survey } from "../mathematics/weibull.mjs";
import { drawSurface, keyOf } from "../shapes.mjs";

const SHAPE = [0.4, 4.5];
const SCALE = [40, 170];
const GAP = [1e-9, 1e2];
const MOST = 250; // steps that are looked at
const FAR = 1e4; // nothing is drawn beyond

// A climb is known by the shape of its marks, by its dashes and by its colour.
const LOOKS = [
  { key: "gradient-ascent", name: "gradient ascent", stroke: GREEN, strokeDasharray: "8 3 2 3", symbol: "triangle" },
  { key: "newton", name: "Newton", stroke: BLUE, strokeDasharray: "none", symbol: "circle" },
  { key: "fisher-scoring", name: "Fisher scoring", stroke: ORANGE, strokeDasharray: "6 3", symbol: "square" },
  { key: "nelder-mead", name: "Nelder–Mead", stroke: PURPLE, strokeDasharray: "2 3", symbol: "diamond" },
];
const ALL = LOOKS.length; // the choice after the four

export function climb(frame) {
  let known = {}; // the climbs last walked, and from where
  const walked = (state) => {
    const asked = JSON.stringify([state.shape, state.scale, state.halve, state.unit, state.size]);
    if (known.asked !== asked) known = { asked, ...walk(frame.data.lives, state) };
    return known;
  };
  const shownOf = ({ method }) => (method === ALL ? [0, 1, 2, 3] : [method]);
  const last = (state) => Math.max(...shownOf(state).map((i) => walked(state).paths[i].path.length - 1));

  function step(many = 1) {
    const { state } = frame;
    const end = last(state);
    frame.update({ steps: Math.min(Math.min(state.steps, end) + many, end) });
    return frame.state.steps < end;
  }
  const run = () => frame.animate(() => step(1 + Math.floor(frame.state.steps / 8)));
  frame.on("step", () => step());
  frame.on("run", run);
  frame.on("compare", () => {
    frame.update({ method: ALL, steps: 0 });
    run();
  });

  frame.draw = (state) => {
    const { ground, paths, gaps } = walked(state);
    const seen = paths.map(({ path }) => Math.min(state.steps, path.length - 1));
    const shown = shownOf(state);
    drawGround(frame, ground, shown.map((i) => ({ ...LOOKS[i], ...paths[i], seen: seen[i] })));
    drawGaps(frame, shown.map((i) => ({ ...LOOKS[i], gaps: gaps[i].slice(0, seen[i] + 1) })));
    return {
      taken: state.steps,
      ...Object.fromEntries(LOOKS.map(({ key }, i) => [key, gaps[i][seen[i]]])),
      fate: state.method === ALL ? allFates(paths) : fate(paths[state.method], seen[state.method]),
    };
  };
}

/** The four climbs from a start, and where the top is. */
function climbAll(logs, start, { halve, size }) {
  const observed = (place) => survey(logs, place);
  const expected = (place) => survey(logs, place, "expected");
  const newton = (ground, options) => (halve ? climbs.plain : climbs.newton)(ground, start, options);
  const middle = Math.exp(logs.reduce((sum, y) => sum + y, 0) / logs.length);
  const best = climbs.newton(observed, [2, middle]).path.at(-1);
  const longest = 2 / greatestCurvature(observed(best).information);
  return [
    best,
    climbs.ascent(observed, start, { size: size * longest, most: MOST }),
    newton(observed, { most: 60 }),
    newton(expected, { most: MOST, fades: 0.99 }),
    nelderMead((place) => logLikelihood(logs, place), start),
  ];
}

/** All four paths, in millions of revolutions, whatever the unit in which they were walked. */
function walk(lives, state) {
  const unit = state.unit ? 100 : 1;
  const logs = lives.map((x) => Math.log(x / unit));
  const [best, ...walks] = climbAll(logs, [state.shape, state.scale / unit], state);
  const highest = logLikelihood(logs, best);
  const below = (place) => logLikelihood(logs, place) - highest;
  const gaps = walks.map(({ path }) => path.map((place) => Math.max(-below(place), 0)));
  const inMillions = ([k, b]) => [k, b * unit];
  return {
    ground: { best: inMillions(best), below: (k, b) => below([k, b / unit]) },
    gaps,
    paths: walks.map(({ path, triangles = [], end }, i) => ({
      name: LOOKS[i].name,
      path: path.map(inMillions),
      triangles: triangles.map((corners) => corners.map(inMillions)),
      end: end === "stuck" ? stuck(gaps[i]) : end,
    })),
  };
}

/** Whether the last steps led down, and up as well. */
function stuck(gaps) {
  const falls = gaps.slice(-6).filter((gap, i, all) => i > 0 && gap > all[i - 1] + 1e-9).length;
  return { 0: "stuck", 5: "away" }[falls] ?? "swings";
}

// ---- In words -------------------------------------------------------------------------------
const ENDS = {
  arrived: "arrives with step #",
  left: "leaves the range with step #, and outside there is no likelihood",
  away: "walks downhill, farther and farther away",
  chaos: "swings wildly and settles nowhere: the step size is too long",
  swings: "swings back and forth and never settles: the step size is too long",
};

function fate({ name, path, end }, seen) {
  const [shape, scale] = path[seen];
  const way = path.length - 1;
  const subject = name[0].toUpperCase() + name.slice(1);
  const told = ENDS[end]?.replace("#", way) ?? `has not arrived after ${way} steps`;
  return `${subject} ${told}. Here it stands at shape ${inDigits(shape, 4)}, scale ${inDigits(scale, 3)}.`;
}

function allFates(paths) {
  const short = { left: "none (leaves the range)", away: "none (walks away)", chaos: "none (swings)", swings: "none (swings)" };
  const told = ({ name, path, end }) =>
    `${name} ${end === "arrived" ? path.length - 1 : (short[end] ?? `none in ${path.length - 1}`)}`;
  return `Steps to the top: ${paths.map(told).join(", ")}.`;
}

// ---- In pictures ----------------------------------------------------------------------------
function drawGround(frame, { best, below }, seen) {
  const near = ([k, b]) => Math.abs(k) < FAR && Math.abs(b) < FAR;
  const marks = seen.flatMap(({ path, triangles, seen: end, symbol, stroke, strokeDasharray }) => {
    const way = path.slice(0, end + 1).filter(near);
    const triangle = triangles[end] ?? [];
    return [
      line(way, { stroke: HALO, strokeOpacity: 0.7, strokeWidth: 5, clip: true }),
      line([...triangle, ...triangle.slice(0, 1)], { stroke, strokeWidth: 1, clip: true }),
      line(way, { stroke, strokeDasharray, strokeWidth: 2, clip: true }),
      dot(way.length > 60 ? way.slice(-1) : way, { stroke, symbol, r: 3.5, strokeWidth: 1.5, clip: true }),
    ];
  });
  const { shape, scale } = frame.state;
  const svg = drawSurface(frame, "Log-likelihood over both parameters, with the ways of the climbs", {
    x: { domain: SHAPE, label: "k, the shape" },
    y: { domain: SCALE, label: "b, the scale (millions)" },
    below,
    marks: [...marks, top(...best), dot([[shape, scale]], { symbol: "times", stroke: INK, strokeWidth: 2.5, r: 6 })],
  });
  movePlace(svg, (k, b) => frame.update({ shape: Math.round(k * 100) / 100, scale: Math.round(b * 2) / 2 }));
}

const power = (v) => (v >= 0.01 ? String(v) : `10⁻${"⁰¹²³⁴⁵⁶⁷⁸⁹"[-Math.round(Math.log10(v))]}`);

function drawGaps(frame, seen) {
  const most = Math.max(20, ...seen.map(({ gaps }) => gaps.length - 1));
  draw(frame, "gap", "How far each climb is below the top, step by step, on a logarithmic axis", {
    marginTop: 62,
    x: { domain: [0, most], label: "steps" },
    y: { type: "log", domain: GAP, label: "log-likelihood below the top", ticks: [1e2, 1, 1e-2, 1e-4, 1e-6, 1e-8], tickFormat: power },
    marks: [
      ...keyOf(seen),
      ...seen.flatMap(({ gaps, stroke, strokeDasharray, symbol }) => {
        const points = gaps.map((gap, i) => [i, gap < 1e9 ? Math.max(gap, 1e-12) : NaN]);
        return [
          line(points, { stroke, strokeDasharray, strokeWidth: 2, clip: true }),
          dot(points.length > 60 ? points.slice(-1) : points, { stroke, symbol, r: 3, strokeWidth: 1.5, clip: true }),
        ];
      }),
    ],
  });
}
