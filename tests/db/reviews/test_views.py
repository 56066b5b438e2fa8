"""Contracts, uploads, reports and papers as a person meets them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from contracts.models import Contract, Role, Team, User, Vendor, Version
from reviews.leases import Progress
from reviews.models import ReportFile, Review
from tests.factories import (
    make_checklist_version,
    make_contract,
    make_finished_review,
    make_paper,
    make_review,
    make_team,
    make_vendor,
    people_of,
)
from tests.unit.contracts.bundles import zipped

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TERMS = b"# Terms of Service\n\n1. Fees. Prices may change at any time.\n"


@pytest.fixture
def team() -> Team:
    team = make_team()
    make_checklist_version(team)
    return team


@pytest.fixture
def user(team: Team) -> User:
    return people_of(team)[Role.MEMBER]


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def paper(name: str = "terms.md", data: bytes = TERMS) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def stored() -> list[str]:
    return [str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def form(**changes: object) -> dict[str, object]:
    version = str(make_checklist_version(Team.objects.get()).pk)
    sent = {"vendor": "Norvik AI", "title": "", "checklist": version, "language": "ja", "origin": "draft"}
    return sent | {"files": [paper()]} | changes


# --- the list ---


def test_an_empty_list_says_what_to_do_first(client: Client, team: Team) -> None:
    page = client.get("/").content.decode()
    assert ("No contracts yet" in page, reverse("reviews:new_contract") in page) == (True, True)
    manager = Client()
    manager.force_login(people_of(team)[Role.MANAGER])
    page = manager.get("/").content.decode()
    assert ("No contracts yet" in page, reverse("reviews:new_contract") in page) == (True, False)


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    client: Client, team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_finished_review(make_contract(team))
    queries = 7  # session, person, membership; count, contracts, their documents, their reviews
    with django_assert_num_queries(queries):
        client.get("/")
    for number in range(5):
        make_finished_review(make_contract(team, f"Terms {number}"))
    with django_assert_num_queries(queries):
        client.get("/")


def test_the_list_shows_the_latest_review_of_each_contract(client: Client, team: Team) -> None:
    contract = make_contract(team)
    first = make_finished_review(contract)
    page = client.get("/").content.decode()
    assert reverse("reviews:review", args=[first.public_id]) in page
    assert f'<td class="num strong">{first.score:.0f}</td>' in page
    make_review(contract)
    page = client.get("/").content.decode()
    assert reverse("reviews:review", args=[first.public_id]) not in page
    assert "Waiting" in page


def test_a_long_list_has_pages(client: Client, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviews.views.contracts.PER_PAGE", 2)
    for number in range(3):
        make_contract(team, f"Terms {number}")
    first, second = client.get("/").content.decode(), client.get("/?page=2").content.decode()
    assert [f"Terms {number}" in first for number in range(3)] == [False, True, True]
    assert [f"Terms {number}" in second for number in range(3)] == [True, False, False]


# --- new contracts ---


def test_a_new_contract_has_its_papers_and_a_review(client: Client, team: Team, user: User) -> None:
    files = [paper(), paper("../sla.txt", b"SLA. Uptime is 99.9% a month.\n")]
    response = client.post(reverse("reviews:new_contract"), form(files=files, kinds=["", "sla"]))
    contract, review = Contract.objects.get(), Review.objects.get()
    assert response["Location"] == reverse("reviews:review", args=[review.public_id])
    assert (contract.team, contract.vendor.name, contract.origin, contract.created_by) == (
        team,
        "Norvik AI",
        "draft",
        user,
    )
    assert (review.contract, review.language, review.status) == (contract, "ja", Progress.QUEUED)
    assert [(document.kind, document.kind_source) for document in contract.documents.all()] == [
        ("", "guessed"),
        ("sla", "set"),
    ]
    names = Version.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["terms.md", "sla.txt"]


def test_a_vendor_is_known_by_name_whatever_the_case(client: Client, team: Team) -> None:
    known = make_vendor(team, "Norvik AI")
    client.post(reverse("reviews:new_contract"), form(vendor="  norvik   ai "))
    assert Contract.objects.get().vendor == known
    assert f'<option value="{known.name}">' in client.get(reverse("reviews:new_contract")).content.decode()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", {"en": "The file is empty.", "ja": "ファイルが空です。"}),
        (b"GIF89a" + bytes(900), {"en": "This is a picture", "ja": "この形式の画像"}),
        (b"x" * 3_000, {"en": "The file is too large.", "ja": "ファイルが大きすぎます。"}),
        (b"PK\x05\x06" + bytes(18), {"en": "There is no file in it.", "ja": "中にファイルがありません。"}),
    ],
)
def test_a_refused_file_is_named_and_nothing_stays(
    client: Client, user: User, settings: object, data: bytes, code: dict[str, str], language: str
) -> None:
    settings.MAX_UPLOAD_BYTES = 2_000
    User.objects.filter(pk=user.pk).update(language=language)
    before = stored()
    sent = form(files=[paper(), paper("bad.pdf", data)])
    response = client.post(reverse("reviews:new_contract"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert (code[language] in page, "bad.pdf" in page) == (True, True)
    assert (Contract.objects.count(), Vendor.objects.count(), Version.objects.count()) == (0, 0, 0)
    assert stored() == before


def test_htmx_gets_the_refusals_alone_and_the_place_of_each_file(client: Client) -> None:
    sent = form(files=[paper(), paper("empty.md", b"")])
    response = client.post(reverse("reviews:new_contract"), sent, headers=HTMX)
    assert response.status_code == 422
    assert re.findall(r'data-position="(\d)"', response.content.decode()) == ["1"]
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_htmx_is_sent_on_to_the_review(client: Client) -> None:
    response = client.post(reverse("reviews:new_contract"), form(), headers=HTMX)
    assert response["HX-Redirect"] == reverse("reviews:review", args=[Review.objects.get().public_id])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"vendor": " "}, "Name the vendor."),
        ({"files": []}, "Choose at least one file."),
        ({"files": [paper(f"{number}.md") for number in range(3)]}, "At most 2 files at a time."),
    ],
)
def test_what_is_missing_is_said(client: Client, settings: object, changes: dict, sentence: str) -> None:
    settings.MAX_FILES = 2
    response = client.post(reverse("reviews:new_contract"), form(**changes))
    assert (response.status_code, sentence in response.content.decode()) == (422, True)
    assert Contract.objects.count() == 0


def test_another_team_s_checklist_cannot_be_used(client: Client) -> None:
    sent = form()
    other = make_checklist_version(make_team("Other"))
    assert client.post(reverse("reviews:new_contract"), sent | {"checklist": other.pk}).status_code == 422


def test_a_file_beyond_the_limit_is_never_stored(client: Client, settings: object) -> None:
    settings.MAX_UPLOAD_BYTES = 100_000
    big = SimpleUploadedFile("big.txt", b"a b c d " * 500_000)
    page = client.post(reverse("reviews:new_contract"), form(files=[big])).content.decode()
    assert "The file is too large." in page


# --- a contract ---


def test_a_contract_shows_papers_with_their_kinds_and_reviews(client: Client, team: Team) -> None:
    contract = make_contract(team)
    review = make_finished_review(contract)
    make_paper(contract, "order_form", "x", "order.pdf", refusal="encrypted")
    page = client.get(reverse("reviews:contract", args=[contract.public_id])).content.decode()
    assert '<option value="sla" selected>' in page
    assert "2 pages" in page
    assert "The file is protected with a password." in page
    assert reverse("reviews:review", args=[review.public_id]) in page


def test_kinds_changed_by_hand_start_a_new_review(client: Client, team: Team) -> None:
    contract = make_contract(team)
    make_finished_review(contract, language="ja")
    terms, sla = contract.documents.all()
    sent = {f"kind-{terms.pk}": "order_form", f"kind-{sla.pk}": "sla"}
    client.post(reverse("reviews:review_again", args=[contract.public_id]), sent)
    terms.refresh_from_db()
    sla.refresh_from_db()
    assert (terms.kind, terms.kind_source) == ("order_form", "set")
    assert (sla.kind, sla.kind_source) == ("sla", "guessed")
    assert [(review.number, review.language) for review in contract.reviews.order_by("number")] == [
        (1, "ja"),
        (2, "ja"),
    ]


def test_no_second_review_while_one_runs(client: Client, team: Team) -> None:
    contract = make_contract(team)
    make_review(contract, status="running")
    client.post(reverse("reviews:review_again", args=[contract.public_id]))
    assert contract.reviews.count() == 1


def test_further_papers_and_new_versions_start_a_review(client: Client, team: Team) -> None:
    contract = make_contract(team)
    make_finished_review(contract)
    client.post(reverse("reviews:add_papers", args=[contract.public_id]), {"files": [paper()], "kinds": ["dpa"]})
    assert list(contract.documents.values_list("kind", flat=True)) == ["master_terms", "sla", "dpa"]
    document = contract.documents.first()
    client.post(reverse("reviews:replace_paper", args=[contract.public_id, document.pk]), {"files": [paper()]})
    assert [version.number for version in document.versions.order_by("number")] == [1, 2]
    assert contract.reviews.count() == 3


def test_a_refused_further_paper_changes_nothing(client: Client, team: Team) -> None:
    contract = make_contract(team)
    make_finished_review(contract)
    sent = {"files": [paper("empty.md", b"")]}
    for address in (
        reverse("reviews:add_papers", args=[contract.public_id]),
        reverse("reviews:replace_paper", args=[contract.public_id, contract.documents.first().pk]),
    ):
        response = client.post(address, sent)
        assert (response.status_code, "The file is empty." in response.content.decode()) == (422, True)
    assert (contract.documents.count(), contract.reviews.count()) == (2, 1)


def test_papers_in_an_archive_become_papers_of_the_contract(client: Client) -> None:
    bundle = zipped(
        ("deal/../../terms.md", TERMS), ("deal/sla.md", b"# SLA\n\nUptime is 99.9 %.\n"), (".DS_Store", b"x")
    )
    sent = form(files=[paper("deal.zip", bundle), paper("dpa.md", b"# DPA\n\nWords.\n")], kinds=["", "dpa"])
    assert client.post(reverse("reviews:new_contract"), sent).status_code == 302
    papers = Version.objects.order_by("pk").values_list("name", "document__kind", "document__position")
    assert list(papers) == [("terms.md", "", 1), ("sla.md", "", 2), ("dpa.md", "dpa", 3)]


def test_what_an_archive_holds_beside_papers_is_left_out_when_a_person_says_so(client: Client) -> None:
    def sent(**more: str) -> dict[str, object]:
        bundle = zipped(("terms.md", TERMS), ("logo.gif", b"GIF89a" + bytes(99)))
        return form(files=[paper("deal.zip", bundle)]) | more

    page = client.post(reverse("reviews:new_contract"), sent()).content.decode()
    assert ("deal.zip › logo.gif" in page, 'name="leave_out"' in page, Contract.objects.count()) == (True, True, 0)
    assert client.post(reverse("reviews:new_contract"), sent(leave_out="1")).status_code == 302
    assert list(Version.objects.values_list("name", flat=True)) == ["terms.md"]


def test_nothing_is_left_out_where_a_whole_file_is_refused(client: Client) -> None:
    sent = form(files=[paper("deal.zip", zipped(("logo.gif", b"GIF89a" + bytes(99))))], leave_out="1")
    response = client.post(reverse("reviews:new_contract"), sent)
    assert (response.status_code, 'name="leave_out"' in response.content.decode()) == (422, False)


def test_several_papers_have_no_one_kind(client: Client) -> None:
    bundle = paper("deal.zip", zipped(("terms.md", TERMS), ("sla.md", TERMS)))
    response = client.post(reverse("reviews:new_contract"), form(files=[bundle], kinds=["sla"]))
    assert (response.status_code, "It holds several papers." in response.content.decode()) == (422, True)
    one = paper("deal.zip", zipped(("terms.md", TERMS)))
    client.post(reverse("reviews:new_contract"), form(files=[one], kinds=["sla"]))
    assert list(Version.objects.values_list("document__kind", flat=True)) == ["sla"]


def test_papers_in_archives_count_as_files(client: Client, settings: object) -> None:
    settings.MAX_FILES = 2
    files = [paper("deal.zip", zipped(("terms.md", TERMS), ("sla.md", TERMS))), paper("dpa.md")]
    page = client.post(reverse("reviews:new_contract"), form(files=files)).content.decode()
    assert ("At most 2 files at a time." in page, Contract.objects.count()) == (True, 0)


def test_a_paper_is_replaced_by_one_paper(client: Client, team: Team) -> None:
    contract = make_contract(team)
    make_finished_review(contract)
    document = contract.documents.first()
    address = reverse("reviews:replace_paper", args=[contract.public_id, document.pk])
    several = paper("deal.zip", zipped(("terms.md", TERMS), ("sla.md", TERMS)))
    response = client.post(address, {"files": [several]})
    assert (response.status_code, "one is wanted here" in response.content.decode()) == (422, True)
    client.post(address, {"files": [paper("deal.zip", zipped(("terms.md", TERMS)))]})
    assert list(document.versions.values_list("number", "name")) == [(2, "terms.md"), (1, "master_terms-0.md")]


def test_only_a_contract_without_a_report_can_be_removed(client: Client, team: Team) -> None:
    failed = make_contract(team, "Locked", papers=[("sla", "Locked papers.\n")])
    make_review(failed, status="failed", failure="unreadable")
    kept = make_contract(team)
    make_finished_review(kept)
    for contract in (failed, kept):
        client.post(reverse("reviews:discard", args=[contract.public_id]))
    assert list(Contract.objects.all()) == [kept]
    assert "“Locked” was removed." in client.get("/").content.decode()


# --- progress ---


def test_progress_polls_until_the_report_opens(client: Client, team: Team) -> None:
    contract = make_contract(team)
    review = make_review(contract, status="running", step="items")
    address = reverse("reviews:progress", args=[review.public_id])
    for page in (
        client.get(reverse("reviews:review", args=[review.public_id])).content.decode(),
        client.get(reverse("reviews:contract", args=[contract.public_id])).content.decode(),
    ):
        assert f'hx-get="{address}?seen=running-items-2"' in page
        assert "<noscript><meta http-equiv" in page
    assert client.get(address + re.search(r"\?seen=[\w-]+", page)[0], headers=HTMX).status_code == 204
    fragment = client.get(address, headers=HTMX).content.decode()
    steps = re.findall(r"<li(?: class=\"(\w+)\")?(?: aria-current=\"step\")?>(\w+)</li>", fragment)[:6]
    assert steps == [
        ("done", "Received"),
        ("done", "Read"),
        ("done", "Clauses"),
        ("now", "Items"),
        ("", "Quotes"),
        ("", "Scored"),
    ]
    Review.objects.filter(pk=review.pk).update(status="done")
    response = client.get(address, headers=HTMX)
    assert response["HX-Redirect"] == reverse("reviews:review", args=[review.public_id])


def test_a_failed_review_says_why_and_what_to_do(client: Client, team: Team) -> None:
    contract = make_contract(team, papers=[("sla", "x")])
    make_paper(contract, "dpa", "y", "locked.pdf", refusal="encrypted")
    review = make_review(contract, status="failed", failure="unreadable", step="read")
    response = client.get(reverse("reviews:progress", args=[review.public_id]), headers=HTMX)
    assert response["HX-Redirect"] == reverse("reviews:contract", args=[contract.public_id])
    page = client.get(response["HX-Redirect"]).content.decode()
    assert "The review stopped." in page
    assert "Replace the file" in page


# --- the report ---


@pytest.fixture
def review(team: Team) -> Review:
    return make_finished_review(make_contract(team))


def report(client: Client, review: Review, query: str = "", **headers: str) -> str:
    return client.get(reverse("reviews:review", args=[review.public_id]) + query, headers=headers).content.decode()


def test_the_report_shows_every_item_once(client: Client, review: Review) -> None:
    page = report(client, review)
    ids = re.findall(r'<(?:article|details) class="(?:finding|row)" id="([\w.]+)"', page)
    assert sorted(ids) == sorted(review.findings.values_list("item", flat=True))
    assert len(ids) == 47
    assert f"version {review.checklist_version.number}. Not legal advice." in page


def test_the_report_names_papers_that_were_not_read(client: Client, team: Team) -> None:
    contract = make_contract(team)
    make_paper(contract, "order_form", "x", "order-form.pdf", refusal="encrypted")
    page = report(client, make_finished_review(contract))
    assert (page.count("order-form.pdf"), page.count("The file is protected with a password.")) == (1, 1)


def test_the_sum_stands_line_by_line(client: Client, review: Review) -> None:
    lines = report(client, review).split('<details class="sum">')[1].split("</details>")[0]
    assert len(re.findall(r'<th scope="row"><a href="#[\w.]+">', lines)) == 47
    total = re.search(r'<td class="num strong">([\d.]+)</td></tr></tfoot>', lines)[1]
    assert float(total) == pytest.approx(review.score, abs=0.06)


def test_every_quote_leads_to_its_words(client: Client, review: Review) -> None:
    page = report(client, review)
    links = set(re.findall(r'href="(/reviews/[\w-]+/papers/\d+/\?words=\d+-\d+)#words"', page))
    spans = {(span.document, span.start, span.end) for row in review.findings.all() for span in row.evidence.all()}
    assert len(links) == len(spans) > 10
    for link in links:
        paper_page = client.get(link).content.decode()
        assert paper_page.count('id="words"') == 1
        start, end = map(int, re.search(r"words=(\d+)-(\d+)", link).groups())
        body = review.papers.get(position=int(link.split("/papers/")[1][0])).version.reading.body
        marked = "".join(re.findall(r'class="on"><a [^>]*>([^<]*)</a>', paper_page))
        assert marked == body[start:end]


@pytest.mark.parametrize("query", ["?grade=critical", "?status=absent", "?category=sla", "?grade=not_run"])
def test_findings_are_chosen_by_grade_status_and_category(client: Client, review: Review, query: str) -> None:
    key, value = query.lstrip("?").split("=")
    if value == "not_run":
        key = "status"
    wanted = set(review.findings.filter(**{key: value}).values_list("item", flat=True))
    assert wanted
    for headers in ({}, HTMX):
        page = report(client, review, query, **headers)
        assert set(re.findall(r'<article class="finding" id="([\w.]+)"', page)) == wanted
        assert ("<html" in page) is (headers == {})


def test_an_unknown_choice_shows_all(client: Client, review: Review) -> None:
    assert "All findings" in report(client, review, "?grade=wonderful")


def test_a_report_in_the_reader_s_language(client: Client, user: User, review: Review) -> None:
    User.objects.filter(pk=user.pk).update(language="ja")
    page = report(client, review)
    for words in (
        "まず行うこと",
        "要注意",
        "記載なし",
        "別文書参照",
        "判断保留",
        "未評価",
        "未実行",
        "法的助言ではありません",
    ):
        assert words in page
    ours = re.sub(
        r"<blockquote.*?</blockquote>|<figcaption.*?</figcaption>", "", page.split('id="content">')[1], flags=re.S
    )
    text = re.sub(r"<[^>]+>|&\w+;|sha256 \w+", " ", ours)
    english = set(re.findall(r"[A-Za-z]{4,}", text)) - {"Norvik", "Service", "Terms", "Clausemark", "English"}
    assert {word for word in english if word.islower()} == set()


def test_the_report_is_free_of_inline_style_and_script(client: Client, review: Review) -> None:
    for address in (
        reverse("reviews:review", args=[review.public_id]),
        reverse("reviews:paper", args=[review.public_id, 0]),
        reverse("reviews:contract", args=[review.contract.public_id]),
        reverse("reviews:new_contract"),
    ):
        page = client.get(address).content.decode()
        assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", page), address


def test_contract_text_is_escaped_wherever_it_shows(client: Client, team: Team) -> None:
    evil = "<script>alert(1)</script> & <img src=x onerror=alert(2)> shall apply.\n"
    contract = make_contract(team, "<b>Terms</b>", papers=[("master_terms", evil)], vendor=make_vendor(team, "<i>V"))
    review = make_finished_review(contract)
    for address in (
        "/",
        reverse("reviews:contract", args=[contract.public_id]),
        reverse("reviews:review", args=[review.public_id]),
        reverse("reviews:paper", args=[review.public_id, 0]),
    ):
        page = client.get(address).content.decode()
        assert not re.search(r"<script>|<img|<b>Terms|<i>V", page), address
    assert "&lt;script&gt;" in page


# --- files to take away ---


def test_a_pdf_is_asked_for_once_and_then_offered(client: Client, review: Review) -> None:
    address = reverse("reviews:report_pdf", args=[review.public_id, "ja"])
    assert client.get(address).status_code == 404
    for _ in range(2):
        fragment = client.post(address, headers=HTMX).content.decode()
        assert f'hx-get="{address}"' in fragment
    file = ReportFile.objects.get()
    assert (file.review, file.language, file.status) == (review, "ja", Progress.QUEUED)
    file.file.save("report.pdf", SimpleUploadedFile("report.pdf", b"%PDF-1.7"))
    ReportFile.objects.filter(pk=file.pk).update(status="done")
    download = reverse("reviews:download_pdf", args=[review.public_id, "ja"])
    fragment = client.get(address, headers=HTMX).content.decode()
    assert (download in fragment, "hx-trigger" in fragment) == (True, False)
    response = client.get(download)
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert 'filename="Norvik AI Service Terms - Clausemark 1.pdf"' in response["Content-Disposition"]


def test_a_pdf_works_as_a_plain_form(client: Client, review: Review) -> None:
    address = reverse("reviews:report_pdf", args=[review.public_id, "en"])
    assert client.post(address)["Location"] == address
    assert "The PDF is being made" in client.get(address).content.decode()
    assert client.post(reverse("reviews:report_pdf", args=[review.public_id, "xx"])).status_code == 404


def test_the_json_is_that_of_the_command_line(client: Client, review: Review) -> None:
    response = client.get(reverse("reviews:report_json", args=[review.public_id]))
    said = json.loads(response.content)
    assert said["schema"] == "clausemark-report/1"
    assert len(said["findings"]) == 47
    assert response["Content-Disposition"].startswith("attachment; ")
