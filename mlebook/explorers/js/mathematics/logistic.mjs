// Logistic regression with one covariate: loss, slope and bend of it, and where it is least.

import { along, solve } from "./climbing.mjs";

/** The negative log-likelihood: the sum of log(1 + exp(z)) - y z, which cannot overflow. */
export function loss({ x, y }, intercept, slope) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const z = intercept + slope * x[i];
    sum += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y[i] * z;
  }
  return sum;
}

export const probability = (z) => (1 + Math.tanh(z / 2)) / 2;

/** Score X'(y - p) and information X'WX of the log-likelihood. */
export function survey({ x, y }, intercept, slope) {
  const score = [0, 0];
  const information = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < x.length; i++) {
    const p = probability(intercept + slope * x[i]);
    const weight = p * (1 - p);
    score[0] += y[i] - p;
    score[1] += (y[i] - p) * x[i];
    information[0][0] += weight;
    information[0][1] += weight * x[i];
    information[1][1] += weight * x[i] ** 2;
  }
  information[1][0] = information[0][1];
  return { score, information };
}

/** Whether a threshold tells the ones from the zeros without a single mistake, or but for ties. */
export function isSeparated({ x, y }) {
  const ones = x.filter((_, i) => y[i] === 1);
  const zeros = x.filter((_, i) => y[i] === 0);
  if (!ones.length || !zeros.length) return true;
  return Math.max(...ones) <= Math.min(...zeros) || Math.max(...zeros) <= Math.min(...ones);
}

/** The least loss, by Newton's method from zero on centred x; null where there is none. */
export function estimate(data) {
  if (isSeparated(data)) return null;
  const centre = data.x.reduce((sum, v) => sum + v, 0) / data.x.length;
  const centred = { x: data.x.map((v) => v - centre), y: data.y };
  let place = [0, 0];
  for (let i = 0; i < 100; i++) {
    const { score, information } = survey(centred, ...place);
    const step = solve(information, score);
    if (!step) return null;
    let share = 1;
    while (loss(centred, ...along(place, step, share)) > loss(centred, ...place) && share > 1e-9)
      share /= 2;
    place = along(place, step, share);
    if (step[0] * score[0] + step[1] * score[1] < 1e-20) break;
  }
  const [intercept, slope] = place;
  return { intercept: intercept - slope * centre, slope };
}
