// Numbers that look random, the same as `mlebook.explorers.uniforms` draws: see there.

const ROOM = 1024; // places that each row has, whether they are used or not

/** The number in this row and column of the table, strictly between 0 and 1. */
export function uniform(seed, row, column) {
  let h = seed + Math.imul(row * ROOM + column, 0x9e3779b9);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (((h ^ (h >>> 16)) >>> 0) + 0.5) / 2 ** 32;
}
