"""What the examples in docstrings may use without importing it: NumPy and the public names."""

from typing import Any

import numpy as np
import pytest

import mlebook


@pytest.fixture(autouse=True)
def _names_for_doctests(doctest_namespace: dict[str, Any]) -> None:
    doctest_namespace["np"] = np
    doctest_namespace.update({name: getattr(mlebook, name) for name in mlebook.__all__})
