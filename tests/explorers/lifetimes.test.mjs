import assert from "node:assert/strict";
import { test } from "node:test";
import * as lifetimes from "../../mlebook/explorers/js/mathematics/lifetimes.mjs";
import { close, values } from "./close.mjs";

for (const { end, fits } of values.lifetimes) {
  const records = lifetimes.records(values.weeks, end);
  for (const { way, held, top, height } of fits) {
    const record = records[way];
    if (held.scale) {
      if (!top) continue; // the script does not ask where the package has none
      test(`the best shape for a scale, ${way}, week ${end}`, () => {
        const shape = lifetimes.bestShape(record, held.scale);
        close(shape, top.shape, 6);
        close(lifetimes.logLikelihood(record, held.scale, shape), height, 10);
      });
      continue;
    }
    test(`${way}, shape ${held.shape ?? "free"}, week ${end}`, () => {
      const found = lifetimes.estimate(record, held);
      if (!top) return assert.equal(found, null);
      close([found.shape, found.scale], [top.shape, top.scale], 8);
      close(lifetimes.logLikelihood(record, found.scale, found.shape), height, 11);
      close(lifetimes.standardError(record, found, { held: held.shape === 1 }), top.error, 7);
      return undefined;
    });
  }
}
