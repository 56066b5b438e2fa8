"""Where spans of a text stand on the pages of its file, as boxes: what a view marks on the very page.

Recognised words bring their places with them; those of a PDF's own text are asked of PDFium, in the guarded child.
"""

from __future__ import annotations

import logging
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from contracts.readers.guard import GUARD
from contracts.readers.refused import Refused
from contracts.readers.sniff import PDF
from contracts.values import Asked, Box, Page, Place, Text

log = logging.getLogger(__name__)
AROUND = 120
"""Characters before and after a span by which it is told from the same words elsewhere on its page."""
Find = Callable[[bytes, Sequence[Asked]], list[list[Box]]]


def boxes_of(
    text: Text, spans: Sequence[tuple[int, int]], load: Callable[[], bytes], find: Find = GUARD.find_boxes
) -> list[list[Box]]:
    """The boxes of each span, one for each line of its words, in their order; none where they have no place.

    `load` gives the bytes of the file; it is only called where they are needed. `text` must have its places.
    """
    boxes: list[list[list[Box]]] = []
    asked: list[Asked] = []
    answers: list[list[Box]] = []
    for start, end in spans:
        parts: list[list[Box]] = []
        for page, left, right in by_page(text, start, end):
            if page.source == "ocr":
                parts.append(boxes_of_places(text.places, left, right))
            elif text.media_type == PDF:
                asked.append(question(text.body, page, left, right))
                answers.append([])
                parts.append(answers[-1])
        boxes.append(parts)
    if asked:
        try:
            found = find(load(), asked)
        except (Refused, OSError):
            # The report stands without them: the view marks the words in the text instead.
            log.warning("no boxes were found in a paper of %s pages", len(text.pages))
        else:
            for answer, own in zip(answers, found, strict=True):
                answer.extend(own)
    return [[box for part in parts for box in part] for parts in boxes]


def by_page(text: Text, start: int, end: int) -> Iterator[tuple[Page, int, int]]:
    """What of a span stands on each of its pages."""
    at = max(0, bisect_right(text.pages, start, key=lambda page: page.start) - 1)
    for page in text.pages[at:]:
        if page.start >= end:
            break
        left, right = max(start, page.start), min(end, page.end)
        if text.body[left:right].strip():
            yield page, left, right


def question(body: str, page: Page, start: int, end: int) -> Asked:
    return Asked(
        page=page.number,
        words=body[start:end],
        before=body[max(page.start, start - AROUND) : start],
        after=body[end : min(page.end, end + AROUND)],
    )


def boxes_of_places(places: Sequence[Place], start: int, end: int) -> list[Box]:
    """The boxes of recognised words, those of a line joined; of a word that is only partly meant, about that part."""
    boxes: list[Box] = []
    for place in places[bisect_left(places, start + 1, key=lambda place: place.end) :]:
        if place.start >= end:
            break
        box = part_of(place, max(start, place.start), min(end, place.end))
        if boxes and is_beside(boxes[-1], box):
            boxes[-1] = joined(boxes[-1], box)
        else:
            boxes.append(box)
    return boxes


def part_of(place: Place, start: int, end: int) -> Box:
    each = (place.right - place.left) / max(1, place.end - place.start)
    left = place.left + each * (start - place.start)
    return place.page, round(left, 2), place.bottom, round(left + each * (end - start), 2), place.top


def is_beside(box: Box, word: Box) -> bool:
    """True where the word goes on with the line: at its height, further right and not far away. Words may overlap."""
    page, left, bottom, right, top = box
    height = min(top - bottom, word[4] - word[2])
    overlap = min(top, word[4]) - max(bottom, word[2])
    return page == word[0] and overlap > height / 2 and left <= word[1] <= right + height * 6


def joined(box: Box, word: Box) -> Box:
    return box[0], min(box[1], word[1]), min(box[2], word[2]), max(box[3], word[3]), max(box[4], word[4])
