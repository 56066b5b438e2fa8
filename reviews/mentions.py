"""Names in a comment, and the mail to those who were named or asked: who wants to know what, and where to look.

A mail holds no words of a contract and none of the comment: they stay in the product.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from contracts.models import Team, User

log = logging.getLogger(__name__)


def members_of(team: Team) -> list[User]:
    """Who can be named or asked, by name."""
    return list(team.members.filter(is_active=True).order_by("name", "email"))


def mentioned(text: str, members: Iterable[User]) -> list[User]:
    """The members whose name or address follows an @; the longest first, so that “@Ann Lee” does not call Ann."""
    told, rest = [], text.casefold()
    called = [(name.casefold(), member) for member in members for name in (member.name, member.email) if name]
    for name, member in sorted(called, key=lambda pair: -len(pair[0])):
        if f"@{name}" in rest:
            told.append(member)
            # Two people of one name are both meant; the name of a third that begins it is not.
            if not any(other == name and one not in told for other, one in called):
                rest = rest.replace(f"@{name}", " ")
    return list(dict.fromkeys(told))


def tell(people: Iterable[User], by: User, contract: str, finding: str, address: str, is_asked: bool) -> None:
    """Write to them once the transaction holds; a mail server that is away costs the mail, never the comment."""
    for person in people:
        if person.pk != by.pk:
            mail = mail_to(person, by, contract, finding, address, is_asked)
            transaction.on_commit(mail.send, robust=True)


def mail_to(person: User, by: User, contract: str, finding: str, address: str, is_asked: bool) -> EmailMessage:
    with translation.override(person.language or translation.get_language()):
        said = {"name": by, "finding": finding, "contract": contract, "address": address}
        if is_asked:
            subject = _("%(name)s asks you to look at “%(finding)s”") % said
        else:
            subject = _("%(name)s mentions you at “%(finding)s”") % said
        body = _("Contract: %(contract)s\nFinding: %(finding)s\n\n%(address)s\n") % said
    return EmailMessage(" ".join(subject.split()), body, to=[person.email])
