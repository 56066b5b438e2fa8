"""Checklists and reviews: what we ask of a contract, and what we found."""

from reviews.models.checklists import Checklist, ChecklistVersion
from reviews.models.files import ReportFile
from reviews.models.findings import EvidenceSpan, FindingRow
from reviews.models.reviews import Review, ReviewedPaper, ReviewQuerySet

__all__ = [
    "Checklist",
    "ChecklistVersion",
    "EvidenceSpan",
    "FindingRow",
    "ReportFile",
    "Review",
    "ReviewQuerySet",
    "ReviewedPaper",
]
