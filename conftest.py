"""What every test has: one thread for linear algebra, and the names that docstrings use."""

import os
from typing import Any

# Before NumPy is loaded, which asks then. Threads that wait for each other on a busy machine cost
# more than they bring.
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ.setdefault(f"{library}_NUM_THREADS", "1")

import numpy as np
import pytest

import mlebook


@pytest.fixture(autouse=True)
def _names_for_doctests(doctest_namespace: dict[str, Any]) -> None:
    doctest_namespace["np"] = np
    doctest_namespace.update({name: getattr(mlebook, name) for name in mlebook.__all__})
