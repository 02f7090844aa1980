import assert from "node:assert/strict";
import { test } from "node:test";
import * as flips from "../../mlebook/explorers/js/mathematics/pseudo-flips.mjs";
import { close, values } from "./close.mjs";

for (const { flips: seen, prior, map, below, byOdds, mean } of values.pseudo_flips) {
  test(`${seen.heads} of ${seen.n}, strength ${prior.strength}, top ${prior.top}`, () => {
    const { likelihood, sum } = flips.counts(seen, prior);
    close(flips.highest(sum), map, 9);
    close(flips.below(sum)(0.4), below, 9);
    close(flips.highest(flips.counts(seen, prior, 1).sum), byOdds, 6);
    close(flips.mean(sum), mean);
    const weight = flips.weight(seen, prior);
    close(weight * prior.top + (1 - weight) * flips.highest(likelihood), map, 9);
  });
}

test("a prior of strength 0 is flat, by p and by no other name", () => {
  const prior = { strength: 0, top: 0.5 };
  const seen = { heads: 3, n: 3 };
  assert.ok(Number.isNaN(flips.highest(flips.counts(seen, prior).prior)));
  assert.equal(flips.below(flips.counts(seen, prior).prior)(0.2), 0);
  assert.equal(flips.highest(flips.counts(seen, prior, 1).prior), 0.5);
  close(flips.probability(flips.logOdds(0.3)), 0.3);
});
