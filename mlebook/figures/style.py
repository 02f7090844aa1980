"""One look for every figure: a few colours that all readers can tell apart, and no box."""

from __future__ import annotations

import sys

import matplotlib.pyplot as plt

# From the set of Okabe and Ito (2008), chosen to be told apart by colour-blind readers.  Colour
# never stands alone: lines differ in dash, bars in hatching, and both carry their names.
# The pages name the same colours in book.css, with a lighter shade of each for the dark theme.
BLUE, ORANGE, GREEN, PURPLE, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#737373"
PALETTE = (BLUE, ORANGE, GREEN, PURPLE)

DENSITY = 200  # dots to the inch in what is drawn with rasterized=True: twice a plain screen's


def use_style() -> None:
    """Draw all further figures in the book's style; in a notebook, as SVG on white.

    What has thousands of parts, such as the cloud of a simulation, makes an SVG heavy: draw it
    with ``rasterized=True``. It becomes a picture at double density inside of the figure, whose
    axes and words stay sharp and follow the page's theme. The white is for notebooks in a dark
    theme, where black on nothing is not seen; the pages of the site take it away.
    """
    plt.style.use("mlebook.figures.book")
    if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        set_matplotlib_formats("svg", metadata={"Date": None}, dpi=DENSITY, facecolor="white")
