"""From uploaded bytes to one canonical text. Before it: `upload.py`; after it: `segment.py`.

`read_bytes` runs the reader of the file's format in a guarded child process, so that a hostile file costs one job and
nothing else. What cannot be read is raised as `Unreadable`, with a sentence that says what was wrong and what to do.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contracts.readers import read_document
from contracts.readers.guard import GUARD
from contracts.readers.refused import Refused
from contracts.readers.unpack import Entry
from contracts.values import Text

READER_VERSION = "7"
"""Part of a reading's key: raise it whenever the same bytes would give another text or other clauses."""

REFUSALS: dict[str, str | Promise] = {
    "empty": _("The file is empty. Check that it was saved completely and upload it again."),
    "too_large": _(
        "The file is too large. Upload the contract alone, without attachments,"
        " or ask your administrator to raise the limit."
    ),
    "unknown_type": _(
        "This is not a file that we can read. Upload the contract as PDF, Word (.docx), HTML, Markdown, plain text, a"
        " picture (PNG, JPEG, TIFF), or several of them as ZIP or e-mail (.eml)."
    ),
    "image": _(
        "This is a picture of a kind that we do not read. Save it as PNG, JPEG or TIFF, or as PDF, and upload that."
    ),
    "scan": _(
        "This is a scan: it holds pictures of pages but no text, and what recognises text in pictures is not installed."
        " Ask your administrator to install Tesseract with English and Japanese, or upload a PDF with text or the Word"
        " file."
    ),
    "encrypted": _("The file is protected with a password. Save a copy without the password and upload that."),
    "damaged": _(
        "The file is damaged or incomplete and cannot be read."
        " Open it in the program that made it, save it again and upload the new file."
    ),
    "too_many_pages": _(
        "The file has more pages than we read at once. Split it and upload the parts that hold the contract."
    ),
    "too_many_scans": _(
        "The file has more scanned pages than we read at once. Split it and upload the parts that hold the contract, or"
        " upload a PDF with text."
    ),
    "too_long": _(
        "The file holds more text than we read at once. Split it and upload the parts that hold the contract."
    ),
    "too_slow": _(
        "Reading the file took too long and was stopped. Save it again as PDF or Word and upload the new file."
    ),
    "too_much_memory": _(
        "Reading the file needed too much memory and was stopped. Save it again as PDF or Word and upload the new file."
    ),
    "legacy_word": _("This is an old Word file (.doc). Open it in Word, save it as .docx or PDF and upload that."),
    "legacy_excel": _(
        "This is an old Excel file (.xls). Save the sheet that holds the contract as PDF and upload that."
    ),
    "office_other": _("This is a spreadsheet or a presentation. Save it as PDF and upload that."),
    "rtf": _("This is an RTF file. Open it in Word, save it as .docx or PDF and upload that."),
    "outlook": _("This is an Outlook message (.msg). Save it as .eml, or save its attachments and upload those."),
    "opendocument": _("This is an OpenDocument file. Save it as .docx or PDF and upload that."),
    "archive": _("This holds several papers, and one is wanted here. Unpack it and upload the paper that you mean."),
    "nothing_in_it": _("There is no file in it. Check that it was packed completely and upload it again."),
    "too_many_papers": _("It holds more files than we take at once. Pack the papers of the contract alone."),
    "bomb": _("It unpacks to far more than papers hold and was not opened. Upload the papers one by one."),
    "nested": _("This is an archive or a mail within another. Unpack it and upload the papers in it."),
    "link": _("This is only a pointer to another file. Put the file itself into the archive."),
    "no_words": _("The file holds no words. Check that it is the right file and upload it again."),
}
"""What was wrong with a file and what to do, by the code that is stored with it."""


class Unreadable(Exception):
    """A file that was refused. `code` is a key of REFUSALS, `message` its sentence in the reader's language."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code if code in REFUSALS else "damaged"

    @property
    def message(self) -> str | Promise:
        return REFUSALS[self.code]

    def __str__(self) -> str:
        return str(self.message)


def read_bytes(data: bytes, name: str) -> Text:
    """Read a file in a guarded child process. Raises Unreadable."""
    try:
        return GUARD.read(data, name)
    except Refused as error:
        raise Unreadable(error.code) from error


def unpack(data: bytes, name: str, most: int, largest: int) -> list[Entry]:
    """The files in a ZIP or an e-mail, taken out in the guarded child. Raises Unreadable for the whole of it."""
    try:
        return GUARD.unpack(data, name, most, largest)
    except Refused as error:
        raise Unreadable(error.code) from error


def start_reader() -> None:
    """Start the child process without waiting for it, where a first file is about to come: it takes a moment."""
    GUARD.start()


def read_here(data: bytes, name: str) -> Text:
    """Read a file in this process, unguarded: for tests and benchmarks. Raises Unreadable."""
    try:
        return read_document(data, name)
    except Refused as error:
        raise Unreadable(error.code) from error
