"""People and papers: teams, their vendors and contracts, and every version of every document ever uploaded.

Every row but User belongs to one team; queries start from `for_team` or `for_user`, never from `objects.all()`.
"""

from contracts.models.append_only import AppendOnly, AppendOnlyQuerySet, Unchangeable
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
from contracts.models.dates import (
    LEAD_DAYS,
    CalendarFeed,
    ContractDay,
    ContractTerm,
    Follower,
    Reminder,
    ReminderDays,
)
from contracts.models.entrance import Attempts, Invitation, RecoveryCode, SecondFactor, SignedIn
from contracts.models.passages import Passage
from contracts.models.people import EmailUserManager, LanguageChoice, Membership, Role, Team, User
from contracts.models.readings import Reading, ReadingPlaces
from contracts.models.trail import TrailEntry

__all__ = [
    "LEAD_DAYS",
    "AppendOnly",
    "AppendOnlyQuerySet",
    "Attempts",
    "CalendarFeed",
    "Contract",
    "ContractDay",
    "ContractQuerySet",
    "ContractTerm",
    "Document",
    "EmailUserManager",
    "Follower",
    "Invitation",
    "KindChoice",
    "LanguageChoice",
    "Membership",
    "Passage",
    "Reading",
    "ReadingPlaces",
    "RecoveryCode",
    "Reminder",
    "ReminderDays",
    "Role",
    "SecondFactor",
    "SignedIn",
    "Team",
    "TrailEntry",
    "Unchangeable",
    "User",
    "Vendor",
    "Version",
    "VersionQuerySet",
    "upload_path",
]
