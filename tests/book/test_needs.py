"""A page is said to need exactly the files whose change could change its results.

A small package stands for ours: two models on a common base, figures, data, exercises.
"""

from collections.abc import Mapping
from pathlib import Path

import pytest
from book_needs import Sources
from book_requests import request_of
from page_source import Page
from small_books import PACKAGE, ROOT, write_files

import mlebook.exercises.frame as frame
from mlebook import explorers

EVERYTHING = set(PACKAGE)

PAGES: Mapping[str, tuple[str, set[str]]] = {
    "a name": ("from mlebook import Coin", {"models/coin.py", "base.py"}),
    "another name": ("from mlebook import Die as D\nD()", {"models/die.py", "base.py", "odds.py"}),
    "an attribute": ("import mlebook\nmlebook.Coin.fit([1])", {"models/coin.py", "base.py"}),
    "a module": ("from mlebook.models import coin\ncoin.Coin", {"models/coin.py", "base.py"}),
    "one drawing": ("from mlebook import figures\nfigures.bars()", {"figures/bars.py"}),
    "a style": ("from mlebook.figures import style", {"figures/style.py", "figures/ink.mplstyle"}),
    "all figures": (
        "from mlebook import figures\nprint(figures)",
        {name for name in PACKAGE if name.startswith("figures/")},
    ),
    "data": ("from mlebook.data import load", {"data/load.py", "data/peas.csv"}),
    "an exercise": (
        "from mlebook import check\ncheck('coin-flips', 1)",
        {"exercises/frame.py", "exercises/coin.py", "models/coin.py", "base.py"},
    ),
    "an exercise of a long page name": (
        "from mlebook import check\ncheck('two-dice-sum', 1)",
        {"exercises/frame.py", "exercises/two_dice.py", "models/die.py", "base.py", "odds.py"},
    ),
    "nothing": ("import numpy as np\nnp.ones(3)", set()),
}
"""What a page says, and what it needs."""

OPAQUE = {
    "a star": "from mlebook import *",
    "the package handed on": "import mlebook\nprint(mlebook)",
    "a computed name": "import mlebook\ngetattr(mlebook, 'Coin')",
    "an import by name": "from importlib import import_module\nimport_module('mlebook')",
    "a string": "import sys\nsys.modules['mlebook.models.coin']",
    "executed text": "exec('import ' + 'mlebook')",
    "a magic": "%matplotlib inline\nfrom mlebook import Coin",
    "two meanings": "from mlebook import Coin as X\nfrom mlebook import Die as X\nX()",
    "a name that is not there": "from mlebook import Urn",
}
"""What a page may say so that it cannot be told what it needs."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with the small package."""
    write_files(tmp_path / "mlebook", PACKAGE)
    return tmp_path


def needed(root: Path, code: str) -> set[str]:
    """The files of the package that some code needs."""
    paths = Sources(root).needed(request_of(code))
    return {path.relative_to(root / "mlebook").as_posix() for path in paths}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_what_its_names_stand_for_and_what_that_imports(page: str, root: Path) -> None:
    """No file more, and no file less."""
    code, files = PAGES[page]

    assert needed(root, code) == files


@pytest.mark.parametrize("page", OPAQUE)
def test_a_page_that_cannot_be_read_off_needs_everything(page: str, root: Path) -> None:
    """In doubt a page is run."""
    assert needed(root, OPAQUE[page]) == EVERYTHING


@pytest.mark.parametrize(
    "code",
    [
        "check(name, 1)",
        "check()",
        "f = check",
        "print(check)",
        "check('nobody-knows', 1)",
        "check('coin-flips', 1), check(name, 1)",
    ],
)
def test_a_check_whose_exercise_cannot_be_told_needs_all_exercises(code: str, root: Path) -> None:
    """A computed name may be that of any exercise."""
    files = needed(root, f"from mlebook import check\n{code}")

    assert {"exercises/coin.py", "exercises/two_dice.py", "models/die.py"} <= files


@pytest.mark.parametrize(
    ("file", "addition"),
    [
        ("models/die.py", "import sys\nsys.setrecursionlimit(99)"),
        ("models/die.py", "import numpy\nnumpy.pi = 3"),
        ("models/die.py", "from .coin import Coin\nCoin.fit = None"),
        ("models/die.py", "for name in ():\n    pass"),
        ("models/__init__.py", "print('imported')"),
    ],
)
def test_a_module_that_acts_when_imported_is_needed_by_every_page(
    file: str, addition: str, root: Path
) -> None:
    """The package imports all of its modules, so that each could change what the others do."""
    path = root / "mlebook" / file
    path.write_text(path.read_text("utf-8") + "\n" + addition + "\n", "utf-8")

    assert file in needed(root, "from mlebook import Coin")


@pytest.mark.parametrize(
    ("file", "addition"),
    [
        ("base.py", "from importlib import import_module"),
        ("base.py", "from .gone import x"),
        ("odds.py", "this is no Python"),
    ],
)
def test_a_module_that_cannot_be_read_off_makes_its_pages_need_everything(
    file: str, addition: str, root: Path
) -> None:
    """In doubt a page is run."""
    path = root / "mlebook" / file
    path.write_text(path.read_text("utf-8") + "\n" + addition + "\n", "utf-8")

    assert needed(root, "from mlebook import Coin") == EVERYTHING


