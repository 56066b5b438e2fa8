"""What past reviews would come to by the draft of a checklist. A worker runs it in slices, so that nobody waits for it.

Only what could come out otherwise is looked at again: an item whose phrases, values or rules changed is looked for once
more in the texts that the review read; where only weight or silence changed, the stored finding is weighed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from typing import cast

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from contracts.models import User
from contracts.values import Language
from reviews.checklist import Checklist, ChecklistError, Item, load_checklist
from reviews.checklist.fields import LANGUAGES
from reviews.drafts import source_of
from reviews.editing.check import part_of
from reviews.grade import grade_answers
from reviews.leases import Heartbeat, Progress
from reviews.local.find import find_answers
from reviews.local.ranker.texts import fingerprint
from reviews.models import ChecklistDraft, ChecklistVersion, FindingRow, Preview, PreviewLine, Review, ReviewedPaper
from reviews.pipeline import UnreadPaper, mark_unread
from reviews.score import score_findings
from reviews.values import Finding, Grade, Status
from reviews.verify import verify_evidence

MOST = 500
"""Reviews that one preview looks at, the newest first."""
SLICE = timedelta(seconds=2)
"""How long a worker goes on before it lets others have their turn."""
BATCH = 10
"""Reviews for each write."""
WORD_LIST = re.compile(r"@([a-z][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be done for the reviews of one version: which items are looked for again, and which ones’ silence is
    graded otherwise now."""

    checklist: Checklist
    look: frozenset[str]
    silence: frozenset[str] = frozenset()


def plan(old: Checklist | None, new: Checklist) -> Plan:
    """Without the old checklist every item is looked for."""
    if old is None:
        return Plan(new, frozenset(item.id for item in new.items))
    before = {item.id: item for item in old.items}
    touched = changed_words(old, new)
    everywhere = old.papers != new.papers or old.ignore != new.ignore
    look = {
        item.id
        for item in new.items
        if item.id not in before
        or asked_of(item) != asked_of(before[item.id])
        or not touched.isdisjoint(WORD_LIST.findall(repr(item.find)))
        or everywhere
    }
    silence = {
        item.id for item in new.items if item.id in before and item.silence.grade != before[item.id].silence.grade
    }
    return Plan(new, frozenset(look), frozenset(silence))


def asked_of(item: Item) -> object:
    """All of an item on which it depends what is found and what grade follows, and no word beyond."""
    rules = [(rule.condition and rule.condition.root, rule.grade, rule.status, rule.set) for rule in item.rules]
    asks = [fingerprint(item, cast(Language, language)) for language in LANGUAGES]
    examples = [replace(example, line=0) for example in item.examples]
    return item.find, rules, item.values, item.applies_to, asks, examples


def changed_words(old: Checklist, new: Checklist) -> set[str]:
    """Word lists that say something else now, or hold one that does."""
    names = {*old.words, *new.words}
    touched = {name for name in names if old.words.get(name) != new.words.get(name)}
    holding = touched
    while holding:
        rest = {name: set(WORD_LIST.findall(repr(new.words.get(name)))) for name in names - touched}
        holding = {name for name, held in rest.items() if not touched.isdisjoint(held)}
        touched |= holding
    return touched


def findings_then(
    plan: Plan, now: Mapping[str, Finding], papers: Sequence[ReviewedPaper], unread: Sequence[UnreadPaper] = ()
) -> list[Finding]:
    """The findings of a review by the new checklist. What a model reader found stays: it is not asked again."""
    look = [item for item in plan.checklist.items if item.id in plan.look and not by_model(now.get(item.id))]
    again = {finding.item: finding for finding in found_again(plan.checklist, look, papers, unread)}
    return [
        again.get(item.id) or weighed_again(item, now[item.id], item.id in plan.silence)
        for item in plan.checklist.items
        if item.id in again or item.id in now
    ]


def by_model(finding: Finding | None) -> bool:
    return finding is not None and finding.reader != "local"


def found_again(
    checklist: Checklist, items: Sequence[Item], rows: Sequence[ReviewedPaper], unread: Sequence[UnreadPaper]
) -> list[Finding]:
    if not items:
        return []
    part = part_of(checklist, [item.id for item in items])
    papers = [row.paper for row in rows]
    findings = grade_answers(part, verify_evidence(find_answers(part, papers), papers), papers)
    return mark_unread(part.items, findings, unread) if unread else findings


def weighed_again(item: Item, finding: Finding, has_changed: bool) -> Finding:
    is_silent = has_changed and finding.status in ("absent", "referenced", "unclear")
    grade = item.silence.grade if is_silent else finding.grade
    return replace(finding, weight=item.weight, category=item.category, grade=grade)


@transaction.atomic
def start_preview(draft: ChecklistDraft, user: User | None) -> Preview:
    """A new preview in the queue; those of before are done with."""
    from reviews.tasks import run_preview, wake  # the tasks know this file

    draft.previews.all().delete()
    preview = Preview.objects.create(
        draft=draft,
        source=source_of(draft),
        reviews=list(past_reviews(draft).values_list("pk", flat=True)[:MOST]),
        asked_by=user,
    )
    wake(run_preview, preview)
    return preview


