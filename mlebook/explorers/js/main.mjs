// Find the explorers of a page and bring them to life. Bundled as a classic script, since modules
// are not loaded from file://.

import { censoring } from "./explorers/censoring.mjs";
import { climb } from "./explorers/climb.mjs";
import { coin } from "./explorers/coin.mjs";
import { em } from "./explorers/em.mjs";
import { gaussian } from "./explorers/gaussian.mjs";
import { logisticRegression } from "./explorers/logistic.mjs";
import { poissonRate } from "./explorers/poisson.mjs";
import { prior } from "./explorers/prior.mjs";
import { sampling } from "./explorers/sampling.mjs";
import { tests } from "./explorers/tests.mjs";
import { Frame } from "./frame.mjs";

const EXPLORERS = {
  censoring,
  climb,
  coin,
  em,
  gaussian,
  logistic: logisticRegression,
  poisson: poissonRate,
  prior,
  sampling,
  tests,
};

function begin(figure) {
  const { explorer } = figure.dataset;
  if (figure.dataset.ready || !EXPLORERS[explorer]) return;
  figure.dataset.ready = "true";
  const frame = new Frame(figure);
  EXPLORERS[explorer](frame);
  frame.readAddress();
  frame.render();
  addEventListener("hashchange", () => {
    frame.readAddress();
    frame.render();
  });
  new ResizeObserver(() => {
    frame.measure();
    frame.redraw();
  }).observe(figure);
}

function beginAll() {
  for (const figure of document.querySelectorAll("figure.explorer")) begin(figure);
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", beginAll);
else beginAll();
