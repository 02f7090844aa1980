"""Make a page for a screen fit for paper: no buttons, nothing folded, nothing that moves."""

import re

from lxml import etree, html
from lxml.html import HtmlElement
from print_chapters import Chapter, find

ON_SCREENS = {
    "a": "headerlink",
    "div": "toctree-wrapper",
    "button": None,
    "script": None,
    "noscript": None,
    "summary": None,
}
"""Tags, with or without a class, of what can only be clicked."""
OPENING = re.compile(r"[(\[“‘]+$")
CLOSING = re.compile(r"^[.,;:!?)\]’”%]+")
FOLDED = {"dropdown", "toggle", "hide", "above-input", "below-input"}


def for_paper(chapter: Chapter, site: str) -> None:
    """Change a chapter; `site` is the address of the site, if it is known."""
    take_away(chapter.article)
    unfold(chapter.article)
    still_explorers(chapter, site)
    name_formulas(chapter.article)
    keep_marks(chapter.article)
    put_number(chapter)


def take_away(article: HtmlElement) -> None:
    """Leave out what can only be clicked, and keep the text after it."""
    for tag, name in ON_SCREENS.items():
        for part in find(article, tag, name) if name else list(article.iter(tag)):
            part.drop_tree()


def unfold(article: HtmlElement) -> None:
    """Open what is folded away on a screen: sources of figures, long results, solutions."""
    for part in list(article.iter("details")):
        part.tag = "div"
        part.set("class", "unfolded")
    for part in find(article, "div", "dropdown"):
        kept = [name for name in part.get("class").split() if name not in FOLDED]
        part.set("class", " ".join(kept))


def still_explorers(chapter: Chapter, site: str) -> None:
    """Say of each figure that moves where it does; the picture above it shows the same, at rest."""
    for figure in find(chapter.article, "figure", "explorer"):
        caption = next(figure.iter("figcaption")).text_content().rstrip(".")
        note = html.fragment_fromstring('<p class="moves"><strong>A figure to move.</strong> </p>')
        note[0].tail = f" {caption}: on the site of the book the reader moves this figure. "
        if site:
            address = f"{site}/book/{chapter.name}.html"
            link = etree.SubElement(note, "a", href=address)
            link.text = address
        figure.getparent().replace(figure, note)


def name_formulas(article: HtmlElement) -> None:
    """Keep one of the two forms of each formula: the one that is seen, named by its source."""
    for form in find(article, "span", "katex-mathml"):
        formula = form.getparent()
        formula.set("role", "img")
        formula.set("aria-label", " ".join("".join(form.itertext("annotation")).split()))
        form.drop_tree()
    for form in find(article, "span", "katex-html"):
        del form.attrib["aria-hidden"]


def text_before(part: HtmlElement) -> str:
    """The text right before an element."""
    former = part.getprevious()
    return (part.getparent().text if former is None else former.tail) or ""


def mark(text: str) -> HtmlElement:
    """A mark of the sentence within a formula."""
    made: HtmlElement = etree.Element("span", {"class": "sentence-mark"})
    made.text = text
    return made


def keep_marks(article: HtmlElement) -> None:
    """Put a comma after a formula, or a bracket before it, on the same line: into the formula."""
    for formula in find(article, "span", "math"):
        bases = find(formula, "span", "base")
        if not bases:
            continue
        if after := CLOSING.match(formula.tail or ""):
            bases[-1].append(mark(after[0]))
            formula.tail = formula.tail[after.end() :]
        if before := OPENING.search(text := text_before(formula)):
            bases[0].insert(0, mark(before[0]))
            rest, former = text[: before.start()], formula.getprevious()
            if former is None:
                formula.getparent().text = rest
            else:
                former.tail = rest


def put_number(chapter: Chapter) -> None:
    """Write the number of a chapter in front of its title."""
    if chapter.number:
        number = etree.Element("span", {"class": "chapter-number"})
        number.text, number.tail = str(chapter.number), f" {chapter.heading.text or ''}"
        chapter.heading.text = None
        chapter.heading.insert(0, number)
