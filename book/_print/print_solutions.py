"""Move the solutions to the end of the book, and lead from each exercise there and back."""

from lxml.html import HtmlElement
from print_appendix import appendix, move, page_number
from print_chapters import Chapter, find, words

NAME, TITLE = "solutions", "Solutions"
OPENING = "They stand here so that nobody reads one by accident."


def exercise_of(solution: HtmlElement) -> str:
    """The id of the exercise that a solution belongs to; raises ValueError if it names none."""
    links = [link.get("href") for link in solution[0].iter("a")]
    if len(links) != 1:
        raise ValueError(f"a solution must name its exercise, {words(solution[0])!r} does not")
    return str(links[0]).removeprefix("#")


def take(chapter: Chapter) -> list[HtmlElement]:
    """The solutions of a chapter, each linked with its exercise, and no longer a part of it."""
    solutions = find(chapter.article, "div", "solution")
    for solution in solutions:
        exercise = chapter.article.get_element_by_id(exercise_of(solution))
        exercise[0].append(page_number(solution.get("id"), "Solution: page "))
        solution[0].append(page_number(exercise.get("id"), "page "))
    return [move(solution) for solution in solutions]


def solutions_of(chapters: list[Chapter]) -> Chapter:
    """The appendix; the chapters lose their solutions."""
    return appendix(NAME, TITLE, OPENING, chapters, take)
