// What more than one explorer asks of numbers.

/** The 97.5 % quantile of the standard normal distribution. */
export const Z = 1.959963984540054;

/** The number, or the end of the interval that it is beyond. */
export const within = (value, [low, high]) => Math.min(Math.max(value, low), high);

/** Halve the distance between where f is positive and where it is negative. */
export function root(f, positive, negative) {
  for (let i = 0; i < 200; i++) {
    const middle = (positive + negative) / 2;
    if (middle === positive || middle === negative) break;
    if (f(middle) > 0) positive = middle;
    else negative = middle;
  }
  return (positive + negative) / 2;
}
