// Counts in categories of probability fixed + share t + rest (1 - t), where it was not recorded
// which of the three a count came by: EM, its bound, and how fast it climbs.

import { root } from "./numbers.mjs";

const total = (values, f) => values.reduce((sum, value, i) => sum + f(value, i), 0);

const probability = ({ fixed, share, rest }, t, i) => fixed[i] + share[i] * t + rest[i] * (1 - t);

export const logLikelihood = (hidden, t) =>
  total(hidden.counts, (count, i) => count * Math.log(probability(hidden, t, i)));

/** The E step: how many are expected to have come by t, and how many by 1 - t. */
export function expected(hidden, t) {
  const each = (way) => total(hidden.counts, (count, i) => (count * way[i]) / probability(hidden, t, i));
  return [t * each(hidden.share), (1 - t) * each(hidden.rest)];
}

/** E and M step: the proportion of those who count for t. */
export function update(hidden, t) {
  const [yes, no] = expected(hidden, t);
  return yes / (yes + no);
}

/** The curve that touches the log-likelihood at a place, and lies nowhere above it. */
export function bound(hidden, at) {
  const [yes, no] = expected(hidden, at);
  const height = logLikelihood(hidden, at);
  return (t) => height + yes * Math.log(t / at) + no * Math.log((1 - t) / (1 - at));
}

const slopes = (hidden, t) => (_, i) => (hidden.share[i] - hidden.rest[i]) / probability(hidden, t, i);

/** Where the score, which falls from one end of the range to the other, is zero. */
export function estimate(hidden) {
  const score = (t) => total(hidden.counts, (count, i) => count * slopes(hidden, t)(count, i));
  return root(score, 1e-9, 1 - 1e-9);
}

/** The fraction of missing information, 1 - J/J_c. */
export function missing(hidden, t) {
  const seen = total(hidden.counts, (count, i) => count * slopes(hidden, t)(count, i) ** 2);
  const [yes, no] = expected(hidden, t);
  return 1 - seen / (yes / t ** 2 + no / (1 - t) ** 2);
}

/** The places that EM visits, the start first. */
export function path(hidden, start, steps) {
  const places = [start];
  while (places.length <= steps) places.push(update(hidden, places.at(-1)));
  return places;
}
