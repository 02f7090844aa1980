import assert from "node:assert/strict";
import { test } from "node:test";
import * as climbs from "../../mlebook/explorers/js/mathematics/climbs.mjs";
import { nelderMead } from "../../mlebook/explorers/js/mathematics/simplex.mjs";
import { logLikelihood, survey } from "../../mlebook/explorers/js/mathematics/weibull.mjs";
import { close, values } from "./close.mjs";

for (const { logs, start, ground, newton, plain, scoring, ascents, simplex } of values.climbs) {
  const observed = (place) => survey(logs, place);
  const expected = (place) => survey(logs, place, "expected");
  const same = ({ path, end }, wanted, digits = 9) => {
    if (end === "chaos") {
      assert.ok(path.length > 1 && !wanted.converged); // nothing that arrives is called chaos
      return close(path, wanted.path.slice(0, path.length), digits);
    }
    close(path, wanted.path, digits);
    assert.equal(end === "arrived", wanted.converged);
  };

  test(`the ground at ${start}`, () => {
    const [height, slope, information, fisher] = ground;
    const here = observed(start);
    close([here.value, here.slope, here.information], [height, slope, information]);
    close(expected(start).information, fisher);
  });
  test(`Newton's path from ${start}, halved and plain`, () => {
    same(climbs.newton(observed, start), newton);
    const { path } = climbs.plain(observed, start);
    const both = Math.min(path.length, plain.length); // one arrives and stops, the other goes on
    assert.ok(both > 1);
    close(path.slice(0, both), plain.slice(0, both), 8);
  });
  test(`the path of Fisher scoring from ${start}`, () => {
    same(climbs.newton(expected, start, { fades: 0.99, most: 500 }), scoring);
  });
  for (const { size, most, ...wanted } of ascents) {
    test(`the path up the gradient from ${start} by ${size}`, () => {
      same(climbs.ascent(observed, start, { size, most }), wanted, 7);
    });
  }
  test(`the triangle's path from ${start}`, () => {
    same(nelderMead((place) => logLikelihood(logs, place), start), simplex);
  });
}

test("a swing that no digit could follow is not followed", () => {
  const { logs, start, ascents } = values.climbs[4];
  const size = ascents[1].size;
  assert.equal(climbs.ascent((place) => survey(logs, place), start, { size, most: 250 }).end, "chaos");
});

test("on a hill so flat that the steps hardly shrink, no top is claimed", () => {
  const flat = ([a, b]) => ({
    value: -(a ** 4) - b ** 4,
    slope: [-4 * a ** 3, -4 * b ** 3],
    information: [[12 * a ** 2, 0], [0, 12 * b ** 2]],
  });
  assert.equal(climbs.newton(flat, [1, 1]).end, "stuck");
});
