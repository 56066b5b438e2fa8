"""Every template compiles, and none holds what the content security policy would stop in the browser."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = settings.BASE_DIR / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file())
INLINE = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an event handler": r"<[^>]*\son[a-z]+\s*=\s*[\"']",
    "an inline script": r"<script(?![^>]*\b(?:src=|type=\"application/json\"))",
    "a javascript: address": r"javascript:",
    "something from another host": r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_holds_nothing_inline(name):
    source = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", (ROOT / name).read_text(), flags=re.S)
    assert [what for what, pattern in INLINE.items() if re.search(pattern, source)] == []


def test_inline_patterns_see_what_they_should():
    bad = '<p style="a"><style><a onclick="x"><script>1</script><a href="javascript:x"><img src="https://x/y.png">'
    assert [what for what, pattern in INLINE.items() if not re.search(pattern, bad)] == []
    assert TEMPLATES
