"""The page for teachers holds as many lines for each solution as the pages have."""

import ast
import re

import pytest
from page_source import Page, parse_cell
from small_books import ROOT

BOOK = ROOT / "book"
SOLUTION = re.compile(
    r"^:{3,}\{solution-start\}.*?^:{3,}$(.*?)^:{3,}\{solution-end\}", re.DOTALL | re.MULTILINE
)
CELL = re.compile(r"^```(\{code-cell\}[^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NO_SENTENCE = re.compile(r"^(\$\$|```|:|\\begin|\\end)")


def lines_of(solution: str) -> int:
    """The sentences, each on its line, the lines of equations, and the lines of code."""
    cells = [parse_cell(fence, body.splitlines()) for fence, body in CELL.findall(solution)]
    text = [line.strip() for line in CELL.sub("", solution).splitlines()]
    return sum(cell.length for cell in cells) + sum(
        1 for line in text if line and not NO_SENTENCE.match(line)
    )


def told() -> dict[str, list[int]]:
    """The lines of each page's solutions, as the page for teachers has them."""
    for cell in Page(BOOK.joinpath("teaching.md").read_text("utf-8")).cells:
        for node in ast.parse(cell.code).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "lines":
                return dict(ast.literal_eval(node.value))
    pytest.fail("no cell of the page for teachers makes `lines`")


def test_the_minutes_rest_on_the_solutions_as_they_are() -> None:
    """Page by page, exercise by exercise; no page with exercises is left out but the first."""
    counted = {
        path.stem: [lines_of(found) for found in SOLUTION.findall(path.read_text("utf-8"))]
        for path in BOOK.glob("*.md")
    }

    assert told() == {name: n for name, n in counted.items() if n and name != "notation"}


def test_lines_are_counted() -> None:
    """Two sentences, an equation, and two lines of code; options and fences are none."""
    text = "A.\n\n$$\nx = 1\n$$\n\nB.\n\n```{code-cell} python\n:tags: [hide-input]\n1\n\n2\n```\n"

    assert lines_of(text) == 5
