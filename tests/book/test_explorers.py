"""The figures that the reader moves, in the machine's own Chromium, on the built pages."""

import gzip
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from browser import listen
from playwright.sync_api import Browser, Locator, Page, expect
from scipy import stats
from scipy.optimize import minimize
from small_books import ROOT
from test_site import AXE

from mlebook import (
    Bernoulli,
    Censored,
    Exponential,
    Gamma,
    LogisticRegression,
    NoMaximum,
    Normal,
    NotConverged,
    Poisson,
    PoissonRegression,
    Weibull,
    coverage,
    delta_method,
    explorers,
    fisher_scoring,
    gradient_ascent,
    likelihood_ratio_test,
    newton,
    penalised_fit,
    score_test,
    standard_error,
    survey_of,
    wald_interval,
    wald_test,
)
from mlebook.datasets import (
    load_bearings,
    load_challenger,
    load_remission,
    load_seed_samples,
)
from mlebook.explorers import Explorer, trials
from mlebook.explorers import explorer as explorer_module
from mlebook.explorers.parts import Number
from mlebook.explorers.uniforms import uniforms

PAGES = {
    "gaussian": "normal",
    "coin": "coin",
    "logistic": "logistic",
    "poisson": "counts",
    "climb": "climbing",
    "tests": "intervals",
    "sampling": "sampling",
    "em": "em",
    "prior": "prior",
    "censoring": "censoring",
}
"""Where each explorer stands."""

every_explorer = pytest.mark.parametrize("name", PAGES)


class Opened(NamedTuple):
    """A page with an explorer, the explorer, and what the page complained of."""

    page: Page
    figure: Locator
    problems: list[str]


def open_page(browser: Browser, address: str, name: str, width: int, theme: str) -> Opened:
    """The page of an explorer, opened from the folder; no motion."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", color_scheme=theme
    )
    page, problems = context.new_page(), list[str]()
    listen(page, "file:", problems)
    page.goto(address)
    figure = page.locator(f'figure.explorer[data-explorer="{name}"]')
    figure.scroll_into_view_if_needed()  # its script is not there before
    expect(figure.locator("svg").first).to_be_visible()
    return Opened(page, figure, problems)


left_open = cache(open_page)


@contextmanager
def explorer(
    browser: Browser,
    site: Path,
    name: str,
    *,
    width: int = 1280,
    theme: str = "light",
    at: str = "",
    anew: bool = False,
) -> Iterator[tuple[Page, Locator]]:
    """An explorer on its page, as the page shows it at first.

    A page takes long to open, so it stays open for other tests, which begin with a reset; at an
    address of its own, or `anew`, it is opened for this test alone.
    """
    alone = anew or bool(at)
    address = f"file://{site}/book/{PAGES[name]}.html{at}"
    page, figure, problems = (open_page if alone else left_open)(
        browser, address, name, width, theme
    )
    if not alone:
        figure.get_by_role("button", name="Reset").click()
    yield page, figure
    assert problems == []
    if alone:
        page.context.close()


def after_drawing(page: Page) -> None:
    """Wait until the page has drawn what it was told."""
    page.evaluate("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")


def shown(figure: Locator, name: str) -> str:
    """The number of this name as the reader sees it, after the next drawing."""
    after_drawing(figure.page)
    return figure.locator(f"[data-value={name}]").inner_text()


def numbers(made: Explorer) -> list[Number]:
    """What is read out before anything is moved, as the package computes it."""
    return [part for part in made.readout if isinstance(part, Number)]


# --------------------------------------------------------------------------------- digits
@pytest.mark.parametrize("n", [5, 6, 17, 50, 123, 256, 499, 500])
def test_the_numbers_of_the_gaussian_are_those_of_the_package(
    browser: Browser, site: Path, n: int
) -> None:
    """Digit for digit, for every n that the seed's control had."""
    x = load_seed_samples(n)
    fit = Normal.fit(x)
    with explorer(browser, site, "gaussian") as (_, figure):
        figure.get_by_label("n (observations)").fill(str(n))

        assert shown(figure, "mu-mle") == f"{fit.mu:.4f}"
        assert shown(figure, "sigma-mle") == f"{fit.sigma:.4f}"
        assert shown(figure, "ll-mle") == f"{fit.log_likelihood(x):.3f}"
        assert shown(figure, "ll") == f"{stats.norm.logpdf(x, 3.5, 3.0).sum():.3f}"


