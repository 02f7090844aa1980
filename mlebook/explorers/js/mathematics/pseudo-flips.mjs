// A prior for a coin, p^a (1 - p)^b: as if a heads and b tails had been seen before.
//
// By the log odds a density of p carries the factor p (1 - p), one more head and one more tail;
// the likelihood carries none.

import { logLikelihood } from "./binomial.mjs";

export const logOdds = (p) => Math.log(p) - Math.log1p(-p);
export const probability = (eta) => 1 / (1 + Math.exp(-eta));

/** Heads and tails that stand for the likelihood, for the prior and for both. */
export function counts({ heads, n }, { strength, top }, extra = 0) {
  const [a, b] = [strength * top + extra, strength * (1 - top) + extra];
  return { likelihood: [heads, n - heads], prior: [a, b], sum: [heads + a, n - heads + b] };
}

/** Where p^u (1 - p)^v is highest; it has no top where both are 0. */
export const highest = ([u, v]) => (u + v > 0 ? u / (u + v) : NaN);

/** The mean of the density proportional to p^u (1 - p)^v. */
export const mean = ([u, v]) => (u + 1) / (u + v + 2);

/** The logarithm of p^u (1 - p)^v below its top. */
export function below([u, v]) {
  const flips = { heads: u, n: u + v };
  const top = u + v > 0 ? logLikelihood(flips, u / flips.n) : 0;
  return (p) => logLikelihood(flips, p) - top;
}

export const weight = ({ n }, { strength }) => strength / (n + strength);
