// Heads and tails: the likelihood of p, and three intervals for it.

import { root } from "./numbers.mjs";

/** The log-likelihood of p for the flips in their order; 0 log 0 is 0. */
export function logLikelihood({ heads, n }, p) {
  const tails = n - heads;
  return (heads ? heads * Math.log(p) : 0) + (tails ? tails * Math.log1p(-p) : 0);
}

/** p plus and minus z standard errors, wherever that leads. */
export function wald({ heads, n }, z) {
  const p = heads / n;
  const half = z * Math.sqrt((p * (1 - p)) / n);
  return [p - half, p + half];
}

/** Where the score test does not object: the roots of n (p_hat - p)^2 = z^2 p (1 - p). */
export function score({ heads, n }, z) {
  const p = heads / n;
  const centre = p + z ** 2 / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  const unit = 1 + z ** 2 / n;
  return [(centre - half) / unit, (centre + half) / unit];
}

/** Where the log-likelihood is within z^2/2 of its top. */
export function likelihood(flips, z) {
  const p = flips.heads / flips.n;
  const short = (q) => logLikelihood(flips, p) - logLikelihood(flips, q) - z ** 2 / 2;
  return [p === 0 ? 0 : root(short, 0, p), p === 1 ? 1 : root(short, 1, p)];
}