@pytest.mark.parametrize("n", [3, 4, 10, 77, 1000])
def test_the_numbers_of_the_coin_are_those_of_the_package(
    browser: Browser, site: Path, n: int
) -> None:
    """Heads, share, and the ends of the score interval as SciPy has them."""
    from mlebook.explorers import coin

    heads = coin().data["flips"][:n].count("1")
    ends = stats.binomtest(heads, n).proportion_ci(method="wilson")
    with explorer(browser, site, "coin") as (_, figure):
        figure.get_by_label("n (flips)").fill(str(n))

        assert shown(figure, "heads") == str(heads)
        assert shown(figure, "p-mle") == f"{heads / n:.4f}"
        assert shown(figure, "score-low") == f"{ends.low:.3f}"
        assert shown(figure, "score-high") == f"{ends.high:.3f}"


def test_three_heads_of_three_are_a_button_away(browser: Browser, site: Path) -> None:
    """The estimate on the edge."""
    with explorer(browser, site, "coin") as (_, figure):
        figure.get_by_role("button", name="Three heads of three").click()

        assert shown(figure, "p-mle") == "1.0000"


@pytest.mark.parametrize("beta", [(5.0, -0.08), (15.0, -0.232), (0.0, 0.0)])
def test_the_numbers_of_the_flights_are_those_of_the_package(
    browser: Browser, site: Path, beta: tuple[float, float]
) -> None:
    """The loss is the negative log-likelihood, and n times the cross-entropy."""
    flights = load_challenger()
    X = np.column_stack([np.ones(23), flights.temperature])
    nll = -LogisticRegression(beta).log_likelihood(X, flights.distress)
    least = -LogisticRegression.fit(X, flights.distress).log_likelihood(X, flights.distress)
    with explorer(browser, site, "logistic") as (_, figure):
        figure.get_by_label("intercept").fill(str(beta[0]))
        figure.get_by_label("slope").fill(str(beta[1]))

        assert shown(figure, "nll") == f"{nll:.3f}"
        assert shown(figure, "bce") == f"{nll / 23:.4f}"
        assert shown(figure, "nll-mle") == f"{least:.3f}"


STARTS = [(1.0, 150.0), (3.4, 90.0), (0.6, 60.0)]


def paths_of(unit: int, start: tuple[float, float]) -> dict[str, list[np.ndarray]]:
    """The climbs of the package, and SciPy's, in a unit of the scale."""
    x = load_bearings().million_revolutions / unit
    ground, expected = (survey_of(Weibull(1, 1), x, kind=k) for k in ("observed", "expected"))
    begin = [start[0], start[1] / unit]
    longest = 2 / np.linalg.eigvalsh(ground(Weibull.fit(x).theta)[2]).max()
    simplex = minimize(
        lambda theta: -ground(theta)[0], begin, method="Nelder-Mead", options={"return_all": True}
    )
    ascent = gradient_ascent(ground, begin, step_size=0.3 * longest, max_steps=50)
    return {
        "gradient-ascent": ascent.path,
        "newton": newton(ground, begin).path,
        "fisher-scoring": fisher_scoring(expected, begin).path,
        "nelder-mead": simplex.allvecs,
    }


@pytest.mark.parametrize("unit", [1, 100])
def test_the_climbs_are_those_of_the_package(browser: Browser, site: Path, unit: int) -> None:
    """After so many steps each is where the package's and SciPy's is, and as far below the top."""
    x = load_bearings().million_revolutions / unit
    ground, top = survey_of(Weibull(1, 1), x), Weibull.fit(x).log_likelihood(x)
    at = f"#explorer=climb&size=0.3&unit={int(unit > 1)}"
    with explorer(browser, site, "climb", at=at) as (_, figure):
        for start, steps in zip(STARTS, (0, 3, 40), strict=True):
            figure.get_by_label("shape of the start").fill(str(start[0]))
            figure.get_by_label("scale of the start").fill(str(start[1]))
            figure.get_by_label("steps taken").fill(str(steps))
            for number, (name, path) in enumerate(paths_of(unit, start).items()):
                shape, scale = place = path[min(steps, len(path) - 1)]
                gap = max(top - ground(place)[0], 0.0)
                figure.get_by_label("method").select_option(str(number))
                assert shown(figure, name) == (f"{gap:.6f}" if np.isfinite(gap) else "none")
                assert f"shape {shape:.4f}, scale {unit * scale:.3f}." in shown(figure, "fate")


