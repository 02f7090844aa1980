// Special functions: steps up by their recurrences, and from there Stirling's series.

const FAR = 15; // from here on the series are exact to rounding

/** Sum f over a, a + 1, ... below FAR, and say where that ends. */
function climbFrom(a, f) {
  let sum = 0;
  for (; a < FAR; a++) sum += f(a);
  return { sum, a };
}

export function logGamma(x) {
  const { sum, a } = climbFrom(x, Math.log);
  const u = 1 / a ** 2;
  const series = (1 / 12 - u * (1 / 360 - u * (1 / 1260 - u / 1680))) / a;
  return (a - 0.5) * Math.log(a) - a + Math.log(2 * Math.PI) / 2 + series - sum;
}

/** The derivative of log Gamma. */
export function digamma(x) {
  const { sum, a } = climbFrom(x, (v) => 1 / v);
  const u = 1 / a ** 2;
  const series = u * (1 / 12 - u * (1 / 120 - u * (1 / 252 - u / 240)));
  return Math.log(a) - 1 / (2 * a) - series - sum;
}

/** The second derivative of log Gamma. */
export function trigamma(x) {
  const { sum, a } = climbFrom(x, (v) => 1 / v ** 2);
  const u = 1 / a ** 2;
  const series = (1 / 6 - u * (1 / 30 - u * (1 / 42 - u / 30))) * u;
  return (1 + 1 / (2 * a) + series) / a + sum;
}

/** The probability that chi-squared with one degree of freedom exceeds x, to fourteen decimals. */
export function upperTail(x) {
  if (x > 100) return 0;
  const z = Math.sqrt(x / 2);
  let [term, sum] = [2 * z, 2 * z]; // the series of the error function
  for (let i = 1; term > 1e-17 * sum; i++) sum += term *= (2 * z * z) / (2 * i + 1);
  return Math.max(1 - (sum * Math.exp(-z * z)) / Math.sqrt(Math.PI), 0);
}
