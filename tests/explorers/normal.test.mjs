import { test } from "node:test";
import { newtonDirection, uphill } from "../../mlebook/explorers/js/mathematics/climbing.mjs";
import * as normal from "../../mlebook/explorers/js/mathematics/normal.mjs";
import { close, values } from "./close.mjs";

for (const { x, at, height, estimate, profile, density, survey } of values.normal) {
  const s = normal.statistics(x);
  test(`n = ${x.length} at ${at}`, () => {
    close(normal.logLikelihood(s, ...at), height);
    close(Object.values(normal.estimate(s)), estimate);
    close(normal.bestSigma(s, at[0]), profile);
    close(x.slice(0, 5).map((t) => normal.density(t, ...at)), density);
    const { score, information } = normal.survey(s, ...at);
    close([score, information], survey);
  });
  test(`Newton's method climbs to the top for n = ${x.length} from ${at}`, () => {
    const ground = ([mu, eta]) => normal.logLikelihood(s, mu, Math.exp(eta));
    let place = [at[0], Math.log(at[1])];
    for (let i = 0; i < 60; i++) {
      const direction = newtonDirection(normal.survey(s, place[0], Math.exp(place[1])));
      place = uphill(ground, place, direction);
    }
    close([place[0], Math.exp(place[1])], estimate, 6);
  });
}