@pytest.mark.parametrize("copies", [1, 7, 40])
def test_the_three_tests_are_those_of_the_package(
    browser: Browser, site: Path, copies: int
) -> None:
    """Statistics and p-values; and under another name Wald's is that of the delta method."""
    x = np.tile(load_bearings().million_revolutions, copies)
    fit, error = Gamma.fit(x), standard_error(Gamma.fit(x), x)[0]
    found = {"wald": wald_test, "score": score_test, "ratio": likelihood_ratio_test}
    names = {"shape": np.positive, "log of the shape": np.log, "one over the shape": np.reciprocal}
    with explorer(browser, site, "tests") as (_, figure):
        figure.get_by_label("times that each life is counted").fill(str(copies))
        for distance, (words, name) in product((-3.0, -1.9, 0.0, 2.1), names.items()):
            shape = fit.shape + distance * error
            figure.get_by_label(re.compile("tested shape")).fill(str(distance))
            figure.get_by_label("name of the parameter").select_option(words)
            assert shown(figure, "hypothesis") == f"{shape:.4f}"
            assert shown(figure, "lives") == str(len(x))
            for key, test in found.items():
                statistic, _, p_value = test(fit, x, shape=shape)
                if key == "wald":
                    named = delta_method(fit, x, function=lambda f, name=name: name(f.shape))
                    statistic = float((named.estimate - name(shape)) / named.standard_error) ** 2
                    p_value = stats.chi2.sf(statistic, 1)
                assert shown(figure, key) == f"{statistic:.3f}"
                assert shown(figure, f"{key}-p") == f"{p_value:.4f}"


def test_the_three_tests_disagree_and_then_become_one(browser: Browser, site: Path) -> None:
    """With the lives as they are, and with each of them counted many times."""
    with explorer(browser, site, "tests") as (_, figure):
        assert shown(figure, "verdict").startswith("they disagree")
        figure.get_by_label("name of the parameter").select_option("log of the shape")
        assert "rejected by score, kept by Wald and likelihood ratio" in shown(figure, "verdict")
        figure.get_by_label(re.compile("tested shape")).fill("2.3")
        figure.get_by_label("times that each life is counted").fill("40")
        assert shown(figure, "verdict") == "all three reject it"
        figure.get_by_label(re.compile("tested shape")).fill("0.5")
        assert shown(figure, "verdict") == "all three keep it"


def test_the_deviance_is_that_of_the_package(browser: Browser, site: Path) -> None:
    """For each table: that of a regression on nothing but an intercept, and least at the mean."""
    from mlebook.explorers import poisson

    def deviance(x: np.ndarray, rate: float) -> float:
        return float(PoissonRegression([np.log(rate)]).deviance(np.ones((len(x), 1)), x))

    with explorer(browser, site, "poisson") as (_, figure):
        for table, rows in enumerate(poisson().data["tables"]):
            x = np.repeat(rows["values"], rows["frequencies"])
            best, perfect = Poisson.fit(x).rate, stats.poisson.logpmf(x, np.maximum(x, 1e-300))
            figure.get_by_label("table of counts").select_option(str(table))
            for rate in (0.1, 0.61, 3.87):
                figure.get_by_label(re.compile("expected count")).fill(str(rate))
                assert shown(figure, "ll") == f"{stats.poisson.logpmf(x, rate).sum():.3f}"
                assert shown(figure, "perfect") == f"{perfect.sum():.3f}"
                assert shown(figure, "deviance") == f"{deviance(x, rate):.3f}"
                assert shown(figure, "dispersion") == f"{x.var() / x.mean():.3f}"
            figure.get_by_role("button", name="To the best rate").click()
            assert shown(figure, "rate") == shown(figure, "rate-mle") == f"{best:.4f}"
            assert shown(figure, "deviance") == f"{deviance(x, best):.3f}"
            assert shown(figure, "deviance-mle") == f"{deviance(x, best):.3f}"


def test_the_death_notices_scatter_more_than_the_horse_kicks(browser: Browser, site: Path) -> None:
    """Their variance is above their mean, and the picture has more bars beyond its lines."""
    with explorer(browser, site, "poisson") as (_, figure):
        figure.get_by_role("button", name="To the best rate").click()
        assert float(shown(figure, "dispersion")) < 1
        figure.get_by_label("table of counts").select_option("death notices")
        assert float(shown(figure, "dispersion")) > 1.2


