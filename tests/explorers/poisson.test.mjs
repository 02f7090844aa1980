import { test } from "node:test";
import * as poisson from "../../mlebook/explorers/js/mathematics/poisson.mjs";
import { close, values } from "./close.mjs";

for (const { table, rate, mean, dispersion, height, deviance, expected } of values.poisson) {
  test(`${table.values.length} counts at the rate ${rate}`, () => {
    const s = poisson.statistics(table);
    close([s.mean, s.dispersion], [mean, dispersion]);
    close(poisson.logLikelihood(s, rate), height);
    close(poisson.deviance(s, rate), deviance);
    close(table.values.map((x) => poisson.expected(s, rate, x)), expected);
  });
}
