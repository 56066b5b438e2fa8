"""What each grade and each status means, in a sentence: under the pages that show them, and in the files taken away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reviews.report.words import GRADE_WORDS, STATUS_WORDS

MEANINGS = {
    "favourable": _("better than the team asks for: 0 points of risk"),
    "acceptable": _("as the team asks for: 25 points"),
    "risky": _("falls short of it: 65 points"),
    "critical": _("not to be signed as it stands: 100 points; where the item weighs 5, the whole is High or above"),
    "absent": _("the papers do not say; graded as the checklist grades silence"),
    "referenced": _("it stands in a paper that was not supplied: ask for it"),
    "unclear": _("read, but not settled: a person decides; until then it widens the range of the score"),
    "not_assessed": _("no paper in which one would look was supplied: outside the score"),
    "not_run": _("could not be read: nobody has looked yet"),
}


def meanings() -> list[tuple[str, str, str]]:
    """Code, word and meaning, grades first."""
    words: dict[str, object] = dict([*GRADE_WORDS.items(), *STATUS_WORDS.items()])
    return [(code, str(words[code]), str(meaning)) for code, meaning in MEANINGS.items()]