def test_flights_that_do_not_overlap_have_no_least_loss(browser: Browser, site: Path) -> None:
    """And the explorer says so."""
    with explorer(browser, site, "logistic") as (_, figure):
        figure.get_by_label(re.compile("gap")).fill("25")

        assert shown(figure, "nll-mle") == "none"


@pytest.mark.parametrize(
    ("n", "drawn", "truth", "way"),
    [
        (10, 20, 0, 0),
        (3, 7, 0, 1),
        (21, 1000, 0, 0),
        (20, 1000, 1, 0),
        (200, 400, 1, 1),
        (17, 32, 2, 0),
    ],
)
def test_the_numbers_of_the_sampling_are_those_of_the_package(
    browser: Browser, site: Path, n: int, drawn: int, truth: int, way: int
) -> None:
    """Estimates and intervals of the very same samples, and what is known without them."""
    with explorer(browser, site, "sampling") as (_, figure):
        figure.get_by_label("n (size of each sample)").fill(str(n))
        figure.get_by_label("samples drawn").fill(str(drawn))
        figure.get_by_label("what is true").select_option(index=truth)
        figure.get_by_label("kind of interval").select_option(index=way)

        for number in numbers(explorers.sampling(n, drawn, truth, way)):
            assert shown(figure, number.name) == number.shown


class Repeated(np.random.Generator):
    """Draws for the package's experiments what the explorer draws."""

    def __init__(self) -> None:
        """Whatever else is asked of it, it does as any other."""
        super().__init__(np.random.PCG64(1))

    def exponential(self, scale: float, size: tuple[int, int]) -> np.ndarray:
        """Times."""
        return -np.log(self.random(size)) * scale

    def random(self, size: tuple[int, int]) -> np.ndarray:
        """Numbers between 0 and 1."""
        return uniforms(*size, seed=trials.SEED)


@pytest.mark.parametrize(("n", "truth", "way"), [(10, 0, 0), (20, 1, 0), (20, 1, 1)])
def test_the_coverage_counted_is_that_of_the_package(
    browser: Browser, site: Path, n: int, truth: int, way: int
) -> None:
    """As `coverage` counts it, with its Monte Carlo standard error, when all samples are drawn."""
    point, make = [*trials.TRUTHS.values()][truth], [*trials.WAYS.values()][way]
    (name,) = point.parameter_names
    found = coverage(
        point, n, lambda fit, x: make(fit, x, parameter=name), replicates=1000, rng=Repeated()
    )
    with explorer(
        browser, site, "sampling", at=f"#explorer=sampling&n={n}&truth={truth}&way={way}"
    ) as (
        _,
        figure,
    ):
        figure.get_by_role("button", name="Run", exact=True).click()

        assert shown(figure, "share") == f"{found.value:.4f}"
        assert shown(figure, "error") == f"{found.error:.4f}"
        assert abs(found.value - float(shown(figure, "exact"))) < 4 * found.error


def test_samples_are_drawn_one_by_one_and_intervals_that_miss_are_crossed(
    browser: Browser, site: Path
) -> None:
    """The pile shows the last forty; a cross, and not only a colour, tells a miss."""
    with explorer(browser, site, "sampling") as (_, figure):
        for press, drawn in (
            ("Draw one", 21),
            ("Draw 100", 121),
            ("Run", 1000),
            ("Draw one", 1000),
        ):
            figure.get_by_role("button", name=press, exact=True).click()
            assert shown(figure, "samples") == str(drawn)
        x = trials.samples(trials.TRUTHS["Exponential, rate 1"], 1000, 10)[-40:]
        missed = ~wald_interval(Exponential.fit(x), x, parameter="rate").covers(1.0)

        crosses = figure.locator("[data-panel=pile] g[stroke-width='1.5'] > path[transform]")
        assert crosses.count() == missed.sum() > 0


