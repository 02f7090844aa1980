"""Who may import whom, how long a module may grow, and what every public name must show."""

import ast
import inspect
from pathlib import Path

import pytest

import mlebook

ROOT = Path(mlebook.__file__).parent
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py"))

# From the top down: a module imports only from layers below its own.
LAYERS = [
    ["__init__.py"],
    ["figures/", "explorers/"],
    ["exercises/"],
    ["simulate.py", "profiles.py", "bootstrap_intervals.py", "delta.py", "prediction.py"],
    ["intervals.py", "hypotheses.py", "resampling.py", "selection.py", "penalised.py"],
    ["restrictions.py"],
    ["information.py"],
    ["models/"],
    ["families.py", "least_squares.py"],
    ["canonical.py"],
    ["regression.py"],
    ["separation.py", "dependence.py"],
    ["words.py"],
    ["blocks.py", "certificates.py"],
    ["row_model.py"],
    ["rows.py", "censorable.py"],
    ["frames.py"],
    ["sufficient.py", "location_scale.py"],
    ["tops.py"],
    ["model.py", "surveys.py"],
    ["likelihood.py"],
    ["observer.py"],
    ["point.py"],
    ["ascent.py", "em.py"],
    ["parameters/", "optimise.py", "derivatives.py", "special.py", "roots.py", "bootstrap_ends.py"],
    ["covariances.py"],
    ["curvature.py"],
    ["censored.py", "laws.py"],
    ["datasets/"],
    ["arrays.py", "errors.py", "progress.py"],
]
INFERENCE = (
    "information.py",
    "profiles.py",
    "intervals.py",
    "hypotheses.py",
    "restrictions.py",
    "resampling.py",
    "bootstrap_intervals.py",
    "bootstrap_ends.py",
    "delta.py",
    "selection.py",
    "penalised.py",
)
DRAWING = {"matplotlib", "matplotlib_inline"}
CORE = {"numpy", "scipy"}


def layer(module: str) -> int:
    """The layer of a module, counted from the top."""
    for number, names in enumerate(LAYERS):
        if any(
            module == name or (name.endswith("/") and module.startswith(name)) for name in names
        ):
            return number
    raise AssertionError(f"{module} stands in no layer: give it one")


def imports(module: str) -> tuple[set[str], set[str]]:
    """What a module imports: files of ours, and names of packages."""
    ours, theirs = set(), set()
    folder = (ROOT / module).parent
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            theirs |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            theirs.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.ImportFrom):
            base = folder
            for _ in range(node.level - 1):
                base = base.parent
            path = base.joinpath(*(node.module or "").split("."))
            targets = [path] if node.module else [path / alias.name for alias in node.names]
            ours |= {ours_as_file(target) for target in targets}
    return ours, theirs


def ours_as_file(target: Path) -> str:
    """The file of a module or of a package."""
    file = (
        target.with_suffix(".py") if target.with_suffix(".py").exists() else target / "__init__.py"
    )
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down_only(module):
    """A module knows the layers below, and its neighbours of the same folder."""
    for target in imports(module)[0]:
        same_folder = "/" in module and Path(target).parent == Path(module).parent
        assert layer(target) > layer(module) or same_folder, f"{module} imports {target}"


@pytest.mark.parametrize("module", MODULES)
def test_the_core_needs_numpy_and_scipy_and_nothing_else(module):
    """Only the figures may draw."""
    allowed = CORE | (DRAWING if module.startswith("figures/") else set())
    standard = set(__import__("sys").stdlib_module_names)
    assert imports(module)[1] - standard <= allowed


@pytest.mark.parametrize("module", [m for m in MODULES if m in INFERENCE])
def test_inference_knows_no_model_by_name(module):
    """It works for the reader's own model as for ours."""
    assert not [target for target in imports(module)[0] if target.startswith("models/")]


@pytest.mark.parametrize("module", MODULES)
def test_modules_and_functions_stay_short(module):
    """250 lines and 40 statements' lines are where a reader loses the thread."""
    source = (ROOT / module).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 250
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = body[-1].end_lineno - body[0].lineno + 1 if body else 0
            assert length <= 25, f"{module}: {node.name} has {length} lines"


@pytest.mark.parametrize("name", mlebook.__all__)
def test_every_public_name_is_explained_and_every_function_shown(name):
    """A docstring for all; for functions and models an example that runs."""
    thing = getattr(mlebook, name)
    assert inspect.getdoc(thing)
    is_model = inspect.isclass(thing) and thing.__module__.startswith("mlebook.models")
    if inspect.isfunction(thing) or is_model:
        assert ">>> " in thing.__doc__


def test_the_package_imports_no_drawing():
    """Whoever only computes needs no matplotlib."""
    assert not {t for t in imports("__init__.py")[0] if t.startswith(("figures", "explorers"))}
