import assert from "node:assert/strict";
import { test } from "node:test";
import * as logistic from "../../mlebook/explorers/js/mathematics/logistic.mjs";
import { close, values } from "./close.mjs";

values.logistic.forEach(({ data, at, loss, survey, estimate }, i) => {
  test(`flights ${i}`, () => {
    close(logistic.loss(data, ...at), loss);
    const { score, information } = logistic.survey(data, ...at);
    close([score, information], survey);
    const found = logistic.estimate(data);
    if (estimate) close([found.intercept, found.slope], estimate, 9);
    else assert.equal(found, null);
  });
});

test("a loss beyond the largest exponential is finite", () => {
  close(logistic.loss({ x: [1000], y: [0] }, 0, 1), 1000);
});
