// The normal distribution, as `mlebook.Normal` has it: sufficient statistics, height, climb.

const LOG_2_PI = Math.log(2 * Math.PI);

/** The size, the mean and the mean squared deviation from it, by two passes. */
export function statistics(x) {
  const n = x.length;
  const mean = x.reduce((sum, v) => sum + v, 0) / n;
  const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n;
  return { n, mean, variance };
}

/** -n/2 (log(2 pi) + 2 log sigma + z2), z2 the mean squared standardised deviation from mu. */
export function logLikelihood({ n, mean, variance }, mu, sigma) {
  const z2 = (variance + (mean - mu) ** 2) / sigma ** 2;
  return (-n / 2) * (LOG_2_PI + 2 * Math.log(sigma) + z2);
}

export function density(x, mu, sigma) {
  const z = (x - mu) / sigma;
  return Math.exp(-(z ** 2) / 2) / (sigma * Math.sqrt(2 * Math.PI));
}

/** The maximum, and the sigma that is best for a given mu: the profile's. */
export const estimate = ({ mean, variance }) => ({ mu: mean, sigma: Math.sqrt(variance) });
export const bestSigma = ({ mean, variance }, mu) => Math.hypot(Math.sqrt(variance), mean - mu);

/** Score and observed information in (mu, log sigma): the coordinates of a climb. */
export function survey({ n, mean, variance }, mu, sigma) {
  const z = (mean - mu) / sigma;
  const z2 = variance / sigma ** 2 + z ** 2;
  const mixed = (2 * n * z) / sigma;
  return {
    score: [(n * z) / sigma, n * (z2 - 1)],
    information: [
      [n / sigma ** 2, mixed],
      [mixed, 2 * n * z2],
    ],
  };
}
