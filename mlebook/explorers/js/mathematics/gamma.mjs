// The gamma distribution: the profile of its shape, the rate refitted for each, and three distances
// from the estimate to a hypothetical shape.

import { root } from "./numbers.mjs";
import { digamma, logGamma, trigamma } from "./special.mjs";

/** The size of a sample, and the log of its mean less the mean of its logs. */
export function statistics(x) {
  const n = x.length;
  const mean = x.reduce((sum, v) => sum + v, 0) / n;
  return { n, logRatio: Math.log(mean) - x.reduce((sum, v) => sum + Math.log(v), 0) / n };
}

/** The profile log-likelihood of a shape, but for a constant. */
export const profile = ({ n, logRatio }, a) => n * (a * Math.log(a) - a - logGamma(a) - a * logRatio);

/** Its slope, and what the information says of the shape, whatever the rate. */
export const slope = ({ n, logRatio }, a) => n * (Math.log(a) - digamma(a) - logRatio);
export const information = ({ n }, a) => n * (trigamma(a) - 1 / a);

/** The estimate: where the slope vanishes. */
export const estimate = (s) => root((a) => slope(s, a), 1e-3, 1e4);

/** Names for the shape: there and back, with the derivative of the way there. */
export const NAMES = [
  { name: "a, the shape", there: (a) => a, back: (t) => t, derivative: () => 1 },
  { name: "log of the shape", there: Math.log, back: Math.exp, derivative: (a) => 1 / a },
  { name: "1 over the shape", there: (a) => 1 / a, back: (t) => 1 / t, derivative: (a) => -1 / a ** 2 },
];

/** Along the axis of a name for the shape; by the slope that is left; in height. */
export function wald(s, best, a, { there, derivative }) {
  return (information(s, best) * (there(best) - there(a)) ** 2) / derivative(best) ** 2;
}
export const score = (s, a) => slope(s, a) ** 2 / information(s, a);
export const ratio = (s, best, a) => 2 * (profile(s, best) - profile(s, a));
