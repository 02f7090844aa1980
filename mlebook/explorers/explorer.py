"""A figure that the reader moves: written by Python, brought to life by a script."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from .parts import Button, Choice, Number, Panel, Slider, Words

STYLE = Path(__file__).with_name("explorers.css")
SCRIPT = Path(__file__).with_name("explorers.js")
SHARED = "MLEBOOK_EXPLORERS_SHARED"  # set where pages share one script, as book_explorers does

#: What every explorer ends its row of buttons with; on the site, where its state has an address.
ALWAYS = (Button("reset", "Reset"),)
ON_THE_SITE = (*ALWAYS, Button("share", "Copy link"))


@dataclass(frozen=True)
class Explorer:
    """An interactive figure; a notebook and the site show it, without a kernel or a server.

    Its numbers before anything is moved are computed here, by the models of the book; from then on
    the script computes them, and tests hold that the two agree to the last digit shown.
    """

    name: str
    caption: str
    hint: str
    controls: Sequence[Slider | Choice]
    readout: Sequence[str | Number | Words]
    panels: Sequence[Panel]
    data: dict[str, Any] = field(repr=False)
    buttons: Sequence[Button] = ()

    def _repr_html_(self) -> str:
        """The figure; in a notebook with its style and its script."""
        if os.environ.get(SHARED):
            return self.figure(ON_THE_SITE)
        if not SCRIPT.exists():
            raise RuntimeError(
                "the explorers' script is missing: 'make book' makes it, and an installed wheel "
                "has it"
            )
        style = f"<style>{STYLE.read_text('utf-8')}</style>"
        return f"{style}{self.figure(ALWAYS)}<script>{SCRIPT.read_text('utf-8')}</script>"

    def figure(self, always: Sequence[Button]) -> str:
        """The figure alone, with these buttons behind its own."""
        # "</script>" within the data would end them.
        data = json.dumps(self.data, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
        return (
            f'<figure class="explorer" data-explorer="{self.name}">'
            f'<p class="explorer-hint">{escape(self.hint)}</p>'
            f'<form class="explorer-controls">{"".join(c.html(self.name) for c in self.controls)}'
            f'<div class="explorer-buttons">{_joined([*self.buttons, *always])}'
            '<span class="explorer-said" role="status"></span></div></form>'
            f'<p class="explorer-readout">{_told(self.readout)}</p>'
            '<p class="explorer-spoken" role="status"></p>'
            f'<div class="explorer-panels">{_joined(self.panels)}</div>'
            f'<script type="application/json">{data}</script>'
            "<noscript><p>To move this figure, a browser needs JavaScript. The picture above "
            "shows the same, at rest.</p></noscript>"
            f"<figcaption>{escape(self.caption)}</figcaption></figure>"
        )


def _joined(parts: Sequence[Button | Panel]) -> str:
    return "".join(part.html() for part in parts)


def _told(readout: Sequence[str | Number | Words]) -> str:
    """The sentence of the read-out, with its numbers in place."""
    return "".join(escape(p) if isinstance(p, str) else p.html() for p in readout)
