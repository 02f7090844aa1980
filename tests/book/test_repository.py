"""Promises about the files of the project: what is in them, and what must never be."""

import json
import re
import shutil
import subprocess
import tomllib
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import pytest
import yaml
from jupyter_book.config import PATH_YAML_DEFAULT, validate_yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from small_books import ROOT

COMMANDS = ["make book", "make test"]
"""All that a newcomer needs to type."""


@cache
def files() -> list[Path]:
    """The files of the project: those that git has."""
    if not ROOT.joinpath(".git").exists() or not shutil.which("git"):
        pytest.skip("this is no git checkout")
    command = ["git", "ls-files", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    if not names:
        pytest.skip("git has no file of the project yet")
    return [ROOT / name for name in names.split("\0") if name and ROOT.joinpath(name).is_file()]


def lines() -> list[tuple[str, str]]:
    """Every line of every text file of ours, with the name of its file."""
    found = []
    for path in files():
        if path.suffix not in {".png", ".ico", ".woff2"}:
            name = path.relative_to(ROOT).as_posix()
            found += [(name, line) for line in path.read_text("utf-8").splitlines()]
    return found


def commands(text: str) -> list[str]:
    """The calls of make in a text, in their order."""
    return re.findall(r"^\s*(?:\$ )?(make [a-z-]+)", text, re.MULTILINE)


def test_the_readme_begins_with_the_two_commands() -> None:
    """No other call of make stands before `make book` and `make test`."""
    assert commands(ROOT.joinpath("README.md").read_text("utf-8"))[:2] == COMMANDS


def test_continuous_integration_runs_the_two_commands_first() -> None:
    """What the README promises is what is tried on each change."""
    assert commands(ROOT.joinpath(".ci", "run").read_text("utf-8"))[:2] == COMMANDS


def test_the_citation_names_the_edition_of_the_package() -> None:
    """In the file for machines, and on the front page."""
    package = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load(ROOT.joinpath("CITATION.cff").read_text("utf-8"))
    entry = ROOT.joinpath("book", "index.md").read_text("utf-8").partition("@book{mlebook,")[2]

    assert citation["version"] == package["version"]
    assert f"year = {{{citation['date-released'].year}}}" in entry
    assert f"title = {{{citation['title']}}}" in entry


PYTHON_LOCKS = ["requirements.lock", "benchmarks/requirements.lock", ".binder/requirements.txt"]


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, "package-lock.json"])
def test_a_lock_holds_no_address(lock: str) -> None:
    """A lock names versions and hashes; where they come from is for each machine to say."""
    assert "://" not in ROOT.joinpath(lock).read_text("utf-8")


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_the_python_lock_is_complete_and_hashed(lock: str) -> None:
    """Each package stands there with one version and a hash."""
    text = ROOT.joinpath(lock).read_text("utf-8")
    packages = re.findall(r"^[a-z0-9][^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)

    assert len(packages) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 40


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_the_python_lock_satisfies_the_metadata(lock: str) -> None:
    """What pyproject.toml asks for is what the lock installs: `make lock` was not forgotten."""
    project = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    of_lock = {"benchmarks": ["bench"], ".binder": ["book", "binder"]}
    names = of_lock.get(lock.partition("/")[0], ["book", "test", "dev"])
    wanted = chain(project["dependencies"], *(extras[name] for name in names))
    text = ROOT.joinpath(lock).read_text("utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))
    for requirement in map(Requirement, wanted):
        assert locked[canonicalize_name(requirement.name)] in requirement.specifier


def test_binder_has_the_versions_that_the_pages_are_tried_with() -> None:
    """What both locks name, both name alike."""
    first, second = (
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", ROOT.joinpath(lock).read_text("utf-8"), re.M))
        for lock in ("requirements.lock", ".binder/requirements.txt")
    )
    common = first.keys() & second.keys()
    assert {"numpy", "scipy", "matplotlib", "myst-nb"} <= common
    assert {name: first[name] for name in common} == {name: second[name] for name in common}


def test_the_environment_is_the_one_of_the_lock() -> None:
    """The tests run with the version of Jupyter Book that the lock pins."""
    lock = ROOT.joinpath("requirements.lock").read_text("utf-8")

    assert f"\njupyter-book=={version('jupyter-book')} " in lock


def test_the_npm_lock_satisfies_its_metadata() -> None:
    """package-lock.json was made from the package.json that lies beside it."""
    asked = json.loads(ROOT.joinpath("package.json").read_text("utf-8"))
    locked = json.loads(ROOT.joinpath("package-lock.json").read_text("utf-8"))["packages"]

    for kind in ("dependencies", "devDependencies"):
        assert locked[""].get(kind, {}) == asked.get(kind, {})
    for name, package in locked.items():
        assert not name or package["integrity"].startswith("sha512-")


def test_the_settings_are_those_that_jupyter_book_knows() -> None:
    """A misspelt key of _config.yml is not silently without effect."""
    ours = yaml.safe_load(ROOT.joinpath("_config.yml").read_text("utf-8"))
    known = yaml.safe_load(PATH_YAML_DEFAULT.read_text("utf-8"))

    validate_yaml(ours, raise_on_errors=True)
    assert set(ours) <= set(known)
    for key, settings in ours.items():
        if isinstance(settings, dict):
            assert set(settings) <= set(known[key])


def test_jupyter_book_is_asked_for_in_its_first_version_only() -> None:
    """Version 2 reads none of our settings, and is what an unbounded request gets."""
    asks = re.compile(r"(?:pip install|^\s*-)[^#]*\bjupyter-book(?![\w/-])(?P<bound>[^\s\"']*)")
    for name, line in lines():
        for found in asks.finditer(line):
            assert "<2" in found["bound"], f"{name}: {line}"


def test_nothing_that_is_made_from_the_pages_is_in_the_project() -> None:
    """Pages are text, and what is made from them is not kept."""
    assert not [path for path in files() if path.suffix in {".ipynb", ".html", ".woff2"}]


def test_no_file_names_a_folder_of_one_machine() -> None:
    """A path that exists on one machine only has no place here."""
    folders = "|".join(["root", "work", "home", "tmp", "Users"])
    machines = re.compile(rf"(?<![\w.>/-])/({folders})/")
    for name, line in lines():
        assert not machines.search(line), f"{name}: {line}"
