"""Every address as every kind of person: nothing of a team is seen or changed from outside it or beyond one’s role."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from contracts.feed import renew_feed, token_of
from contracts.invitations import invite
from contracts.models import CalendarFeed, Contract, Invitation, Membership, Role, Team, User, Version
from reviews.drafts import begin_draft
from reviews.models import (
    Checklist,
    ChecklistDraft,
    ChecklistVersion,
    Decision,
    DraftItem,
    ModelCall,
    ModelSettings,
    Preview,
    Provider,
    ReportFile,
    Review,
    SignOff,
)
from tests.factories import (
    make_contract,
    make_finished_review,
    make_paper,
    make_picture,
    make_review,
    make_sign_off,
    make_team,
    make_user,
    people_of,
)

pytestmark = pytest.mark.django_db

OPEN = {"contracts:sign_in", "contracts:set_language"} | {
    f"contracts:{name}" for name in ("second_step", "forgot", "new_password", "join", "join_link", "sso", "sso_back")
}
"""What anybody may ask for."""
ONESELF = {"contracts:sign_out", "contracts:choose_team"}
OWN_FORMS = {
    f"contracts:{name}" for name in ("profile", "password", "second_factor", "second_factor_off", "recovery_codes")
}
OWN_POSTS = {"contracts:session_end", "contracts:sessions_end"}
ONESELF |= OWN_FORMS | OWN_POSTS
"""What concerns nobody but the person who asks."""
POSTS = {
    "contracts:sign_out",
    "contracts:choose_team",
    "contracts:set_language",
    "reviews:new_contract",
    "reviews:add_papers",
    "reviews:replace_paper",
    "reviews:review_again",
    "reviews:discard",
    "reviews:contract_about",
    "reviews:report_pdf",
    "reviews:decide",
    "reviews:comment",
    "reviews:assign",
    "reviews:sign_off",
    "reviews:verify",
    "reviews:second_reader",
    "reviews:keep_here",
    "reviews:models",
    "reviews:provider_new",
    "reviews:provider",
    "reviews:provider_move",
    "reviews:provider_test",
    "reviews:provider_remove",
}
UPLOADS = {
    "reviews:new_contract",
    "reviews:add_papers",
    "reviews:replace_paper",
    "reviews:review_again",
    "reviews:discard",
    "reviews:contract_about",
}
POST_ONLY = {
    "contracts:sign_out",
    "contracts:set_language",
    "reviews:add_papers",
    "reviews:replace_paper",
    "reviews:review_again",
    "reviews:discard",
    "reviews:decide",
    "reviews:comment",
    "reviews:assign",
    "reviews:keep_here",
    "reviews:provider_move",
    "reviews:provider_test",
    "reviews:provider_remove",
}
FOR_EVERY_TEAM = {
    "reviews:contracts",
    "reviews:new_contract",
    "reviews:verify",
    "contracts:team_trail",
    "reviews:models",
    "reviews:provider_new",
    "reviews:calls",
    "reviews:calls_csv",
}
PORTFOLIO = {
    f"reviews:{name}"
    for name in (
        "portfolio",
        "portfolio_table",
        "portfolio_map",
        "portfolio_vendors",
        "portfolio_changes",
        "portfolio_search",
        "compare",
    )
}
FOR_EVERY_TEAM |= PORTFOLIO | {"reviews:guide"}
"""What each team has of its own, at the same address."""
ADMINS_ONLY = {
    "contracts:team_trail",
    "reviews:models",
    "reviews:provider_new",
    "reviews:provider",
    "reviews:provider_move",
    "reviews:provider_test",
    "reviews:provider_remove",
    "reviews:calls",
    "reviews:calls_csv",
}
MEMBER_POSTS = {
    f"contracts:{name}"
    for name in ("member_role", "member_remove", "invitation_again", "invitation_withdraw", "team_second_factor")
}
POSTS |= {f"contracts:{name}" for name in ("members", "second_step", "forgot", "new_password", "join")}
POSTS |= OWN_FORMS | OWN_POSTS | MEMBER_POSTS
POST_ONLY |= OWN_POSTS | MEMBER_POSTS
ADMINS_ONLY |= MEMBER_POSTS | {"contracts:members"}
FOR_EVERY_TEAM |= {"contracts:members", "contracts:team_second_factor"}
CHECKLISTS = {f"reviews:{name}" for name in ("checklist", "checklist_version", "export_version")}
CHECKLIST_POSTS = {
    f"reviews:{name}"
    for name in ("copy_version", "begin_draft", "change_item", "try_out", "publish_draft", "discard_draft")
}
CHECKLIST_FORMS = {f"reviews:{name}" for name in ("draft_item", "draft_head", "new_item", "preview")}
DRAFTS = CHECKLIST_POSTS | CHECKLIST_FORMS | {f"reviews:{name}" for name in ("draft", "draft_changes", "export_draft")}
POSTS |= CHECKLIST_POSTS | CHECKLIST_FORMS | {"reviews:new_checklist", "reviews:import_checklist"}
POST_ONLY |= CHECKLIST_POSTS
ADMINS_ONLY |= DRAFTS | {"reviews:new_checklist", "reviews:import_checklist"}
FOR_EVERY_TEAM |= {"reviews:checklists", "reviews:new_checklist", "reviews:import_checklist", "reviews:add_ready"}
POSTS.add("reviews:add_ready")
POST_ONLY.add("reviews:add_ready")
ADMINS_ONLY.add("reviews:add_ready")
WORKERS_ONLY = {"reviews:contract_about", "reviews:new_contract", "reviews:second_reader"}
REDIRECTING = {"contracts:sign_in", "reviews:progress", "reviews:desk", "reviews:verdict"}
REDIRECTING |= {"reviews:checklist", "reviews:draft", "reviews:preview"}
REDIRECTING |= {f"contracts:{name}" for name in ("second_step", "join_link", "second_factor_off", "recovery_codes")}
NOT_THERE = {"contracts:join", "contracts:sso", "contracts:sso_back"}
"""Nobody is invited, and no provider is set."""
MANAGERS_POST = {"contracts:set_language", "reviews:comment", "reviews:report_pdf", "reviews:verify"}
MANAGERS_POST |= OPEN | ONESELF
SIGNERS_ONLY = {"reviews:sign_off"}


DATE_POSTS = {f"contracts:{name}" for name in ("settle_date", "follow", "calendar_feed", "reminder_days")}
POSTS |= DATE_POSTS | {"contracts:dates"}
POST_ONLY |= DATE_POSTS
FOR_EVERY_TEAM |= {"contracts:calendar", "contracts:calendar_feed", "contracts:reminder_days"}
ADMINS_ONLY |= {"contracts:reminder_days"}
WORKERS_ONLY |= {"contracts:dates"}
MANAGERS_POST |= {"contracts:follow", "contracts:calendar_feed"}
OPEN |= {"contracts:feed"}

EVERYBODY_READS = {"contracts:contract_trail", "contracts:version_file", "contracts:version_text"}
EVERYBODY_READS |= {"contracts:version_picture", "reviews:checklist_version", "reviews:export_version"}
EVERYBODY_READS |= {
    f"reviews:{name}"
    for name in (
        "contract",
        "contract_calls",
        "review",
        "paper",
        "signed_pdf",
        "report_json",
        "download_pdf",
        "compare_file",
    )
}
"""What each role of the team reads, and nobody else."""


@dataclass
class World:
    """Two teams that know nothing of each other; `team` has something behind every address."""

    team: Team
    other: Team
    contract: Contract
    review: Review
    signed: Review
    picture: Version

    def address(self, name: str) -> str:
        """An address of the team’s own, whatever the route wants to know."""
        known = {
            "contracts:feed": [self.feed],
            "contracts:version_file": [self.contract.public_id, self.version],
            "contracts:version_text": [self.contract.public_id, self.version],
            "contracts:version_picture": [self.picture.document.contract.public_id, self.picture.pk, 1],
            "reviews:replace_paper": [self.contract.public_id, self.document],
            "contracts:new_password": ["MQ", "set-password"],
            "contracts:join_link": ["token"],
            "contracts:session_end": [0],
            "contracts:member_role": [self.place],
            "contracts:member_remove": [self.place],
            "contracts:invitation_again": [self.invitation],
            "contracts:invitation_withdraw": [self.invitation],
            "reviews:provider": [self.provider],
            "reviews:provider_move": [self.provider],
            "reviews:provider_test": [self.provider],
            "reviews:provider_remove": [self.provider],
            "reviews:paper": [self.review.public_id, 0],
            "reviews:verdict": [self.review.public_id, self.item],
            "reviews:decide": [self.review.public_id, self.item],
            "reviews:comment": [self.review.public_id, self.item],
            "reviews:assign": [self.review.public_id, self.item],
            "reviews:signed_pdf": [self.signed.public_id],
            "reviews:add_ready": ["dora"],
            "reviews:portfolio_table": ["csv"],
            "reviews:portfolio_map": ["csv"],
            "reviews:report_pdf": [self.review.public_id, "en"],
            "reviews:download_pdf": [self.review.public_id, "en"],
        }
        if name in known:
            return reverse(name, args=known[name])
        if name in CHECKLISTS | DRAFTS:
            more = {"items/": self.draft.items.first().pk, "versions/": 1}
            args = [number for part, number in more.items() if part in routes()[name]]
            return reverse(name, args=[self.draft.checklist_id, *args])
        if name == "reviews:compare_file":
            both = (self.contract.public_id, self.picture.document.contract.public_id)
            return reverse(name, args=["csv"]) + "?" + "&".join(f"contract={one}" for one in both)
        wanted = routes()[name]
        if "public_id" not in wanted:
            return reverse(name)
        about_review = name.removeprefix("reviews:") in ("review", "progress", "report_json", "desk", "sign_off")
        return reverse(name, args=[self.review.public_id if about_review else self.contract.public_id])

    @property
    def feed(self) -> str:
        """Of the member; it goes when they leave the team."""
        row = CalendarFeed.objects.first()
        return token_of(row) if row else "gone"

    @property
    def draft(self) -> ChecklistDraft:
        return ChecklistDraft.objects.get(checklist__team=self.team)

    @property
    def item(self) -> str:
        return self.review.findings.first().item

    @property
    def place(self) -> int:
        return self.team.memberships.filter(role=Role.MANAGER).first().pk

    @property
    def invitation(self) -> int:
        return self.team.invitations.get().pk

    @property
    def provider(self) -> int:
        return self.team.providers.get().pk

    @property
    def document(self) -> int:
        return self.contract.documents.first().pk

    @property
    def version(self) -> int:
        return self.contract.documents.first().versions.get().pk

    def counts(self) -> tuple[int, ...]:
        documents = self.contract.documents
        return (
            Contract.objects.count(),
            Review.objects.count(),
            documents.count(),
            sum(document.versions.count() for document in documents.all()),
            ReportFile.objects.count(),
            Decision.objects.count(),
            SignOff.objects.count(),
            Provider.objects.count(),
            ModelCall.objects.count(),
            Checklist.objects.count(),
            ChecklistVersion.objects.count(),
            ChecklistDraft.objects.count(),
            DraftItem.objects.count(),
            Preview.objects.count(),
            Membership.objects.count(),
            Invitation.objects.count(),
        )


@pytest.fixture
def world() -> World:
    team, other = make_team("Ours"), make_team("Theirs")
    contract = make_contract(team, title="Secret Terms")
    review = make_finished_review(contract)
    file = ReportFile.objects.create(review=review, language="en", status="done")
    file.file.save("report.pdf", SimpleUploadedFile("report.pdf", b"%PDF-1.7 Secret Terms"))
    make_contract(other, title="Other Terms")
    version = review.checklist_version
    begin_draft(version.checklist, version.source, None, version)
    ModelSettings.objects.create(team=team, is_on=True)
    Provider.objects.create(team=team, name="Secret Terms, read by", base_url="https://nobody.invalid/v1", model="m")
    invite(team, people_of(team)[Role.ADMIN], "secret-terms@example.com", Role.MEMBER)
    renew_feed(team.memberships.get(role=Role.MEMBER))
    signed = make_finished_review(make_contract(team, title="Secret Terms, signed"))
    make_sign_off(signed, people_of(team)[Role.REVIEWER])
    return World(
        team, other, contract, review, signed, make_picture(make_contract(team, title="Secret Terms, scanned"))
    )


def routes() -> dict[str, str]:
    """Every named route of the product with its pattern; the operator’s pages have a walk of their own."""
    return {name: way for name, way in walk(get_resolver().url_patterns, "", "") if not name.startswith("admin:")}


def walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        else:
            assert pattern.name or space == "admin:", f"{prefix}{pattern.pattern} has no name"
            yield f"{space}{pattern.name}", prefix + str(pattern.pattern)


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def sent(name: str) -> dict[str, object]:
    """What a POST would need to succeed."""
    file = SimpleUploadedFile("terms.md", b"# Terms\n\n1. Fees. Prices may change.\n")
    return {"vendor": "Norvik AI", "language": "en", "files": [file]} if name in UPLOADS else {}


def all_requests() -> list[tuple[str, str]]:
    return [("get", name) for name in routes()] + [("post", name) for name in routes() if name in POSTS]


def test_every_route_has_its_expectation() -> None:
    """A route that is new is placed in one of the lists above; one that went is taken out of `EVERYBODY_READS`."""
    placed = OPEN | ONESELF | POSTS | ADMINS_ONLY | FOR_EVERY_TEAM | REDIRECTING | WORKERS_ONLY | NOT_THERE
    assert set(routes()) - placed == EVERYBODY_READS


def test_every_post_is_known() -> None:
    """A route that is new must be placed in the lists above, or the walk would miss it."""
    refusing = {name for name in routes() if name not in POSTS}
    client = client_of(people_of(make_team())[Role.REVIEWER])
    some = uuid.uuid4()
    for name in refusing:
        kwargs = {
            "token": "token",
            "public_id": some,
            "pk": 1,
            "number": 0,
            "language": "en",
            "item": "sla.uptime",
            "format": "csv",
        }
        wanted = {key: value for key, value in kwargs.items() if f":{key}>" in routes()[name]}
        if name != "contracts:sign_in":
            assert client.post(reverse(name, kwargs=wanted)).status_code == 405, name


@pytest.mark.parametrize("who", ["nobody", "stranger", "outsider", "superuser"])
def test_who_is_not_in_the_team_gets_nothing(world: World, who: str) -> None:
    user = {
        "nobody": None,
        "stranger": make_user() if who == "stranger" else None,
        "outsider": people_of(world.other)[Role.REVIEWER],
        "superuser": make_user(is_superuser=True, is_staff=True),
    }[who]
    client, before = client_of(user), world.counts()
    for method, name in all_requests():
        if name in OPEN | ONESELF or (name in FOR_EVERY_TEAM and who == "outsider"):
            continue
        if method == "get" and name in POST_ONLY:
            continue
        address = world.address(name)
        response = getattr(client, method)(address, sent(name))
        said = b"".join(response.streaming_content) if response.streaming else response.content
        if who == "nobody":
            assert response.status_code == 302, (method, name)
            assert response["Location"].startswith(reverse("contracts:sign_in")), (method, name)
        elif who == "outsider":
            assert response.status_code == (403 if name in ADMINS_ONLY else 404), (method, name)
        else:
            assert response.status_code == 403, (method, name)
        assert b"Secret Terms" not in said, (method, name)
    assert world.counts() == before


def test_another_team_s_admin_finds_no_checklist_of_ours(world: World) -> None:
    client, before = client_of(people_of(world.other)[Role.ADMIN]), world.counts()
    for name in CHECKLISTS | DRAFTS:
        if name not in POST_ONLY:
            assert client.get(world.address(name)).status_code == 404, name
        if name in POSTS:
            assert client.post(world.address(name), {"en": "Mine", "ja": "私"}).status_code == 404, name
    assert world.counts() == before


def test_the_list_shows_the_own_team_only(world: World) -> None:
    ours = client_of(people_of(world.team)[Role.MANAGER]).get(reverse("reviews:contracts")).content.decode()
    theirs = client_of(people_of(world.other)[Role.MANAGER]).get(reverse("reviews:contracts")).content.decode()
    assert ("Secret Terms" in ours, "Other Terms" in ours) == (True, False)
    assert ("Secret Terms" in theirs, "Other Terms" in theirs) == (False, True)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_what_is_its_team_s(world: World, role: Role) -> None:
    client = client_of(people_of(world.team)[role])
    for name in routes():
        response = client.get(world.address(name))
        if name in POST_ONLY:
            expected = {405}
        elif name in ADMINS_ONLY and role != Role.ADMIN:
            expected = {403}
        elif name in REDIRECTING:
            expected = {302}
        elif name in NOT_THERE:
            expected = {404}
        elif name in WORKERS_ONLY:
            expected = {403} if role == Role.MANAGER else {200}
        else:
            expected = {200}
        assert response.status_code in expected, name


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", sorted(UPLOADS))
def test_all_but_managers_may_upload(world: World, role: Role, name: str) -> None:
    before = world.counts()
    response = client_of(people_of(world.team)[role]).post(world.address(name), sent(name))
    if role == Role.MANAGER:
        assert response.status_code == 403
        assert world.counts() == before
    else:
        assert response.status_code in (302, 422)  # 422 where the form wants more than this test sends


def test_managers_are_not_shown_what_they_may_not_do(world: World) -> None:
    people = people_of(world.team)
    for address in (reverse("reviews:contracts"), world.address("reviews:contract"), world.address("reviews:review")):
        seen = {role: client_of(people[role]).get(address).content.decode() for role in (Role.MEMBER, Role.MANAGER)}
        uploading = ('enctype="multipart/form-data"', reverse("reviews:new_contract"), "#more")
        assert any(control in seen[Role.MEMBER] for control in uploading), address
        assert not any(control in seen[Role.MANAGER] for control in uploading), address


def test_papers_of_other_contracts_are_not_found(world: World) -> None:
    """The number of a row of another contract of the same team does not open it either."""
    client = client_of(people_of(world.team)[Role.REVIEWER])
    second = make_contract(world.team, title="Second")
    foreign = make_paper(make_contract(world.other, title="Foreign"))
    for version in (foreign, second.documents.first().versions.get()):
        response = client.get(reverse("contracts:version_file", args=[world.contract.public_id, version.pk]))
        assert response.status_code == 404
    response = client.post(reverse("reviews:replace_paper", args=[world.contract.public_id, foreign.document_id]))
    assert response.status_code == 404


def test_several_teams_one_is_chosen(world: World) -> None:
    user = make_user()
    for team in (world.team, world.other):
        team.memberships.create(user=user, role=Role.MANAGER)
    client = client_of(user)
    assert client.get("/").headers["Location"] == reverse("contracts:choose_team")
    client.post(reverse("contracts:choose_team"), {"team": world.other.pk})
    page = client.get("/").content.decode()
    assert ("Other Terms" in page, "Secret Terms" in page) == (True, False)
    assert client.get(world.address("reviews:review")).status_code == 404
    client.post(reverse("contracts:choose_team"), {"team": make_team("Third").pk})
    assert "Other Terms" in client.get("/").content.decode()


def test_whoever_leaves_a_team_is_out_at_once(world: World) -> None:
    user = people_of(world.team)[Role.MEMBER]
    client = client_of(user)
    assert client.get(world.address("reviews:review")).status_code == 200
    user.memberships.all().delete()
    assert client.get(world.address("reviews:review")).status_code == 403


def test_unfinished_reviews_have_no_report(world: World) -> None:
    client = client_of(people_of(world.team)[Role.MEMBER])
    review = make_review(world.contract)
    for name, more in (("paper", [0]), ("report_json", []), ("report_pdf", ["en"]), ("download_pdf", ["en"])):
        assert client.get(reverse(f"reviews:{name}", args=[review.public_id, *more])).status_code == 404, name


@pytest.mark.parametrize("role", list(Role))
def test_no_role_posts_what_it_may_not(world: World, role: Role) -> None:
    """Every address that takes a POST, as every role: refused where the table of roles says so, and only there."""
    user, before = people_of(world.team)[role], world.counts()
    refused = {name for name in POSTS & set(routes()) if may_not(role, name)}
    for name in sorted(refused):
        assert client_of(user).post(world.address(name), sent(name)).status_code == 403, name
    assert world.counts() == before
    for name in sorted(POSTS & set(routes()) - refused):
        address = world.address(name)
        with transaction.atomic():
            assert client_of(user).post(address, sent(name)).status_code != 403, name
            transaction.set_rollback(True)


def may_not(role: Role, name: str) -> bool:
    if name in ADMINS_ONLY:
        return role != Role.ADMIN
    if name in SIGNERS_ONLY:
        return role != Role.REVIEWER
    return role == Role.MANAGER and name not in MANAGERS_POST


def test_nobody_has_pages_of_their_own(world: World) -> None:
    for name in OWN_FORMS | OWN_POSTS:
        for method in ("post",) if name in POST_ONLY else ("get", "post"):
            response = getattr(client_of(None), method)(world.address(name))
            assert response.status_code == 302, (method, name)
            assert response["Location"].startswith(reverse("contracts:sign_in")), (method, name)


def test_another_team_s_admin_finds_nobody_of_ours(world: World) -> None:
    client, before = client_of(people_of(world.other)[Role.ADMIN]), world.counts()
    for name in MEMBER_POSTS - FOR_EVERY_TEAM:
        assert client.post(world.address(name), {"role": "admin"}).status_code == 404, name
    page = client.get(reverse("contracts:members")).content.decode()
    assert ("Member of Theirs" in page, "Member of Ours" in page, "secret-terms@" in page) == (True, False, False)
    assert world.counts() == before


def operator_addresses() -> list[str]:
    """Every page of the operator, those of single rows with a number."""
    found = []
    for name, way in walk(get_resolver().url_patterns, "", ""):
        if name.startswith("admin:") and name != "admin:None":
            wanted = dict.fromkeys(re.findall(r"<(?:\w+:)?(\w+)>", way), 1)
            if "app_label" in wanted:
                wanted = {"app_label": "contracts"}
            found.append(reverse(name, kwargs=wanted))
    return found


@pytest.mark.parametrize("role", list(Role))
def test_operators_pages_are_for_staff_alone(world: World, role: Role) -> None:
    assert len(operator_addresses()) > 40
    client = client_of(people_of(world.team)[role])
    for address in operator_addresses():
        for method in ("get", "post"):
            nobody = getattr(client_of(None), method)(address)
            assert nobody.status_code in (302, 405), (method, address)
            assert nobody.get("Location", reverse("contracts:sign_in")).startswith("/sign-in/"), (method, address)
            if not address.endswith("/logout/"):
                assert getattr(client, method)(address).status_code == 404, (method, address)
