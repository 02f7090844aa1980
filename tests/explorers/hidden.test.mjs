import assert from "node:assert/strict";
import { test } from "node:test";
import * as hidden from "../../mlebook/explorers/js/mathematics/hidden.mjs";
import { close, values } from "./close.mjs";

const GRID = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);

values.hidden.forEach(({ model, path, heights, filled, estimate, missing }, i) => {
  const [start, next] = path;
  test(`EM climbs from ${start}, case ${i}`, () => {
    close(hidden.path(model, start, path.length - 1), path, 12);
    close(path.map((t) => hidden.logLikelihood(model, t)), heights);
    close(hidden.expected(model, start), filled);
    close(hidden.estimate(model), estimate, 12);
    close(hidden.missing(model, estimate), missing);
  });
  test(`the bound touches at ${start} and lies nowhere above, case ${i}`, () => {
    const bound = hidden.bound(model, start);
    const gap = (t) => hidden.logLikelihood(model, t) - bound(t);
    close(gap(start), 0);
    assert.ok(GRID.every((t) => gap(t) > -1e-9));
    assert.ok(GRID.every((t) => bound(t) <= bound(next)));
    assert.ok(gap(next) > 0);
  });
});