@pytest.mark.parametrize(
    ("steps", "start", "case"),
    [(0, 0.1, 0), (2, 0.98, 0), (40, 0.3, 0), (0, 0.02, 1), (60, 0.9, 1)],
)
def test_the_numbers_of_em_are_those_of_the_package(
    browser: Browser, site: Path, steps: int, start: float, case: int
) -> None:
    """The path of `em`, its heights, and the fraction of missing information."""
    with explorer(browser, site, "em") as (_, figure):
        figure.get_by_label("start").fill(str(start))
        figure.get_by_label("what is hidden").select_option(index=case)
        figure.get_by_label("steps of EM").fill(str(steps))

        for number in numbers(explorers.em(steps, start, case)):
            assert shown(figure, number.name) == number.shown


def test_em_never_goes_down_and_creeps_where_much_is_hidden(browser: Browser, site: Path) -> None:
    """A step leads to the top of the bound; the share of the error that is left becomes r."""
    counted = []
    for case in (0, 1):
        with explorer(browser, site, "em", at=f"#explorer=em&case={case}") as (_, figure):
            heights = [float(shown(figure, "ll"))]
            for _ in range(3):
                promised = shown(figure, "next")
                figure.get_by_role("button", name="One E and M step").click()
                assert shown(figure, "theta") == promised
                heights.append(float(shown(figure, "ll")))
            assert heights == sorted(heights)

            figure.get_by_label("steps of EM").fill(("5", "50")[case])
            assert float(shown(figure, "rate")) == pytest.approx(
                float(shown(figure, "missing")), abs=2e-4
            )
            figure.get_by_role("button", name="Restart").click()
            assert shown(figure, "theta") == "0.100000"
            figure.get_by_role("button", name="Run").click()
            counted.append(int(shown(figure, "steps")))
    assert counted[0] < 15
    assert counted[1] == 60


def test_an_address_that_nobody_wrote_is_brought_into_range(browser: Browser, site: Path) -> None:
    """Parts of samples, and truths that are not there."""
    at = "#explorer=sampling&n=40.4&drawn=1e9&truth=7&way=0.5"
    with explorer(browser, site, "sampling", at=at) as (_, figure):
        assert shown(figure, "samples") == "1000"
        assert shown(figure, "limit-spread") == f"{40**-0.5:.4f}"


@pytest.mark.parametrize("end", [0.5, 1.0, 2.0, 5.0, 9.5, 17.0, 23.0])
@pytest.mark.parametrize("distribution", ["exponential", "Weibull"])
def test_the_numbers_of_the_remissions_are_those_of_the_package(
    browser: Browser, site: Path, end: float, distribution: str
) -> None:
    """By all three ways, and none where the package finds no top."""
    weeks = load_remission().placebo_time
    seen, time = weeks <= end, np.minimum(weeks, end)
    record, held = Censored(time, seen), {"shape": 1} if distribution == "exponential" else {}
    ways = {"scale": record, "scale-relapses": time, "scale-left-out": weeks[seen]}
    with explorer(browser, site, "censoring") as (_, figure):
        figure.get_by_label("distribution").select_option(distribution)
        figure.get_by_label("end of watching").fill(str(end))

        for name, data in ways.items():
            try:
                fit = Weibull.fit(data, **held)
            except (NoMaximum, NotConverged, ValueError):
                assert shown(figure, name) == "none"
                continue
            assert shown(figure, name) == f"{fit.scale:.3f}"
            if name == "scale":
                error = standard_error(fit, record, held=list(held))[-1]
                assert shown(figure, "shape") == f"{fit.shape:.3f}"
                assert shown(figure, "error") == f"{error:.3f}"
        assert shown(figure, "relapses") == str(seen.sum())
        assert shown(figure, "watched") == f"{time.sum():.1f}"


def test_who_still_runs_and_is_taken_for_something_else_pulls_the_scale_down(
    browser: Browser, site: Path
) -> None:
    """At every end of the watching but the last, at which nobody runs."""
    with explorer(browser, site, "censoring") as (_, figure):
        for end in (1, 3, 8, 15, 22):
            figure.get_by_label("end of watching").fill(str(end))
            names = ("scale-left-out", "scale-relapses", "scale")
            left_out, relapses, censored = (float(shown(figure, name)) for name in names)
            assert max(left_out, relapses) < censored
        figure.get_by_label("end of watching").fill("23")
        for name in (*names, "scale-complete"):
            assert shown(figure, name) == "8.667"


