"""Every page keeps the rules of `CONTRIBUTING.md`, and each rule sees a page that breaks it."""

import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import myst_nb
import numpy as np
import pytest
from page_source import Page
from small_books import ROOT

PAGES = {path.stem: path for path in sorted(ROOT.joinpath("book").glob("*.md"))}
FRONT_AND_BACK = {
    *("index", "notation", "takeaways", "cheat-sheet", "glossary", "api"),
    *("benchmarks", "corrections", "teaching", "references"),
}
"""Pages that ask no question: they may be of any length."""

# --------------------------------------------------------------------------- the exceptions
# Numbers that may be typed. Whatever is computed is glued.
TYPED = {
    "a year, as in a date or a citation": r"\b(?:1[5-9]|20)\d\d\b",
    "a whole number up to ten, which as a word may be typed too": (
        r"(?<![\w.,])(?:10|\d)(?![\w]|[.,]\d)"
    ),
    "a confidence level, by convention": r"\b(?:2\.5|5|50|68|80|90|95|99) ?%",
    "a licence": r"CC BY 4\.0|BSD 3-Clause",
    "a version": r"Python 3(?:\.\d+)?|version \d",
}
"""Besides these: the data as given, which are the numbers of the bold question and of the
exercises, wherever the page comes back to them; and in formulas whole numbers of one or two digits,
which belong to a derivation. That a number stands in a cell too is no reason: one of the two would
be forgotten when the other is changed.
"""

BY_CONVENTION = {0.05, 1.96}
"""What 95 % leaves, and the point of the standard normal distribution that belongs to it."""

AS_GIVEN: dict[str, dict[str, set[float]]] = {
    "coin": {
        "how many flips a record has, and how many heads are expected": {20, 30, 350, 500},
        "worked out by hand in a solution: 1000 through 5, and 0.7 times 0.3": {200, 0.21},
    },
    "likelihood": {"worked out by hand in a solution, as a fraction": {243, 256}},
    "normal": {
        "quoted from the outline of the book, which the page corrects": {0.6, 0.176},
        "the digits of a number in a computer": {16},
    },
}
"""The numbers that a page may hold besides, and why."""

TEENS = ["thir", "four", "fif", "six", "seven", "eigh", "nine"]
TENS = ["twen", "thir", "for", "fif", "six", "seven", "eigh", "nine"]
WORDS = {f"{teen}teen": 13 + place for place, teen in enumerate(TEENS)}
WORDS |= {f"{ten}ty": 20 + 10 * place for place, ten in enumerate(TENS)}
ROUND = re.compile(r"\b(?P<before>[\w-]+)\s+(hundreds?|thousands?|millions?|billions?)\b", re.I)
INDEFINITE = {"a", "an", "some", "many", "of", "per", "several", "few", "the", "to", "or", "by"}
"""Before "thousand" these say no number: "a plant with a thousand seeds" is a figure of speech."""

GLOBAL_STATE: dict[str, str] = {}
"""The pages that use NumPy's global generator, each with its reason: to repeat printed numbers."""


# --------------------------------------------------------------------------- numbers in prose
QUESTION = re.compile(r"^\*\*[^*]+\*\*$", re.MULTILINE)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def value(number: str) -> float:
    """What a number such as 1,000 or 2.5 says."""
    return float(number.replace(",", ""))


def given(page: Page) -> set[float]:
    """The numbers of a page's question and of its exercises."""
    question = QUESTION.search(page.prose())
    text = f"{question[0] if question else ''} {page.inside('exercise')}"
    return {value(found) for found in NUMBER.findall(text)} | {
        WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS
    }


def without_question(text: str) -> str:
    """The text without its first paragraph in bold, which lays the data on the table."""
    return QUESTION.sub("", text, count=1)


def typed_numbers(text: str, known: set[float]) -> Iterator[str]:
    """The numbers in some words, as digits or spelt out, that are no exceptions."""
    for exception in TYPED.values():
        text = re.sub(exception, " ", text)
    for found in NUMBER.finditer(text):
        if value(found[0]) not in known:
            yield found[0]
    for word in re.findall(r"[a-z]+", text.lower()):
        units = 1 if word.endswith("teen") else 10  # twenty may go on: twenty-five
        if word in WORDS and not any(WORDS[word] <= n < WORDS[word] + units for n in known):
            yield word
    for found in ROUND.finditer(text):
        if found["before"].lower() not in INDEFINITE:
            yield found[0]


