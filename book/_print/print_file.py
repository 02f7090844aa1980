"""What Chromium leaves open in a PDF: where things stand in it, and what it says of itself."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from edition import Edition


def numbers_of_pages(pdf: bytes) -> dict[str, int]:
    """The page on which each target of a link stands, counted from 1."""
    with pikepdf.open(BytesIO(pdf)) as file:
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, start=1)}
        places = file.Root.get("/Dests", pikepdf.Dictionary())
        return {name.removeprefix("/"): numbers[place[0].objgen] for name, place in places.items()}


def bookmarks(items: list[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    """All bookmarks in their order, the lower ones after the one they belong to."""
    for item in items:
        yield item
        yield from bookmarks(item.children)


def name_bookmarks(file: pikepdf.Pdf, titles: list[str]) -> None:
    """Name the bookmarks as the headings are: Chromium loses the space where a heading breaks."""
    with file.open_outline() as outline:
        found = list(bookmarks(outline.root))
        if len(found) != len(titles):
            raise RuntimeError(f"{len(titles)} headings have {len(found)} bookmarks")
        for bookmark, title in zip(found, titles, strict=True):
            bookmark.title = title
            bookmark.is_closed = True


def finished(pdf: bytes, edition: Edition, titles: list[str]) -> bytes:
    """The file with its bookmarks, title, author and language, and the edition's day for today.

    The same document gives the same bytes.
    """
    made = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        name_bookmarks(file, titles)
        day = f"D:{edition.day:%Y%m%d}000000Z"
        file.docinfo["/Title"] = edition.title
        file.docinfo["/Author"] = edition.by
        file.docinfo["/Subject"] = edition.in_words
        file.docinfo["/CreationDate"] = file.docinfo["/ModDate"] = pikepdf.String(day)
        file.Root.Lang = pikepdf.String("en")
        file.Root.PageMode = pikepdf.Name.UseOutlines
        file.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        if "/ID" in file.trailer:  # a random one
            del file.trailer["/ID"]
        file.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return made.getvalue()
