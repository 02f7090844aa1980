// Two unknowns of the normal distribution: the seed's numbers, density, slice, profile, surface.

import { dot, rectY, ruleY } from "@observablehq/plot";
import { atX, BLUE, curve, draw, GREEN, GREY, here, INK, sticks, top } from "../drawing.mjs";
import { movePoints } from "../dragging.mjs";
import { newtonDirection, uphill } from "../mathematics/climbing.mjs";
import * as normal from "../mathematics/normal.mjs";
import { drawSurface, histogram } from "../shapes.mjs";

const MU = [2, 8];
const SIGMA = [0.8, 4];
const X = [-3, 13];
const FLOOR = -12; // how far below the top the curves are drawn

export function gaussian(frame) {
  let trail = [];
  frame.begin({ value: frame.data.x[0] }); // to the last digit, which its slider has not
  frame.forget = () => (trail = []);

  /** The observations seen, one of them perhaps moved. */
  function observations({ n, which, value }) {
    const x = frame.data.x.slice(0, n);
    x[Math.min(which, n) - 1] = value;
    return x;
  }

  // ---- What the reader moves ----------------------------------------------------------------
  frame.changed = (name, value) => {
    trail = [];
    const { n, which } = { ...frame.state, [name]: value };
    if (name === "which") frame.state.value = frame.data.x[Math.min(which, n) - 1];
  };

  const height = (s) => ([mu, eta]) => normal.logLikelihood(s, mu, Math.exp(eta));

  function climb(direction) {
    const { mu, sigma } = frame.state;
    const s = normal.statistics(observations(frame.state));
    const place = [mu, Math.log(sigma)];
    const next = uphill(height(s), place, direction(normal.survey(s, mu, sigma), s.n));
    if (!trail.length) trail = [[mu, sigma]];
    const [to, eta] = next;
    trail.push([to, Math.exp(eta)]);
    frame.update({ mu: to, sigma: Math.exp(eta) });
    return Math.hypot(next[0] - mu, next[1] - place[1]) > 1e-7;
  }
  const gradient = ({ score }, n) => score.map((slope) => (frame.state.rate * slope) / n);
  frame.on("ascent", () => climb(gradient));
  frame.on("newton", () => climb(newtonDirection));
  frame.on("climb", () => frame.animate(() => climb(newtonDirection)));

  // ---- What the reader sees -----------------------------------------------------------------
  frame.draw = (state) => {
    const { n, mu, sigma } = state;
    const which = Math.min(state.which, n);
    frame.inputs.get("which").max = n;
    const seen = observations(state);
    const s = normal.statistics(seen);
    const best = normal.estimate(s);
    const highest = normal.logLikelihood(s, best.mu, best.sigma);
    const below = (mu, sigma) => normal.logLikelihood(s, mu, sigma) - highest;

    drawDensity(frame, seen, mu, sigma, which - 1);
    draw(frame, "profile", "Log-likelihood over mu: slice and profile", {
      x: { domain: MU, label: "μ" },
      y: { domain: [FLOOR, 0.5], label: "log-likelihood, below the top" },
      marks: [
        ruleY([0], { stroke: GREY, strokeOpacity: 0.5 }),
        curve((t) => below(t, normal.bestSigma(s, t)), MU, { floor: FLOOR, stroke: GREEN, strokeDasharray: "6 3" }),
        curve((t) => below(t, sigma), MU, { floor: FLOOR }),
        atX(best.mu),
        here(mu, Math.max(below(mu, sigma), FLOOR)),
      ],
    });
    drawSurface(frame, "Log-likelihood over mu and sigma, with regions of 50, 90, 95 and 99 %", {
      x: { domain: MU, label: "μ" },
      y: { domain: SIGMA, label: "σ" },
      below,
      trail,
      marks: [top(best.mu, best.sigma), here(mu, sigma)],
    });
    return {
      ll: normal.logLikelihood(s, mu, sigma),
      "ll-mle": highest,
      "mu-mle": best.mu,
      "sigma-mle": best.sigma,
    };
  };

  // The sticks are the densities whose product is the likelihood.
  function drawDensity(frame, seen, mu, sigma, chosen) {
    const f = (t) => normal.density(t, mu, sigma);
    const svg = draw(frame, "density", "Observations, their histogram and the density of the model", {
      x: { domain: X, label: "x" },
      y: { domain: [0, 0.5], label: "density" },
      marks: [
        rectY(histogram(seen, X, 32), { x1: "low", x2: "high", y: "density", fill: GREY, fillOpacity: 0.3 }),
        sticks(seen, f, { stroke: BLUE, strokeOpacity: Math.max(0.15, 0.9 - seen.length / 300) }),
        curve(f, X),
        ruleY([0]),
        sticks(seen, () => 0.012, { stroke: GREY, strokeWidth: 2.5 }),
        dot([seen[chosen]], { x: (t) => t, y: 0, r: 6, stroke: INK, strokeWidth: 2, fill: BLUE }),
      ],
    });
    movePoints(svg, seen, (index, value) => {
      trail = [];
      frame.update({ which: index + 1, value });
    });
  }
}
