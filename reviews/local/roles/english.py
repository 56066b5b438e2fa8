"""The two parties of an English paper: definitions, deeds and usual labels are weighed against each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .deeds import Deeds, name_at, read_deeds
from .definitions import Definition, names_by_site, read_definitions
from .plain import to_plain
from .values import Labels, Role
from .words import LEADING, LEANING, NOMINATIVE, NOT_PARTY, PRONOUNS, STRONG

MOST_USAGE = 8.0
"""As far as deeds may speak; a usual label outweighs them."""
BETWEEN = re.compile(
    rb"\b(?:between|by|with) (?:and between |and among )?((?:[A-Z0-9][\w&'.-]*,? ){1,4})(?:\([^()]{1,80}\) )?"
    rb"and (?:the )?((?:[A-Z][\w&'.-]* ?){1,4})"
)
USUAL = re.compile(
    "|".join(
        rf"\b{label.title().replace(' ', ' +')}\b"
        for label, by in LEANING.items()
        if abs(by) >= 9 and label not in PRONOUNS
    ).encode()
)
WRITTEN_DATA_LABELS = re.compile(rb"\b(?:Controller|Processor)\b")
DATA_LABELS = {b"Controller", b"Processor"}
"""Where one of them stands alone it may be either side: a vendor is the controller of its own billing data."""
OWNER = re.compile(rb"\b([A-Z][\w&-]{1,40}(?: [A-Z][\w&-]{1,40})?)'s\b")

DISCLOSERS = frozenset({"discloser", "disclosing party", "disclosing"})


@dataclass(slots=True)
class Group:
    """One party under all its names while signs are weighed; `acts` counts sentences in which it does something.

    `is_introduced`: in brackets in the preamble; `is_defined`: there or elsewhere; `is_drafter`: by its web address.
    """

    names: set[str]
    acts: int = 0
    leaning: float = 0.0
    is_defined: bool = False
    is_introduced: bool = False
    is_drafter: bool = False
    first: int = 1 << 30

    @property
    def prior(self) -> float:
        return sum(_leaning_of(name) for name in self.names)

    @property
    def score(self) -> float:
        """Above zero a vendor, below a customer."""
        usage = self.leaning / (1 + self.acts / 12)
        return self.prior + max(-MOST_USAGE, min(MOST_USAGE, usage)) + (3 if self.is_drafter else 0)


def _leaning_of(label: str) -> float:
    """ "Investment Adviser" leans like "Adviser", only less."""
    return LEANING.get(label) or 0.75 * LEANING.get(label.rpartition(" ")[2], 0)


def read_english_labels(body: str) -> Labels:
    plain = to_plain(body)
    deeds = read_deeds(plain)
    groups = _group(read_definitions(plain), deeds)
    _mark_drafter(groups, names_by_site(plain))
    role_of = _assign(groups, plain)
    _fill_in(role_of, plain)
    common = {name for name, verb in deeds.first.items() if name in role_of and plain[verb - len(name) - 1] > b"Z"[0]}
    return Labels(role_of | PRONOUNS, frozenset(common))


def _group(definitions: list[Definition], deeds: Deeds) -> list[Group]:
    groups: dict[str, Group] = {}
    if any(DISCLOSERS.intersection(names) for _, _, names in definitions):
        # Either side may be the recipient of what the other discloses.
        definitions = [one for one in definitions if "recipient" not in one.names]
        deeds.acts.pop("recipient", None)
    for place, is_introduction, names in definitions:
        parties = [name for name in names if name in deeds.acts or name in LEANING]
        # 'the services provided by us ("Service")' names a thing, whoever stands before the bracket.
        if not parties or any(name.split()[-1] in NOT_PARTY and name not in PRONOUNS for name in names):
            continue
        known = {id(groups[name]): groups[name] for name in names if name in groups}
        group = next(iter(known.values()), None) or Group(set())
        for other in known.values():
            group.names |= other.names
            group.first = min(group.first, other.first)
            group.is_introduced |= other.is_introduced
        group.names |= {NOMINATIVE.get(name, name) for name in names if len(name) > 1}
        group.is_defined = True
        group.is_introduced |= is_introduction
        group.first = min(group.first, place)
        groups |= dict.fromkeys(group.names, group)
    for name, party, count in _without_headings(deeds.acts):
        if party not in groups:
            if party[-1].isdigit():
                continue  # "Exhibit 2 shall"; a party whose name ends so ("Network 1") has defined it.
            groups[party] = Group({party})
        groups[party].acts += count
        groups[party].leaning += deeds.leaning[name]
        groups[party].first = min(groups[party].first, deeds.first[name])
    return list({id(group): group for group in groups.values()}.values())


def _without_headings(acts: dict[str, int]) -> Iterator[tuple[str, str, int]]:
    """A heading that runs into its sentence ("Insurance Acme shall") is no part of the name that follows it."""
    for name, count in acts.items():
        words = name.split()
        shorter = (" ".join(words[at:]) for at in range(1, len(words)))
        yield name, next((tail for tail in shorter if acts.get(tail, 0) > count), name), count


def _mark_drafter(groups: list[Group], names: list[tuple[str, int]]) -> None:
    """The paper's own web address speaks for its drafter, who is the vendor."""
    for name, place in names:
        group = next((group for group in groups if name in group.names), None)
        if group is None:
            group = Group({name}, first=place)
            groups.append(group)
        group.is_drafter = True