def test_data_that_nothing_names_is_needed_by_every_page(root: Path) -> None:
    """Something might open it by a computed name."""
    root.joinpath("mlebook", "data", "beans.csv").write_text("1\n", "utf-8")

    assert "data/beans.csv" in needed(root, "from mlebook import Coin")


def test_a_new_model_is_no_concern_of_the_pages_on_others(root: Path) -> None:
    """The package's own file passes names on, and only those in use are followed."""
    before = Sources(root).state(request_of("from mlebook import Coin"))
    root.joinpath("mlebook", "models", "urn.py").write_text("class Urn: ...\n", "utf-8")
    init = root / "mlebook" / "__init__.py"
    init.write_text(init.read_text("utf-8") + "from .models.urn import Urn\n", "utf-8")

    assert Sources(root).state(request_of("from mlebook import Coin")) == before
    assert "models/urn.py" in needed(root, "from mlebook import Urn")


def test_a_name_that_moves_takes_its_pages_along(root: Path) -> None:
    """Where the package's own file takes a name from another module, the page needs that one."""
    init = root / "mlebook" / "__init__.py"
    init.write_text(init.read_text("utf-8").replace("models.coin import", "odds import"), "utf-8")

    assert needed(root, "from mlebook import Coin") == {"odds.py"}


def test_the_state_is_that_of_the_contents(root: Path) -> None:
    """An edit changes the state, and undoing it brings the former one back."""
    request = request_of("from mlebook.data import load")
    peas = root / "mlebook" / "data" / "peas.csv"
    before = Sources(root).state(request)
    peas.write_text("7\n", "utf-8")
    after = Sources(root).state(request)
    peas.write_text(PACKAGE["data/peas.csv"], "utf-8")

    assert after != before
    assert Sources(root).state(request) == before


@pytest.mark.parametrize("code", ["from benchmarks import stored", "import benchmarks.stored"])
def test_what_shows_the_benchmarks_needs_their_results(code: str, tmp_path: Path) -> None:
    """The stored results and what reads them; not what measures, and of the package nothing."""
    stored = {"__init__.py": "", "stored.py": "FILE = 'results.json'", "results.json": "{}"}
    write_files(tmp_path / "benchmarks", stored | {"run.py": "print(1)"})
    write_files(tmp_path / "mlebook", PACKAGE)
    request = request_of(f"{code}\nprint(stored.FILE)")
    before, sources = Sources(tmp_path).state(request), Sources(tmp_path)

    names = {path.name for path in sources.needed(request)}
    assert names - {"__init__.py"} == {"stored.py", "results.json"}
    assert needed(tmp_path, "from mlebook import Coin") == {"models/coin.py", "base.py"}
    for file in ("stored.py", "results.json"):
        (tmp_path / "benchmarks" / file).write_text("FILE = 'results.json', 2", "utf-8")
        assert Sources(tmp_path).state(request) != before


def test_the_page_of_the_benchmarks_needs_the_results_of_ours() -> None:
    """So that it is run again after `make bench`; and the first page is not."""
    code = {
        page: "\n".join(cell.code for cell in Page(path.read_text("utf-8")).cells)
        for page in ("benchmarks", "likelihood")
        if (path := ROOT / "book" / f"{page}.md")
    }
    results = ROOT / "benchmarks" / "results.json"
    sources = Sources(ROOT)

    assert results in sources.needed(request_of(code["benchmarks"]))
    assert results not in sources.needed(request_of(code["likelihood"]))


def test_our_own_package_can_be_read_off() -> None:
    """No module of ours acts when imported, and each public name is followed to its module."""
    sources = Sources(ROOT)

    assert sources.acting == set()
    assert sources.opaque <= {"mlebook.exercises.frame"}
    for name in __import__("mlebook").__all__:
        files = sources.needed(request_of(f"from mlebook import {name}"))
        assert len(files) < len(sources.files), name


@pytest.mark.parametrize("name", sorted(set(explorers.__all__) - {"Explorer"}))
def test_a_page_with_an_explorer_needs_the_explorer_and_its_models(name: str) -> None:
    """Not the other explorers, and no script: that one the site loads beside its pages."""
    files = Sources(ROOT).needed(request_of(f"from mlebook import explorers\nexplorers.{name}()"))
    needed = {path.relative_to(ROOT / "mlebook").as_posix() for path in files}
    module = getattr(explorers, name).__module__.rpartition(".")[2]

    assert {"explorers/explorer.py", "explorers/parts.py", f"explorers/{module}.py"} <= needed
    others = {f"explorers/{other}.py" for other in ("flights", "flips", "normal")}
    assert not needed & (others - {f"explorers/{module}.py"} | {"explorers/explorers.js"})
    assert not [path for path in needed if path.endswith(".mjs")]


def test_the_name_of_an_exercise_begins_with_that_of_its_module() -> None:
    """By that a page is known to need the exercises of its own module only."""
    for name, exercise in frame.all_exercises().items():
        page = exercise.__module__.rpartition(".")[2].replace("_", "-")
        assert name.startswith(f"{page}-")
