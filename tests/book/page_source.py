"""A page taken apart: its cells, its sentences, its formulas, its exercises."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

FENCE = re.compile(r"^(?P<marks>`{3,}|:{3,}|~{3,})\s*(?P<rest>.*)$")
DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}\s*(?P<argument>.*)")
MATHS = re.compile(r"\$\$(.+?)\$\$|\$([^$\n]+?)\$", re.DOTALL)
SILENT = re.compile(
    r"\{[\w:]+\}`[^`]*`"  # a role: a glued number, a reference, a citation
    r"|`+[^`]+`+"  # code in a sentence
    r"|\]\([^)]*\)|<https?:[^>]*>"  # an address
    r"|^\([\w-]+\)=$|^:\w[\w-]*:.*$",  # a label, an option of a directive
    re.MULTILINE,
)


@dataclass(frozen=True)
class Cell:
    """A code cell: its first line, its options and its code."""

    fence: str
    options: dict[str, Any]
    code: str

    @property
    def tags(self) -> list[str]:
        """The tags, of which `hide-input` is the usual one."""
        return list(self.options.get("tags") or [])

    @property
    def figure(self) -> dict[str, str]:
        """The name and the caption of the figure that it draws; empty if it draws none."""
        return dict((self.options.get("mystnb") or {}).get("figure") or {})

    @property
    def alt(self) -> str:
        """The words for those who do not see the figure."""
        return str(((self.options.get("mystnb") or {}).get("image") or {}).get("alt") or "").strip()

    @property
    def length(self) -> int:
        """How many lines a reader has to read."""
        return sum(1 for line in self.code.splitlines() if line.strip())


def parse_cell(fence: str, lines: list[str]) -> Cell:
    """A cell from the lines between its fences."""
    body = "\n".join(lines)
    if found := re.match(r"---\n(.*?)^---\n?", body, re.DOTALL | re.MULTILINE):
        return Cell(fence, yaml.safe_load(found[1]) or {}, body[found.end() :])
    options = re.match(r"(?::[\w-]+:.*\n?)*", body)
    assert options
    pairs = re.findall(r"^:([\w-]+):\s*(.*)$", options[0], re.MULTILINE)
    return Cell(fence, {key: yaml.safe_load(value) for key, value in pairs}, body[options.end() :])


@dataclass(frozen=True)
class Block:
    """What stands between two fences, or between blocks: its directive, its words, where it is."""

    kind: str
    argument: str
    lines: list[str]
    inside: tuple[str, ...]
    """The directives around it, the outermost first."""


class Page:
    """A page, from its source."""

    def __init__(self, text: str, name: str = "") -> None:
        self.name = name
        self.text = re.sub(r"\A---\n.*?^---\n", "", text, flags=re.DOTALL | re.MULTILINE)

    @cached_property
    def blocks(self) -> list[Block]:
        """Code, equations and stretches of prose in their order."""
        found: list[Block] = []
        stack: list[tuple[str, str]] = []  # marks and directive of the open fences
        solving = False
        block = Block("prose", "", [], ())
        for line in self.text.splitlines():
            fence = FENCE.match(line)
            if block.kind != "prose":  # within code or an equation: only its end counts
                if fence and fence["marks"] == stack[-1][0] and not fence["rest"]:
                    stack.pop()
                    found.append(block)
                    block = self._prose(stack, solving)
                else:
                    block.lines.append(line)
                continue
            if not fence:
                block.lines.append(line)
                continue
            found.append(block)
            if not fence["rest"] and stack and stack[-1][0] == fence["marks"]:
                stack.pop()
                block = self._prose(stack, solving)
                continue
            directive = DIRECTIVE.match(fence["rest"])
            name = directive["name"] if directive else "listing"
            solving = {"solution-start": True, "solution-end": False}.get(name, solving)
            stack.append((fence["marks"], name))
            verbatim = name in ("listing", "code-cell", "math", "bibliography", "literalinclude")
            around = self._prose(stack[:-1] if verbatim else stack, solving).inside
            argument = directive["argument"] if directive else ""
            kind = name if verbatim else "prose"
            block = Block(kind, fence["rest"] if verbatim else argument, [], around)
            if not verbatim:
                block.lines.append(argument)
        return [*found, block]

    @staticmethod
    def _prose(stack: list[tuple[str, str]], solving: bool) -> Block:
        around = tuple(name for _, name in stack)
        return Block("prose", "", [], (*around, "solution") if solving else around)

    @cached_property
    def cells(self) -> list[Cell]:
        """The code cells."""
        return [parse_cell(b.argument, b.lines) for b in self.blocks if b.kind == "code-cell"]

    def prose(self, *without: str) -> str:
        """The prose outside of the given directives, with its formulas."""
        kept = [b for b in self.blocks if b.kind == "prose" and not {*without} & {*b.inside}]
        return "\n".join("\n".join(block.lines) for block in kept)

    def sentences(self, *without: str) -> str:
        """The prose without formulas, roles, code, addresses and labels."""
        return SILENT.sub(" ", MATHS.sub(" ", self.prose(*without)))

    def inside(self, directive: str) -> str:
        """All that stands inside of directives of a name."""
        return "\n".join("\n".join(b.lines) for b in self.blocks if directive in b.inside)

    def formulas(self, *without: str) -> list[str]:
        """The formulas in sentences and on lines of their own, outside of the given directives."""
        prose = re.sub(r"`+[^`]+`+", " ", self.prose(*without))
        inline = ["".join(pair) for pair in MATHS.findall(prose)]
        displayed = [b for b in self.blocks if b.kind == "math" and not {*without} & {*b.inside}]
        return inline + [SILENT.sub("", "\n".join(block.lines)) for block in displayed]
