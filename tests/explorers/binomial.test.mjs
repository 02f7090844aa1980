import { test } from "node:test";
import * as binomial from "../../mlebook/explorers/js/mathematics/binomial.mjs";
import { close, values } from "./close.mjs";

const Z = 1.959963984540054;

for (const { flips, height, wald, score, likelihood } of values.binomial) {
  test(`${flips.heads} heads of ${flips.n}`, () => {
    close(binomial.logLikelihood(flips, 0.3), height);
    close(binomial.wald(flips, Z), wald);
    close(binomial.score(flips, Z), score);
    close(binomial.likelihood(flips, Z), likelihood, 9);
  });
}
