"""The pages of models: keys go in and never come out, admins decide, members see what leaves before it does."""

from __future__ import annotations

import csv
import io
import logging
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts.models import Contract, Role, Team
from reviews.models import ModelCall, ModelSettings, Provider, Review
from reviews.views.calls import COLUMNS
from tests.factories import make_contract, make_finished_review, make_team, people_of
from tests.model_server import ModelServer, fails, says

pytestmark = pytest.mark.django_db
KEY = "sk-very-secret-0123456789"
FORM = {
    "name": "Main",
    "base_url": "https://93.184.215.14/v1/",
    "model": "large",
    "key": KEY,
    "context": "128000",
    "price_fresh": "1.25",
    "price_cached": "0.125",
    "price_output": "10",
    "strictness": "strict",
    "at_once": "4",
    "patience": "60",
    "is_masked": "on",
    "is_on": "on",
}


@pytest.fixture
def team() -> Team:
    return make_team()


def client_of(team: Team, role: Role = Role.ADMIN) -> Client:
    client = Client()
    client.force_login(people_of(team)[role])
    return client


def add(client: Client, **changes: str) -> Provider:
    response = client.post(reverse("reviews:provider_new"), FORM | changes)
    assert response.status_code == 302, response.context["form"].errors
    return Provider.objects.get(name=changes.get("name", "Main"))


def turned_on(team: Team, budget: str = "50") -> Client:
    client = client_of(team)
    add(client)
    client.post(reverse("reviews:models"), {"is_on": "on", "budget": budget, "usual": "economy"})
    return client


def make_call(contract: Contract | None, team: Team, **fields: object) -> ModelCall:
    told = {"endpoint": "Main", "host": "api.example.com", "model": "large", "category": "data", "outcome": "answered"}
    return ModelCall.objects.create(team=team, contract=contract, **(told | fields))


# --- keys ---


