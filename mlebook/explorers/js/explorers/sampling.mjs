// One trial again and again: how estimates scatter, and how often intervals contain the truth.

import { dot, line, rectY, ruleX, ruleY } from "@observablehq/plot";
import { atX, atY, BLUE, curve, draw, GREEN, GREY, INK, ORANGE } from "../drawing.mjs";
import { density } from "../mathematics/normal.mjs";
import { within } from "../mathematics/numbers.mjs";
import { experiment, moments, TRUTHS, WAYS } from "../mathematics/trials.mjs";
import { histogram } from "../shapes.mjs";

const Z = [-4, 5]; // where standardised errors are drawn
const AXES = [{ domain: [0, 3], label: "rate" }, { domain: [-0.1, 0.4], label: "p" }, { domain: [-0.1, 1.1], label: "p" }];
const PILE = 40; // how many intervals are seen at a time

export function sampling(frame) {
  const { most } = frame.data;
  let made = {}; // the samples of the last setting, drawn or yet to be drawn

  function samples({ truth, way, n }) {
    const key = `${truth} ${way} ${n}`;
    if (made.key !== key) {
      const all = experiment(frame.data, TRUTHS[truth], WAYS[way], n);
      made = { key, all, exact: TRUTHS[truth].exact(WAYS[way], n), running: running(all) };
    }
    return made;
  }

  // ---- What the reader does -----------------------------------------------------------------
  const drawMore = (count) => frame.update({ drawn: Math.min(frame.state.drawn + count, most) });
  frame.on("one", () => drawMore(1));
  frame.on("hundred", () => drawMore(100));
  frame.on("run", () => {
    if (frame.state.drawn === most) frame.update({ drawn: 1 });
    frame.animate(
      () => {
        drawMore(Math.ceil(frame.state.drawn / 25)); // one by one at first, then more and more
        return frame.state.drawn < most;
      },
      { pause: 80 },
    );
  });

  // ---- What the reader sees -----------------------------------------------------------------
  frame.draw = (state) => {
    const { all, exact, running } = samples(state);
    const { truth: which, n, drawn } = state;
    const truth = TRUTHS[which];
    const seen = all.slice(0, drawn);
    const last = seen.at(-1);
    const hits = seen.filter(({ side }) => side === 0).length;
    const { mean, spread } = moments(seen, truth, n);
    const { share, error } = running[drawn - 1];

    drawEstimates(frame, seen, truth, n);
    drawPile(frame, seen.slice(-PILE), truth.value, AXES[which]);
    drawCoverage(frame, running.slice(0, drawn), exact, most);
    return {
      hits,
      samples: drawn,
      below: seen.filter(({ side }) => side < 0).length,
      above: seen.filter(({ side }) => side > 0).length,
      share,
      error,
      exact,
      mean,
      spread,
      "limit-mean": truth.value,
      "limit-spread": truth.unit / Math.sqrt(n),
      last: last.estimate,
      low: last.ends[0],
      high: last.ends[1],
    };
  };
}

/** The share of intervals that contain the truth after each sample, with its standard error. */
function running(all) {
  let hits = 0;
  return all.map(({ side, row }) => {
    hits += side === 0;
    const share = hits / row;
    return { row, share, error: row > 1 ? Math.sqrt((share * (1 - share)) / row) : NaN };
  });
}

/** The last sample drawn, marked alike in all panels. */
const newest = (sample, place) => dot(sample, { ...place, r: 5, fill: BLUE, stroke: INK, strokeWidth: 2 });

