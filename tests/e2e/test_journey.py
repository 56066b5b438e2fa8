"""A lawyer’s way through the product as `make run` starts it: two papers in, a report read, a PDF taken away."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from weasyprint import HTML

REPORT = re.compile(r"/reviews/[0-9a-f-]+/$")
RISE = "A price change takes effect fourteen days after it is posted on the Pricing Page."
TERMS = f"""<html lang="en"><title>Norvik AI Service Terms</title><h1>Norvik AI Service Terms</h1>
<p>These terms are between Norvik AI Ltd. (“Norvik”) and the customer named in the order form (“Customer”).</p>
<h2>1. Fees</h2>
<p>1.1 Prices. Norvik may change its prices at any time by posting them on its Pricing Page. {RISE}</p>
<p>1.2 Payment. Customer shall pay each invoice within thirty (30) days after the date of the invoice.</p>
<h2>2. Customer Data</h2>
<p>2.1 Training. Norvik will not use Customer Data to train its models unless Customer has agreed to it in writing.</p>
<h2>3. Law</h2>
<p>3.1 Governing law. These terms are governed by the laws of Norway. The courts of Oslo have jurisdiction.</p>
</html>"""
SLA = """# Service Level Agreement

## 1. Availability

1.1 Uptime. Norvik will make the Services available at least 99.9% of each calendar month.

