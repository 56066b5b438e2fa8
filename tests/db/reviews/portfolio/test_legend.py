"""Workbooks say on a page of their own what each grade means, in the language of whoever takes them away."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from contracts.models import Role, User
from tests.db.test_access import client_of
from tests.factories import make_contract, make_finished_review, make_team, people_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "name", "first"),
    [
        ("en", "What the grades mean", ("Favourable", "better than the team asks for: 0 points of risk")),
        ("ja", "評価の意味", ("有利", "チームの基準を上回る（リスク点0）")),
    ],
)
def test_map_and_comparison_explain_the_grades(language: str, name: str, first: tuple[str, str]) -> None:
    team = make_team()
    contracts = [make_contract(team, title) for title in ("One", "Two")]
    for contract in contracts:
        make_finished_review(contract)
    User.objects.update(language=language)
    client = client_of(people_of(team)[Role.MANAGER])
    pair = "&".join(f"contract={contract.public_id}" for contract in contracts)
    for address in (
        reverse("reviews:portfolio_map", args=["xlsx"]),
        f"{reverse('reviews:compare_file', args=['xlsx'])}?{pair}",
    ):
        book = load_workbook(BytesIO(client.get(address).content))
        assert book.sheetnames[1:] == [name]
        lines = [tuple(cell.value for cell in row) for row in book[name].iter_rows()]
        assert (lines[0], len(lines)) == (first, 9)
