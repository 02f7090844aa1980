"""The figures of the book: they draw what they are given and compute no statistics."""

from .curves import draw_curves, draw_rival_bars
from .style import BLUE, GREEN, GREY, ORANGE, PALETTE, PURPLE, use_style

__all__ = [
    "BLUE",
    "GREEN",
    "GREY",
    "ORANGE",
    "PALETTE",
    "PURPLE",
    "draw_curves",
    "draw_rival_bars",
    "use_style",
]
