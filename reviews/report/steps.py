"""What to do first, in words: papers to ask for, then clauses to amend, and where each step leads."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.values import Language
from reviews.checklist.values import Item
from reviews.remedy import Remedy
from reviews.report.figures import word_score
from reviews.report.papers import count_resting
from reviews.report.parts import FindingLine, Step
from reviews.report.words import BAND_WORDS, word_kind
from reviews.values import BANDS

FIRST_STEPS = 5


def word_steps(
    plan: Remedy, items: dict[str, Item], lines: dict[str, FindingLine], language: Language
) -> tuple[Step, ...]:
    """The first steps of the plan: papers to ask for, then clauses to amend, each with the score that it leads to."""
    steps = []
    for number, step in enumerate(plan.steps[:FIRST_STEPS], 1):
        resting = [lines[item] for item in step.items]
        score = word_score(step.after)
        if step.action == "ask":
            title = _("Ask for the %(paper)s") % {"paper": word_kind(step.paper)}
            text = _("%(resting)s. The step assumes that it meets the checklist.") % {"resting": count_resting(resting)}
        else:
            title = resting[0].title
            text = _("Agree on: %(rung)s") % {"rung": items[step.items[0]].grades[step.target][language]}
        steps.append(Step(number, title, text, score.figure, score.band_word, resting[0].anchor))
    return tuple(steps)


def word_plan(plan: Remedy) -> str:
    """What the steps achieve, in one sentence."""
    band = BAND_WORDS[plan.accepted]
    if not plan.needed:
        return _("The contract already stands at %(band)s or better, which this team accepts.") % {"band": band}
    reached = plan.steps[plan.needed - 1].after.band
    if reached is None or BANDS.index(reached) > BANDS.index(plan.accepted):
        return _("No list of amendments brings the contract to %(band)s, the band that this team accepts.") % {
            "band": band
        }
    if plan.needed <= FIRST_STEPS:
        text = ngettext(
            "The first step brings the contract to %(band)s, the band that this team accepts.",
            "The first %(number)s steps bring the contract to %(band)s, the band that this team accepts.",
            plan.needed,
        )
    else:
        text = _("It takes %(number)s steps in all to bring the contract to %(band)s, the band that this team accepts.")
    return text % {"number": plan.needed, "band": band}
