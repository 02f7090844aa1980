"""Find out which files of the package the results of a page depend on, without running it.

`mlebook/__init__.py` imports every model, so what a kernel has loaded tells nothing. Instead the
names that a page asks for are followed through the import statements: `mlebook.Normal` needs the
module that defines `Normal`, the modules which that one imports, and so on. The rules err on the
side of running a page too often:

- where a module's imports cannot be read off, everything is needed;
- a module that does more than define things when it is imported is needed by every page;
- a file of data is needed by whatever names it, and by every page if nothing names it.

The same holds for what is stored of the benchmarks, which one page shows; the modules that measure
are not looked at, for no page runs them.

One import by a computed name is understood: `mlebook.exercises` imports the module of a page when
an exercise of it is checked, and the name of the exercise begins with the name of that module.
"""

import ast
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from book_requests import MEASURED, OPAQUE, PACKAGE, Request, identifiers, is_ours, texts

EXERCISES = f"{PACKAGE}.exercises"
STORED = ("__init__.py", "stored.py", "results.json")
"""What a page may ask for of what was measured: not what measures it, which pages do not run."""
DEFINITIONS = (
    ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
)


def does_more_than_define(tree: ast.Module) -> bool:
    """Whether importing a module may change something outside of it."""
    for node in tree.body:
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        typing = isinstance(node, ast.If) and "TYPE_CHECKING" in identifiers(node.test)
        outside = isinstance(node, ast.Assign) and not all(
            isinstance(target, ast.Name | ast.Tuple) for target in node.targets
        )
        if outside or not (text or typing or isinstance(node, DEFINITIONS)):
            return True
    return False


def is_bare(tree: ast.Module) -> bool:
    """Whether a package's own file only passes names on: imports, a docstring and `__all__`."""
    for node in tree.body:
        listing = isinstance(node, ast.Assign) and "__all__" in identifiers(node.targets[0])
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (listing or text or isinstance(node, ast.Import | ast.ImportFrom)):
            return False
    return True


def is_idle(path: Path) -> bool:
    """Whether no cell of a page reads a file: the site itself loads scripts and style sheets."""
    return path.suffix in {".mjs", ".js", ".css", ".part"} or "__pycache__" in path.parts


class Unknown(Exception):
    """A name that cannot be followed: everything is needed."""


