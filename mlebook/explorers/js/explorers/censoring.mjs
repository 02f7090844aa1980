// Where the cut-off falls, and what ignoring it does: three fits to remissions that still run.

import { dot, line, text } from "@observablehq/plot";
import { atX, atY, BLUE, curve, draw, GREEN, GREY, INK, ORANGE } from "../drawing.mjs";
import * as lifetimes from "../mathematics/lifetimes.mjs";
import { Z } from "../mathematics/numbers.mjs";
import { key } from "../shapes.mjs";

const WEEKS = [0, 25];
const SCALE = [0.25, 25];
const FLOOR = -6;
const FALL = Z ** 2 / 2; // where an interval of 95 % ends
const WAYS = {
  censored: { words: "censored", stroke: BLUE },
  relapses: { words: "as relapses", stroke: ORANGE, strokeDasharray: "8 3" },
  leftOut: { words: "left out", stroke: GREEN, strokeDasharray: "2 3" },
};

export function censoring(frame) {
  const { weeks } = frame.data;
  frame.on("none", () => frame.update({ end: 0.5 }));

  frame.draw = ({ end, model }) => {
    const held = model !== 1;
    const fit = (record) => lifetimes.estimate(record, held ? { shape: 1 } : {});
    const records = lifetimes.records(weeks, end);
    const fits = Object.fromEntries(Object.entries(records).map(([way, r]) => [way, fit(r)]));
    const complete = fit(lifetimes.records(weeks, Infinity).censored);
    const running = weeks.filter((week) => week > end).length;

    drawLines(frame, weeks, end);
    drawHills(frame, records, fits, complete, held);
    drawSurvival(frame, weeks, end, fits);
    const best = fits.censored;
    return {
      relapses: weeks.length - running,
      watched: records.censored.y.reduce((sum, time) => sum + time, 0),
      running,
      scale: best?.scale ?? NaN,
      error: best ? lifetimes.standardError(records.censored, best, { held }) : NaN,
      "scale-relapses": fits.relapses?.scale ?? NaN,
      "scale-left-out": fits.leftOut?.scale ?? NaN,
      "scale-complete": complete.scale,
      shape: best?.shape ?? NaN,
    };
  };
}

/** Each patient's line, as far as it was watched, and faintly how it went on. */
function drawLines(frame, weeks, end) {
  const row = weeks.map((_, i) => i + 1);
  const rows = (from, to) => weeks.flatMap((w, i) => [[from(w), row[i]], [to(w), row[i]], [NaN, NaN]]);
  const seen = (w) => Math.min(w, end);
  const ends = (kind, options) =>
    dot(weeks.map((w, i) => [seen(w), row[i], w <= end]).filter(([, , event]) => event === kind), { strokeWidth: 2, r: 3.5, ...options });
  draw(frame, "lines", "A line for each patient, as long as the remission was watched", {
    x: { domain: WEEKS, label: "weeks in remission" },
    y: { domain: [weeks.length + 1, 0], ticks: [], label: "patients" },
    marks: [
      line(rows(seen, (w) => w), { stroke: GREY, strokeDasharray: "1 4", curve: "linear" }),
      line(rows(() => 0, seen), { stroke: GREY, strokeWidth: 1.5, curve: "linear" }),
      atX(end, { stroke: INK }),
      ends(true, { symbol: "times", stroke: ORANGE }),
      ends(false, { symbol: "triangle", rotate: 90, r: 5, strokeWidth: 0, fill: BLUE }),
    ],
  });
}

/** The log-likelihood of the scale, the best shape with each, below its top. */
function drawHills(frame, records, fits, complete, held) {
  const ways = Object.keys(WAYS).filter((way) => fits[way] || (held && records[way].y.length));
  const heights = (way) => {
    const record = records[way];
    const best = fits[way];
    const highest = best ? lifetimes.logLikelihood(record, best.scale, best.shape) : 0;
    let shape = 1;
    return (scale) => {
      if (!held) shape = lifetimes.bestShape(record, scale, shape);
      return lifetimes.logLikelihood(record, scale, shape) - highest;
    };
  };
  draw(frame, "hills", "Log-likelihood of the scale, by three ways to treat who still runs", {
    x: { domain: [0, SCALE[1]], label: "scale, weeks" },
    y: { domain: [FLOOR, 0.7], label: `${held ? "" : "profile "}log-likelihood, below the top` },
    marks: [
      atY(-FALL),
      atX(complete.scale, { stroke: GREY }),
      text([[complete.scale, 0.45]], { text: () => "all seen", textAnchor: "start", dx: 4, fill: INK }),
      ...ways.map((way) => curve(heights(way), SCALE, { floor: FLOOR, count: held ? 400 : 200, ...look(way) })),
      dot(ways.filter((way) => fits[way]), { x: (way) => fits[way].scale, y: 0, r: 4, fill: INK }),
    ],
  });
}

/** The share still in remission: of all patients, and by the three fits. */
function drawSurvival(frame, weeks, end, fits) {
  const share = weeks.map((week, i) => [week, 1 - (i + 1) / weeks.length]);
  const steps = (from, to, options) => {
    const inside = share.filter(([week]) => week > from && week <= to);
    const before = 1 - weeks.filter((week) => week <= from).length / weeks.length;
    const points = [[from, before], ...inside, [to, inside.at(-1)?.[1] ?? before]];
    return line(points, { curve: "step-after", stroke: INK, ...options });
  };
  draw(frame, "survival", "Share still in remission: the patients in steps, the fits as curves", {
    x: { domain: WEEKS, label: "weeks" },
    y: { domain: [0, 1.03], label: "share still in remission" },
    marks: [
      steps(0, Math.min(end, WEEKS[1]), { strokeWidth: 1.5 }),
      steps(end, WEEKS[1], { stroke: GREY, strokeDasharray: "1 3" }),
      atX(end, { stroke: INK }),
      ...Object.entries(fits)
        .filter(([, fit]) => fit)
        .map(([way, fit]) => curve((t) => lifetimes.survival(t, fit), WEEKS, { count: 120, ...look(way) })),
      ...legend(fits),
    ],
  });
}

const look = (way) => {
  const { words, ...options } = WAYS[way];
  return options;
};

/** What the curves are, in the corner that none comes to. */
function legend(fits) {
  return Object.entries(WAYS).flatMap(([way, { words }], i) =>
    key([11, 14], 0.98 - 0.09 * i, fits[way] ? words : `${words}: no top`, look(way)),
  );
}
