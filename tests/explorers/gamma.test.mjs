import { test } from "node:test";
import * as gamma from "../../mlebook/explorers/js/mathematics/gamma.mjs";
import * as special from "../../mlebook/explorers/js/mathematics/special.mjs";
import { close, values } from "./close.mjs";

for (const name of ["logGamma", "digamma", "trigamma"]) {
  test(name, () => close(values.special.places.map(special[name]), values.special[name], 12));
}

test("the probability that chi-squared exceeds a value", () => {
  close(values.tails.at.map(special.upperTail), values.tails.are, 14);
});

for (const { x, shape, estimate, drop, slope, tests, p_values, wald } of values.gamma) {
  test(`the shape ${shape} against ${x.length} lives`, () => {
    const s = gamma.statistics(x);
    const best = gamma.estimate(s);
    close(best, estimate);
    close(gamma.profile(s, best) - gamma.profile(s, shape), drop, 10);
    close(gamma.slope(s, shape), slope, 10);
    const found = [gamma.wald(s, best, shape, gamma.NAMES[0]), gamma.score(s, shape), gamma.ratio(s, best, shape)];
    close(found, tests, 9);
    close(found.map(special.upperTail), p_values, 9);
    close(gamma.NAMES.map((name) => gamma.wald(s, best, shape, name)), wald, 9);
  });
}