def typed_in_formulas(formulas: list[str], known: set[float]) -> Iterator[str]:
    """The numbers in formulas that have a decimal point or three digits."""
    for formula in formulas:
        for found in re.findall(r"\d+\.\d+|\d{3,}", formula):
            if float(found) not in known:
                yield f"{found} in ${formula.strip()}$"


def typed(page: Page, known: set[float]) -> Iterator[str]:
    """The numbers that are typed in the sentences, tables, captions and formulas of a page."""
    yield from typed_numbers(without_question(page.sentences("exercise")), known)
    yield from typed_in_formulas(page.formulas("exercise"), known)
    for cell in page.cells:
        caption = Page(cell.figure.get("caption", ""))
        yield from typed_numbers(caption.sentences(), known)
        yield from typed_in_formulas(caption.formulas(), known)
        yield from typed_numbers(cell.alt, known)


def numbers_are_glued(page: Page) -> Iterator[str]:
    """Typed numbers that are no exceptions."""
    listed = set().union(*AS_GIVEN.get(page.name, {}).values())
    yield from typed(page, given(page) | BY_CONVENTION | listed)


# --------------------------------------------------------------------------- figures
def figures_are_described(page: Page) -> Iterator[str]:
    """Figures without caption, name or a text that says what one sees."""
    for cell in page.cells:
        opaque = re.match(r"(a |an |the )?(figure|plot|graph|image|picture)\b", cell.alt, re.I)
        if not cell.figure and not cell.alt:
            continue
        if not cell.figure.get("caption") or not cell.figure.get("name", "").startswith("fig-"):
            yield f"no caption, or no name with fig-: {cell.code[:40]!r}"
        if len(cell.alt.split()) < 8 or opaque or re.search(r"\w/\w+[./]|\.(svg|png)", cell.alt):
            yield f"no description: {cell.alt!r}"


# --------------------------------------------------------------------------- cells
FORBIDDEN = {
    "import *": r"import \*",
    "a silenced warning": r"filterwarnings|simplefilter|catch_warnings|np\.errstate|seterr",
    "the network": r"https?://|urllib|requests|urlopen|fetch_|!pip|%pip",
    "a command of IPython": r"^\s*[%!]",
    "a file": r"\bopen\(|read_csv|loadtxt|genfromtxt|savefig|Path\(",
}
"""Data come from `mlebook.datasets`, so that the page is run again when they change."""


def cells_are_plain(page: Page) -> Iterator[str]:
    """Cells that are not run, are hidden for good, or hold what a page must not."""
    for cell in page.cells:
        if cell.fence != "{code-cell} python":
            yield f"a cell opens with {cell.fence}"
        yield from (f"tag {t}" for t in cell.tags if t.startswith(("remove", "skip")))
        for what, pattern in FORBIDDEN.items():
            if re.search(pattern, cell.code, re.MULTILINE):
                yield f"{what}: {cell.code[:40]!r}"
    if len(page.cells) != len(re.findall(r"^\s*[`:~]{3,}\s*\{code", page.text, re.MULTILINE)):
        yield "a cell that is not spelt as the others are"


def cells_are_small(page: Page) -> Iterator[str]:
    """Cells that are too long: above 12 lines, 20 where one draws, 24 where numbers are glued."""
    for cell in page.cells:
        closing = re.search(r"\bglue\(", cell.code)
        most = 24 if closing else 20 if "hide-input" in cell.tags else 12
        if cell.length > most:
            yield f"{cell.length} lines: {cell.code[:40]!r}"
    if page.cells and median(cell.length for cell in page.cells) > 5:
        yield "the median cell has more than 5 lines"


def chance_has_one_source(page: Page) -> Iterator[str]:
    """Use of the global generator, or of a second one."""
    code = "\n".join(cell.code for cell in page.cells)
    if len(re.findall(r"default_rng\(", code)) > 1:
        yield "more than one generator"
    if re.search(r"default_rng\(\s*\)", code):
        yield "a generator without a seed"
    yield from re.findall(r"np\.random\.(?!default_rng|Generator)\w+", code)


