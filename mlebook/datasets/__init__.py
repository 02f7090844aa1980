"""Small real tables, each with its source.

The numbers are facts, free for all to use; each loader names who counted them first, and where we
read them.
"""

from .counts import (
    AlphaParticles,
    BloodGroups,
    HorseKicks,
    load_alpha_particles,
    load_blood_groups,
    load_horse_kicks,
)
from .mendel import MendelCharacters, MendelPlants, load_mendel_characters, load_mendel_plants
from .regression import AidsAustralia, Challenger, load_aids_australia, load_challenger
from .seed import load_seed_flips, load_seed_points, load_seed_samples

__all__ = [
    "AidsAustralia",
    "AlphaParticles",
    "BloodGroups",
    "Challenger",
    "HorseKicks",
    "MendelCharacters",
    "MendelPlants",
    "load_aids_australia",
    "load_alpha_particles",
    "load_blood_groups",
    "load_challenger",
    "load_horse_kicks",
    "load_mendel_characters",
    "load_mendel_plants",
    "load_seed_flips",
    "load_seed_points",
    "load_seed_samples",
]
