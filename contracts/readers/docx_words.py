"""What is seen under an element of a Word file: its words, those of text boxes, the notes it names. For `docx.py`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from contracts.readers.docx_hidden import is_on, veil_of
from contracts.readers.docx_numbers import W
from contracts.values import Veil

NONE: Mapping[str, Veil] = MappingProxyType({})
DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
CHANGED = DELETED | {f"{W}ins", f"{W}moveTo", f"{W}rPrChange", f"{W}pPrChange"}
SKIPPED = DELETED | {
    f"{W}rt",  # how the signs below it are read aloud
    f"{W}instrText",
    f"{W}delText",
    f"{W}pPr",
    f"{W}rPr",
    f"{W}fldData",
    f"{W}sdtPr",
    f"{W}commentReference",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
BOX = f"{W}txbxContent"
FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
PICTOGRAMS = {"F0FE": "☒", "F052": "☒", "F0FD": "☒", "F0FC": "☒", "F0A8": "☐", "F06F": "☐", "F0A3": "☐", "F0B7": "•"}
"""What Wingdings and its like show for these characters: ticked and open boxes."""
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}


def run_text(element: etree._Element) -> str:
    """The visible words under an element, with tabs and line ends."""
    words = Words()
    words.collect(element)
    return "\n".join(["".join(words.parts), *words.boxed])


class Words:
    """What is seen under an element: its words, those of text boxes in it, the notes that it names.

    `hidden` are the styles whose words are not shown, `faded` those whose words cannot be seen, and how.
    """

    def __init__(self, hidden: frozenset[str] = frozenset(), faded: Mapping[str, Veil] = NONE) -> None:
        self.hidden = hidden
        self.faded = faded
        self.parts: list[str] = []
        self.boxed: list[str] = []
        self.references: list[tuple[str, str]] = []
        self.veiled: list[tuple[str, Veil]] = []
        """Words that are not seen."""

    def collect(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if tag in (f"{W}t", FORMULA):
                self.parts.append(child.text or "")
            elif tag in SIGNS:
                self.parts.append("" if child.get(f"{W}type") in ("page", "column") else SIGNS[tag])
            elif tag == f"{W}sym":
                self.parts.append(PICTOGRAMS.get(child.get(f"{W}char", "").upper(), ""))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self.references.append((tag[len(W) :], child.get(f"{W}id", "")))
            elif tag in SKIPPED or not isinstance(tag, str) or is_hint(child):
                continue
            elif tag == f"{W}r" and (veil := veil_of(child, self.hidden, self.faded)):
                self.veiled.append(("".join(child.itertext(f"{W}t")), veil))
            elif tag == BOX:
                self.take_box(child)
            elif tag == f"{W}p":
                self.parts.append("\n")
                self.collect(child)
            else:
                self.collect(child)

    def take_box(self, box: etree._Element) -> None:
        """A text box stands beside the paragraph that holds it: its words would tear a sentence apart."""
        inside = Words(self.hidden, self.faded)
        inside.collect(box)
        self.boxed += [line for line in "".join(inside.parts).split("\n") if line.strip()] + inside.boxed
        self.references += inside.references
        self.veiled += inside.veiled


def is_hint(element: etree._Element) -> bool:
    """True for a field of a form that still shows what to fill in."""
    return element.tag == f"{W}sdt" and is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr"))
