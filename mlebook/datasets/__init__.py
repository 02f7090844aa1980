"""Small real tables, each with its source.

The numbers are facts, free for all to use; each loader names who counted them first, and where we
read them.
"""

from .counts import (
    AlphaParticles,
    BloodGroups,
    DeathNotices,
    HorseKicks,
    Linkage,
    load_alpha_particles,
    load_blood_groups,
    load_death_notices,
    load_horse_kicks,
    load_linkage,
)
from .lifetimes import Bearings, Remission, load_bearings, load_remission
from .measurements import Newcomb, load_newcomb
from .mendel import MendelCharacters, MendelPlants, load_mendel_characters, load_mendel_plants
from .regression import AidsAustralia, Challenger, load_aids_australia, load_challenger
from .seed import load_seed_flips, load_seed_labels, load_seed_points, load_seed_samples

__all__ = [
    "AidsAustralia",
    "AlphaParticles",
    "Bearings",
    "BloodGroups",
    "Challenger",
    "DeathNotices",
    "HorseKicks",
    "Linkage",
    "MendelCharacters",
    "MendelPlants",
    "Newcomb",
    "Remission",
    "load_aids_australia",
    "load_alpha_particles",
    "load_bearings",
    "load_blood_groups",
    "load_challenger",
    "load_death_notices",
    "load_horse_kicks",
    "load_linkage",
    "load_mendel_characters",
    "load_mendel_plants",
    "load_newcomb",
    "load_remission",
    "load_seed_flips",
    "load_seed_labels",
    "load_seed_points",
    "load_seed_samples",
]
