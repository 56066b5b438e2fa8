"""Checklists and reviews: what we ask of a contract, and what we found."""

from reviews.models.checklists import Checklist, ChecklistVersion
from reviews.models.decisions import Decision, SignOff, stamp_of
from reviews.models.drafts import ChecklistDraft, DraftItem, Preview, PreviewLine
from reviews.models.files import ReportFile
from reviews.models.findings import EvidenceSpan, FindingRow
from reviews.models.ledger import CachedAnswer, ModelCall
from reviews.models.providers import ModelSettings, Provider
from reviews.models.reviews import Review, ReviewedPaper, ReviewQuerySet
from reviews.models.standings import Standing

__all__ = [
    "CachedAnswer",
    "Checklist",
    "ChecklistDraft",
    "ChecklistVersion",
    "Decision",
    "DraftItem",
    "EvidenceSpan",
    "FindingRow",
    "ModelCall",
    "ModelSettings",
    "Preview",
    "PreviewLine",
    "Provider",
    "ReportFile",
    "Review",
    "ReviewQuerySet",
    "ReviewedPaper",
    "SignOff",
    "Standing",
    "stamp_of",
]
