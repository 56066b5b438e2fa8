"""A paper beside its findings: pages where the words have places on them, its text everywhere else."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contracts.models import Reading, Role, Version
from reviews import pipeline
from reviews.models import EvidenceSpan, Review
from tests.db.reviews.bundles import TERMS, queued_review
from tests.db.reviews.test_boxes import PAPER
from tests.factories import give_file, make_contract, make_finished_review, make_picture, make_team, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def review() -> Review:
    review = queued_review([("terms.pdf", PAPER, "master_terms")])
    pipeline.run(Review.objects.claim(review.pk))
    return review


@pytest.fixture
def reader(client: Client, review: Review) -> Client:
    client.force_login(people_of(review.contract.team)[Role.MANAGER])
    return client


def address(review: Review, query: str = "") -> str:
    return reverse("reviews:paper", args=[review.public_id, 0]) + query


def passages(page: str) -> list[dict[str, object]]:
    return json.loads(re.search(r'<script id="passages" type="application/json">(.*?)</script>', page)[1])


def test_a_pdf_is_shown_by_its_pages_with_the_stored_boxes(reader: Client, review: Review) -> None:
    page = reader.get(address(review)).content.decode()
    assert 'data-view="page"' in page
    stored = EvidenceSpan.objects.filter(finding__review=review)
    given = {(passage["words"], json.dumps(passage["boxes"])) for passage in passages(page)}
    assert given == {(f"{span.start}-{span.end}", json.dumps(span.boxes)) for span in stored}
    assert reverse("contracts:version_file", args=[review.contract.public_id, Version.objects.get().pk]) in page
    assert "Customer shall pay" not in page


def test_its_text_is_one_choice_away_and_stays_chosen(reader: Client, review: Review) -> None:
    page = reader.get(address(review, "?view=text")).content.decode()
    assert "Customer shall pay" in page
    assert 'href="?view=text&amp;words=' in page or 'href="?view=text&words=' in page
    assert 'id="passages"' not in page


def test_a_review_from_before_there_were_boxes_shows_the_text(reader: Client, review: Review) -> None:
    EvidenceSpan.objects.update(boxes=[])
    page = reader.get(address(review)).content.decode()
    assert 'data-view="text"' in page
    assert "Customer shall pay" in page
    assert [passage["boxes"] for passage in passages(reader.get(address(review, "?view=page")).content.decode())]


def test_a_paper_without_pages_has_no_other_view(client: Client) -> None:
    review = queued_review([TERMS])
    pipeline.run(Review.objects.claim(review.pk))
    client.force_login(people_of(review.contract.team)[Role.MEMBER])
    page = client.get(address(review, "?view=page")).content.decode()
    assert 'data-view="text"' in page
    assert 'class="switch"' not in page


def test_a_picture_is_shown_by_what_the_server_draws(client: Client) -> None:
    team = make_team()
    picture = make_picture(make_contract(team, papers=[("dpa", "Data.\n")]))
    review = make_finished_review(picture.document.contract)
    client.force_login(people_of(team)[Role.MEMBER])
    number = review.papers.get(version=picture).position
    page = client.get(reverse("reviews:paper", args=[review.public_id, number]) + "?view=page").content.decode()
    drawn = reverse("contracts:version_picture", args=[review.contract.public_id, picture.pk, 1])
    assert f'<img src="{drawn}"' in page


def test_of_findings_on_the_same_words_one_is_current(reader: Client, review: Review) -> None:
    spans = list(EvidenceSpan.objects.filter(finding__review=review).select_related("finding"))
    first, other = next(
        (one, two)
        for one in spans
        for two in spans
        if one.finding_id != two.finding_id and one.document == two.document
    )
    EvidenceSpan.objects.filter(pk=other.pk).update(
        start=first.start, end=first.end, quote=first.quote, page=first.page
    )
    for finding in (first.finding.item, other.finding.item):
        query = f"?words={first.start}-{first.end}"
        page = reader.get(address(review, query)).content.decode()
        anchors = re.findall(r'<li data-finding="([^"]+)"', page)
        anchor = next(one for one in anchors if finding in one)
        page = reader.get(address(review, f"{query}&finding={anchor}")).content.decode()
        assert re.findall(r'<li data-finding="([^"]+)"[^>]* aria-current="true">', page) == [anchor]


def test_pages_read_in_a_picture_say_so_in_the_text(reader: Client, review: Review) -> None:
    reading = Reading.objects.get()
    reading.pages[1][4:] = ["ocr", 83]
    reading.source = "ocr"
    reading.save()
    page = reader.get(address(review, "?view=text")).content.decode()
    assert page.count("recognised in a picture, 83 % sure") == 1


@pytest.mark.parametrize("view", ["page", "text"])
def test_the_number_of_queries_does_not_grow_with_the_findings(
    reader: Client, review: Review, view: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(14):
        reader.get(address(review, f"?view={view}"))
    assert EvidenceSpan.objects.filter(finding__review=review).count() > 3


def test_names_that_want_to_break_out_are_escaped(reader: Client, review: Review) -> None:
    version = Version.objects.get()
    Version.objects.update(name='\u202e</script><b>"x.pdf')
    give_file(Version.objects.get(), version.load())
    page = reader.get(address(review)).content.decode()
    assert "</script><b>" not in page
