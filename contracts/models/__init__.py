"""People and papers: teams, their vendors and contracts, and every version of every document ever uploaded.

Every row but User belongs to one team; queries start from `for_team` or `for_user`, never from `objects.all()`.
"""

from contracts.models.contracts import (
    Contract,
    ContractQuerySet,
    Document,
    KindChoice,
    Vendor,
    Version,
    VersionQuerySet,
    upload_path,
)
from contracts.models.people import EmailUserManager, LanguageChoice, Membership, Role, Team, User
from contracts.models.readings import Reading, ReadingPlaces

__all__ = [
    "Contract",
    "ContractQuerySet",
    "Document",
    "EmailUserManager",
    "KindChoice",
    "LanguageChoice",
    "Membership",
    "Reading",
    "ReadingPlaces",
    "Role",
    "Team",
    "User",
    "Vendor",
    "Version",
    "VersionQuerySet",
    "upload_path",
]
