"""The Japanese of the interface is complete, and keeps every placeholder."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def messages() -> list[Message]:
    with (settings.BASE_DIR / "locale/ja/LC_MESSAGES/django.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


def texts(message: Message, side: str) -> list[str]:
    said = getattr(message, side)
    return [said] if isinstance(said, str) else list(said)


@pytest.mark.parametrize("message", messages(), ids=lambda message: texts(message, "id")[0][:50])
def test_message_is_translated_with_its_placeholders(message: Message) -> None:
    english, japanese = texts(message, "id"), texts(message, "string")
    assert all(japanese)
    assert not message.fuzzy
    wanted = {name for text in english for name in PLACEHOLDER.findall(text)}
    for text in japanese:
        assert set(PLACEHOLDER.findall(text)) <= wanted
        assert set(PLACEHOLDER.findall(text)) == wanted or len(english) > 1
        assert ("%%" in text) == any("%%" in source for source in english)
