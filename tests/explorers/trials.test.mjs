import assert from "node:assert/strict";
import { test } from "node:test";
import { experiment, moments, TRUTHS } from "../../mlebook/explorers/js/mathematics/trials.mjs";
import { uniform } from "../../mlebook/explorers/js/mathematics/uniforms.mjs";
import { close, values } from "./close.mjs";

const { seed, trials, uniforms } = values;

test("both sides draw the same numbers, to the last bit", () => {
  const here = uniforms.map((row, i) => row.map((_, j) => uniform(seed, i, j)));
  assert.deepEqual(here, uniforms);
});

for (const { at, estimates, ends, hits, exact, moments: wanted } of trials) {
  test(`samples of ${at}`, () => {
    const [which, way, n] = at;
    const all = experiment({ seed, most: estimates.length }, TRUTHS[which], way, n);
    close(all.map((s) => s.estimate), estimates, 10);
    close([0, 1].map((end) => all.map((s) => s.ends[end])), ends, 9);
    assert.equal(all.filter((s) => s.side === 0).length, hits);
    close(TRUTHS[which].exact(way, n), exact, 9);
    close(Object.values(moments(all, TRUTHS[which], n)), wanted);
  });
}
