// Steps uphill in two coordinates, each halved until the ground rises.

/** The solution of a symmetric system of two equations; null where it is not positive definite. */
export function solve([[a, b], [, d]], [u, v]) {
  const determinant = a * d - b * b;
  if (!(a > 0 && determinant > 0)) return null;
  return [(d * u - b * v) / determinant, (a * v - b * u) / determinant];
}

/** The place that a share of a step leads to. */
export const along = (place, step, share) => place.map((v, i) => v + share * step[i]);

/** The first of full, half, quarter, ... steps that leads higher; the place itself if none does. */
export function uphill(height, place, direction) {
  const from = height(place);
  for (let share = 1; share > 1e-9; share /= 2) {
    const next = along(place, direction, share);
    if (height(next) > from) return next;
  }
  return place;
}

/** Newton's direction; where the ground is not bent like a summit, each slope over its own bend. */
export function newtonDirection({ score, information }) {
  const alone = () => score.map((slope, i) => slope / (Math.abs(information[i][i]) || 1));
  return solve(information, score) ?? alone();
}
