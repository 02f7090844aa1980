"""The line of progress: on a terminal, after a while, and gone at the end."""

import io

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mlebook import Bernoulli, Exponential, bootstrap, coverage, wald_interval
from mlebook import progress as module
from mlebook.progress import duration, progress


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self):
        """It says so."""
        return True


class Clock:
    """A clock that goes on by a second whenever it is read."""

    def __init__(self, pace=1.0):
        self.now, self.pace = 0.0, pace

    def __call__(self):
        """The time."""
        self.now += self.pace
        return self.now


def seen_by(stream, pace=1.0, shares=(0.1, 0.2, 0.3, 0.5, 1.0)):
    """What a task of five steps writes."""
    with progress("work", stream, Clock(pace)) as tell:
        for share in shares:
            tell(share)
    return stream.getvalue()


def test_the_line_says_the_share_done_and_the_time_left():
    """Two seconds for a fifth: eight more; each text is written over the one before."""
    texts = seen_by(Terminal()).split("\r")
    assert texts[1] == "work: 20%, 8 s left"
    assert texts[2] == "work: 30%, 7 s left"
    assert [len(text) for text in texts[1:-1]] == [19, 19, 19, 20, 20]


def test_the_line_is_gone_at_the_end():
    """Blanks over its whole length, and the cursor at its beginning."""
    written = seen_by(Terminal())
    last = written.split("\r")[-3]
    assert written.endswith("\r" + " " * len(last.rstrip()) + "\r")


def test_the_line_is_gone_after_an_error_too():
    """An interrupted experiment leaves nothing behind."""
    stream = Terminal()
    with pytest.raises(KeyboardInterrupt), progress("work", stream, Clock()) as tell:  # noqa: PT012
        tell(0.1)
        tell(0.2)
        raise KeyboardInterrupt
    assert stream.getvalue() == "\rwork: 20%, 8 s left\r" + " " * 19 + "\r"


def test_fast_work_files_and_notebooks_see_nothing():
    """Less than two seconds; a stream that is no terminal; no stream at all."""
    assert seen_by(Terminal(), pace=0.3) == ""
    assert seen_by(io.StringIO()) == ""
    with progress("work", None, Clock()) as tell:  # the standard error stream of the tests
        tell(0.5)


def test_a_program_without_streams_is_no_error(monkeypatch):
    """Where there is no console, Python has no standard error stream."""
    monkeypatch.setattr("sys.stderr", None)
    with progress("work", clock=Clock()) as tell:
        tell(0.5)
        tell(0.9)


def test_the_line_does_not_flicker():
    """Between two changes lies a fifth of a second at least."""
    shares = np.linspace(0.001, 1, 1000)
    written = seen_by(Terminal(), pace=0.01, shares=shares)
    assert written.count("left") == pytest.approx((10 - 2) / 0.2, abs=2)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (125, "2 min 5 s"), (3780, "1 h 3 min")],
)
def test_times_are_written_as_one_says_them(seconds, text):
    """In the two largest units."""
    assert duration(seconds) == text


def test_experiments_tell_how_far_they_have_come_and_find_the_same(monkeypatch):
    """On a terminal that has waited long enough, in as many pieces as you like."""
    flips = Bernoulli(0.5).sample((3, 20), np.random.default_rng(1))

    def experiments():
        """One of each kind."""
        rng = np.random.default_rng(2)
        make = lambda fit, x: wald_interval(fit, x, parameter="rate")  # noqa: E731
        found = coverage(Exponential(1.0), 10, make, replicates=50, rng=rng)
        return found.value, bootstrap(Bernoulli.fit(flips), flips, n_resamples=50, rng=rng).p

    silent = experiments()
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    monkeypatch.setattr(module, "PACE", -1.0)
    monkeypatch.setattr("mlebook.simulate.PIECE", 100)
    monkeypatch.setattr("mlebook.resampling.PIECE", 600)
    for one, other in zip(experiments(), silent, strict=True):
        assert_array_equal(one, other)
    assert "experiments: 20%, " in stream.getvalue()
    assert "bootstrap: 20%, " in stream.getvalue()
    assert "bootstrap: 100%, 0 s left" in stream.getvalue()