def test_before_any_relapse_there_is_no_top(browser: Browser, site: Path) -> None:
    """A curve that only rises, and a legend that says so."""
    with explorer(browser, site, "censoring") as (_, figure):
        figure.get_by_role("button", name="End before any relapse").click()

        assert shown(figure, "scale") == "none"
        assert shown(figure, "relapses") == "0"
        expect(figure.locator("[data-panel=survival]")).to_contain_text("censored: no top")


@pytest.mark.parametrize(
    ("strength", "top", "heads", "n"),
    [(0, 0.5, 3, 3), (2, 0.5, 3, 3), (10, 0.2, 0, 12), (20.5, 0.31, 22, 30), (50, 0.9, 360, 500)],
)
def test_the_numbers_of_the_prior_are_those_of_the_package(
    browser: Browser, site: Path, strength: float, top: float, heads: int, n: int
) -> None:
    """The climb of the package, for the density of p and for that of the log odds."""
    a, b = strength * top, strength * (1 - top)
    x = np.repeat([1, 0], [heads, n - heads])

    def beta(point: Any) -> Any:
        return a * np.log(point.p) + b * np.log1p(-point.p)

    def by_odds(point: Any) -> Any:
        return beta(point) + np.log(point.p) + np.log1p(-point.p)

    added = penalised_fit(Bernoulli, x, prior=beta) if strength else Bernoulli.fit(x)
    with explorer(browser, site, "prior") as (_, figure):
        for label, value in (("strength", strength), ("top", top), ("n (", n), ("heads", heads)):
            figure.get_by_label(label).fill(str(value))

        assert shown(figure, "p-mle") == f"{heads / n:.4f}"
        assert shown(figure, "p-map") == f"{added.p:.4f}"
        assert shown(figure, "p-mean") == f"{penalised_fit(Bernoulli, x, prior=by_odds).p:.4f}"
        assert shown(figure, "weight") == f"{strength / (n + strength):.4f}"


def test_a_prior_takes_three_heads_from_the_edge_and_flips_bring_them_back(
    browser: Browser, site: Path
) -> None:
    """From 1 towards the prior as it grows, and towards the share of heads as n does."""
    with explorer(browser, site, "prior") as (_, figure):
        tops = []
        for strength in (0, 2, 20, 50):
            figure.get_by_label("strength").fill(str(strength))
            tops.append(float(shown(figure, "p-map")))
        assert tops[:2] == [1.0, 0.8]
        assert tops == sorted(tops, reverse=True)
        assert 0.5 < tops[-1] < 0.55

        figure.get_by_label("n (flips)").fill("500")
        assert shown(figure, "seen") == "500"  # the share of heads stays
        assert float(shown(figure, "p-map")) > 0.95


def test_a_record_of_the_page_is_a_button_away(browser: Browser, site: Path) -> None:
    """And by the log odds the prior that is flat in p is none."""
    with explorer(browser, site, "prior") as (_, figure):
        figure.get_by_role("button", name="22 of 30").click()
        assert shown(figure, "p-mle") == f"{22 / 30:.4f}"

        figure.get_by_label("strength").fill("0")
        assert shown(figure, "p-map") == f"{22 / 30:.4f}"
        assert shown(figure, "p-mean") == f"{23 / 32:.4f}"


# --------------------------------------------------------------------------------- doing
def test_the_climb_reaches_the_top(browser: Browser, site: Path) -> None:
    """By Newton's steps, to the last digit shown."""
    with explorer(browser, site, "gaussian") as (_, figure):
        figure.get_by_role("button", name="Climb to the top").click()

        assert shown(figure, "ll") == shown(figure, "ll-mle")


def test_too_long_a_step_swings_out_of_the_range(browser: Browser, site: Path) -> None:
    """From near the top, in millions of revolutions, as on the page; a shorter one stays."""
    at = "#explorer=climb&shape=2&scale=80&unit=0&method=0&steps=100&size="
    with explorer(browser, site, "climb", at=f"{at}1.3") as (_, figure):
        assert shown(figure, "gradient-ascent") == "none"
        assert "leaves the range with step 6" in shown(figure, "fate")
    with explorer(browser, site, "climb", at=f"{at}0.8") as (_, figure):
        assert float(shown(figure, "gradient-ascent")) < 0.1
    with explorer(browser, site, "climb", at="#explorer=climb&method=0&size=1.3") as (_, figure):
        assert "never settles" in shown(figure, "fate")


