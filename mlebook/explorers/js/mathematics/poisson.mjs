// Counts with one rate: log-likelihood, deviance, and how many of each count are to be expected.

import { logGamma } from "./special.mjs";

const sumOf = (values, weights, f) => values.reduce((sum, v, i) => sum + weights[i] * f(v), 0);
const logOfPower = (x) => (x ? x * Math.log(x) : 0); // of x to the x; 0 log 0 is 0

/** What is needed of a table of counts, and of how many had each of them. */
export function statistics({ values, frequencies }) {
  const n = sumOf(values, frequencies, () => 1);
  const total = sumOf(values, frequencies, (x) => x);
  const logFactorials = sumOf(values, frequencies, (x) => logGamma(x + 1));
  const squares = sumOf(values, frequencies, (x) => (x - total / n) ** 2);
  // The perfect fit gives each count a rate of its own: itself.
  const perfect = sumOf(values, frequencies, (x) => logOfPower(x) - x) - logFactorials;
  return { n, total, logFactorials, mean: total / n, dispersion: squares / total, perfect };
}

export const logLikelihood = ({ n, total, logFactorials }, rate) =>
  total * Math.log(rate) - n * rate - logFactorials;

/** Twice the fall of the log-likelihood from that of the perfect fit. */
export const deviance = (s, rate) => 2 * (s.perfect - logLikelihood(s, rate));

/** How many of n observations are expected to have the count x. */
export const expected = ({ n }, rate, x) => n * Math.exp(x * Math.log(rate) - rate - logGamma(x + 1));