def test_the_key_is_sealed_and_never_shown(team: Team, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    client = client_of(team)
    provider = add(client)
    assert provider.key() == KEY
    assert KEY not in provider.sealed_key and KEY not in repr(vars(provider)) and KEY not in repr(provider.endpoint)
    for address in (reverse("reviews:models"), reverse("reviews:provider", args=[provider.pk])):
        assert KEY not in client.get(address).content.decode()
    refused = client.post(reverse("reviews:provider", args=[provider.pk]), FORM | {"context": "few", "key": KEY})
    assert (refused.status_code, KEY in refused.content.decode()) == (422, False)
    assert KEY not in caplog.text


def test_an_empty_key_keeps_the_one_that_is_set(team: Team):
    client = client_of(team)
    provider = add(client)
    client.post(reverse("reviews:provider", args=[provider.pk]), FORM | {"key": "", "model": "small"})
    provider.refresh_from_db()
    assert (provider.model, provider.key()) == ("small", KEY)


def test_a_key_does_not_follow_to_another_machine(team: Team):
    """Else whoever edits a provider could have its key sent to himself."""
    client = client_of(team)
    provider = add(client)
    moved = FORM | {"key": "", "base_url": "https://93.184.215.15/v1"}
    response = client.post(reverse("reviews:provider", args=[provider.pk]), moved)
    assert response.status_code == 422
    assert "key" in response.context["form"].errors
    assert client.post(reverse("reviews:provider", args=[provider.pk]), moved | {"key": "sk-new"}).status_code == 302
    provider.refresh_from_db()
    assert (provider.base_url, provider.key()) == ("https://93.184.215.15/v1", "sk-new")


def test_a_key_that_nobody_can_open_is_asked_for_again(team: Team):
    client = client_of(team)
    provider = add(client)
    Provider.objects.update(sealed_key="nonsense")
    assert "enter it again" in client.get(reverse("reviews:models")).content.decode()
    response = client.post(reverse("reviews:provider_test", args=[provider.pk]), follow=True)
    assert "Enter it again" in response.content.decode()


# --- the chain ---


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("base_url", "http://93.184.215.14/v1"),
        ("base_url", "https://127.0.0.1/v1"),
        ("base_url", "https://169.254.169.254/latest"),
        ("base_url", "https://key@93.184.215.14/v1"),
        ("name", ""),
        ("model", ""),
        ("key", "sk with spaces"),
        ("context", "100"),
        ("price_output", "-1"),
        ("at_once", "0"),
        ("patience", "4000"),
        ("strictness", "loose"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(team: Team, field: str, value: str):
    response = client_of(team).post(reverse("reviews:provider_new"), FORM | {field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Provider.objects.exists()


def test_two_of_a_name_are_refused_in_one_team_only(team: Team):
    client = client_of(team)
    add(client)
    assert client.post(reverse("reviews:provider_new"), FORM).status_code == 422
    assert client_of(make_team("Other")).post(reverse("reviews:provider_new"), FORM).status_code == 302


def test_the_order_of_the_chain_can_be_changed(team: Team):
    client = client_of(team)
    for name in ("First", "Second", "Third"):
        add(client, name=name)

    def move(name: str, to: str) -> list[str]:
        pk = Provider.objects.get(name=name).pk
        client.post(reverse("reviews:provider_move", args=[pk]), {"to": to})
        return list(Provider.objects.chain(team).values_list("name", flat=True))

    assert move("Third", "up") == ["First", "Third", "Second"]
    assert move("First", "down") == ["Third", "First", "Second"]
    assert move("Third", "up") == ["Third", "First", "Second"]


def test_removing_the_last_provider_turns_models_off_and_keeps_the_ledger(team: Team):
    client = turned_on(team)
    make_call(None, team)
    client.post(reverse("reviews:provider_remove", args=[Provider.objects.get().pk]))
    assert not Provider.objects.exists()
    assert not ModelSettings.objects.get().is_on
    assert ModelCall.objects.count() == 1


@pytest.mark.parametrize("name", ["provider", "provider_move", "provider_remove", "provider_test"])
def test_an_admin_of_another_team_finds_nothing(team: Team, name: str):
    provider = add(client_of(team))
    other = client_of(make_team("Other"))
    assert other.post(reverse(f"reviews:{name}", args=[provider.pk]), FORM).status_code == 404
    provider.refresh_from_db()
    assert provider.key() == KEY


# --- on and off ---


def test_models_are_off_until_an_admin_turns_them_on(team: Team):
    client = client_of(team)
    assert "No text of any contract leaves this machine." in client.get(reverse("reviews:models")).content.decode()
    refused = client.post(reverse("reviews:models"), {"is_on": "on", "budget": "5", "usual": "thorough"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["is_on"])
    add(client)
    client.post(reverse("reviews:models"), {"is_on": "on", "budget": "5", "usual": "thorough"})
    rule = ModelSettings.objects.get()
    assert (rule.is_on, rule.budget, rule.usual) == (True, Decimal(5), "thorough")
    assert (rule.turned_on_by, rule.turned_on_at is None) == (people_of(team)[Role.ADMIN], False)
    page = client.get(reverse("reviews:models")).content.decode()
    assert "93.184.215.14" in page and "large" in page
    client.post(reverse("reviews:models"), {"budget": "5", "usual": "thorough"})
    assert not ModelSettings.objects.get().is_on


@pytest.mark.parametrize("budget", ["-1", "much", "", "99999999999"])
def test_a_budget_is_an_amount(team: Team, budget: str):
    response = client_of(team).post(reverse("reviews:models"), {"budget": budget, "usual": "economy"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["budget"])


# --- the test button ---


def try_out(team: Team, server: ModelServer, settings, **changes: str) -> str:
    settings.CLAUSEMARK_MODEL_HOSTS = ["public", "127.0.0.1"]
    client = client_of(team)
    ModelSettings.objects.create(team=team, budget=Decimal(5))
    provider = add(client, base_url=server.url, **changes)
    return client.post(reverse("reviews:provider_test", args=[provider.pk]), follow=True).content.decode()


def test_a_test_sends_no_contract_and_says_what_the_endpoint_can_do(team: Team, model_server: ModelServer, settings):
    make_contract(team)
    model_server.always(says('{"answers": []}'))
    page = try_out(team, model_server, settings)
    for words in ("address reached", "key accepted", "model there", "holds to a JSON schema", " ms"):
        assert words in page
    [call] = model_server.received
    assert "Norvik" not in call.raw.decode()
    row = ModelCall.objects.get()
    assert (row.outcome, row.contract, row.characters, row.cost > 0) == ("answered", None, 0, True)


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "key not accepted"), (404, "no such model"), (503, "Error at the provider"), (429, "Too many calls")],
)
def test_a_test_says_what_is_wrong(team: Team, model_server: ModelServer, settings, status: int, words: str):
    model_server.always(fails(status, f"Incorrect API key provided: {KEY}"))
    page = try_out(team, model_server, settings)
    assert words in page
    assert KEY not in page


def test_a_test_tells_a_schema_that_is_not_kept(team: Team, model_server: ModelServer, settings):
    model_server.always(says("Here you are!"))
    assert "not as set" in try_out(team, model_server, settings)


def test_without_money_nothing_is_tested(team: Team, model_server: ModelServer, settings):
    settings.CLAUSEMARK_MODEL_HOSTS = ["127.0.0.1"]
    client = client_of(team)
    provider = add(client, base_url=model_server.url)
    page = client.post(reverse("reviews:provider_test", args=[provider.pk]), follow=True).content.decode()
    assert "Set a budget first" in page
    assert model_server.received == []


# --- the ledger ---


def test_the_ledger_filters_and_adds_up(team: Team, django_assert_num_queries):
    client = client_of(team)
    first, second = make_contract(team, title="First"), make_contract(team, title="Second")
    for _ in range(3):
        make_call(first, team, sent=1000, cached=400, received=50, cost=Decimal("0.25"))
    make_call(second, team, outcome="timeout", cost=Decimal("0.5"))
    make_call(second, team, created_at=timezone.now().replace(year=2020, month=2, day=3), cost=Decimal(9))
    make_call(make_contract(make_team("Other"), title="Foreign"), Team.objects.get(name="Other"))
    client.get(reverse("reviews:calls"))
    with django_assert_num_queries(13):
        page = client.get(reverse("reviews:calls")).content.decode()
    assert "Foreign" not in page
    assert "5 calls: US$10.25, 3,000 tokens sent (1,200 of them cached), 150 received." in page

    def shown(**asked: str) -> int:
        return client.get(reverse("reviews:calls"), asked).context["page"].paginator.count

    assert shown(contract=str(first.public_id)) == 3
    assert shown(outcome="timeout") == 1
    assert shown(month="2020-02") == 1
    assert shown(month="2020-02", contract=str(first.public_id)) == 0
    assert shown(month="2020-12") == 0
    assert shown(month="9999-12") == 5
    assert shown(month="nonsense", contract="x", outcome="y", page="z") == 5


def test_the_ledger_as_csv_holds_no_formula(team: Team):
    client = client_of(team)
    make_call(make_contract(team, title="=HYPERLINK(1)"), team, endpoint="@cmd", cost=Decimal("0.25"))
    make_call(None, team, outcome="timeout")
    response = client.get(reverse("reviews:calls_csv"), {"outcome": "answered"})
    assert "attachment" in response["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == list(COLUMNS)
    [line] = rows[1:]
    assert (line[1], line[3], line[13]) == ("'=HYPERLINK(1)", "'@cmd", "0.250000")


# --- a contract ---


def test_members_see_what_would_leave_and_to_whom_before_it_does(team: Team):
    turned_on(team)
    contract = make_contract(team)
    make_finished_review(contract)
    member = client_of(team, Role.MEMBER)
    page = member.get(reverse("reviews:contract", args=[contract.public_id])).content.decode()
    assert "No text of this contract has left this machine." in page
    assert reverse("reviews:second_reader", args=[contract.public_id]) in page
    report = reverse("reviews:review", args=[contract.reviews.get().public_id])
    assert reverse("reviews:second_reader", args=[contract.public_id]) in member.get(report).content.decode()
    page = member.get(reverse("reviews:second_reader", args=[contract.public_id])).content.decode()
    for words in ("93.184.215.14", "model large", "names, addresses and numbers of people replaced", "At most 6 calls"):
        assert words in page
    assert not Review.objects.filter(reader="thorough").exists()
    member.post(reverse("reviews:second_reader", args=[contract.public_id]), {"reader": "thorough"})
    review = Review.objects.get(reader="thorough")
    assert (review.contract, review.status, review.created_by) == (contract, "queued", people_of(team)[Role.MEMBER])


def test_what_the_budget_does_not_allow_is_not_offered(team: Team):
    turned_on(team, budget="0.01")
    contract = make_contract(team)
    make_finished_review(contract)
    response = client_of(team, Role.MEMBER).get(reverse("reviews:second_reader", args=[contract.public_id]))
    thorough = next(choice for choice in response.context["choices"] if choice.mode == "thorough")
    assert not thorough.is_affordable
    assert "More than is left of the month’s budget." in response.content.decode()


@pytest.mark.parametrize("why", ["off", "never", "unreviewed", "no provider"])
def test_no_second_reader_is_offered_where_none_may_be_asked(team: Team, why: str):
    turned_on(team)
    contract = make_contract(team, never_leaves=why == "never")
    if why != "unreviewed":
        make_finished_review(contract)
    if why == "off":
        ModelSettings.objects.update(is_on=False)
    if why == "no provider":
        Provider.objects.update(is_on=False)
    member = client_of(team, Role.MEMBER)
    address = reverse("reviews:second_reader", args=[contract.public_id])
    before = Review.objects.count()
    assert member.post(address, {"reader": "thorough"}).status_code == 302
    assert Review.objects.count() == before
    if why != "no provider":
        assert address not in member.get(reverse("reviews:contract", args=[contract.public_id])).content.decode()


@pytest.mark.parametrize("reader", ["local", "everything", ""])
def test_only_modes_can_be_chosen(team: Team, reader: str):
    turned_on(team)
    contract = make_contract(team)
    make_finished_review(contract)
    client_of(team, Role.MEMBER).post(reverse("reviews:second_reader", args=[contract.public_id]), {"reader": reader})
    assert contract.reviews.count() == 1


def test_whoever_works_marks_never_to_leave_and_an_admin_lifts_it(team: Team):
    contract = make_contract(team)
    address = reverse("reviews:keep_here", args=[contract.public_id])

    def posted(role: Role, keep: str) -> tuple[int, bool]:
        status = client_of(team, role).post(address, {"keep": keep}).status_code
        contract.refresh_from_db()
        return status, contract.never_leaves

    assert posted(Role.MANAGER, "1") == (403, False)
    assert posted(Role.MEMBER, "1") == (302, True)
    assert posted(Role.REVIEWER, "0") == (403, True)
    assert posted(Role.ADMIN, "0") == (302, False)


def test_the_page_of_a_contract_lists_what_left(team: Team, django_assert_num_queries):
    contract = make_contract(team)
    review = make_finished_review(contract, reader="thorough")
    make_call(contract, team, review=review, characters=3000)
    make_call(contract, team, review=review, characters=2000)
    make_call(contract, team, review=review, characters=2000, is_cached=True)
    make_call(contract, team, review=review, endpoint="Spare", outcome="unreachable")
    manager = client_of(team, Role.MANAGER)
    address = reverse("reviews:contract_calls", args=[contract.public_id])
    manager.get(address)
    with django_assert_num_queries(7):
        page = " ".join(manager.get(address).content.decode().split())
    assert "<strong>Main</strong> (api.example.com, model large): 5,000 characters of its text in 2 calls" in page
    assert "<strong>Spare</strong>" not in page
    assert page.count("<time") == 4
    assert "From cache, nothing sent" in page


def test_admins_are_told_on_every_page_while_the_budget_is_short(team: Team):
    turned_on(team, budget="1")
    make_call(None, team, cost=Decimal("0.85"))
    words = "85% of the month’s budget for models is spent."

    def told(role: Role) -> bool:
        return words in client_of(team, role).get(reverse("reviews:contracts")).content.decode()

    assert not told(Role.ADMIN)  # nobody has found it short yet
    ModelSettings.objects.update(warned_month=f"{timezone.localtime():%Y-%m}")
    assert (told(Role.ADMIN), told(Role.REVIEWER)) == (True, False)
    ModelSettings.objects.update(budget=Decimal(100))
    assert not told(Role.ADMIN)


def test_keys_can_be_sealed_anew(team: Team, settings, capsys: pytest.CaptureFixture[str]):
    settings.CLAUSEMARK_KEYS = ["old"]
    client = client_of(team)
    provider, lost = add(client), add(client, name="Lost")
    Provider.objects.filter(pk=lost.pk).update(sealed_key="nonsense")
    settings.CLAUSEMARK_KEYS = ["new", "old"]
    call_command("reseal_keys")
    settings.CLAUSEMARK_KEYS = ["new"]
    provider.refresh_from_db()
    assert provider.key() == KEY
    assert capsys.readouterr() == (
        "1 keys are sealed with the newest secret.\n0 second factors are sealed with the newest secret.\n",
        "1 keys cannot be opened any more; their teams have to enter them again.\n",
    )


def test_ledger_names_categories_as_people_know_them(team: Team, django_assert_max_num_queries) -> None:
    contract = make_contract(team)
    reviews = [make_finished_review(contract) for _ in range(3)]
    for review in [*reviews, *reviews, None]:
        ModelCall.objects.create(
            team=team,
            contract=contract,
            review=review,
            endpoint="Main",
            model="large",
            category="pricing",
            outcome="answered",
            cost=0,
            created_at=timezone.now(),
        )
    client = Client()
    client.force_login(people_of(team)[Role.ADMIN])
    client.get(reverse("reviews:calls"))
    with django_assert_max_num_queries(14):
        page = client.get(reverse("reviews:calls")).content.decode()
    assert page.count("<td>Price and price change</td>") == 6
    assert page.count("<td>pricing</td>") == 1  # its review is gone