def test_newtons_method_walks_away_where_no_step_is_halved(browser: Browser, site: Path) -> None:
    """Far from the top the plain step leads down, and the climb never comes back."""
    with explorer(browser, site, "climb") as (_, figure):
        figure.get_by_label("method").select_option("Newton")
        assert "arrives with step 6" in shown(figure, "fate")
        near = float(shown(figure, "newton"))
        figure.get_by_label("steps that lead down").select_option("taken all the same")
        assert "farther away" in shown(figure, "fate")
        assert float(shown(figure, "newton")) > near + 10


def test_a_start_is_taken_on_the_surface(browser: Browser, site: Path) -> None:
    """By a click, and the buttons climb from there, one step and all of them."""
    with explorer(browser, site, "climb") as (_, figure):
        box = figure.locator("[data-panel=surface] svg").bounding_box()
        assert box is not None
        figure.locator("[data-panel=surface] svg").scroll_into_view_if_needed()
        figure.locator("[data-panel=surface] svg").click(
            position={"x": 50 + (box["width"] - 70) / 2, "y": 22 + (box["height"] - 60) / 2}
        )
        expect(figure.get_by_label("shape of the start")).to_have_value("2.45")
        expect(figure.get_by_label("scale of the start")).to_have_value("105")
        figure.get_by_label("steps taken").fill("2")
        figure.get_by_role("button", name="One step").click()
        assert shown(figure, "taken") == "3"
        figure.get_by_role("button", name="Compare all four").click()
        for name in ("gradient-ascent", "newton", "fisher-scoring"):
            assert float(shown(figure, name)) < 1e-6


def test_a_point_is_dragged_and_its_slider_does_the_same(browser: Browser, site: Path) -> None:
    """The first observation goes to 12, by mouse and by key."""
    x = load_seed_samples(50)
    with explorer(browser, site, "gaussian") as (page, figure):
        before = shown(figure, "mu-mle")
        panel = figure.locator("[data-panel=density] svg")
        panel.scroll_into_view_if_needed()
        box = panel.bounding_box()
        assert box is not None
        scale = (box["width"] - 70) / 16  # pixels to the unit: the axis goes from -3 to 13
        at = lambda value: box["x"] + 50 + (value + 3) * scale  # noqa: E731
        foot = box["y"] + box["height"] - 40
        page.mouse.move(at(x[0]), foot)
        page.mouse.down()
        page.mouse.move(at(12.0), foot)
        page.mouse.up()
        assert shown(figure, "mu-mle") != before

        figure.get_by_role("button", name="Reset").click()
        assert shown(figure, "mu-mle") == before
        figure.get_by_label("its value").fill("12")
        moved = np.concatenate([[12.0], x[1:]])
        assert shown(figure, "mu-mle") == f"{moved.mean():.4f}"


@every_explorer
def test_every_control_is_reached_and_moved_by_key(browser: Browser, site: Path, name: str) -> None:
    """Tab goes from the first to the last, and an arrow moves a slider."""
    with explorer(browser, site, name) as (page, figure):
        first = figure.locator("input").first
        first.focus()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        step = float(first.get_attribute("step") or 1)
        low = float(first.get_attribute("min") or 0)
        assert float(first.input_value()) == pytest.approx(low + step)

        for control in figure.locator("input, select, button").all():
            expect(control).to_be_focused()
            page.keyboard.press("Tab")


@every_explorer
def test_every_control_is_known_by_its_label_alone(browser: Browser, site: Path, name: str) -> None:
    """No drawing has a name with a control's label in it, so that each is asked for by its own."""
    with explorer(browser, site, name) as (_, figure):
        for label in figure.locator("label").all_inner_texts():
            expect(figure.get_by_label(label)).to_have_count(1)


@every_explorer
def test_the_address_brings_the_state_back(browser: Browser, site: Path, name: str) -> None:
    """Another reader sees what this one saw; reset goes back to the page's own."""
    with explorer(browser, site, name) as (page, figure):
        before = figure.locator(".explorer-readout").inner_text()
        first = figure.locator("input").first
        first.fill(first.get_attribute("max") or "")
        figure.locator("input").first.press("End")
        page.wait_for_function("location.hash.includes('explorer')")
        after_drawing(page)
        after, at = figure.locator(".explorer-readout").inner_text(), page.url.partition("#")[2]
        assert after != before
    with explorer(browser, site, name, at=f"#{at}") as (page, figure):
        assert figure.locator(".explorer-readout").inner_text() == after
        figure.get_by_role("button", name="Reset").click()
        shown(figure, figure.locator("[data-value]").first.get_attribute("data-value") or "")
        assert figure.locator(".explorer-readout").inner_text() == before


