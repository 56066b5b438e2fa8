"""A review laid open on the desk: its report, all that was done on its findings, and what the desk shows of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from contracts.access import TeamRequest
from contracts.models import User
from reviews.decide import must_be_decided
from reviews.desk import Looked, QueueGroup, chosen_of, queue_of
from reviews.models import Decision, Review
from reviews.report.page import build_page_from
from reviews.report.parts import ReportPage
from reviews.report.reviewed import Reviewed, by_item, load_reviewed
from reviews.verdict import Verdict, build_verdict
from reviews.views.scope import reading_language


@dataclass(frozen=True, slots=True)
class Desk:
    """A review as it lies before people. `rows` is everything done on its findings, the oldest first."""

    review: Review
    reviewed: Reviewed
    page: ReportPage
    rows: list[Decision]

    @property
    def asked(self) -> dict[str, str]:
        """Who was asked last to look at an item."""
        rows = {row.item: row.assignee for row in self.rows if row.act == Decision.Act.ASSIGN}
        return {item: str(person) for item, person in rows.items() if person}

    @property
    def again(self) -> set[str]:
        return {row.item for row in self.rows if row.act == Decision.Act.REVISIT}

    def queue(self, looked: Looked) -> list[QueueGroup]:
        return queue_of(self.page, by_item(self.reviewed.findings), looked, self.again, self.asked)

    def verdict(self, item: str) -> Verdict | None:
        return build_verdict(self.reviewed, self.page, item, self.page.language)

    def seen(self, item: str) -> int:
        """The last row by which the item was settled, 0 where there is none."""
        return next((row.pk for row in reversed(self.rows) if row.item == item and row.turn is not None), 0)

    def history(self, item: str) -> list[Decision]:
        return [row for row in reversed(self.rows) if row.item == item]


def open_desk(review: Review) -> Desk:
    """Seven queries whatever the size of the review."""
    reviewed = load_reviewed(review)
    page = build_page_from(reviewed, reading_language())
    return Desk(review, reviewed, page, list(Decision.objects.filter(review=review).with_people()))


def verdict_context(
    desk: Desk, looked: Looked, members: list[User], said: dict[str, object] | None = None
) -> dict[str, object]:
    """What the queue and the bar below the document show. `said` is what a person sent that could not be taken."""
    item = chosen_of(desk.page, looked)
    return {
        "review": desk.review,
        "contract": desk.review.contract,
        "page": desk.page,
        "number": looked.number,
        "queue": desk.queue(looked),
        "find": looked.find,
        "chosen": looked.words,
        "verdict": desk.verdict(item),
        "seen": desk.seen(item),
        "history": desk.history(item),
        "asked": desk.asked.get(item, ""),
        "members": members,
        "must": len(must_be_decided(desk.reviewed.findings, desk.reviewed.rulings)),
    } | (said or {})


def wanted_paper(request: TeamRequest, desk: Desk, item: str) -> int:
    """The paper that is open, or the one in which the finding’s first words stand."""
    given = (request.POST if request.method == "POST" else request.GET).get("paper", "")
    if given.isascii() and given.isdigit() and len(given) < 10 and int(given) < len(desk.page.papers):
        return int(given)
    quotes = next((line.quotes for line in desk.page.findings if line.item == item), ())
    return quotes[0].document if quotes else 0


def address_of(review: Review, desk: Desk, item: str, number: int | None = None) -> str:
    line = next((line for line in desk.page.findings if line.item == item), None)
    quotes = [quote for quote in (line.quotes if line else ()) if number in (None, quote.document)]
    paper = quotes[0].document if quotes else number or 0
    words = f"words={quotes[0].start}-{quotes[0].end}&" if quotes else ""
    return f"{reverse('reviews:paper', args=[review.public_id, paper])}?{words}finding={item}"
