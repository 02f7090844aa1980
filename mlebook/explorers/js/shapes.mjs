// Shapes that several explorers draw.

/** Bars of equal width: the share of the values in each, per unit of x. */
export function histogram(values, [low, high], count) {
  const width = (high - low) / count;
  const bars = Array.from({ length: count }, (_, i) => ({
    low: low + i * width,
    high: low + (i + 1) * width,
    density: 0,
  }));
  for (const value of values) {
    const bar = bars[Math.min(Math.floor((value - low) / width), count - 1)];
    if (bar) bar.density += 1 / (values.length * width);
  }
  return bars;
}

/** Twice the fall from the top at which regions of 99, 95, 90, 50 % end, and some beyond:
 *  the quantiles of chi-squared with two degrees of freedom, -2 log(1 - level). */
const LEVELS = [0.99, 0.95, 0.9, 0.5];
export const REGIONS = [-2000, -800, -300, -120, -50, -20, ...LEVELS.map((p) => 2 * Math.log(1 - p))];

/** Nested layers of one colour, each a little denser. */
export const shades = (count) =>
  Array.from({ length: count }, (_, i) => `color-mix(in srgb, var(--explorer-blue) ${(48 * i) / count}%, transparent)`);