# --------------------------------------------------------------------------------- reading
@every_explorer
def test_before_the_script_runs_the_numbers_are_there(
    browser: Browser, site: Path, name: str
) -> None:
    """They are written by the package, so nothing changes as the script takes over."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{site}/book/{PAGES[name]}.html")
    figure = page.locator(f'figure.explorer[data-explorer="{name}"]')
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".explorer-readout")).to_have_text(re.compile(r"\w"), use_inner_text=True)
    readout, box = figure.locator(".explorer-readout").inner_text(), figure.bounding_box()
    context.close()
    with explorer(browser, site, name, anew=True) as (_, alive):
        assert alive.locator(".explorer-readout").inner_text() == readout
        drawn = alive.bounding_box()
        assert box is not None
        assert drawn is not None
        assert drawn["height"] <= box["height"]  # only the advice to use JavaScript goes


@every_explorer
def test_an_explorer_is_accessible(browser: Browser, site: Path, name: str) -> None:
    """No violation of WCAG 2.2 AA, and words of at least twelve pixels, within the window.

    In both themes, and on a phone. The page around it has a test of its own.
    """
    with explorer(browser, site, name, anew=True) as (page, figure):
        page.add_script_tag(path=ROOT / "node_modules" / "axe-core" / "axe.min.js")
        for theme, width in (("light", 1280), ("dark", 1280), ("light", 390)):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": 900})
            after_drawing(page)
            page.wait_for_function(f"document.documentElement.dataset.theme === '{theme}'")
            assert page.evaluate(AXE % "'figure.explorer'") == []
            sizes = figure.locator("text, label, span, p, button").evaluate_all(
                "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
            )
            assert min(sizes) >= 12
            box = figure.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width


def test_only_pages_with_an_explorer_load_the_script(site: Path) -> None:
    """The others have not a byte of it."""
    loading = {p.stem for p in site.glob("book/*.html") if "explorers.js" in p.read_text("utf-8")}
    assert loading == set(PAGES.values())


def test_the_script_is_light(site: Path) -> None:
    """At most 120 kB on the wire."""
    script = site / "_static" / "explorers.js"
    assert len(gzip.compress(script.read_bytes(), 9)) <= 120_000


def test_the_script_is_made_anew_where_what_it_is_made_from_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the dates of the files say, and only then."""
    import bundled_script

    modules, script = tmp_path / "js", tmp_path / "all.js"
    modules.mkdir()
    modules.joinpath("main.mjs").write_text("one", "utf-8")
    tmp_path.joinpath("package-lock.json").touch()
    monkeypatch.setattr(bundled_script, "bring_packages", lambda _: None)
    made: list[str] = []

    def esbuild(command: list[Path], **_: object) -> subprocess.CompletedProcess[str]:
        made.append(modules.joinpath("main.mjs").read_text("utf-8"))
        command[2].write_text(made[-1], "utf-8")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", esbuild)
    for text in ("one", "one", "two", "two", "one"):
        modules.joinpath("main.mjs").write_text(text, "utf-8")
        os.utime(modules / "main.mjs", (0, 0))
        bundled_script.bring_script(tmp_path, modules, script)
        assert script.read_text("utf-8").startswith(text)

    assert made == ["one", "two", "one"]


def test_the_site_and_the_package_mean_the_same_sign() -> None:
    """By it an explorer knows that its page has the script."""
    import book_explorers

    assert book_explorers.SHARED == explorer_module.SHARED


def test_only_on_the_site_an_explorer_offers_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of a notebook does not lead to a state of its figures."""
    monkeypatch.setenv(explorer_module.SHARED, "1")
    assert "Copy link" in explorers.poisson()._repr_html_()
    monkeypatch.delenv(explorer_module.SHARED)
    monkeypatch.setattr(explorer_module, "SCRIPT", explorer_module.STYLE)
    assert "Copy link" not in explorers.poisson()._repr_html_()


def test_an_installed_package_has_the_script(tmp_path: Path) -> None:
    """The wheel contains it, and not the modules that it was made of."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "mlebook/explorers/explorers.js" in names
    assert not [name for name in names if name.endswith(".mjs")]
