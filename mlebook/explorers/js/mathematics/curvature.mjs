// What the information at a place says: where a step leads, and whether this may be a top.

const DEFINITE = 1e-11; // the least eigenvalue, in standard units, of a summit

export const dot = ([a, b], [c, d]) => a * c + b * d;

/** Units that make the diagonal of an information 1, and the information in them. */
function inUnits([[a, b], [, d]]) {
  const unit = [a, d].map((v) => Math.sqrt(Math.abs(v)) || 1);
  return { unit, a: a / unit[0] ** 2, b: b / unit[0] / unit[1], d: d / unit[1] ** 2 };
}

/** The eigenvalues of [[a, b], [b, d]], and the angle of the first one's direction. */
function eigen({ a, b, d }) {
  const half = Math.hypot((a - d) / 2, b);
  return { values: [(a + d) / 2 + half, (a + d) / 2 - half], angle: Math.atan2(2 * b, a - d) / 2 };
}

export const isSummit = (information) => eigen(inUnits(information)).values[1] > DEFINITE;
export const greatestCurvature = ([[a, b], [, d]]) => eigen({ a, b, d }).values[0];

/** Newton's step; where the ground is not concave, every curvature is counted as downward. */
export function newtonStep({ slope, information }) {
  const scaled = inUnits(information);
  const { unit, a, b, d } = scaled;
  const u = slope.map((v, i) => v / unit[i]);
  const determinant = a * d - b * b;
  let step = [(d * u[0] - b * u[1]) / determinant, (a * u[1] - b * u[0]) / determinant];
  if (!(dot(u, step) >= 0)) {
    const { values, angle } = eigen(scaled);
    const axes = [[Math.cos(angle), Math.sin(angle)], [-Math.sin(angle), Math.cos(angle)]];
    const parts = axes.map((axis, i) => dot(axis, u) / Math.max(Math.abs(values[i]), 1e-6));
    step = [0, 1].map((i) => axes[0][i] * parts[0] + axes[1][i] * parts[1]);
  }
  step = step.map((v, i) => v / unit[i]);
  return { step, gain: dot(slope, step) / 2 };
}
