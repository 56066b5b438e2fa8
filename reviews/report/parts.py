"""The parts of a report as values: what every way out shows, already in one language and in words.

`page.py` builds them; templates only place them. Nothing here decides anything.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from unicodedata import east_asian_width

from contracts.values import Language
from reviews.report.charts import BandScale, Bar, StripGroup
from reviews.values import Band, Grade, Status


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that was read. `size` is "9 pages, 6,791 words, English", `read_as` how its words were come by."""

    number: int
    name: str
    kind: str
    kind_word: str
    size: str
    read_as: str
    is_recognised: bool
    language: Language
    sha256: str
    notes: tuple[str, ...]
    dated: str = ""
    """Since when it holds or when it changed, as "last updated 3 March 2026"; "" where it does not say."""


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A paper that was supplied and could not be read, and the sentence that says why and what to do."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A kind of paper that was not supplied and on which findings rest. `named_in` is "" where no clause names it."""

    kind: str
    name: str
    named_in: str
    where: str
    rests: str
    shape: Status
    sign: str


@dataclass(frozen=True, slots=True)
class ScoreWords:
    """`figure` is "57", "–" where nothing was graded; `range_words` "between 51 and 59", "" where low equals high."""

    figure: str
    low: str
    high: str
    band: Band | None
    band_word: str
    band_phrase: str
    range_words: str
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings have one grade, status or category. `label` is "7 critical"; `anchor` is the first of them."""

    code: str
    word: str
    number: int
    label: str
    anchor: str
    sign: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of what to do first, and the score once it and all steps before it are taken."""

    number: int
    title: str
    text: str
    figure: str
    band_word: str
    anchor: str


@dataclass(frozen=True, slots=True)
class CategoryLine:
    code: str
    name: str
    score: ScoreWords
    bar: Bar
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ValueWords:
    """A value in words with its unit: label "notice", text "14 days"."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One grade of an item's ladder. `applies` marks the rung on which the finding stands."""

    grade: Grade
    word: str
    text: str
    applies: bool
    sign: str


