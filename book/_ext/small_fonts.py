"""Cut fonts down to what the pages show: a few dozen icons of thousands, and half of the signs.

A browser asks for the fonts of formulas before it paints a page for the first time, and what fits
into the first answer of a server, some fourteen kilobytes, comes a round trip earlier.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from site_files import draft, write_if_changed

FONT = re.compile(r"url\(((?:vendor/fontawesome/webfonts|katex/fonts)/([\w-]+\.woff2))\)")
ICON = re.compile(r'"\\(f[0-9a-f]{2,4})"')


def with_small_fonts(sheet: str, static: Path, kept: Path, signs: Iterable[str]) -> str:
    """The sheet with fonts of its icons and these signs, which are written beside it.

    What was cut once is kept in a folder.
    """
    codes = sorted({int(code, 16) for code in ICON.findall(sheet)} | set(map(ord, signs)))
    for address, name in sorted(set(FONT.findall(sheet))):
        font = static / address
        made = kept / f"{sha256(font.read_bytes() + repr(codes).encode()).hexdigest()}.woff2"
        if not made.is_file():
            with draft(made) as place:
                cut(font, codes, place)
        write_if_changed(static / "fonts" / name, made.read_bytes())
    return FONT.sub(r"url(fonts/\2)", sheet)


def cut(font: Path, codes: list[int], to: Path) -> None:
    """Write a font with the signs of these codes only."""
    from fontTools import subset  # which takes long to load, and is seldom needed

    options = subset.Options(flavor="woff2", hinting=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    with subset.load_font(str(font), options) as loaded:
        cutter.subset(loaded)
        subset.save_font(loaded, str(to), options)
