"""What is seen under an element of a Word file: its words, those of text boxes, the notes it names. For `docx.py`."""

from __future__ import annotations

from lxml import etree

from contracts.readers.docx_numbers import W, first_value

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

    `hidden` are the styles whose words are not shown.
    """

    def __init__(self, hidden: frozenset[str] = frozenset()) -> None:
        self.hidden = hidden
        self.parts: list[str] = []
        self.boxed: list[str] = []
        self.references: list[tuple[str, str]] = []
        self.has_hidden = False

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
            elif tag == f"{W}r" and self.is_hidden(child):
                self.has_hidden |= any(words.strip() for words in child.itertext(f"{W}t"))
            elif tag == BOX:
                self.take_box(child)
            elif tag == f"{W}p":
                self.parts.append("\n")
                self.collect(child)
            else:
                self.collect(child)

    def take_box(self, box: etree._Element) -> None:
        """A text box stands beside the paragraph that holds it: its words would tear a sentence apart."""
        inside = Words(self.hidden)
        inside.collect(box)
        self.boxed += [line for line in "".join(inside.parts).split("\n") if line.strip()] + inside.boxed
        self.references += inside.references
        self.has_hidden |= inside.has_hidden

    def is_hidden(self, run: etree._Element) -> bool:
        properties = run.find(f"{W}rPr")
        if properties is None:
            return False
        own = properties.find(f"{W}vanish")
        return is_on(own) if own is not None else first_value(properties, "rStyle") in self.hidden


def is_hint(element: etree._Element) -> bool:
    """True for a field of a form that still shows what to fill in."""
    return element.tag == f"{W}sdt" and is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr"))


def is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off")
