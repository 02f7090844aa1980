"""Small real tables, each with its source.

The numbers are facts, free for all to use; each loader names who counted them first, and where we
read them.
"""

from .mendel import MendelCharacters, MendelPlants, load_mendel_characters, load_mendel_plants

__all__ = [
    "MendelCharacters",
    "MendelPlants",
    "load_mendel_characters",
    "load_mendel_plants",
]
