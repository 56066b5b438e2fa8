"""What a ZIP or an e-mail holds: its papers under safe names, a sentence for each that cannot be taken, no bombs."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest
from pypdf import PdfReader, PdfWriter

from contracts.intake import Opened, RefusedPaper, open_file
from contracts.read import REFUSALS
from tests.unit.contracts.bundles import TERMS, linked, locked_entry, mail, named_in, zipped
from tests.unit.contracts.papers import column, docx, paragraph, pdf

PAPER = pdf([column(["1. Fees", "", "The customer pays the fees within thirty days."])])


def names(opened: Opened) -> list[str]:
    return [name for name, _ in opened.papers]


def refused(opened: Opened) -> list[tuple[str, str]]:
    return [(one.name, one.code) for one in opened.refused]


def locked_pdf(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(PAPER)))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(memory := io.BytesIO())
    return memory.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"GIF89a" + bytes(500), "image"),
        (b"{\\rtf1 Terms}", "rtf"),
        (b"MZ" + bytes(500), "unknown_type"),
        (locked_pdf("secret"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"), "outlook"),
        (zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>")), "opendocument"),
        (zipped(("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>")), "office_other"),
    ],
)
def test_a_single_file_is_refused_by_its_bytes(data: bytes, code: str) -> None:
    assert open_file("terms.pdf", data) == Opened((), (RefusedPaper("terms.pdf", code),))


def test_a_single_paper_stays_what_it_is() -> None:
    for name, data in (("terms.txt", TERMS), ("terms.pdf", PAPER), ("open.pdf", locked_pdf(""))):
        assert open_file(name, data) == Opened(((name, data),))
    word = docx(paragraph("The fees."))
    assert open_file("terms.docx", word) == Opened((("terms.docx", word),))


def test_each_file_of_an_archive_is_a_paper() -> None:
    bundle = zipped(("deal/", b""), ("deal/terms.txt", TERMS), ("deal/sla.pdf", PAPER), ("a/terms.txt", b"Other."))
    opened = open_file("deal.zip", bundle)
    assert opened == Opened(
        (("terms.txt", TERMS), ("sla.pdf", PAPER), ("terms (2).txt", b"Other.")), (), is_bundle=True
    )


def test_what_systems_leave_in_archives_is_left_out() -> None:
    bundle = zipped(
        ("terms.txt", TERMS), ("__MACOSX/._terms.txt", b"\x00\x05"), (".DS_Store", b"x"), ("d/Thumbs.db", b"x"),
        ("._terms.txt", b"x"), ("~$terms.docx", b"x"),
    )  # fmt: skip
    assert names(open_file("x.zip", bundle)) == ["terms.txt"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("/etc/cron.d/terms.txt", "terms.txt"),
        ("C:\\deals\\terms.txt", "terms.txt"),
        ("..\\..\\terms.txt", "terms.txt"),
        ("terms\u202efdp.txt", "termsfdp.txt"),
        ("a/..", "unnamed"),
        ("terms\r\n.txt", "terms .txt"),
        ("利用規約.txt", "利用規約.txt"),
    ],
)
def test_names_in_archives_are_made_safe(name: str, safe: str) -> None:
    assert names(open_file("x.zip", zipped((name, TERMS)))) == [safe]


@pytest.mark.parametrize("encoding", ["cp932", "utf-8"])
def test_japanese_names_are_read_in_the_encodings_that_systems_use(encoding: str) -> None:
    assert names(open_file("x.zip", named_in(encoding, "契約/利用規約 第2版.txt", TERMS))) == ["利用規約 第2版.txt"]


def test_western_names_of_old_programs_are_read() -> None:
    assert names(open_file("x.zip", named_in("cp437", "Verträge.txt", TERMS))) == ["Verträge.txt"]


def test_each_refused_entry_says_why_and_the_others_are_taken() -> None:
    bundle = zipped(
        ("terms.txt", TERMS), ("logo.gif", b"GIF89a" + bytes(99)), ("old.zip", zipped(("a.txt", TERMS))),
        ("locked.pdf", locked_pdf("secret")), ("empty.md", b""),
    )  # fmt: skip
    opened = open_file("deal.zip", bundle)
    assert names(opened) == ["terms.txt"]
    assert refused(opened) == [
        ("deal.zip › logo.gif", "image"),
        ("deal.zip › old.zip", "nested"),
        ("deal.zip › locked.pdf", "encrypted"),
        ("deal.zip › empty.md", "empty"),
    ]
    assert all(code in REFUSALS for _, code in refused(opened))


def test_pointers_and_locked_entries_are_refused() -> None:
    opened = open_file("x.zip", linked("secrets.txt", "/etc/passwd"))
    assert (names(opened), refused(opened)) == (["terms.txt"], [("x.zip › secrets.txt", "link")])
    opened = open_file("x.zip", locked_entry(zipped(("terms.txt", TERMS))))
    assert (names(opened), refused(opened)) == ([], [("x.zip › terms.txt", "encrypted")])


def test_an_entry_that_is_broken_is_refused_alone() -> None:
    whole = zipped(("first.txt", TERMS), ("second.txt", b"The second paper."), packed=False)
    opened = open_file("x.zip", whole.replace(b"thirty", b"ninety"))
    assert (names(opened), refused(opened)) == (["second.txt"], [("x.zip › first.txt", "damaged")])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped(), "nothing_in_it"),
        (zipped((".DS_Store", b"x")), "nothing_in_it"),
        (zipped(*((f"{n}.txt", TERMS) for n in range(21))), "too_many_papers"),
        (b"PK\x03\x04" + bytes(400), "damaged"),
    ],
)
def test_an_archive_is_refused_as_a_whole(data: bytes, code: str) -> None:
    assert refused(open_file("x.zip", data)) == [("x.zip", code)]


def test_an_archive_that_holds_too_much_is_refused_as_a_whole() -> None:
    bundle = zipped(*((f"{n}.txt", b"words " * 6_000_000) for n in range(3)), packed=False)
    assert refused(open_file("x.zip", bundle)) == [("x.zip", "bomb")]


def test_an_entry_that_grows_without_measure_is_refused(settings: object) -> None:
    bundle = zipped(("zeros.txt", bytes(40_000_000)), ("terms.txt", TERMS))
    assert refused(open_file("x.zip", bundle)) == [("x.zip › zeros.txt", "bomb")]
    settings.MAX_UPLOAD_BYTES = 1000
    opened = open_file("x.zip", zipped(("long.txt", b"long " * 1000), ("terms.txt", TERMS)))
    assert (names(opened), refused(opened)) == (["terms.txt"], [("x.zip › long.txt", "too_large")])


def test_what_an_archive_says_of_sizes_is_not_believed() -> None:
    bundle = bytearray(zipped(("terms.txt", b"words " * 1000)))
    at = bytes(bundle).index(b"PK\x01\x02")
    bundle[at + 24 : at + 28] = (5).to_bytes(4, "little")
    opened = open_file("x.zip", bytes(bundle))
    assert all(len(data) <= 5 for _, data in opened.papers) or refused(opened)


def test_overlapping_entries_unpack_to_no_more_than_the_limit() -> None:
    """Many directory entries that point to the same packed bytes."""
    one = zipped(("00.txt", b"words " * 5_000_000))
    at = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    entry = one[at:end]
    count = 19
    directory = b"".join(entry.replace(b"00.txt", b"%02d.txt" % n) for n in range(count))
    tail = bytearray(one[end:])
    tail[8:10] = tail[10:12] = count.to_bytes(2, "little")
    tail[12:16] = len(directory).to_bytes(4, "little")
    opened = open_file("x.zip", one[:at] + directory + bytes(tail))
    assert sum(len(data) for _, data in opened.papers) <= 100 * 1024 * 1024
    assert opened.refused


def test_attachments_of_a_mail_are_its_papers() -> None:
    message = mail(
        "The papers", "Dear all, see attached.",
        ("application/pdf", "sla.pdf", PAPER), ("text/plain", "利用規約.txt", TERMS),
        ("application/pkcs7-signature", "smime.p7s", b"x"), html="<p>Dear all</p>",
    )  # fmt: skip
    message.get_payload()[0].add_header("X-Note", "words of the mail itself")
    opened = open_file("deal.eml", message.as_bytes())
    assert opened == Opened((("sla.pdf", PAPER), ("利用規約.txt", message_text(message))), (), is_bundle=True)


def message_text(message: EmailMessage) -> bytes:
    part = next(part for part in message.walk() if part.get_filename() == "利用規約.txt")
    return part.get_payload(decode=True)


def test_a_mail_without_attachments_gives_its_own_words() -> None:
    message = mail("Amendment of 2 October", "The fee is 9,000 yen from November.\n", html="<p>The fee</p>")
    opened = open_file("mail.eml", message.as_bytes())
    assert opened.papers == (("Amendment of 2 October.txt", b"The fee is 9,000 yen from November.\r\n"),)
    alone = EmailMessage()
    alone["From"], alone["Subject"], alone["MIME-Version"] = "a@example.com", "価格改定", "1.0"
    alone.set_content("<meta charset=shift_jis><p>価格を改定します。</p>", subtype="html", charset="iso-2022-jp")
    ((name, data),) = open_file("mail", alone.as_bytes()).papers
    assert (name, data.decode("utf-8-sig").strip()) == (
        "価格改定.html",
        "<meta charset=shift_jis><p>価格を改定します。</p>",
    )


def test_a_forwarded_mail_is_opened_once() -> None:
    innermost = mail("Third", "Words.", ("text/plain", "deep.txt", TERMS))
    inner = mail("Second", "Words.", ("text/plain", "inner.txt", TERMS))
    inner.add_attachment(innermost)
    outer = mail("First", "Words.", ("text/plain", "outer.txt", TERMS))
    outer.add_attachment(inner)
    opened = open_file("x.eml", outer.as_bytes())
    assert (names(opened), refused(opened)) == (["outer.txt", "inner.txt"], [("x.eml › Third.eml", "nested")])


def test_mails_in_archives_and_archives_in_mails_are_opened_once() -> None:
    held = mail(
        "Offer", "Words.", ("text/plain", "offer.txt", TERMS), ("application/zip", "a.zip", zipped(("b", TERMS)))
    )
    opened = open_file("x.zip", zipped(("mails/offer.eml", held.as_bytes())))
    assert (names(opened), refused(opened)) == (["offer.txt"], [("x.zip › a.zip", "nested")])
    outer = mail("Offer", "Words.", ("application/zip", "a.zip", zipped(("b.txt", TERMS), ("c.zip", zipped()))))
    opened = open_file("x.eml", outer.as_bytes())
    assert (names(opened), refused(opened)) == (["b.txt"], [("x.eml › c.zip", "nested")])


def test_pictures_within_the_words_of_a_mail_are_no_papers() -> None:
    message = mail(
        "Offer", "Words.", ("text/plain", "offer.txt", TERMS), ("image/gif", "scan.gif", b"GIF89a" + bytes(9))
    )
    logo = next(part for part in message.walk() if part.get_content_type() == "image/gif")
    logo.replace_header("Content-Disposition", 'inline; filename="logo.gif"')
    assert names(open_file("x.eml", message.as_bytes())) == ["offer.txt"]


def test_a_letter_that_begins_like_a_mail_is_a_paper() -> None:
    letter = b"To: Norvik AI\nFrom: Sable Retail\nDate: 2 October 2026\n\nWe accept the terms.\n"
    assert open_file("letter.txt", letter).papers == (("letter.txt", letter),)
    assert names(open_file("letter.eml", letter)) == ["letter.txt"]


@pytest.mark.parametrize(
    "data",
    [
        b"From: a\nMessage-ID: <1>\nDate: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 5000,
        b"From: a\nMessage-ID: <1>\nDate: x\nContent-Type: text/plain; charset=unicode_escape\n\nwords \\x",
        b"From: a\nMessage-ID: <1>\nDate: x\nContent-Disposition: attachment; filename*=a''%ff\n\n\xff\xfe words",
        b"From: a\nMessage-ID: <1>\nSubject: =?x?b?!!?= \xff\nDate: x\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"From: a\nMessage-ID: <1>\nDate: x\nContent-Type: message/rfc822\n\nFrom: b\n\nwords",
    ],
)
def test_a_broken_mail_is_opened_or_refused(data: bytes) -> None:
    opened = open_file("x.eml", data)
    assert opened.papers or opened.refused


def test_a_deep_mail_ends_in_a_sentence() -> None:
    deep = b"From: a\nMessage-ID: <1>\nDate: x\n"
    for n in range(3000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
    opened = open_file("x.eml", deep + b"\nwords")
    assert opened.papers or opened.refused


def test_an_archive_of_a_million_entries_is_not_opened() -> None:
    with zipfile.ZipFile(memory := io.BytesIO(), "w") as archive:
        for n in range(25_000):
            archive.writestr(f"{n}", b"")
    assert refused(open_file("x.zip", memory.getvalue())) == [("x.zip", "too_many_papers")]
