"""Read off the cells of a page, without running them, what they ask of the package.

`from mlebook import Normal` asks for `mlebook.Normal`, and `figures.draw_curves` for that function
alone although all of `figures` was imported. Where it cannot be told (`import *`, `import_module`,
`exec`, the package handed around as a whole, a command of IPython) the page asks for everything.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

PACKAGE = "mlebook"
MEASURED = "benchmarks"
"""The folder of what was measured, from which a page may ask too: the results that are stored."""
CHECK = f"{PACKAGE}.check"
OPAQUE = frozenset(
    {"__import__", "eval", "exec", "globals", "import_module", "importlib", "iter_modules"}
    | {"pkgutil", "run_cell", "run_line_magic", "run_module", "run_path", "runpy", "subprocess"}
    | {"walk_packages"}
)
"""Names by which code comes to run that no import statement shows."""
HARMLESS = frozenset({"importlib.resources"})


@dataclass(frozen=True)
class Request:
    """What the cells of a page ask of the package."""

    names: frozenset[str] = frozenset()
    """Dotted names; that of the package itself stands for everything in it."""
    exercises: frozenset[str] = frozenset()
    """The names of the exercises that are checked."""


ALL = Request(frozenset({PACKAGE, MEASURED}))


def is_ours(name: str) -> bool:
    """Whether a dotted name lies in the package, or among what was measured."""
    return top_of(name) in (PACKAGE, MEASURED)


def top_of(name: str) -> str:
    """The first part of a dotted name."""
    return name.partition(".")[0]


def identifiers(tree: ast.AST) -> Iterator[str]:
    """Every name, attribute and imported module in some code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom) and node.module not in HARMLESS:
            yield from (node.module or "").split(".")
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (part for alias in node.names for part in alias.name.split("."))


def texts(tree: ast.AST) -> Iterator[str]:
    """Every string in some code, but for the docstrings and other strings that do nothing."""
    idle = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in idle:
            yield node.value


def bindings(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that a page's imports bind, each with what of ours it stands for."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if is_ours(alias.name):
                    top = top_of(alias.name)
                    yield (alias.asname, alias.name) if alias.asname else (top, top)
        elif isinstance(node, ast.ImportFrom) and is_ours(node.module or ""):
            for alias in node.names:
                star = alias.name == "*"
                yield alias.asname or alias.name, PACKAGE if star else f"{node.module}.{alias.name}"


def uses(tree: ast.AST, bound: dict[str, str]) -> Iterator[str]:
    """The dotted names that stand for something of ours, as far as attributes follow them."""
    inner: set[int] = set()
    for node in ast.walk(tree):  # the outermost attribute comes first
        names: list[str] = []
        base: ast.AST = node
        while isinstance(base, ast.Attribute):
            inner.add(id(base.value))
            names.insert(0, base.attr)
            base = base.value
        if isinstance(base, ast.Name) and base.id in bound and id(node) not in inner:
            yield ".".join([bound[base.id], *names])


def checked(tree: ast.AST, bound: dict[str, str]) -> Iterator[str]:
    """The names of the exercises given to `check`; an empty one where it cannot be told."""
    mentions = list(uses(tree, bound)).count(CHECK)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and CHECK in uses(node.func, bound):
            match node.args:
                case [ast.Constant(value=str(name)), *_]:
                    mentions -= 1
                    yield name
    if mentions:
        yield ""


@cache  # asked before the pages are read, and again for each of them
def request_of(code: str) -> Request:
    """What some cells ask of the package; everything where that cannot be told."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # a command of IPython, or a mistake
        return ALL
    pairs = set(bindings(tree))
    bound = dict(pairs)
    ambiguous = len(bound) < len(pairs) or "*" in bound
    if ambiguous or OPAQUE.intersection(identifiers(tree)) or any(map(is_ours, texts(tree))):
        return ALL
    mentioned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    unused = {target for name, target in pairs if name not in mentioned}
    return Request(frozenset(uses(tree, bound)) | unused, frozenset(checked(tree, bound)))
