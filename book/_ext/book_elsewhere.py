"""Write every page again when something has changed that pages show of each other.

Sphinx writes the pages that it has read, and the front page. But a new title stands in the side bar
of every page, and a figure put before another one changes the number by which a third page refers
to it. So all that pages take from each other is noted (titles and their order, labels, the numbers
of equations, figures and exercises, citations), and where any of it is not as it was, all pages are
written again. None is read again for that, and so none is run.
"""

from collections.abc import Iterator
from hashlib import sha256

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.typing import ExtensionMetadata


def plain(value: object) -> object:
    """A value as something whose text is the same whenever the value is."""
    if isinstance(value, dict):
        return sorted((str(key), plain(inner)) for key, inner in value.items())
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, nodes.Element):  # an exercise, of which only the title is shown elsewhere
        title = next(value.findall(nodes.title), None)
        return str(value.get("title")), title.pformat() if title else ""
    return str(value)


def shown_elsewhere(env: BuildEnvironment) -> Iterator[object]:
    """What pages show of other pages."""
    yield {page: title.pformat() for page, title in env.titles.items()}
    yield env.external_site_map.as_json()  # type: ignore[attr-defined]
    yield [env.toctree_includes, env.toc_secnumbers, env.toc_fignumbers]
    labels = env.domaindata["std"]
    yield [labels[kind] for kind in ("labels", "anonlabels", "objects", "terms", "progoptions")]
    yield [env.domaindata[domain]["objects"] for domain in ("math", "py")]
    yield [getattr(env, kind, {}) for kind in ("proof_list", "sphinx_exercise_registry")]
    cited = env.domaindata["cite"]
    # Sorted: they stand in the order in which pages were read, and the one just edited is the last.
    yield sorted(
        (c.citation_id, str(c.bibliography_key), c.formatted_entry.label, repr(c.entry))
        for c in cited["citations"]
    )
    yield sorted((c.docname, c.citation_ref_id, str(c.targets)) for c in cited["citation_refs"])


def pages_to_write(_app: Sphinx, env: BuildEnvironment) -> set[str]:
    """Every page where something is not as it was that pages show of each other, else none."""
    present = sha256(repr(plain([*shown_elsewhere(env)])).encode()).hexdigest()
    former = getattr(env, "book_shown_elsewhere", present)
    env.book_shown_elsewhere = present  # type: ignore[attr-defined]
    return set() if present == former else set(env.found_docs)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Called by Sphinx."""
    # After figures and sections have got their numbers, which happens at the same event.
    app.connect("env-get-updated", pages_to_write, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
