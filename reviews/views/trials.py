"""Trying phrases while they are written, and what past reviews would come to."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from contracts.access import Act, TeamRequest, team_page
from reviews import drafts
from reviews.checklist import ChecklistError, default_checklist
from reviews.checklist.source import Mistake
from reviews.editing.check import HEAD, load_draft, needed_by, part_of
from reviews.editing.item_form import ItemForm, changed
from reviews.editing.spans import Document
from reviews.editing.words import in_language, place_of, told
from reviews.models import ChecklistDraft, Preview
from reviews.preview import start_preview
from reviews.trial import MOST_CONTRACTS, contracts_of, try_item
from reviews.views.drafts import draft_or_404, item_or_404, number_of

MOST_LINES = 500
"""Reviews of a preview that are shown; more are never looked at."""


@require_POST
@vary_on_headers("HX-Request")
@team_page(Act.MANAGE)
def try_out(request: TeamRequest, pk: int, number: int) -> HttpResponse:
    """The form as it is being typed, tried on the contracts chosen: mistakes at their line, or matches."""
    found = draft_or_404(request, pk)
    item = item_or_404(found, number)
    document = changed(Document(item.source), request.POST)
    key = str(document.value((0, "id")) or item.key)
    items = {key if name == item.key else name: text for name, text in drafts.parts_of(found).items()}
    items[key] = document.text
    focus = request.htmx.trigger_name or ""
    box = next((box for part in boxes_of(document) for box in part.boxes if box.field == focus), None)
    context: dict[str, object] = {"draft": found, "item": item, "box": box}
    try:
        loaded = load_draft(found.head, found.tail, needed_by(key, items), {key})
    except ChecklistError as error:
        context["mistakes"] = [
            told(mistake, document if mistake.file == key else None)
            | {"phrase": phrase_line(document, mistake) if mistake.file == key else 0}
            for mistake in error.mistakes
            if mistake.file in (key, HEAD)
        ]
        return render(request, "checklists/_trial.html", context)
    wanted = request.POST.get("contract", "")
    contracts = contracts_of(request.team)
    if (chosen := number_of(wanted)) or wanted:
        contracts = contracts.filter(pk=chosen)
    part = part_of(loaded, [key])
    phrases = box.lines if box else ()
    language = box.language if box else ""
    context["trial"] = try_item(part, part.items[0], phrases, language, list(contracts[:MOST_CONTRACTS]))
    return render(request, "checklists/_trial.html", context)


def boxes_of(document: Document) -> list:  # type: ignore[type-arg]
    form = ItemForm(document)
    return [*form.facts, *form.readers]


def phrase_line(document: Document, mistake: Mistake) -> int:
    """The place of a phrase in its box, from 1; 0 where the line is not one of phrases."""
    path = place_of(document, mistake)
    return path[-1] + 1 if path and path[0] == "find" and isinstance(path[-1], int) else 0


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@team_page(Act.MANAGE)
def preview(request: TeamRequest, pk: int) -> HttpResponse:
    """POST asks a worker for it; GET tells how far it is."""
    found = draft_or_404(request, pk)
    if request.method == "POST":
        start_preview(found, request.user)
    if not request.htmx:
        return redirect("reviews:draft_changes", pk)
    return render(
        request, "checklists/_preview.html", {"draft": found, "checklist": found.checklist} | preview_lines(found)
    )


def preview_lines(found: ChecklistDraft) -> dict[str, object]:
    """The newest preview with its lines, worst changes of the score first."""
    started: Preview | None = found.previews.first()
    if started is None:
        return {"preview": None}
    lines = list(started.lines.select_related("review__contract__vendor")[:MOST_LINES])
    lines.sort(key=lambda line: -abs((line.score_then or 0) - (line.score_now or 0)))
    titles = dict(found.items.values_list("key", "title"))
    rows = [
        {
            "line": line,
            "changes": [
                {
                    "title": in_language(titles.get(key) or default_titles().get(key) or {}) or key,
                    "now": {"status": status_now, "grade": now},
                    "then": {"status": status_then, "grade": then},
                }
                for key, status_now, now, status_then, then in line.changes
            ],
        }
        for line in lines
    ]
    return {
        "preview": started,
        "lines": rows,
        "kept": started.done - len([line for line in lines if line.changes]),
        "bands": len([line for line in lines if line.band_now != line.band_then]),
        "is_stale": started.source != drafts.source_of(found),
        "total": len(started.reviews),
    }


def default_titles() -> dict[str, dict[str, str]]:
    """Of items that the draft no longer has."""
    return {item.id: item.title for item in default_checklist().items}
