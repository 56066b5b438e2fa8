"""The desk: a finding is decided on, commented, given to somebody; each by a plain form, of which HTMX takes the answer
in place. The page around it is that of a paper (`paper.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from contracts.access import Act, TeamRequest, team_page
from contracts.models import User
from reviews.decision_forms import AssignForm, CommentForm, DecisionForm
from reviews.desk import Looked
from reviews.mentions import members_of, mentioned, tell
from reviews.models import Decision, Review
from reviews.settle import Clash, Closed, NothingToUndo, assign_finding, comment_on, settle_finding
from reviews.views.opened import address_of, open_desk, verdict_context, wanted_paper
from reviews.views.paper import render_paper
from reviews.views.scope import finished_or_404, reading_language

CLASH, REFUSED = 409, 422
MOST_MAIL = 100
"""Mails in an hour that one person’s comments and requests cause."""


@require_safe
@team_page(Act.READ)
def desk(request: TeamRequest, public_id: UUID) -> HttpResponse:
    """The next finding to look at, in the paper in which its words stand."""
    review = finished_or_404(request, public_id)
    own = open_desk(review)
    if not own.page.papers:
        raise Http404
    first = next((group.lines[0].finding for group in own.queue(Looked(0))), None)
    return redirect(f"{address_of(review, own, first.item if first else '')}&list")


@require_safe
@vary_on_headers("HX-Request")
@team_page(Act.READ)
def verdict(request: TeamRequest, public_id: UUID, item: str) -> HttpResponse:
    """The bar of one finding, for the page that is open; by itself, the desk with this finding chosen."""
    review = finished_or_404(request, public_id)
    own = open_desk(review)
    if own.verdict(item) is None:
        raise Http404
    if not request.htmx:
        return redirect(address_of(review, own, item))
    looked = Looked(wanted_paper(request, own, item), finding=item)
    return render(request, "reviews/_verdict.html", verdict_context(own, looked, members_of(request.team)))


Taken = Callable[[], object]


@require_POST
@vary_on_headers("HX-Request")
@team_page(Act.DECIDE)
def decide(request: TeamRequest, public_id: UUID, item: str) -> HttpResponse:
    review, item = asked_for(request, public_id, item)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return answer(request, review, item, REFUSED, {"form": form, "panel": request.POST.get("act", "")})
    said = form.cleaned_data

    def settle() -> None:
        settle_finding(
            review,
            item,
            request.user,
            said["act"],
            grade=said["grade"],
            reason=said["text"],
            seen=said["seen"] or 0,
        )

    return attempt(request, review, item, settle, {"form": form, "panel": said["act"]})


@require_POST
@vary_on_headers("HX-Request")
@team_page(Act.COMMENT)
def comment(request: TeamRequest, public_id: UUID, item: str) -> HttpResponse:
    """Managers may, too: a comment changes nothing. Who is named in it hears of it by mail."""
    review, item = asked_for(request, public_id, item)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return answer(request, review, item, REFUSED, {"comment_form": form, "panel": "comment"})
    named = mentioned(form.cleaned_data["text"], members_of(request.team))

    def say() -> None:
        comment_on(review, item, request.user, form.cleaned_data["text"], [str(person) for person in named])
        notify(request, review, item, named, is_asked=False)

    return attempt(request, review, item, say, {"comment_form": form, "panel": "comment"})


@require_POST
@vary_on_headers("HX-Request")
@team_page(Act.DECIDE)
def assign(request: TeamRequest, public_id: UUID, item: str) -> HttpResponse:
    review, item = asked_for(request, public_id, item)
    form = AssignForm(request.POST, members=members_of(request.team))
    if not form.is_valid():
        return answer(request, review, item, REFUSED, {"assign_form": form, "panel": "assign"})
    person = form.cleaned_data["person"]

    def give() -> None:
        assign_finding(review, item, request.user, person)
        notify(request, review, item, [person] if person else [], is_asked=True)

    return attempt(request, review, item, give, {"panel": "assign"})


def asked_for(request: TeamRequest, public_id: UUID, item: str) -> tuple[Review, str]:
    review = finished_or_404(request, public_id)
    if not review.findings.filter(item=item).exists():
        raise Http404
    return review, item


def notify(request: TeamRequest, review: Review, item: str, people: list[User], is_asked: bool) -> None:
    if people and has_mail_left(request.user):
        address = request.build_absolute_uri(reverse("reviews:verdict", args=[review.public_id, item]))
        checklist = review.checklist_version.load()
        title = next((one.title[reading_language()] for one in checklist.items if one.id == item), item)
        tell(people, request.user, review.contract.title, title, address, is_asked)


def has_mail_left(user: User) -> bool:
    """False where this person has had so many written to within the hour that no more mail goes out; what was said is
    kept all the same, and stands at the finding."""
    lately = Decision.objects.filter(by=user, at__gte=timezone.now() - timedelta(hours=1)).exclude(mentions=[])
    return sum(map(len, lately.values_list("mentions", flat=True)[: MOST_MAIL + 1])) <= MOST_MAIL


def attempt(request: TeamRequest, review: Review, item: str, write: Taken, said: dict[str, object]) -> HttpResponse:
    """Write, or say why that cannot be, with all that the person has sent."""
    try:
        write()
    except Clash as clash:
        return answer(request, review, item, CLASH, said | {"clash": clash.latest})
    except Closed:
        sentence = _("This review is signed off, and its decisions are closed. Start a new review to decide anew.")
        return answer(request, review, item, REFUSED, said | {"refusal": sentence})
    except NothingToUndo:
        return answer(request, review, item, REFUSED, {"refusal": _("There is no decision that could be undone.")})
    return answer(request, review, item, 200, {})


def answer(request: TeamRequest, review: Review, item: str, status: int, said: dict[str, object]) -> HttpResponse:
    """The bar as it is now, and the queue; without HTMX the whole page or, where all went well, its address."""
    own = open_desk(review)
    number = wanted_paper(request, own, item)
    if request.htmx:
        context = verdict_context(own, Looked(number, finding=item), members_of(request.team), said)
        return render(request, "reviews/_decided.html", context, status=status)
    if status == 200:
        return redirect(address_of(review, own, item, number))
    return render_paper(request, own, Looked(number, finding=item), said, status)
