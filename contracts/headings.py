"""Tells headings from sentences, at the start of a line and alone on one. Used by `segment.py`."""

from __future__ import annotations

import re

from contracts.numbering import number_of

SENTENCE_WORD = re.compile(
    r"\b(?:shall|will|may|must|is|are|was|were|has|have|means|mean|agrees?|can|cannot|does|do|should|would|hereby|includes?"
    r"|you|we|they|it|this|these|that|which|who|if|when|unless|such|to the (?:maximum|fullest|extent))\b",
    re.I,
)
LEAD_END = re.compile(r"(?:(?<![.\s][A-Z])\.:?|:|\.?[ ]?[—–]| - )[\s”\"]+(?=[^\sa-z])|(?<=[a-z]{4})\.(?=[A-Z][a-z])")
SPACED = re.compile(r"([^\s。、，,（）()「」]{2,20})\u3000+(?=\S)")
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
    if (found := BRACKETED.match(words)) and (number_of(words) is None):
        end = found.end()
        return found[1].strip(), end + len(words[end:]) - len(words[end:].lstrip())
    if found := SPACED.match(words):
        return found[1], found.end()
    found = LEAD_END.search(words, 1, LONGEST_LEAD)
    if found is None or not (words[0].isupper() or words[0] in '“"0123456789'):
        return "", 0
    heading = words[: found.start()].strip(' “”"')
    if END_INSIDE.search(heading) or len(heading.split()) > (14 if ";" in heading else 9):
        return "", 0
    is_sentence = SENTENCE_WORD.search(heading) is not None or not is_title_case(heading, share=0)
    return ("", 0) if is_sentence else (heading, found.end())


def is_heading_line(line: str, lenient: bool = False) -> bool:
    """True where a whole line looks like a heading; `lenient` where the file sets it in bold at least."""
    if len(line) > (160 if lenient else 90) or " | " in line or line.endswith("_") or YEAR.search(line):
        return False
    if lenient:
        return not line.endswith((";", ",", "、", "。"))
    if END.search(line) or not 0 < len(WORD.findall(line)) <= 12:
        return False
    return line.isupper() or (is_title_case(line) and SENTENCE_WORD.search(line) is None)


def is_short(line: str) -> bool:
    """True for the words after a number that are a title rather than a sentence."""
    if len(line) > 100 or "。" in line or line.endswith((";", ",", "、", "；")):
        return False
    core = line.rstrip(" .:：")
    if ". " in core:
        return False
    if SENTENCE_WORD.search(core) or line.endswith(":"):
        return core.isupper() or is_title_case(core, share=0.9)
    return True


def is_title_case(line: str, share: float = 0.75) -> bool:
    """True where the first word and at least `share` of the words that carry meaning are capitalised."""
    words = [word for word in WORD.findall(line) if not SMALL.fullmatch(word)]
    if not words or not words[0][0].isupper():
        return False
    return sum(word[0].isupper() for word in words) >= len(words) * share
