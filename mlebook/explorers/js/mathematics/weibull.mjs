// Lifetimes of what wears out: the ground that a climb over shape and scale walks on.

const EULER = 0.5772156649015329;
const CORNER = Math.PI ** 2 / 6 + (1 - EULER) ** 2;

/** The log-likelihood of lives with these logarithms; minus infinity where there is no model. */
export function logLikelihood(logs, [shape, scale]) {
  if (!(shape > 0 && scale > 0)) return -Infinity;
  const logScale = Math.log(scale);
  let sum = logs.length * Math.log(shape);
  for (const y of logs) {
    const w = shape * (y - logScale);
    sum += w - Math.exp(w) - y;
  }
  return Number.isNaN(sum) ? -Infinity : sum;
}

/** Height, slope, and the information: the observed, or the expected one. */
export function survey(logs, [k, b], kind = "observed") {
  const n = logs.length;
  const value = logLikelihood(logs, [k, b]);
  let [power, first, second, slope] = [0, 0, 0, 0]; // sums of (x/b)^k log(x/b)^0, 1, 2
  for (const y of logs) {
    const t = y - Math.log(b);
    const v = Math.exp(k * t);
    power += v;
    first += v * t;
    second += v * t * t;
    slope -= t * Math.expm1(k * t);
  }
  const by = [n / k + slope, (k / b) * (power - n)];
  const mixed = kind === "observed" ? -(power - n + k * first) / b : (n * (EULER - 1)) / b;
  const information =
    kind === "observed"
      ? [[n / k ** 2 + second, mixed], [mixed, (k / b ** 2) * (power - n + k * power)]]
      : [[(n * CORNER) / k ** 2, mixed], [mixed, n * (k / b) ** 2]];
  return { value, slope: by, information };
}