/** Standardised errors; for shares a bar for each number of ones, so that none stands between. */
function drawEstimates(frame, seen, { value, unit, lattice }, n) {
  const scale = Math.sqrt(n) / unit;
  const errors = seen.map(({ estimate }) => (estimate - value) * scale).map((z) => (z < Z[1] ? z : NaN));
  const half = scale / (2 * n);
  const ends = lattice ? [-value * scale - half, (1 - value) * scale + half] : Z;
  const count = lattice ? n + 1 : 36;
  const width = (ends[1] - ends[0]) / count;
  const bars = histogram(errors, ends, count).filter(({ low, high, density }) => density && high > Z[0] && low < Z[1]);
  const highest = Math.max(5, ...bars.map((b) => 1.05 * b.density * width * seen.length));
  draw(frame, "estimates", "Histogram of the standardised errors under the normal limit", {
    x: { domain: Z, label: "error, in standard deviations of the limit" },
    y: { domain: [0, highest], label: "samples", ticks: 5 },
    marks: [
      rectY(bars, {
        x1: (b) => Math.max(b.low, Z[0]), x2: (b) => Math.min(b.high, Z[1]),
        y: (b) => b.density * width * seen.length, fill: BLUE, fillOpacity: 0.35, stroke: BLUE, strokeWidth: 0.5,
      }),
      curve((z) => density(z, 0, 1) * width * seen.length, Z, { stroke: ORANGE, strokeDasharray: "6 3" }),
      ruleY([0]),
      newest(errors.slice(-1), { x: (z) => z, y: 0 }),
    ],
  });
}

/** The last intervals, the newest on top; one that misses is thick, with a cross for its estimate. */
function drawPile(frame, pile, value, axis) {
  const seen = (x) => within(x, axis.domain);
  const misses = pile.filter(({ side }) => side !== 0);
  const hits = pile.filter(({ side }) => side === 0);
  // One path for all: dozens of lines take long to draw. A dot is a line of no length, round.
  const across = (samples, ends, options) =>
    line(samples.flatMap((s) => [...ends(s).map((x) => [seen(x), s.row]), [NaN, NaN]]), options);
  const last = Math.max(pile.at(-1).row, PILE);
  draw(frame, "pile", "The last intervals, with those that miss marked by a cross", {
    x: axis,
    y: { domain: [last - PILE, last + 1], label: "sample", ticks: 5, tickFormat: "d" },
    marks: [
      across(hits, (s) => s.ends, { stroke: BLUE, strokeWidth: 1.5 }),
      across(misses, (s) => s.ends, { stroke: ORANGE, strokeWidth: 3 }),
      ruleX([value], { stroke: INK, strokeDasharray: "5 3" }),
      across(hits, (s) => [s.estimate, s.estimate], { stroke: INK, strokeWidth: 4, strokeLinecap: "round" }),
      newest(pile.slice(-1), { x: (s) => seen(s.estimate), y: "row" }),
      dot(misses, { x: (s) => seen(s.estimate), y: "row", symbol: "times", r: 4, stroke: INK }),
    ],
  });
}

/** The share so far, in a band of its standard error. */
function drawCoverage(frame, all, exact, most) {
  const last = all.at(-1);
  const running = all.filter(({ row }) => row <= 100 || row % 5 === 0 || row === last.row); // as many as are seen apart
  const floor = exact > 0.85 ? 0.8 : Math.max(0, Math.floor(10 * exact - 2) / 10);
  const seen = (y) => within(y, [floor, 1]);
  const edge = (sign) => running.filter(({ error }) => error >= 0).map((s) => [s.row, seen(s.share + sign * s.error)]);
  draw(frame, "coverage", "Share of intervals that contain the true value, after each sample", {
    x: { type: "log", domain: [1, most], label: "samples", tickFormat: "d", ticks: [1, 10, 100, most] },
    y: { domain: [floor, 1], label: "share with the truth; dots 0.95, dashes exact" },
    marks: [
      line([...edge(1), ...edge(-1).reverse()], { fill: BLUE, fillOpacity: 0.2, stroke: "none" }),
      atY(0.95, { stroke: INK }),
      atY(exact, { stroke: GREEN, strokeDasharray: "8 4", strokeWidth: 2 }),
      line(running, { x: "row", y: (s) => (s.share < floor ? NaN : s.share), stroke: BLUE, strokeWidth: 2 }),
      newest([last], { x: "row", y: (s) => seen(s.share) }),
    ],
  });
}
