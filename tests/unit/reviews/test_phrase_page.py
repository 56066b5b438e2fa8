"""The examples of docs/phrases.md are phrases and rules that work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from reviews.checklist.source import read_source
from reviews.conditions import parse_condition
from reviews.local.phrases import compile_phrase

PAGE = (Path(__file__).parents[3] / "docs" / "phrases.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
WORDS = {"price": {"en": ("price*",), "ja": ("料金",)}, "place": {"en": ("Japan",), "ja": ("日本",)}}


@pytest.mark.parametrize("block", [block for block in BLOCKS if "rules:" not in block and "examples:" not in block])
def test_phrases_of_the_page_compile(block: str) -> None:
    for entry in read_source(block, "page").values():
        assert isinstance(entry, dict)
        for search in (entry, entry.get("not", {})):
            for language in ("en", "ja"):
                for phrase in search.get(language, ()):
                    assert compile_phrase(phrase, language, WORDS)


def test_rules_of_the_page_parse() -> None:
    (block,) = (block for block in BLOCKS if "rules:" in block)
    for rule in yaml.safe_load(block)["rules"]:
        assert parse_condition(rule["if"]) if "if" in rule else rule["grade"]
