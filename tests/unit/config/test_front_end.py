"""What comes from npm is pinned by hash, names no registry, and lies where the pages look for it."""

from __future__ import annotations

import json

from django.conf import settings
from django.contrib.staticfiles import finders

ROOT = settings.BASE_DIR


def test_packages_are_pinned_by_hash_and_name_no_registry():
    wanted = json.loads((ROOT / "package.json").read_text())
    lock = (ROOT / "package-lock.json").read_text()
    locked = json.loads(lock)["packages"]
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        package = locked[f"node_modules/{name}"]
        assert package["version"] == version
        assert package["integrity"].startswith("sha512-")
    assert "resolved" not in lock


def test_what_the_pages_of_a_paper_load_is_there():
    names = ("pdf.min.mjs", "pdf.worker.min.mjs", "pdf_viewer.mjs", "cmaps/UniJIS-UTF16-H.bcmap")
    names += ("standard_fonts/LiberationSans-Regular.ttf", "decoders/openjpeg_nowasm_fallback.js")
    assert [name for name in names if finders.find(f"vendor/pdfjs/{name}") is None] == []


def test_no_web_assembly_is_served():
    folder = ROOT / "static" / "vendor"
    assert [path.name for path in folder.rglob("*.wasm")] == []
