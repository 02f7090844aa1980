// Compare numbers of the script with those that the package wrote.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

export const values = JSON.parse(readFileSync(process.env.VALUES, "utf8"));

/** Fail unless all numbers agree to this many digits of the larger one. */
export function close(found, wanted, digits = 11) {
  const [a, b] = [[found].flat(3), [wanted].flat(3)];
  assert.equal(a.length, b.length);
  a.forEach((value, i) => {
    const allowed = 10 ** -digits * Math.max(1, Math.abs(b[i]));
    assert.ok(Math.abs(value - b[i]) <= allowed, `${value} is not ${b[i]}`);
  });
}