# --------------------------------------------------------------------------- exercises
def exercises_have_solutions(page: Page) -> Iterator[str]:
    """Exercises that no folded solution with a cell follows."""
    text = page.text
    labels = re.findall(r"\{exercise\}[^\n]*\n:label: (\S+)", text)
    if len(labels) != len(re.findall(r"\{exercise\}", text)):
        yield "an exercise without a label"
    parts = re.split(r"\{exercise\}", text)[1:]
    for label, part in zip(labels, parts, strict=False):
        start = re.search(
            rf"^:{{3,}}\{{solution-start\}} {label}\n:class: dropdown\n:{{3,}}$(?P<body>.*?)"
            r"^:{3,}\{solution-end\}",
            part,
            re.DOTALL | re.MULTILINE,
        )
        if not start:
            yield f"{label} has no folded solution after it"
        elif "```{code-cell} python" not in start["body"]:
            yield f"the solution of {label} runs nothing"


# --------------------------------------------------------------------------- all pages, all rules
Rule = Callable[[Page], Iterator[str]]
RULES: list[Rule] = [
    numbers_are_glued,
    figures_are_described,
    cells_are_plain,
    cells_are_small,
    chance_has_one_source,
    exercises_have_solutions,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_keeps_the_rules(name: str, rule: Rule) -> None:
    """The list of what breaks the rule is empty."""
    if rule is chance_has_one_source and name in GLOBAL_STATE:
        pytest.skip(GLOBAL_STATE[name])

    assert list(rule(Page(PAGES[name].read_text("utf-8"), name))) == []


@pytest.mark.parametrize(
    ("name", "number"),
    [(name, n) for name, lists in AS_GIVEN.items() for n in sorted(set().union(*lists.values()))],
)
def test_no_exception_is_idle(name: str, number: float) -> None:
    """Without it the page would break the rule."""
    page = Page(PAGES[name].read_text("utf-8"), name)
    listed = set().union(*AS_GIVEN[name].values())

    assert list(typed(page, given(page) | BY_CONVENTION | (listed - {number})))


@pytest.mark.filterwarnings("default:.* has .* words")
@pytest.mark.parametrize("name", [name for name in PAGES if name not in FRONT_AND_BACK])
def test_a_page_has_a_length_that_can_be_read_at_one_sitting(name: str) -> None:
    """800 to 2000 words are aimed at, exercises not counted; half as many more are too many."""
    page = Page(PAGES[name].read_text("utf-8"))
    words = len(page.sentences("exercise", "solution").split())
    if not 800 <= words <= 2000:
        warnings.warn(f"{name} has {words} words", stacklevel=1)

    assert 400 <= words <= 3000


CELL = "```{code-cell} python\n%s\n```\n"
BAD: list[tuple[Rule, str]] = [
    *[
        (numbers_are_glued, text)
        for text in [
            "The estimate is 0.74.",
            "It took 36 steps.",
            "It took thirty-six steps.",
            "There are three hundred of them.",
            "| a | 17 |\n|---|---|",
            "So $p = 0.25$.",
            "So $n = 250$.",
            "```{math}\n:label: eq-a\np = 2.5\n```",
            "A level of 97 %.",
            ":::{prf:theorem} Name\n:label: thm-1\n\nIt is 42.\n:::",
            CELL % "---\nmystnb:\n  image:\n    alt: A hill with its top at 0.7.\n---\n1",
            CELL % "---\nmystnb:\n  figure:\n    caption: About $0.31$ of it.\n---\n1",
            "**Are there 25?**\n\n**Are there 26?**",
            "It was 0.74.\n\n" + CELL % "start(0.74)",
            "Twenty times $p = 2.5$.\n\n" + CELL % "start(2.5, 20)",
            "It took 11 steps.",
        ]
    ],
    *[
        (
            figures_are_described,
            CELL % f"---\nmystnb:\n  figure: {figure}\n  image: {image}\n---\n1",
        )
        for figure, image in [
            ("{name: fig-a}", "{alt: One two three four five six seven eight nine}"),
            ("{caption: A}", "{alt: One two three four five six seven eight nine}"),
            ("{name: fig-a, caption: A}", "{alt: Too few words}"),
            ("{name: fig-a, caption: A}", "{alt: A plot of one two three four five six seven}"),
            ("{name: fig-a, caption: A}", "{alt: One two three four five six seven a/b.svg}"),
        ]
    ],
    *[
        (cells_are_plain, text)
        for text in [
            "```{code-cell}\n1\n```\n",
            "```{code-cell} ipython3\n1\n```\n",
            CELL % ":tags: [remove-input]\n1",
            CELL % "from mlebook import *",
            CELL % "warnings.filterwarnings('ignore')",
            CELL % "!pip install x",
            CELL % "np.loadtxt('data.txt')",
            "~~~{code-cell} python\n1\n~~~~\n" + CELL % "1" + ":::{code-block} python\n:::",
        ]
    ],
    (cells_are_small, CELL % ("1\n" * 13)),
    (cells_are_small, CELL % (":tags: [hide-input]\n" + "1\n" * 21)),
    (cells_are_small, CELL % ("1\n" * 6)),
    (chance_has_one_source, CELL % "np.random.seed(1)"),
    (chance_has_one_source, CELL % "default_rng(1)\ndefault_rng(2)"),
    (chance_has_one_source, CELL % "default_rng()"),
    *[
        (exercises_have_solutions, text)
        for text in [
            ":::{exercise}\n:label: ex-a\n\nDo.\n:::\n",
            ":::{exercise}\n\nDo.\n:::\n",
            ":::{exercise}\n:label: ex-a\n:::\n::::{solution-start} ex-a\n::::\n"
            + CELL % "1"
            + "::::{solution-end}\n",
            ":::{exercise}\n:label: ex-a\n:::\n::::{solution-start} ex-a\n:class: dropdown\n::::\n"
            "No cell.\n::::{solution-end}\n",
        ]
    ],
]


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_a_page_that_breaks_a_rule_is_seen(rule: Rule, text: str) -> None:
    """Each rule has something to say about a page made to break it."""
    assert list(rule(Page(text)))


@pytest.mark.parametrize(
    "text",
    [
        "In 1866, from 0 to 1, at 95 %, under CC BY 4.0, with {glue:text}`a:.3f` of `x[17]`.",
        "**Five of 25 are yellow.**",
        "A plant with a thousand seeds; $3/4$ and $\\frac{12}{7}$.",
        "In 10 of them the level is 0.05, and $z = 1.96$.",
        "**Are there 25?**\n\nThe 25 are there.",
        ":::{exercise}\n:label: ex-17\n\nOf 17 seeds 12 are green.\n:::\n\nOf 17, it is $12.0$.",
    ],
)
def test_what_may_be_typed_is_let_pass(text: str) -> None:
    """The exceptions are none."""
    assert list(numbers_are_glued(Page(text))) == []


# --------------------------------------------------------------------------- another seed
def glued(page: Page, seed: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The numbers that a page hands to its sentences when its generator has another seed."""
    numbers: dict[str, Any] = {}
    generator = np.random.default_rng
    with monkeypatch.context() as patch, matplotlib.rc_context():
        patch.setattr(np.random, "default_rng", lambda *_, **__: generator(seed))
        patch.setattr(myst_nb, "glue", lambda name, value, **_: numbers.update({name: value}))
        names: dict[str, Any] = {"__name__": "__main__"}
        for cell in page.cells:
            if "raises-exception" not in cell.tags:
                exec(compile(cell.code, "a cell", "exec"), names)
    plt.close("all")
    return numbers


def draws(path: Path) -> bool:
    """Whether a page makes a generator, and hands numbers to its prose."""
    code = "\n".join(cell.code for cell in Page(path.read_text("utf-8")).cells)
    return "default_rng(" in code and "glue(" in code


@pytest.mark.parametrize("name", [name for name, path in PAGES.items() if draws(path)])
def test_another_seed_changes_a_number_in_the_prose(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is said of random draws is glued; and the page's own checks hold for other seeds too."""
    matplotlib.use("Agg")
    page = Page(PAGES[name].read_text("utf-8"))

    assert glued(page, 1, monkeypatch) != glued(page, 2, monkeypatch)


def test_a_page_whose_prose_does_not_follow_its_seed_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where only fixed numbers are handed to the prose, two seeds give the same."""
    code = "import numpy as np\nfrom myst_nb import glue\nx = np.random.default_rng(3).random()\n"
    fixed, free = Page(CELL % (code + "glue('x', 1)")), Page(CELL % (code + "glue('x', x)"))

    assert glued(fixed, 1, monkeypatch) == glued(fixed, 2, monkeypatch) == {"x": 1}
    assert glued(free, 1, monkeypatch) != glued(free, 2, monkeypatch)