@dataclass(frozen=True, slots=True)
class Referred:
    """A clause to which a quote points: `where` is "§ 6.6 Corrections", `text` how it begins, or all of it if short."""

    where: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Defined:
    """A term in a quote and the words with which its paper defines it; `where` is "" where they stand in no clause."""

    term: str
    where: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """The contract's own words and where they stand. `where` is "§ 6.6 Corrections"; `page` None where it has none.

    `source` names paper, clause and page; `heading` only what is new after the quote before: "" where nothing is.
    """

    text: str
    language: Language
    document: int
    start: int
    end: int
    paper: str
    clause: str
    where: str
    page: int | None
    source: str
    heading: str
    refers: tuple[Referred, ...] = ()
    defines: tuple[Defined, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """What a person decided on a finding. `was_word` is the grade or status that was found; `line` tells who, when."""

    act: str
    word: str
    reason: str
    by: str
    on: str
    carried: str
    line: str
    was_shape: str
    was_sign: str
    was_word: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class DecidedWords:
    """How far people are. `difference` is "57, after decisions 55", "" before the first decision."""

    number: int
    of: int
    open: int
    words: str
    found: str
    after: str
    difference: str
    carried: int


@dataclass(frozen=True, slots=True)
class SignedWords:
    """`record` is the SHA-256 of the report's JSON as it was signed; `left` tells of findings without a decision."""

    by: str
    on: str
    words: str
    statement: str
    left: str
    record: str
    note: str


@dataclass(frozen=True, slots=True)
class OtherLine:
    """What the other reader says. `quotes` are those that the finding does not show itself."""

    title: str
    is_agreeing: bool
    shape: str
    sign: str
    grade_word: str
    status_word: str
    reason: str
    values_line: str
    quotes: tuple[Quote, ...]
    is_quoting_the_same: bool
    reader_word: str = ""


@dataclass(frozen=True, slots=True)
class RunWords:
    """What became of asking a model, in sentences; "" where there is nothing to say."""

    stopped: str
    sent: tuple[str, ...]
    spent: str
    quotes: str
    dropped: str
    unanswered: tuple[str, ...]
    tainted: str

    @property
    def lines(self) -> tuple[str, ...]:
        lines = (self.stopped, self.tainted, *self.sent, self.spent, self.quotes, self.dropped, *self.unanswered)
        return tuple(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding as it is shown. `shape` names its drawn sign: the grade, or the status where there is no grade.

    `status_word` is "" where the words say so (present). `because` says why silence counts as it does, "" where the
    reason does. `place` is its category and weight, `meta` its confidence too. `looked` says which papers were read
    where nothing was found; `points_to` what a reference names.
    """

    item: str
    anchor: str
    category: str
    category_name: str
    weight: int
    title: str
    question: str
    why: str
    status: Status
    status_word: str
    grade: Grade | None
    grade_word: str
    shape: str
    sign: str
    status_sign: str
    place: str
    meta: str
    confidence: float
    confidence_word: str
    reader_word: str
    reason: str
    because: str
    values: tuple[ValueWords, ...]
    values_line: str
    ladder: tuple[Rung, ...]
    quotes: tuple[Quote, ...]
    clause: str
    looked: str
    points_to: str
    fallback: str
    flags: tuple[str, ...] = ()
    """What makes a finding worth a second look: readers or papers that disagree, a passage that no phrase matched."""
    other: OtherLine | None = None
    decision: DecisionWords | None = None
    """What a person decided; the grade is then theirs, or none where they dismissed the finding."""

    @property
    def is_dismissed(self) -> bool:
        return self.decision is not None and self.decision.act == "dismiss"

    @property
    def left_height(self) -> int:
        """About how many millimetres the statement takes on paper, in fives: what must fit below the heading on a page,
        while the contract's words beside it may run on to the next.
        """
        read = count_lines(self.reason, 40) * 5.2 + (count_lines(self.values_line, 46) + 1) * 4.5
        rungs = sum(count_lines(rung.text, 43) * 3.9 + 0.4 for rung in self.ladder) if self.is_long else 0
        ruled = self.decision
        said = f"{ruled.was_word} {ruled.word} {ruled.reason} {ruled.line}" if ruled else ""
        return math.ceil((read + rungs + count_lines(said, 42) * 4.3 + 2) / 5) * 5

    @property
    def is_long(self) -> bool:
        """Whether paper shows it with its ladder and its fallback wording: where there is something to do."""
        return self.grade in ("risky", "critical") or self.status == "unclear"


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one grade, or those without one, worst first. `code` is a grade or "ungraded"."""

    code: str
    title: str
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class SumLine:
    """One line of the score's sum: weight × points, divided by the weight of all graded items."""

    finding: FindingLine
    points: str
    share: str


@dataclass(frozen=True, slots=True)
class SumGroup:
    code: str
    name: str
    figure: str
    lines: tuple[SumLine, ...]


@dataclass(frozen=True, slots=True)
class ScoreSum:
    groups: tuple[SumGroup, ...]
    weight: int
    total: str
    note: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A whole report in one language. `findings` holds every item, worst first; `groups` the same by grade.

    `strip` is drawn for a screen, `paper_strip` lower, for A4.
    """

    language: Language
    title: str
    title_language: Language
    vendor: str
    team: str
    review_number: int | None
    made_at: datetime | None
    made_on: str
    made_by: str
    reader_words: str
    checklist_name: str
    checklist_words: str
    checklist_sha256: str
    scope: str
    papers: tuple[PaperLine, ...]
    unread: tuple[UnreadLine, ...]
    missing: tuple[MissingPaper, ...]
    score: ScoreWords
    summary: str
    accepted_words: str
    scale: BandScale
    grade_counts: tuple[Count, ...]
    status_counts: tuple[Count, ...]
    category_counts: tuple[Count, ...]
    steps: tuple[Step, ...]
    steps_note: str
    categories: tuple[CategoryLine, ...]
    strip: tuple[StripGroup, ...]
    paper_strip: tuple[StripGroup, ...]
    findings: tuple[FindingLine, ...]
    groups: tuple[FindingGroup, ...]
    sum: ScoreSum
    decided: DecidedWords
    signed: SignedWords | None = None
    run: RunWords | None = None
    """None where no model was asked."""

    @property
    def contents(self) -> tuple[tuple[FindingLine, ...], tuple[FindingLine, ...]]:
        """The findings in two columns of a table of contents."""
        half = (len(self.findings) + 1) // 2
        return self.findings[:half], self.findings[half:]

    @property
    def gravest(self) -> tuple[FindingLine, ...]:
        """The worst findings, as many as the page for managers has room for beside its steps and papers."""
        grave = [finding for finding in self.findings if finding.grade in ("risky", "critical")]
        return tuple(grave[: max(2, 7 - len(self.steps) - max(0, len(self.missing) - 3))])

    @property
    def papers_unnamed(self) -> int:
        """How many papers a cover has no room for."""
        return max(0, len(self.papers) - 6)


def count_lines(text: str, columns: int) -> int:
    """How many lines a text fills where a Japanese letter takes two columns and another a little more than one."""
    return math.ceil(sum(2 if east_asian_width(letter) in "FW" else 1.1 for letter in text) / columns)