1.2 Credits. If availability is below 99.9% in a month, Norvik credits 10% of the monthly fee for that month.
"""


@dataclass
class Site:
    address: str
    email: str
    password: str


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product with its workers on a data folder of its own, started by the command behind `make run`."""
    folder = tmp_path_factory.mktemp("site")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")} | {
        "CLAUSEMARK_DATA": str(folder / "data"),
        "STATIC_ROOT": str(folder / "static"),
        "PORT": str(port),
        "WORKER_PROCESSES": "1",
        "PYTHONUNBUFFERED": "1",
    }
    where = {"cwd": settings.BASE_DIR, "env": environment}
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"], check=True, **where)
    log = folder / "serve.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "config.serve", "--demo"], stdout=output, stderr=subprocess.STDOUT, **where
        )
    try:
        said = wait_for(server, log, f"http://127.0.0.1:{port}/")
        account = re.search(r"^ *member +(\S+) +(\S+)$", said, re.MULTILINE)
        assert account, said
        yield Site(f"http://127.0.0.1:{port}", account[1], account[2])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def wait_for(server: subprocess.Popen[bytes], log: Path, words: str) -> str:
    deadline = time.monotonic() + 90
    while words not in (said := log.read_text()):
        assert server.poll() is None and time.monotonic() < deadline, said
        time.sleep(0.05)
    return said


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    HTML(string=TERMS).write_pdf(tmp_path / "norvik-terms.pdf")
    (tmp_path / "norvik-sla.md").write_text(SLA)
    return [tmp_path / "norvik-terms.pdf", tmp_path / "norvik-sla.md"]


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A signed-in page; complaints of the browser, such as a breach of the content policy, fail the test."""
    context = browser.new_context(locale="en", viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(site.address)
    page.get_by_label("Email").fill(site.email)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Contracts")).to_be_visible()
    yield page
    context.close()
    assert complaints == []


def test_from_two_papers_to_a_printed_report(page: Page, site: Site, papers: list[Path]) -> None:
    page.get_by_role("link", name="New contract").click()
    page.get_by_label("Vendor", exact=True).fill("Norvik AI")
    page.get_by_label("Choose files").set_input_files(papers)
    page.get_by_label("Kind: norvik-sla.md").select_option("sla")
    page.get_by_role("button", name="Review these papers").click()

    # The progress may be over before it is seen; the report opens by itself.
    page.wait_for_url(REPORT)
    expect(page.get_by_role("heading", name="Findings", exact=True)).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Norvik AI Service Terms")
    expect(page.get_by_role("table", name="Papers read, and papers missing")).to_contain_text("service level agreement")
    figure = page.locator(".score .figure").inner_text().split()[0]
    assert 0 <= float(figure) <= 100
    assert page.locator("article.finding, details.row").count() == 47

    notice = page.locator("[id='pricing.increase_notice']")
    expect(notice).to_contain_text("Critical")
    expect(notice).to_contain_text("14 days")
    quote = notice.locator("blockquote").first.inner_text()
    assert RISE in quote

    notice.get_by_role("link", name="Open in the document").first.click()
    expect(page.locator(".marks .mark.on").first).to_be_in_viewport()
    page.get_by_role("link", name="Text", exact=True).click()
    expect(page.locator("mark#words")).to_be_in_viewport()
    marked = " ".join(page.locator("mark.on").all_inner_texts())
    assert " ".join(marked.split()) == " ".join(quote.split())
    page.locator("mark#words a").click()
    assert page.url.endswith("#pricing.increase_notice")

    page.get_by_role("button", name="日本語").click()
    expect(page.get_by_role("heading", name="まず行うこと")).to_be_visible()
    expect(page.locator("[id='pricing.increase_notice']")).to_contain_text("値上げの予告期間")

    page.get_by_text("出力", exact=True).click()
    with page.expect_download(timeout=60_000) as coming:
        page.get_by_role("button", name="PDFレポート（日本語）").click()
    assert coming.value.suggested_filename == "Norvik AI Service Terms - Clausemark 1.pdf"
    report = PdfReader(BytesIO(Path(coming.value.path()).read_bytes()))
    said = "".join("".join(sheet.extract_text() for sheet in report.pages).split())
    for words in ("Norvik AI Service Terms", "値上げの予告期間", "法的助言ではありません", RISE, "重大"):
        assert "".join(words.split()) in said, words
    assert figure in said

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="What to do first")).to_be_visible()


def test_files_that_cannot_be_taken_are_refused_beside_their_names(page: Page, site: Site, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    (tmp_path / "photo.pdf").write_bytes(b"GIF89a" + bytes(2000))
    (tmp_path / "good.md").write_text(SLA)
    page.goto(site.address + "/contracts/new/")
    page.get_by_label("Vendor", exact=True).fill("Fjellbyte")
    page.get_by_label("Choose files").set_input_files(
        [tmp_path / name for name in ("empty.pdf", "photo.pdf", "good.md")]
    )
    page.get_by_role("button", name="Review these papers").click()
    rows = page.locator("li.file")
    expect(rows.nth(0)).to_contain_text("The file is empty.")
    expect(rows.nth(1)).to_contain_text("This is a picture")
    expect(rows.nth(2).locator(".refusal")).to_have_count(0)

    # The good file is still chosen: take the others away, and it goes through.
    page.get_by_role("button", name="Remove: empty.pdf").click()
    page.get_by_role("button", name="Remove: photo.pdf").click()
    page.get_by_role("button", name="Review these papers").click()
    page.wait_for_url(REPORT)
    expect(page.get_by_role("heading", name="Findings", exact=True)).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Service Level Agreement")


def test_the_keyboard_walks_the_findings(page: Page, site: Site) -> None:
    page.get_by_role("rowheader").get_by_role("link").first.click()
    first = page.locator("article.finding").first
    expect(first).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("j")
    expect(first).to_be_focused()
    page.keyboard.press("f")
    expect(first.locator("details.fallback")).to_have_attribute("open", "")
    page.keyboard.press("j")
    expect(page.locator("article.finding").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()


def test_without_scripts_every_step_works(browser: Browser, site: Site, papers: list[Path]) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(site.address)
    page.get_by_label("Email").fill(site.email)
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="New contract").click()
    page.get_by_label("Vendor", exact=True).fill("Norvik AI")
    page.get_by_label("Choose files").set_input_files(papers)
    page.get_by_role("button", name="Review these papers").click()
    page.wait_for_url(REPORT)
    expect(page.get_by_role("heading", name="Findings", exact=True)).to_be_visible(timeout=30_000)
    page.get_by_text("Export", exact=True).click()
    page.get_by_role("button", name="PDF report, English").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the PDF").click(timeout=60_000)
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")
    context.close()
