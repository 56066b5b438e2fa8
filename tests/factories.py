"""Rows for tests: a team with its people, a contract with papers that were read, a finished review of all 47 items.

Plain functions; everything not given takes a sensible value. Nothing runs a reader or a worker.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import count

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from contracts.models import Contract, Document, Membership, Reading, Role, Team, User, Vendor, Version
from contracts.passages import index_reading
from contracts.read import READER_VERSION
from contracts.segment import segment_text
from contracts.values import Kind, Page, Text
from reviews.checklist import default_checklist, default_source
from reviews.leases import Progress
from reviews.models import ChecklistVersion, Decision, Review, ReviewedPaper, SignOff
from reviews.publish import publish_checklist
from reviews.report.where import page_of
from reviews.score import score_findings
from reviews.values import Evidence, Finding, Timing

PASSWORD = "correct horse battery staple"
NUMBERS = count(1)

MASTER_TERMS = """Norvik AI Service Terms

1. Services

1.1 Provider. Norvik AI Ltd. (“Norvik”) provides the services named in an Order Form to the customer (“Customer”).

1.2 Changes. Norvik may update the services. Norvik will tell Customer thirty days before a change that removes a \
material function.

2. Fees

2.1 Prices. Norvik may change its prices. A price change takes effect fourteen days after it is posted on the Pricing \
Page.

2.2 Payment. Customer shall pay each invoice within 30 days of its date. Overdue amounts bear interest of 1.5% a \
month.

3. Data

3.1 Training. Norvik will not use Customer Data to train models unless Customer agrees in writing.

3.2 Deletion. Norvik deletes Customer Data within 30 days after the end of the agreement.

3.3 Data processing. The parties comply with the Data Processing Addendum, which is part of this agreement.

4. Liability

4.1 Cap. Norvik’s total liability is limited to the fees paid in the twelve months before the claim.

4.2 Law. This agreement is governed by the laws of Norway. The courts of Oslo have exclusive jurisdiction.
"""

SLA = """サービスレベル合意書

第1条（稼働率）

提供者は、各暦月において99.5%以上の稼働率を維持するものとする。

第2条（補償）

