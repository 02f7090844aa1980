// Find the explorers of a page and bring them to life. Bundled as a classic script, since modules
// are not loaded from file://.

import { climb } from "./explorers/climb.mjs";
import { censoring } from "./explorers/censoring.mjs";
import { coin } from "./explorers/coin.mjs";
import { em } from "./explorers/em.mjs";
import { gaussian } from "./explorers/gaussian.mjs";
import { logisticRegression } from "./explorers/logistic.mjs";
import { poissonRate } from "./explorers/poisson.mjs";
import { tests } from "./explorers/tests.mjs";
import { Frame } from "./frame.mjs";

const EXPLORERS = { climb, coin, gaussian, logistic: logisticRegression, poisson: poissonRate, tests };
import { sampling } from "./explorers/sampling.mjs";
import { Frame } from "./frame.mjs";

const EXPLORERS = { coin, em, gaussian, logistic: logisticRegression, sampling };
const EXPLORERS = { censoring, coin, gaussian, logistic: logisticRegression };
import { prior } from "./explorers/prior.mjs";
import { Frame } from "./frame.mjs";

const EXPLORERS = { censoring, coin, gaussian, logistic: logisticRegression, prior };

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
