"""The page of the package lists every public name once, in the order of the package."""

import re

import pytest
from small_books import ROOT

import mlebook
from mlebook import datasets

PAGE = ROOT.joinpath("book", "api.md").read_text("utf-8")


def listed(module: str) -> list[str]:
    """The names that the page documents out of a module."""
    names = []
    for block in re.findall(r"```\{eval-rst\}\n(.*?)```", PAGE, re.DOTALL):
        if f".. currentmodule:: {module}\n" in block:
            names += re.findall(r"^\.\. auto(?:class|function|exception):: (\w+)", block, re.M)
    return names


@pytest.mark.parametrize(
    ("module", "names"), [("mlebook", mlebook.__all__), ("mlebook.datasets", datasets.__all__)]
)
def test_every_public_name_is_listed_once_and_in_order(module: str, names: list[str]) -> None:
    """Tables are described by the functions that load them."""
    assert listed(module) == [name for name in names if module == "mlebook" or "load_" in name]
