"""The report on paper: one HTML document, laid out by WeasyPrint as tagged PDF (PDF/UA-1).

The same review gives the same bytes: dates are the review's, and nothing in the file is random.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from contracts.values import Language
from reviews.models import Review
from reviews.report.page import build_page
from reviews.report.parts import ReportPage

STATIC = settings.BASE_DIR / "static"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class MissingFile(Exception):
    """The report asks for something that is not a file of `static/`."""


class StaticFetcher(URLFetcher):
    """Serves files below `static/` and nothing else: a report opens no connection and no other file."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not path.is_relative_to(STATIC) or not path.is_file():
            raise MissingFile(url)
        return URLFetcherResponse(url, path.read_bytes())


def write_pdf(review: Review, language: Language) -> bytes:
    """The PDF of a finished review."""
    return render_pdf(build_page(review, language))


def render_pdf(page: ReportPage) -> bytes:
    with translation.override(page.language), timezone.override(timezone.get_default_timezone()):
        markup = _NOT_XML.sub("", render_to_string("reports/report.html", {"page": page}))
    style, fonts = _style()
    with _collector_at_rest():
        return _Markup(markup).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Layout makes some hundred thousand objects that live to its end: looking for dead ones meanwhile is in vain, and
    a tenth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Markup(HTML):
    """A document from well-formed markup of our own, with `print-base.css` for its defaults.

    The XML parser takes a thirtieth of the HTML parser's time, the smaller defaults a tenth of WeasyPrint's: together
    they save a third of a report.
    """

    def __init__(self, markup: str) -> None:
        self.base_url = STATIC.as_uri() + "/"
        self.url_fetcher = StaticFetcher()
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(ElementTree.fromstring(markup), content_language=None)  # noqa: S314
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_base()]


@cache
def _base() -> CSS:
    return CSS(filename=str(STATIC / "css" / "print-base.css"), url_fetcher=StaticFetcher())


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    """The style sheet and its fonts, parsed once in a process."""
    fonts = FontConfiguration()
    return CSS(filename=str(STATIC / "css" / "print.css"), font_config=fonts, url_fetcher=StaticFetcher()), fonts
