"""The normal distribution, moved by hand: n, mu and sigma, and each observation."""

from __future__ import annotations

from ..arrays import Array
from ..datasets import load_seed_samples
from ..models.normal import Normal
from .explorer import Explorer
from .parts import Button, Number, Panel, Slider

CLIMBS = (
    Button("ascent", "One step up the gradient"),
    Button("newton", "One step by Newton"),
    Button("climb", "Climb to the top"),
)


def gaussian(n: int = 50, mu: float = 3.5, sigma: float = 3.0) -> Explorer:
    """The seed's numbers under a normal distribution that the reader moves.

    Parameters
    ----------
    n
        How many of the 500 observations are seen at first, from 5 on.
    mu, sigma
        Where the reader begins.

    Examples
    --------
    >>> gaussian().controls[0].label
    'n (observations)'
    """
    x = load_seed_samples(500)
    return Explorer(
        name="gaussian",
        caption="The likelihood of mu and sigma for the seed's numbers.",
        hint=(
            "Raise n and watch the regions shrink. Move sigma and see the slice (full line) slide "
            "under the profile (dashed), which never moves. Drag an observation far out."
        ),
        controls=(
            Slider("n", "n (observations)", 5, len(x), 1, n),
            Slider("mu", "μ (mean)", 2, 8, 0.01, mu, 2),
            Slider("sigma", "σ (standard deviation)", 0.8, 4, 0.01, sigma, 2),
            Slider("rate", "step of the gradient", 0.1, 4, 0.1, 0.5, 1),
            Slider("which", "observation no.", 1, n, 1, 1),
            Slider("value", "its value", -3, 13, 0.01, x[0], 2),
        ),
        buttons=CLIMBS,
        readout=_readout(Normal(mu, sigma), x[:n]),
        panels=(Panel("density", wide=True), Panel("profile"), Panel("surface")),
        data={"x": x.tolist()},
    )


def _readout(point: Normal, x: Array) -> tuple[str | Number, ...]:
    """The heights here and at the top, in words."""
    fit = Normal.fit(x)
    return (
        "log-likelihood here ",
        Number("ll", point.log_likelihood(x), 3),
        "; at the top ",
        Number("ll-mle", fit.log_likelihood(x), 3),
        ", where μ̂ = ",
        Number("mu-mle", fit.mu, 4),
        " and σ̂ = ",
        Number("sigma-mle", fit.sigma, 4),
    )
