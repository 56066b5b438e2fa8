"""The lines of a PDF page with the place of each, straight from PDFium. After it: `layout.py`.

Called once for every page of every contract, so it speaks to the C interface without pypdfium2's wrappers and asks
for two characters' boxes a line instead of all of them.
"""

from __future__ import annotations

import ctypes
import re
from statistics import median

import pypdfium2.raw as pdfium

from contracts.readers.layout import Line

# PDFium writes U+FFFE or U+0002 in place of a hyphen at the end of a line, and no line end after it.
PIECE = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
BLANK = " \t\xa0\u3000\x00"
WORD_GAP = re.compile("[ \xa0]+")
CELL_GAP = 3.5
"""In average character widths: wider than any space between words, narrower than the space between columns."""

NUMBER_STARTS = frozenset("0123456789(ivx·•")
GLUED = re.compile(r"(?:\d{1,3}\.(?:\d{1,3}\.?)*|\([0-9A-Za-z]{1,4}\))(?=[“\"]?[A-Z][a-z])")
"""A clause's number right before its first word: PDFium sees no space where the gap is narrow."""
MAYBE_GLUED = re.compile(r"(?:\d{1,2}(?:\.\d{1,3})*\.?|\([0-9A-Za-z]{1,5}\)|[ivx]{1,4}\.|[·•])(?=[“\"]?[A-Za-z])")
"""What may be such a number, or the start of a word such as "3rd": the gap on the page tells."""
LEAST_GAP = 0.05
"""In heights of the line: letters of a word stand nearer, words further apart."""
SURE_GAP = 9.0
WORD = re.compile(r"\w{4,}")
ENOUGH_WORDS = 12

get_box = pdfium.FPDFText_GetLooseCharBox


def page_text(text_page: object) -> tuple[str, int]:
    """All characters of a page, and how many PDFium counts: the two differ where some have no place on the page."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return "", 0
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium.FPDFText_GetText(text_page, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    return ctypes.string_at(buffer, 2 * max(0, written - 1)).decode("utf-16-le", "replace"), count


def page_lines(text_page: object, number: int) -> list[Line]:
    """The lines of page `number`, in the order of the file, with cells parted where a gap parts them on the page."""
    text, count = page_text(text_page)
    is_shifted = len(text) != count
    first, last = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    at_first, at_last = ctypes.byref(first), ctypes.byref(last)
    lines: list[Line] = []
    starts: list[int] = []
    for piece in PIECE.finditer(text):
        words = piece[0]
        is_cut = words[-1] in "\x02\ufffe"
        if is_cut:
            words = words[:-1]
        start = piece.start() + len(words) - len(words.lstrip(BLANK))
        words = words.strip(BLANK)
        if not words:
            continue
        if "\xad" in words[:-1]:
            # Within a line it is no soft hyphen but the plain one of an old encoding.
            words = words[:-1].replace("\xad", "-") + words[-1]
        end = start + len(words) - 1
        if is_shifted:
            start, end = (pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, i) for i in (start, end))
        get_box(text_page, start, at_first)
        get_box(text_page, end, at_last)
        line = Line(number, words, first.left, last.right, first.bottom, first.top - first.bottom)
        line.is_cut = is_cut
        lines.append(line)
        starts.append(start)
    if not is_shifted:
        part_cells(text_page, lines, starts)
    for line, start in zip(lines, starts, strict=True):
        if line.text[0] in NUMBER_STARTS and (size := glued_number(text_page, line, start)):
            line.text = f"{line.text[:size]} {line.text[size:]}"
            if line.cells:
                left, right, words = line.cells[0]
                line.cells[0] = (left, right, f"{words[:size]} {words[size:]}" if len(words) > size else words)
    return lines


def glued_number(text_page: object, line: Line, start: int) -> int:
    """How many characters the number has that stands right before the first word of a line; 0 where none does."""
    number = GLUED.match(line.text)
    if number is not None:
        return number.end()
    number = MAYBE_GLUED.match(line.text)
    if number is None:
        return 0
    size = number.end()
    boxes = [pdfium.FS_RECTF() for _ in range(3)]
    for at, box in enumerate(boxes[: len(line.text) - size + 1]):
        get_box(text_page, start + size - 1 + at, ctypes.byref(box))
    gap, within = boxes[1].left - boxes[0].right, boxes[2].left - boxes[1].right
    is_spaced = size + 1 < len(line.text) and line.text[size + 1].isalpha() and within * 2 > gap
    return size if gap > line.size * LEAST_GAP and not is_spaced else 0


def part_cells(text_page: object, lines: list[Line], starts: list[int]) -> None:
    """Give `cells` to the lines in which a gap as wide as several characters parts the words."""
    usual = character_width(text_page, lines, starts)
    left, right = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    at_left, at_right = ctypes.byref(left), ctypes.byref(right)
    for line, start in zip(lines, starts, strict=True):
        words = line.text
        # A gap makes a line wider than its characters account for; only such lines are looked at closely.
        if not usual or line.right - line.left - usual * len(words) < usual or " " not in words.replace("\xa0", " "):
            continue
        gaps, found = [], []
        for gap in WORD_GAP.finditer(words):
            get_box(text_page, start + gap.start() - 1, at_left)
            get_box(text_page, start + gap.end(), at_right)
            gaps.append((left.right, right.left))
            found.append(gap)
        cells, cell_start, cell_left = [], 0, line.left
        for at in cell_edges(gaps, usual):
            begin, end = gaps[at]
            cells.append((cell_left, begin, words[cell_start : found[at].start()]))
            cell_start, cell_left = found[at].end(), end
        if cells:
            cells.append((cell_left, line.right, words[cell_start:]))
            line.cells = cells


def cell_edges(gaps: list[tuple[float, float]], usual: float) -> list[int]:
    """Which of a line's gaps, each with its left and right edge, part cells. `usual` is the width of a character."""
    # Justified lines have wide gaps too, but all of one width.
    narrow = min(end - begin for begin, end in gaps)
    wide = min(max(usual * CELL_GAP, narrow * 2), usual * SURE_GAP)
    return [at for at, (begin, end) in enumerate(gaps) if end - begin > wide]


def character_width(text_page: object, lines: list[Line], starts: list[int]) -> float:
    """The usual width of a character in a word, from the first words of some lines; 0 where there are none."""
    box = pdfium.FS_RECTF()
    at_box = ctypes.byref(box)
    widths = []
    for line, start in zip(lines, starts, strict=True):
        word = WORD.match(line.text)
        if word is not None:
            get_box(text_page, start + word.end() - 1, at_box)
            widths.append((box.right - line.left) / word.end())
            if len(widths) == ENOUGH_WORDS:
                break
    return median(widths) if widths else 0.0
