"""Tells headings from sentences, at the start of a line and alone on one. Used by `segment.py`."""

from __future__ import annotations

import re

SENTENCE_WORD = re.compile(
    r"\b(?:shall|will|may|must|is|are|was|were|has|have|means|mean|agrees?|can|cannot|does|do|should|would|hereby|includes?"
    r"|you|we|they|it|this|these|that|which|who|if|when|unless|such)\b",
    re.I,
)
LEAD_END = re.compile(r"(?:\.:?|:|\.?[ ]?[—–]| - )[\s”\"]+(?=[^\sa-z])")
LONGEST_LEAD = 150
BRACKETED = re.compile(r"[\s\u3000]*[（(【［\[「『]([^（）()【】\[\]「」『』]{1,40})[）)】］\]」』]")
CAPTION = re.compile(r"[（(【［\[]([^（）()【】\[\]]{1,40})[）)】］\]]")
SMALL = re.compile(r"\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|our|the|to|under|upon|with|your)\b", re.I)
WORD = re.compile(r"[^\W\d_][\w’'&/-]*")
YEAR = re.compile(r"\b(?:19|20)\d\d\b|[0-9０-９]年")
END = re.compile(r"[.;,!?。；，、！？…]$")
END_INSIDE = re.compile(r"[!?|。]")
TERMINAL = re.compile(r"[.:;!?。：；！？](?:[”\"’')）」』】\]*]|\s)*$")


def lead_heading(words: str) -> tuple[str, int]:
    """The heading with which a line begins before its own words, and how much of the line it takes: ("", 0) for none.

    "Renewal. The Term renews …" has the heading "Renewal"; "（目的） 本規約は" has 目的.
    """
    if found := BRACKETED.match(words):
        end = found.end()
        return found[1].strip(), end + len(words[end:]) - len(words[end:].lstrip())
    found = LEAD_END.search(words, 1, LONGEST_LEAD)
    if found is None or not (words[0].isupper() or words[0] in '“"0123456789'):
        return "", 0
    heading = words[: found.start()].strip(' “”"')
    if END_INSIDE.search(heading) or len(heading.split()) > (14 if ";" in heading else 9):
        return "", 0
    is_sentence = SENTENCE_WORD.search(heading) is not None or not is_title_case(heading, lenient=True)
    return ("", 0) if is_sentence else (heading, found.end())


def is_heading_line(line: str, lenient: bool = False) -> bool:
    """True where a whole line looks like a heading; `lenient` where the file sets it in bold at least."""
    if len(line) > 90 or END.search(line) or " | " in line or line.endswith("_") or YEAR.search(line):
        return False
    letters = WORD.findall(line)
    if not letters or len(letters) > 12:
        return False
    return lenient or line.isupper() or is_title_case(line)


def is_short(line: str) -> bool:
    """True for the words after a number that are too short for a sentence and do not end as one."""
    if len(line) > 100 or "。" in line or line.endswith((";", ",", "、", "；")):
        return False
    if line.endswith("."):
        return len(line) <= 60 and SENTENCE_WORD.search(line) is None
    return len(line) <= 60 or SENTENCE_WORD.search(line) is None


def is_title_case(line: str, lenient: bool = False) -> bool:
    """True where the words that carry meaning are capitalised; `lenient` asks that of the first word only."""
    words = [word for word in WORD.findall(line) if not SMALL.fullmatch(word)]
    if not words or not words[0][0].isupper():
        return False
    if lenient:
        return True
    return SENTENCE_WORD.search(line) is None and sum(word[0].isupper() for word in words) >= len(words) * 0.75
