"""What people decided, in words: on a finding, on the whole review, and by signing it."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from contracts.values import Language
from reviews.checklist.values import Item
from reviews.decide import Ruling
from reviews.report.figures import word_score
from reviews.report.parts import DecidedWords, DecisionWords, FindingLine, Rung, SignedWords
from reviews.report.reviewed import Reviewed, Signed
from reviews.report.words import BAND_WORDS, GRADE_WORDS, SIGNS, STATUS_WORDS, join_sentences, join_words, word_date
from reviews.values import GRADES, Finding, Score


def word_ruling(ruling: Ruling, found: Finding, language: Language) -> DecisionWords:
    grade = ruling.grade if ruling.act == "override" else found.grade
    was = found.grade or found.status
    carried = ""
    if ruling.carried_from is not None:
        carried = _("carried over from review %(number)s") % {"number": ruling.carried_from}
    return DecisionWords(
        act=ruling.act,
        word=word_act(ruling, grade),
        reason=ruling.reason,
        by=ruling.by,
        on=word_date(ruling.at, language),
        carried=carried,
        line=join_words([ruling.by, word_date(ruling.at, language), carried]),
        was_shape=was,
        was_sign=SIGNS[was],
        was_word=str(GRADE_WORDS[found.grade] if found.grade else STATUS_WORDS[found.status]),
        is_changed=ruling.act == "dismiss" or grade != found.grade,
    )


def word_act(ruling: Ruling, grade: str | None) -> str:
    if ruling.act == "override":
        return _("Overridden to %(grade)s") % {"grade": GRADE_WORDS[grade]}  # type: ignore[index]
    return pgettext("decision", "Dismissed") if ruling.act == "dismiss" else pgettext("decision", "Confirmed")


def apply_ruling(line: FindingLine, ruling: Ruling, found: Finding, item: Item, language: Language) -> FindingLine:
    """The line of a finding that counts as people left it, with what was found beside it."""
    words = word_ruling(ruling, found, language)
    if ruling.act == "override":
        # The rungs say what the checklist asks for; that silence was counted is no longer so.
        rungs = (
            Rung(grade, str(GRADE_WORDS[grade]), item.grades[grade][language], grade == ruling.grade, SIGNS[grade])
            for grade in GRADES
        )
        return replace(line, decision=words, ladder=tuple(rungs), because="")
    if ruling.act == "dismiss":
        sign = SIGNS["not_assessed"]
        named = replace(line, shape="dismissed", sign=sign, status_word=words.word, status_sign=sign)
        rungs = tuple(replace(rung, applies=False) for rung in line.ladder)
        return replace(named, decision=words, grade=None, grade_word="", because="", ladder=rungs)
    return replace(line, decision=words)


def word_decided(reviewed: Reviewed) -> DecidedWords:
    number, of = len(reviewed.rulings), len(reviewed.findings)
    said = _("%(number)s of %(all)s decided") % {"number": number, "all": of}
    found, after = reviewed.scores.overall, reviewed.scores_after.overall
    return DecidedWords(
        number=number,
        of=of,
        open=of - number,
        words=said,
        found=word_score(found).figure,
        after=word_score(after).figure,
        difference=word_difference(found, after) if number else "",
        carried=sum(ruling.carried_from is not None for ruling in reviewed.rulings.values()),
    )


def word_difference(found: Score, after: Score) -> str:
    """ "57, after decisions 55", or that they leave it as it was."""
    said = {"found": word_score(found).figure, "after": word_score(after).figure}
    if (found.score, found.band) == (after.score, after.band):
        return _("%(found)s, unchanged by decisions") % said
    text = _("%(found)s, after decisions %(after)s") % said
    return text if found.band == after.band else join_words([text, word_band_change(found, after)])


def word_band_change(before: Score, after: Score) -> str:
    """ "still High", "High to Moderate"."""
    if before.band is None or after.band is None:
        return ""
    if before.band == after.band:
        return _("still %(band)s") % {"band": BAND_WORDS[after.band]}
    return _("%(before)s to %(after)s") % {"before": BAND_WORDS[before.band], "after": BAND_WORDS[after.band]}


def word_effect(before: Score, after: Score) -> str:
    """What a decision would do: "score 57 to 55, still High"."""
    was, then = word_score(before).figure, word_score(after).figure
    if (before.score, before.band) == (after.score, after.band):
        return _("score stays %(score)s") % {"score": was}
    text = _("score %(before)s to %(after)s") % {"before": was, "after": then}
    return join_words([text, word_band_change(before, after)])


def word_signed(signed: Signed, open_findings: int, language: Language) -> SignedWords:
    on = word_date(signed.at, language)
    left = ngettext(
        "%(number)s finding was left without a decision.",
        "%(number)s findings were left without a decision.",
        open_findings,
    ) % {"number": open_findings}
    return SignedWords(
        by=signed.by,
        on=on,
        words=_("Signed off by %(name)s on %(day)s") % {"name": signed.by, "day": on},
        statement=signed.statement,
        left=left if open_findings else "",
        record=signed.record,
        note=join_sentences([signed.statement, left if open_findings else ""]),
    )
