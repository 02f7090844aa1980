// Lifetimes of which some still run: the Weibull distribution, and with shape 1 the exponential.
//
// A record is the times `y` and the `events` among them, 1 or 0; what has no event is censored.

/** What is seen of lifetimes when watching ends, and what is made of it by two wrong ways. */
export function records(lifetimes, end) {
  const y = lifetimes.map((time) => Math.min(time, end));
  const events = lifetimes.map((time) => Number(time <= end));
  const complete = (times) => ({ y: times, events: times.map(() => 1) });
  return {
    censored: { y, events },
    relapses: complete(y),
    leftOut: complete(y.filter((_, i) => events[i])),
  };
}

const sum = (values, f) => values.reduce((total, value, i) => total + f(value, i), 0);
export const count = ({ events }) => sum(events, (event) => event);

/** Densities where the end was seen, probabilities of living longer where it was not. */
export function logLikelihood({ y, events }, scale, shape) {
  return sum(y, (time, i) => {
    const u = Math.log(time / scale);
    return events[i] * (Math.log(shape / scale) + (shape - 1) * u) - Math.exp(shape * u);
  });
}

export const survival = (time, { scale, shape }) => Math.exp(-((time / scale) ** shape));

/** The scale that is best for a shape: scale^k is the sum of y^k over the number of events. */
export function bestScale(record, shape) {
  const longest = Math.max(...record.y); // the unit, so that no power overflows
  const powers = sum(record.y, (time) => (time / longest) ** shape);
  return longest * (powers / count(record)) ** (1 / shape);
}

/** The shape that is best for a scale; where the search begins may be said. */
export function bestShape({ y, events }, scale, start = 1) {
  const logs = y.map((time) => Math.log(time / scale));
  const d = sum(events, (event) => event);
  const ofEvents = sum(logs, (u, i) => events[i] * u);
  return crossing((k) => {
    let [value, slope] = [d / k + ofEvents, -d / k ** 2];
    for (const u of logs) {
      const weighted = Math.exp(k * u) * u;
      value -= weighted;
      slope -= weighted * u;
    }
    return [value, slope];
  }, start);
}

/** The maximum, over both or with the shape held; null where there is none. */
export function estimate(record, { shape } = {}) {
  if (!count(record)) return null; // the likelihood only rises with the scale
  if (shape) return { scale: bestScale(record, shape), shape };
  const longest = Math.max(...record.y);
  // Were all events at the longest time, ever larger shapes would fit ever better.
  if (record.y.every((time, i) => !record.events[i] || time === longest)) return null;
  const best = shapeAlone(record, longest);
  return { scale: bestScale(record, best), shape: best };
}

/** The root of 1/k + (mean log of the events) - (mean of all logs, weighted by y^k). */
function shapeAlone({ y, events }, longest) {
  const logs = y.map((time) => Math.log(time / longest));
  const mean = sum(logs, (u, i) => events[i] * u) / sum(events, (event) => event);
  return crossing((k) => {
    const weights = logs.map((u) => Math.exp(k * u));
    const total = sum(weights, (w) => w);
    const first = sum(logs, (u, i) => weights[i] * u) / total;
    const second = sum(logs, (u, i) => weights[i] * u * u) / total;
    return [1 / k + mean - first, -1 / k ** 2 - second + first ** 2];
  }, 1);
}

/** Of the scale at the maximum, from the observed information; of one parameter or of two. */
export function standardError(record, { scale, shape }, { held = false } = {}) {
  const d = count(record);
  if (held) return scale / (shape * Math.sqrt(d));
  const moment = (power) =>
    sum(record.y, (time) => {
      const u = Math.log(time / scale);
      return Math.exp(shape * u) * u ** power;
    });
  const ofShape = d / shape ** 2 + moment(2);
  const mixed = (-shape / scale) * moment(1);
  const ofScale = d * (shape / scale) ** 2;
  return Math.sqrt(ofShape / (ofShape * ofScale - mixed ** 2));
}

/** Where a falling function of k > 0 crosses zero, by Newton's steps kept between known signs. */
export function crossing(f, start) {
  let [low, high, k] = [0, Infinity, start];
  for (let i = 0; i < 200; i++) {
    const [value, slope] = f(k);
    if (value > 0) low = k;
    else high = k;
    let next = k - value / slope;
    if (!(next > low && next < high)) next = high < Infinity ? (low + high) / 2 : 2 * k;
    if (Math.abs(next - k) <= 1e-14 * k) return next;
    k = next;
  }
  return k;
}