class Sources:
    """The files of the package, read once in a build."""

    def __init__(self, root: Path) -> None:
        stored = (root / MEASURED / name for name in STORED)
        found = [*sorted(root.joinpath(PACKAGE).rglob("*")), *stored]
        self.root = root
        self.files = [path for path in found if path.is_file() and not is_idle(path)]
        self.modules = {self.dotted(path): path for path in self.files if path.suffix == ".py"}
        self.data = [path for path in self.files if path.suffix not in {".py", ".typed"}]
        self.resolved: dict[str, frozenset[str]] = {}  # names recur on every page
        self.digests: dict[Path, str] = {}

    def dotted(self, path: Path) -> str:
        """The name by which a file is imported."""
        parts = path.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """The modules as syntax trees; raises SyntaxError where one is no Python."""
        return {name: ast.parse(path.read_bytes()) for name, path in self.modules.items()}

    @cached_property
    def imports(self) -> dict[str, list[tuple[str, str]]]:
        """What each module imports of ours: the name that it binds, and what that stands for."""
        return {name: list(self._imports(name)) for name in self.modules}

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """The strings in each module."""
        return {name: list(texts(tree)) for name, tree in self.trees.items()}

    @cached_property
    def opaque(self) -> set[str]:
        """The modules that import, or run, what no import statement shows."""
        return {name for name, tree in self.trees.items() if OPAQUE.intersection(identifiers(tree))}

    @cached_property
    def acting(self) -> set[str]:
        """The modules whose import may change something outside of them."""
        return {name for name, tree in self.trees.items() if does_more_than_define(tree)}

    def is_package(self, module: str) -> bool:
        """Whether a module is a folder of others."""
        return self.modules[module].name == "__init__.py"

    def _imports(self, module: str) -> Iterator[tuple[str, str]]:
        for node in ast.walk(self.trees[module]):
            if isinstance(node, ast.Import):
                yield from ((a.asname or "", a.name) for a in node.names if is_ours(a.name))
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(module, node)
                if is_ours(origin):
                    for alias in node.names:
                        target = origin if alias.name == "*" else f"{origin}.{alias.name}"
                        yield alias.asname or alias.name, target

    def _origin(self, module: str, node: ast.ImportFrom) -> str:
        """The module or package that `from ... import` names, its dots spelt out."""
        if not node.level:
            return node.module or ""
        parts = module.split(".")
        folder = parts[: len(parts) - node.level + self.is_package(module)]
        return ".".join([*folder, node.module] if node.module else folder)

    def resolve(self, name: str) -> frozenset[str]:
        """The modules that a dotted name stands for, as far as the name can be followed."""
        if name not in self.resolved:
            self.resolved[name] = frozenset(self._follow(name))
        return self.resolved[name]

    def _follow(self, name: str) -> set[str]:
        first, *rest = name.split(".")
        place, found = first, set[str]()
        for part in rest:
            inner = f"{place}.{part}"
            passed_on = [target for bound, target in self.imports[place] if bound == part]
            # A module may share its name with what is taken from it: the walk goes on inside of it.
            elsewhere = [to for to in passed_on if not f"{to}.".startswith(f"{inner}.")]
            found.update(*map(self.resolve, elsewhere))
            if inner in self.modules and self.is_package(place):
                place = inner
            elif passed_on:
                return found
            elif self.is_package(place) and is_bare(self.trees[place]):
                raise Unknown(name)
            else:
                return found | {place}
        inside = [module for module in self.modules if module.startswith(place + ".")]
        return found | {place, *inside}

    def chosen(self, module: str, exercises: frozenset[str]) -> set[str]:
        """The modules that a module imports by a computed name."""
        if module not in self.opaque:
            return set()
        if not module.startswith(EXERCISES):
            raise Unknown(module)
        pages = [name for name in self.modules if name.startswith(EXERCISES + ".")]
        wanted = set[str]()
        for exercise in exercises or {""}:
            heads = {page: page.rpartition(".")[2].replace("_", "-") + "-" for page in pages}
            wanted |= {page for page in pages if exercise.startswith(heads[page])} or set(pages)
        return wanted

    def closure(self, request: Request) -> set[str]:
        """The modules that a request needs, directly or through others."""
        due = self.acting.union(*map(self.resolve, request.names))
        done = set[str]()
        while due:
            module = due.pop()
            done.add(module)
            reached = set[str]().union(*(self.resolve(to) for _, to in self.imports[module]))
            if self.is_package(module) and is_bare(self.trees[module]):
                reached = set()  # it passes names on; those in use have been followed
            due |= (reached | self.chosen(module, request.exercises)) - done
        return done

    def data_of(self, modules: set[str]) -> Iterator[Path]:
        """The files of data that modules name, and those that no module names."""
        for path in self.data:
            dotted = self.dotted(path)
            namers = {
                name
                for name, strings in self.texts.items()
                if any(path.name in text or text == dotted for text in strings)
            }
            if namers & modules or not namers:
                yield path

    def needed(self, request: Request) -> list[Path]:
        """The files that the results of a page with this request depend on, in a fixed order."""
        if not request.names:
            return []
        try:
            modules = self.closure(request)
        except (Unknown, SyntaxError, KeyError):
            return self.files
        return sorted({*(self.modules[name] for name in modules), *self.data_of(modules)})

    def whole(self) -> str:
        """A digest of all files of the package."""
        return self.digest(self.files)

    def state(self, request: Request) -> str:
        """A digest of the files that a request needs."""
        return self.digest(self.needed(request))

    def digest(self, paths: list[Path]) -> str:
        """A digest of some files: of where they lie and what is in them."""
        digest = sha256()
        for path in paths:
            if path not in self.digests:
                self.digests[path] = sha256(path.read_bytes()).hexdigest()
            place = path.relative_to(self.root).as_posix()
            digest.update(f"{place} {self.digests[path]}\n".encode())
        return digest.hexdigest()
