"""The head of a page marks the part of the product that the page belongs to, and none where it belongs to none."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from contracts.models import Role
from tests.db.test_access import client_of
from tests.factories import make_contract, make_team, people_of

pytestmark = pytest.mark.django_db


def test_one_part_is_current_where_the_page_belongs_to_it() -> None:
    team = make_team()
    client = client_of(people_of(team)[Role.ADMIN])
    current = re.compile(r'<a href="([^"]+)" aria-current="page"')
    contract = reverse("reviews:contract", args=[make_contract(team).public_id])
    parts = {
        "/": "/",
        contract: "/",
        reverse("reviews:new_contract"): "/",
        reverse("reviews:portfolio_search"): reverse("reviews:portfolio"),
        reverse("reviews:checklists"): reverse("reviews:checklists"),
        reverse("reviews:verify"): None,
        reverse("contracts:team_trail"): None,
        reverse("reviews:models"): None,
        reverse("reviews:guide"): None,
        "/nowhere/": None,
    }
    for address, part in parts.items():
        head = client.get(address).content.decode().split("<header", 1)[1].split("</header>", 1)[0]
        assert current.findall(head) == ([part] if part else []), address
