"""What stands before the first chapter: the title page, the imprint and the table of contents."""

from html import escape

from edition import Edition
from print_chapters import Chapter


def title_page(edition: Edition, logo: str) -> str:
    """The first page."""
    title, _, subtitle = edition.title.partition(", ")
    return f"""<div class="title-page">
<img src="{escape(logo)}" alt="" />
<p class="book-title">{escape(title)}</p>
<p class="book-subtitle">{escape(subtitle)}</p>
<p class="book-authors">{escape(edition.by)}</p>
<p class="book-edition">{escape(edition.in_words)}</p>
</div>"""


def imprint(edition: Edition, site: str) -> str:
    """What may be done with the book, how to cite it, and where it moves."""
    address = f' at <a href="{escape(site)}">{escape(site)}</a>' if site else ""
    return f"""<div class="imprint">
<p><em>{escape(edition.title)}</em><br/>{escape(edition.by)}<br/>{edition.in_words}</p>
<p>The text and the figures may be reused under the licence
<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>,
and the code, also that in the cells, under the
<a href="https://opensource.org/license/bsd-3-clause">BSD 3-Clause</a> licence.</p>
<p>How to cite it: {escape(edition.by)} ({edition.day.year}).
<em>{escape(edition.title)}</em>. Version {escape(edition.version)}.</p>
<p>This is the site of the book{address} as one document.
The cells were run when the book was built, and the numbers in the sentences are theirs.
On the site some of the figures move, and each page is offered as a notebook.
Links are in colour.
The solutions of the exercises and the sources of the figures stand at the end.</p>
</div>"""


def entry(target: str, title: str, number: int | None = None) -> str:
    """A line of the table of contents."""
    before = f'<span class="entry-number">{number}</span>' if number else ""
    return (
        f'<a class="to-page" href="#{target}">{before}'
        f'<span class="entry-title">{escape(title)}</span>'
        '<span class="leader"></span><span class="page-number"></span></a>'
    )


def contents(chapters: list[Chapter]) -> str:
    """The table of contents, with the sections of each chapter."""
    lines = []
    for chapter in chapters:
        kind = "counted" if chapter.number else "uncounted"
        sections = "".join(f"<li>{entry(*section)}</li>" for section in chapter.sections)
        below = f"<ol>{sections}</ol>" if sections else ""
        lines.append(
            f'<li class="{kind}">{entry(chapter.id, chapter.title, chapter.number)}{below}</li>'
        )
    return f'<nav class="book-contents"><h1>Contents</h1><ol>{"".join(lines)}</ol></nav>'