def _assign(groups: list[Group], plain: bytes) -> dict[str, Role]:
    role_of: dict[str, Role] = {}
    main = _main_parties(groups)
    ranked = sorted(main, key=lambda group: (-group.score, group.first))
    for index, group in enumerate(ranked):
        is_vendor = index == 0 and (len(ranked) == 2 or group.score >= 0)
        role_of |= dict.fromkeys(group.names, "vendor" if is_vendor else "customer")
    if sum(group.is_introduced for group in main) == 2:
        # Whoever else is spoken of ("Customer" in a reseller's contract) is a third party.
        return role_of
    for group in groups:
        is_usual = abs(group.prior) >= STRONG and group.acts > 0
        if group not in main and (group.is_drafter or is_usual):
            role: Role = "vendor" if group.is_drafter or group.score > 0 else "customer"
            role_of = dict.fromkeys(group.names, role) | role_of
    for between in BETWEEN.finditer(plain, 0, 6_000):
        one, other = (name_at(part.split()) for part in between.groups())
        for name, known in ((one, other), (other, one)):
            if name and name not in role_of and known in role_of and _is_name(name, plain):
                role_of[name] = "customer" if role_of[known] == "vendor" else "vendor"
    return role_of


def _fill_in(role_of: dict[str, Role], plain: bytes) -> None:
    """A short paper (a price list, an SLA) says little of what anyone does: take usual labels, or who owns things."""
    sides: tuple[Role, ...] = ("vendor", "customer")
    missing = {role for role in sides if role not in role_of.values()}
    if not missing:
        return
    written = {b" ".join(label[0].lower().split()).decode() for label in USUAL.finditer(plain)}
    if "customer" in missing and set(WRITTEN_DATA_LABELS.findall(plain)) >= DATA_LABELS:
        role_of["controller"] = "customer"
        if "vendor" in missing:
            role_of["processor"] = "vendor"
    for label in sorted(written):
        role: Role = "vendor" if LEANING[label] > 0 else "customer"
        if role in missing:
            role_of[label] = role
    if "vendor" in missing - set(role_of.values()):
        owners = Counter(owner[1].decode().lower() for owner in OWNER.finditer(plain))
        named = [name for name, count in owners.most_common(3) if count > 1 and name not in role_of]
        name = next((name for name in named if name in plain[:300].decode().lower() and _is_name(name, plain)), None)
        if name:
            role_of[name] = "vendor"


def _main_parties(groups: list[Group]) -> list[Group]:
    """The two groups that the preamble introduces; else those with usual labels; else those who do the most."""
    top = max((group.acts for group in groups), default=0)
    by_acts = sorted(groups, key=lambda group: (-group.acts, group.first))
    enough = [group for group in by_acts if group.acts >= max(1, top / 12)]
    usual = [group for group in enough if abs(group.prior) >= STRONG]
    others = [group for group in enough if group.acts >= top / 4 or group.is_defined or group.is_drafter]
    main = [g for g in by_acts if g.is_introduced and (g in enough or abs(g.prior) >= STRONG)][:2]
    for group in usual + others:
        if len(main) < 2 and group not in main and not _is_same_side(main, group):
            main.append(group)
    return main


def _is_same_side(main: list[Group], group: Group) -> bool:
    """Two usual labels that lean alike ("Client" and "Customer") are names of one party, not of two."""
    sides = [1 if one.is_drafter and not one.prior else one.prior / STRONG for one in (*main, group)]
    return any(abs(side) >= 1 and abs(sides[-1]) >= 1 and side * sides[-1] > 0 for side in sides[:-1])


def _is_name(name: str, plain: bytes) -> bool:
    """A name, and no ordinary word that happens to begin with a capital: it comes back, and always with one."""
    words = name.split()
    if words[0] in LEADING or words[-1] in NOT_PARTY or "affiliate" in words[-1]:
        return False
    written = re.findall(rb"\b" + re.escape(name.encode()) + rb"\b", plain[:20_000], re.IGNORECASE)
    return len(written) > 2 and not any(one[:1].islower() for one in written)
