// One trial again and again: samples from a known truth, their estimates and their intervals.

import * as binomial from "./binomial.mjs";
import { root, Z } from "./numbers.mjs";
import { uniform } from "./uniforms.mjs";

/** Times with rate 1, whose sum T gives n/T; or flips with probability p, whose share of ones is
 *  the estimate. `unit` is one over the root of the information of one observation. */
const exponential = {
  value: 1,
  unit: 1,
  draw: (u) => -Math.log(u),
  estimate: (n, total) => n / total,
  intervals: (way, n) => {
    const [low, high] = relativeEnds[way](n);
    return (total) => [(n / total) * low, (n / total) * high];
  },
  exact: (way, n) => {
    const [low, high] = relativeEnds[way](n);
    return sumBelow(n, n * high) - sumBelow(n, n * low);
  },
};

const bernoulli = (p) => ({
  value: p,
  unit: Math.sqrt(p * (1 - p)),
  lattice: true,
  draw: (u) => Number(u < p),
  estimate: (n, total) => total / n,
  intervals: (way, n) => {
    const known = new Map(); // of each number of ones
    return (heads) => {
      if (!known.has(heads)) known.set(heads, binomial[way]({ heads, n }, Z));
      return known.get(heads);
    };
  },
  exact: (way, n) => {
    let [sum, chance] = [0, (1 - p) ** n];
    for (let heads = 0; heads <= n; heads++) {
      if (side(binomial[way]({ heads, n }, Z), p) === 0) sum += chance;
      chance *= ((n - heads) / (heads + 1)) * (p / (1 - p));
    }
    return sum;
  },
});

export const TRUTHS = [exponential, bernoulli(0.05), bernoulli(0.5)];
export const WAYS = ["wald", "likelihood"];

/** -1 where an interval ends below the value, 1 where it begins above, 0 where it contains it. */
export const side = ([low, high], value) => (high < value ? -1 : low > value ? 1 : 0);

/** All samples of size n: estimates, intervals, which side of the truth these lie on. */
export function experiment({ seed, most }, truth, way, n) {
  const interval = truth.intervals(way, n);
  return Array.from({ length: most }, (_, row) => {
    let total = 0;
    for (let i = 0; i < n; i++) total += truth.draw(uniform(seed, row, i));
    const ends = interval(total);
    const estimate = truth.estimate(n, total);
    return { row: row + 1, total, estimate, ends, side: side(ends, truth.value) };
  });
}

/** Mean and standard deviation of the estimates; that of shares by whole numbers, since it often
 *  lies just between two that are shown. */
export function moments(samples, { lattice }, n) {
  const sum = (f) => samples.reduce((all, sample) => all + f(sample), 0);
  const mean = lattice ? sum((s) => s.total) / (n * samples.length) : sum((s) => s.estimate) / samples.length;
  return { mean, spread: Math.sqrt(sum((s) => (s.estimate - mean) ** 2) / samples.length) };
}

/** The ends over the estimate, for n times with rate 1: 1 -+ z/sqrt(n), or where the
 *  log-likelihood n (log r - r) is z^2/2 below its top at 1. */
const relativeEnds = {
  wald: (n) => [1 - Z / Math.sqrt(n), 1 + Z / Math.sqrt(n)],
  likelihood: (n) => {
    const short = (r) => n * (Math.log(r) - r + 1) + Z ** 2 / 2;
    return [root(short, 1, 0), root(short, 1, 20)];
  },
};

/** The probability that n times with rate 1 sum to at most t: of n or more events by then. */
function sumBelow(n, t) {
  if (t <= 0) return 0;
  let [fewer, chance] = [0, Math.exp(-t)];
  for (let k = 0; k < n; k++) {
    fewer += chance;
    chance *= t / (k + 1);
  }
  return 1 - fewer;
}
