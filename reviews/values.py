"""What a review thinks of a bundle, as plain values: no Django, no files, no clock.

answers (find) -> verified answers (verify) -> findings (grade) -> scores (score).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypedDict

Status = Literal["present", "absent", "referenced", "unclear", "not_assessed", "not_run"]
STATUSES: tuple[Status, ...] = ("present", "absent", "referenced", "unclear", "not_assessed", "not_run")
Grade = Literal["favourable", "acceptable", "risky", "critical"]
GRADES: tuple[Grade, ...] = ("favourable", "acceptable", "risky", "critical")
POINTS: dict[Grade, int] = {"favourable": 0, "acceptable": 25, "risky": 65, "critical": 100}
Band = Literal["low", "moderate", "high", "severe"]
BANDS: tuple[Band, ...] = ("low", "moderate", "high", "severe")
Value = str | int | float | bool
ReaderName = Literal["local", "model", "both"]
Agreement = Literal["", "agree", "differ"]
"""Of two readers; "" where only one answered."""
LIKENESS = "likeness "
"""How `Evidence.found_by` begins where no phrase matched: "likeness 640". No phrase is compared with it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim span of paper number `document` (counted from 0): `quote == papers[document].text.body[start:end]`.

    `found_by` is the phrase that matched there; LIKENESS and a number where none did, but the passage reads like an
    answer (1000 for what reads like an example of one); "" where it was found in another way.
    """

    document: int
    start: int
    end: int
    quote: str
    found_by: str = ""

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Evidence:
        """From what `dataclasses.asdict` made of it; whatever else is kept with it is left out."""
        return cls(**{one.name: row[one.name] for one in fields(cls)})

    @property
    def is_by_likeness(self) -> bool:
        return self.found_by.startswith(LIKENESS)


@dataclass(frozen=True, slots=True)
class Prevailing:
    """Words by which one paper of the bundle goes before another where they conflict."""

    document: int
    over: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader says about one item, before it is graded.

    `facts` are names of facts of the item that the words state (the names that grading conditions use);
    `values` are typed values in the unit of their name; `because` maps a fact or value to the index of its evidence.
    """

    item: str
    status: Status
    facts: frozenset[str] = frozenset()
    values: dict[str, Value] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.0
    reader: ReaderName = "local"
    because: dict[str, int] = field(default_factory=dict)
    alone: tuple[Answer, ...] = ()
    """What single papers, or clauses of one paper, answer by themselves, where more than one does."""
    prevailing: Prevailing | None = None
    signs: dict[str, int] = field(default_factory=dict)
    """What makes it more or less sure, see `reviews/confidence.py`."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one of two passages that conflict comes to; `evidence` is the number of its quote in the finding."""

    document: int
    grade: Grade
    values: dict[str, Value]
    evidence: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Passages that answer an item differently. The grade follows the first side: the one that the papers let prevail,
    or the worse one. `precedence` is the number of the quote that says which prevails, None where none does.
    """

    sides: tuple[Side, ...]
    precedence: int | None = None

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Conflict:
        """From what `dataclasses.asdict` made of it, also after a way through JSON."""
        return cls(tuple(Side(**side) for side in row["sides"]), row["precedence"])


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the reader whose answer does not stand says about an item; `rationale` holds en and ja."""

    reader: ReaderName
    status: Status
    grade: Grade | None
    values: dict[str, Value]
    evidence: tuple[Evidence, ...]
    confidence: float
    rationale: dict[str, str]

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Opinion:
        """From what `dataclasses.asdict` made of it, also after a way through JSON."""
        return cls(**{**row, "evidence": tuple(Evidence.read(span) for span in row["evidence"])})


@dataclass(frozen=True, slots=True)
class Finding:
    """A graded answer. `grade` is None where the status is not_assessed or not_run; `rationale` holds en and ja.

    `other` is the other reader's answer, where both gave one. `is_by_value`: a figure that was read decides the grade;
    known only until it is stored.
    """

    item: str
    category: str
    weight: int
    status: Status
    grade: Grade | None
    values: dict[str, Value]
    evidence: tuple[Evidence, ...]
    confidence: float
    reader: ReaderName
    rationale: dict[str, str]
    conflict: Conflict | None = None
    other: Opinion | None = None
    is_by_value: bool = field(default=False, compare=False)

    @property
    def agreement(self) -> Agreement:
        if self.other is None:
            return ""
        return "agree" if self.reader == "both" else "differ"

    @property
    def opinion(self) -> Opinion:
        """The finding as the other reader's answer stands beside one that won."""
        return Opinion(
            self.reader, self.status, self.grade, self.values, self.evidence, self.confidence, self.rationale
        )


@dataclass(frozen=True, slots=True)
class Score:
    """Points of risk from 0 to 100, to one decimal; `low` and `high` with all unclear findings turning out well or ill.

    `score` is None where nothing was graded; then `band` is None too.
    """

    score: float | None
    low: float | None
    high: float | None
    band: Band | None


@dataclass(frozen=True, slots=True)
class Scores:
    overall: Score
    categories: dict[str, Score]


class Timing(TypedDict):
    """Milliseconds."""

    reading_ms: float
    finding_ms: float
    total_ms: float