def past_reviews(draft: ChecklistDraft) -> QuerySet[Review]:
    """The newest finished review of each contract by this checklist, or by the one of which it is a copy."""
    checklists = {draft.checklist_id}
    for version in (draft.base, draft.checklist.copied_from):
        if version is not None:
            checklists.add(version.checklist_id)
    reviews = Review.objects.filter(status=Progress.DONE, checklist_version__checklist__in=checklists)
    newest = reviews.filter(contract=OuterRef("contract")).order_by("-number").values("pk")[:1]
    ours = reviews.filter(contract__team=draft.checklist.team_id, pk=Subquery(newest))
    return ours.order_by("-created_at", "-pk")


def run(preview: Preview, patience: timedelta = SLICE) -> bool:
    """Go on with a claimed preview for a while. True when it is done, False when it is back in the queue.

    Raises LeaseLost where the draft was thrown away or another worker has taken over.
    """
    new = load_checklist(preview.source, "preview")
    plans: dict[int, Plan] = {}
    ends = monotonic() + patience.total_seconds()
    with Heartbeat(preview) as heartbeat:
        while preview.done < len(preview.reviews):
            heartbeat.check()
            keys = preview.reviews[preview.done : preview.done + BATCH]
            lines = lines_of(preview, new, keys, plans)
            with transaction.atomic():
                preview.renew(done=preview.done + len(keys))
                PreviewLine.objects.bulk_create(lines)
            if monotonic() > ends:
                break
    if preview.done < len(preview.reviews):
        now = timezone.now()
        preview.save_while_held(status=Progress.QUEUED, attempts=0, lease_token=None, queued_at=now)
        return False
    preview.save_while_held(status=Progress.DONE, finished_at=timezone.now(), failure="")
    return True


def lines_of(preview: Preview, new: Checklist, keys: Sequence[int], plans: dict[int, Plan]) -> list[PreviewLine]:
    """`plans` keeps what is to be done for each version: comparing two checklists takes longer than a review."""
    reviews = list(Review.objects.filter(pk__in=keys))
    rows = rows_of(keys)
    unknown = {review.checklist_version_id for review in reviews} - plans.keys()
    if unknown:
        versions = ChecklistVersion.objects.select_related("checklist").in_bulk(unknown)
        plans |= {key: plan(old_checklist(version), new) for key, version in versions.items()}
    needy = [one.pk for one in reviews if plans[one.checklist_version_id].look]
    papers: dict[int, list[ReviewedPaper]] = {key: [] for key in keys}
    if needy:
        found = ReviewedPaper.objects.filter(review__in=needy).select_related("version__reading")
        for paper in found.order_by("review", "position"):
            papers[paper.review_id].append(paper)
    lines = []
    for review in reviews:
        read = [paper for paper in papers[review.pk] if not paper.refusal]
        unread = [UnreadPaper(row.version.name, row.kind, row.refusal) for row in papers[review.pk] if row.refusal]
        then = findings_then(plans[review.checklist_version_id], rows[review.pk], read, unread)
        line = line_of(preview, review, rows[review.pk], then)
        if line.changes or (line.score_now, line.band_now) != (line.score_then, line.band_then):
            lines.append(line)
    return lines


def line_of(preview: Preview, review: Review, now: Mapping[str, Finding], then: Iterable[Finding]) -> PreviewLine:
    after = {finding.item: finding for finding in then}
    overall = score_findings(after.values()).overall
    changes = []
    for key in dict.fromkeys([*now, *after]):
        said = [*said_of(now.get(key)), *said_of(after.get(key))]
        if said[:2] != said[2:]:
            changes.append([key, *said])
    return PreviewLine(
        preview=preview,
        review=review,
        score_now=review.score,
        score_then=overall.score,
        band_now=review.band,
        band_then=overall.band or "",
        changes=changes,
    )


def said_of(finding: Finding | None) -> tuple[str, str]:
    return (finding.status, finding.grade or "") if finding else ("", "")


def rows_of(keys: Sequence[int]) -> dict[int, dict[str, Finding]]:
    """The findings of these reviews without their evidence, in one query."""
    found: dict[int, dict[str, Finding]] = {key: {} for key in keys}
    columns = ("review_id", "item", "category", "weight", "status", "grade", "reader")
    for review, item, category, weight, status, grade, reader in (
        FindingRow.objects.filter(review__in=keys).order_by("review", "position").values_list(*columns)
    ):
        found[review][item] = Finding(
            item, category, weight, cast(Status, status), cast(Grade, grade) if grade else None, {}, (), 0.0, reader, {}
        )
    return found


def old_checklist(version: ChecklistVersion) -> Checklist | None:
    """None where the product no longer reads it."""
    try:
        return version.load()
    except ChecklistError:
        return None