稼働率が99.5%を下回った月について、提供者は月額料金の10%を限度としてクレジットを付与する。
"""


def make_user(email: str = "", **fields: object) -> User:
    return User.objects.create_user(email or f"person{next(NUMBERS)}@example.com", PASSWORD, **fields)


def make_member(team: Team, role: Role = Role.MEMBER, **fields: object) -> User:
    user = make_user(**fields)
    Membership.objects.create(team=team, user=user, role=role)
    return user


def make_team(name: str = "Aldermoor Procurement", roles: Iterable[Role] = Role) -> Team:
    """A team with one person for each role; `people_of` finds them."""
    team = Team.objects.create(name=name)
    for role in roles:
        make_member(team, role, name=f"{role.label} of {name}")
    return team


def people_of(team: Team) -> dict[str, User]:
    return {place.role: place.user for place in team.memberships.select_related("user")}


def make_vendor(team: Team, name: str = "Norvik AI") -> Vendor:
    return Vendor.objects.get_or_create(team=team, name=name)[0]


def make_contract(
    team: Team, title: str = "Norvik AI Service Terms", papers: Sequence[tuple[Kind, str]] = (), **fields: object
) -> Contract:
    """A contract, by default of master terms in English and an SLA in Japanese; `papers` are kinds and texts."""
    vendor = fields.pop("vendor", None) or make_vendor(team)
    contract = Contract.objects.create(team=team, vendor=vendor, title=title, **fields)
    for kind, body in papers or (("master_terms", MASTER_TERMS), ("sla", SLA)):
        make_paper(contract, kind, body)
    return contract


def make_paper(
    contract: Contract, kind: Kind = "master_terms", body: str = MASTER_TERMS, name: str = "", refusal: str = ""
) -> Version:
    """A document with one version; read, unless it was refused."""
    position = contract.documents.count()
    document = Document.objects.create(contract=contract, kind=kind, position=position)
    return make_version(document, body, name or f"{kind}-{position}.md", refusal)


def make_version(document: Document, body: str = MASTER_TERMS, name: str = "terms.md", refusal: str = "") -> Version:
    data = body.encode()
    version = Version(
        document=document,
        number=document.versions.count() + 1,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        refusal=refusal,
        reading=None if refusal else make_reading(document.contract.team, body),
    )
    version.file.save("", ContentFile(data), save=False)
    version.save()
    return version


def make_picture(contract: Contract, body: str = "Fees may rise.", name: str = "scan.png") -> Version:
    """A paper that is a picture of one page, with the words that were recognised in it."""
    version = make_paper(contract, "other", body, name)
    Image.new("L", (600, 800), 200).save(memory := BytesIO(), "PNG")
    give_file(version, memory.getvalue())
    Reading.objects.filter(pk=version.reading_id).update(media_type="image/png")
    version.reading.refresh_from_db()
    return version


def give_file(version: Version, data: bytes) -> None:
    """Put other bytes behind a version than those that its text was made of."""
    version.file.save("", ContentFile(data), save=False)
    version.size = len(data)
    version.save()


def make_text(body: str, pages: int = 2) -> Text:
    """A text cut into pages of about the same length."""
    edges = [len(body) * number // pages for number in range(pages + 1)]
    return Text(
        body=body,
        pages=tuple(Page(number, *edges[number - 1 : number + 1]) for number in range(1, pages + 1)),
        language="ja" if "。" in body else "en",
        media_type="application/pdf",
    )


def make_reading(team: Team, body: str = MASTER_TERMS, pages: int = 2) -> Reading:
    text = make_text(body, pages)
    reading, is_new = Reading.objects.get_or_create(
        team=team,
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        reader_version=READER_VERSION,
        defaults={
            "body": body,
            "language": text.language,
            "media_type": text.media_type,
            "title": body.strip().split("\n")[0],
            "pages": [[page.number, page.start, page.end, page.label] for page in text.pages],
            "clauses": [
                [c.start, c.end, c.body_start, c.level, c.parent, c.number, c.heading] for c in segment_text(text)
            ],
        },
    )
    if is_new:
        index_reading(reading)
    return reading


def make_checklist_version(team: Team) -> ChecklistVersion:
    """The default checklist, published for the team."""
    return publish_checklist(team, default_source(), "default")


def make_review(contract: Contract, **fields: object) -> Review:
    """A review in the queue; `make_finished_review` has a result."""
    number = contract.reviews.count() + 1
    fields.setdefault("checklist_version", None)
    version = fields.pop("checklist_version") or make_checklist_version(contract.team)
    return Review.objects.create(contract=contract, checklist_version=version, number=number, **fields)


def make_finished_review(contract: Contract, findings: Sequence[Finding] = (), **fields: object) -> Review:
    """A review that is done, with `findings` or, where none are given, varied ones over the whole checklist."""
    review = make_review(contract, **fields)
    Review.objects.filter(pk=review.pk).update(status=Progress.RUNNING, lease_token=review.public_id)
    review.refresh_from_db()
    versions = sorted(review.current_versions(), key=lambda version: version.reading is None)
    rows = [
        ReviewedPaper(
            review=review, version=version, position=position, kind=version.document.kind, refusal=version.refusal
        )
        for position, version in enumerate(versions)
    ]
    papers = [row.paper for row in rows if not row.refusal]
    found = list(findings) or varied_findings([paper.text for paper in papers])
    timing = Timing(reading_ms=120.0, finding_ms=40.0, total_ms=160.0)
    review.finish(rows, found, score_findings(found), timing, lambda span: page_of(papers[span.document], span.start))
    Review.objects.filter(pk=review.pk).update(started_at=timezone.now())
    review.refresh_from_db()
    return review


def make_decision(
    review: Review, item: str, act: str = "confirm", user: User | None = None, **fields: object
) -> Decision:
    """A decision that stands after all that were made on the item before."""
    last = Decision.objects.filter(review=review, item=item).settling().last()
    user = user or people_of(review.contract.team)[Role.MEMBER]
    turn = {"turn": last.turn + 1 if last else 1, "replaces": last}
    return Decision.objects.create(review=review, item=item, act=act, by=user, by_name=str(user), **turn | fields)


def make_sign_off(review: Review, user: User, pdf: bytes = b"%PDF-1.7 as it was signed") -> SignOff:
    """A sign-off whose PDF was never laid out."""
    row = SignOff(
        review=review,
        by=user,
        by_name=str(user),
        at=timezone.now(),
        statement="I have gone through this review.",
        open_findings=0,
        language="en",
        score=review.score,
        report="{}",
        report_sha256=hashlib.sha256(b"{}").hexdigest(),
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
    )
    row.pdf.save("", ContentFile(pdf), save=False)
    row.save()
    return row


LOT = (
    ("present", "critical"),
    ("present", "risky"),
    ("absent", "risky"),
    ("present", "acceptable"),
    ("referenced", "risky"),
    ("unclear", "risky"),
    ("present", "favourable"),
    ("absent", "critical"),
    ("not_assessed", None),
    ("present", "risky"),
    ("not_run", None),
    ("referenced", "critical"),
)


def varied_findings(texts: Sequence[Text]) -> list[Finding]:
    """One finding for each item, every status and grade among them, with sentences of the papers as evidence."""
    sentences = sentences_of(texts)
    findings = []
    for number, item in enumerate(default_checklist().items):
        status, grade = LOT[number % len(LOT)]
        quoted = status in ("present", "unclear", "referenced") and sentences
        evidence = (sentences[number % len(sentences)],) if quoted else ()
        findings.append(
            Finding(
                item=item.id,
                category=item.category,
                weight=item.weight,
                status=status,
                grade=grade,
                values={value.name: 14 for value in item.values if value.type == "duration" and status == "present"},
                evidence=evidence,
                confidence=0.0 if status == "not_run" else 0.6 + number % 4 / 10,
                reader="local",
                rationale={
                    "en": f"What the papers say of {item.title['en'].lower()}.",
                    "ja": f"{item.title['ja']}について。",
                },
            )
        )
    return findings


def sentences_of(texts: Sequence[Text]) -> list[Evidence]:
    """The lines of the papers that hold a whole sentence, as evidence."""
    found = []
    for document, text in enumerate(texts):
        at = 0
        for line in text.body.split("\n"):
            if line.endswith((".", "。")):
                found.append(Evidence(document, at, at + len(line), line))
            at += len(line) + 1
    return found
