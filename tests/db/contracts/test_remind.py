"""Mail before the last day to act: to whom, when, and once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from contracts.models import Contract, Follower, Reminder, ReminderDays, Role, User
from contracts.remind import PATIENCE, claim, due_reminders, lead_of, send_reminders
from contracts.tasks import keep_calendar
from contracts.term_rows import add_other, today
from tests.factories import make_contract, make_team, make_user, people_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_server(settings: Any) -> None:
    settings.HAS_MAIL, settings.PUBLIC_URL = True, "https://clausemark.example"


@pytest.fixture
def contract() -> Contract:
    team = make_team()
    return make_contract(team, title="Norvik Terms", owner=people_of(team)[Role.MEMBER])


def add(contract: Contract, days: int, label: str = "Talks") -> None:
    add_other(contract, contract.owner, label, today() + timedelta(days=days))


def sent() -> list[str]:
    return sorted(address for one in mail.outbox for address in one.to)


@pytest.mark.parametrize(
    ("left", "leads", "expected"),
    [
        (91, (90, 30), None),
        (90, (90, 30), 90),
        (31, (90, 30), 90),
        (30, (90, 30), 30),
        (0, (90, 30), 30),
        (5, (), None),
    ],
)
def test_the_shortest_lead_that_has_begun_counts(left: int, leads: Sequence[int], expected: int | None) -> None:
    assert lead_of(left, leads) == expected


def test_the_owner_is_written_to_once(contract: Contract) -> None:
    add(contract, 29)
    assert (send_reminders(), send_reminders()) == (1, 0)
    keep_calendar()
    (one,) = mail.outbox
    assert one.to == [contract.owner.email]
    assert one.subject.startswith("Talks, ") and one.subject.endswith(": Norvik Terms")
    assert f"https://clausemark.example/contracts/{contract.public_id}/" in one.body
    assert "in 29 days" in one.body
    assert (Reminder.objects.get().lead, Reminder.objects.get().sent_at is None) == (30, False)


def test_two_workers_send_one_mail(contract: Contract) -> None:
    add(contract, 29)
    (due,) = due_reminders()
    now = timezone.now()
    assert claim(due, now) is not None
    assert claim(due, now) is None
    assert send_reminders() == 0
    later = now + PATIENCE + timedelta(seconds=1)
    assert (claim(due, later) is None, claim(due, later) is None) == (False, True)


def test_who_follows_hears_of_it_in_their_language(contract: Contract) -> None:
    follower = people_of(contract.team)[Role.MANAGER]
    User.objects.filter(pk=follower.pk).update(language="ja")
    Follower.objects.create(contract=contract, user=follower)
    add(contract, 7)
    send_reminders()
    assert sent() == sorted([contract.owner.email, follower.email])
    day = today() + timedelta(days=7)
    (japanese,) = (one for one in mail.outbox if one.to == [follower.email])
    assert f"{day.year}年{day.month}月{day.day}日" in japanese.subject


def test_who_has_left_the_team_hears_nothing(contract: Contract) -> None:
    Follower.objects.create(contract=contract, user=make_user("stranger@example.com"))
    add(contract, 7)
    contract.owner.memberships.all().delete()
    assert (send_reminders(), sent()) == (0, [])


def test_past_and_far_days_and_starts_are_silent(contract: Contract) -> None:
    add(contract, -1)
    add(contract, 91)
    assert send_reminders() == 0


def test_a_team_chooses_its_days(contract: Contract) -> None:
    add(contract, 20)
    row = ReminderDays.objects.create(team=contract.team, days=[])
    assert send_reminders() == 0
    row.days = [20]
    row.save()
    assert (send_reminders(), Reminder.objects.get().lead) == (1, 20)


def test_a_day_that_moves_is_told_again(contract: Contract) -> None:
    add(contract, 20)
    send_reminders()
    contract.days.update(day=today() + timedelta(days=10))
    assert (send_reminders(), len(mail.outbox)) == (1, 2)


def test_hostile_titles_make_no_header(contract: Contract) -> None:
    Contract.objects.filter(pk=contract.pk).update(title="Terms\r\nBcc: all@example.com")
    add(contract, 5)
    assert send_reminders() == 1
    assert mail.outbox[0].subject.endswith("Terms Bcc: all@example.com")
    assert mail.outbox[0].recipients() == [contract.owner.email]


def test_without_a_mail_server_nothing_counts_as_sent(contract: Contract, settings: Any) -> None:
    settings.HAS_MAIL = False
    add(contract, 5)
    assert (send_reminders(), Reminder.objects.count()) == (0, 0)


def test_what_a_mail_server_refuses_is_tried_again(contract: Contract, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    add(contract, 5)
    assert send_reminders() == 0
    row = Reminder.objects.get()
    assert row.sent_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Reminder.objects.update(claimed_at=row.claimed_at - PATIENCE - timedelta(seconds=1))
    assert (send_reminders(), sent()) == (1, [contract.owner.email])
