"""The parties of an English paper: read from definitions, from who does what, and from usual labels."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

import re2
from re2 import _re2

from .values import Labels, Mention, Role

UNANCHORED = _re2.RE2.Anchor.UNANCHORED

# How far a label alone speaks for a vendor (above zero) or a customer (below).
LEANING = {
    "we": 12, "us": 12, "our": 12, "you": -12, "your": -12,
    "provider": 9, "service provider": 9, "services provider": 9, "supplier": 9, "licensor": 9, "vendor": 9, "seller": 9,
    "contractor": 9, "consultant": 9, "processor": 7, "data processor": 7, "manufacturer": 9, "host": 7, "lessor": 9,
    "executive": 9, "employee": 9, "administrator": 4, "blockchain administrator": 4, "adviser": 4, "advisor": 4, "manager": 3, "agent": 2, "producer": 5,
    "operator": 3, "developer": 2, "media company": 6, "endorser": 6, "carrier": 4,
    "customer": -9, "client": -9, "licensee": -9, "subscriber": -9, "buyer": -9, "purchaser": -9, "controller": -7,
    "data controller": -7, "user": -7, "end user": -4, "recipient": -6, "service recipient": -9, "member": -4, "merchant": -6, "advertiser": -5,
    "lessee": -9, "distributor": -3, "reseller": -3, "fund": -3, "trust": -2, "the user": -7, "borrower": -6, "developer partner": -3,
}  # fmt: skip
STRONG = 7
PREAMBLE = 8_000
"""How far into a paper, cover page and contents included, its parties may be introduced."""
PRONOUNS: dict[str, Role] = {"we": "vendor", "us": "vendor", "our": "vendor", "ours": "vendor",
            "you": "customer", "your": "customer", "yours": "customer"}  # fmt: skip

VENDOR_DOES = {
    "provide": 2, "supply": 3, "deliver": 2, "perform": 2, "host": 3, "maintain": 1, "invoice": 4, "manufacture": 3,
    "ship": 3, "install": 2, "develop": 1, "repair": 3, "support": 1, "render": 3, "train": 1, "sell": 2, "license": 3, "grants": 3,
    "grant": 2, "bill": 3, "charge": 3, "correct": 2, "replace": 2, "design": 1, "operate": 1, "credit": 2, "process": 1, "suspend": 1,
    "furnish": 1, "warrants": 1, "appoints": 3,
}  # fmt: skip
CUSTOMER_DOES = {
    "pay": 4, "purchase": 3, "order": 2, "reimburse": 2, "buy": 3, "remit": 4, "compensate": 3, "use": 1, "access": 1,
    "engages": 3, "engage": 1, "retains": 3, "retain": 0, "accept": 1, "appoint": 1, "market": 1, "distribute": 1,
}  # fmt: skip
BE_DONE_TO = {"paid": 4, "reimbursed": 2, "compensated": 3, "billed": -3, "invoiced": -4, "charged": -3, "engaged": 2}
# Words that stand between an auxiliary and its verb.
BETWEEN = frozenset(
    "not also promptly only at all times have has the right to be hereby then immediately further in its use best"
    " commercially reasonable efforts agrees agree and warrants represents its own cost expense sole".split()
)
NOT_PARTY = frozenset(
    "agreement agreements services service section sections party parties exhibit term terms fees fee data content order orders form forms"
    " notice notices information products product software documentation program site system property rights policy policies"
    " period date it there they this that these those he she which who schedule article addendum payment payments invoice"
    " invoices work claim claims license licenses licence materials material test results plan plans committee affiliates affiliate's"
    " users event events force majeure law laws nothing neither what effective tribunal arbitrator arbitrators court arbitration"
    " annex appendix website platform dpa sla msa sow api apis clause subprocessors subprocessor personnel employees"
    " representatives representative group mark marks trademarks and or technology territory territories improvement improvements i you we"
    " members customers licensees suppliers contractors clients subscribers consumers students investigator"
    " units unit shares share account accounts obligations liability amount amounts project projects activities theatres"
    " deliverable deliverables specification specifications amendment statement damages costs taxes interest price prices indemnification insurance"
    " clauses termination changes change repository goods year sccs contractual confirmation names logo credits credit uptime availability audit audits beta feature features model models output outputs input inputs reports report"
    " disputes dispute mediator expert merger effectiveness video clips revenue revenues percentage company's security measures"
    " commission directors board officer officers person persons individual anyone each".split()
)
LEADING = frozenset(
    "the each such this that if when where unless any a an in no all for as upon neither either both and or but while however"
    " said every by to with until once after before because since of whether such other nor only additionally therefore"
    " furthermore moreover further accordingly is are once thereafter".split()
)
DOES = re2.compile(
    rb"\b(?:shall|SHALL|will|WILL|may|MAY|must|MUST|agrees|agree|hereby|HEREBY|grants|represents|warrants|appoints|engages|retains|reserves|"
    rb"acknowledges|provides|is)\b"
)
QUOTED = rb"\"[ *]*(?P<{0}>[A-Za-z0-9][^\"()]{{0,40}}?)[ *,]*\""
QUOTES = re.compile(rb"\"[ *]*(?:the )?([A-Za-z0-9][^\"()]{0,40}?)[ *,.]*\"")
# One run of quoted names: ("Provider", "we" or "us"); "You" and "Your"; ("Acme" or the "Company").
RUN = re.compile(
    rb"\"[^\"()]{1,45}\"(?:[ *,/]*(?:(?:and|or|and/or|as|a/k/a)[ *,/]*)*(?:(?:also|sometimes|hereinafter|hereafter|individually|referred to|called|the|each|a)[ *,]*){0,5}\"[^\"()]{1,45}\")*"
)
BETWEEN_PARTIES = re.compile(
    rb"\b(?:between|by|with) (?:and between |and among )?((?:[A-Z0-9][\w&'.-]*,? ){1,4})(?:\([^()]{1,80}\) )?and (?:the )?((?:[A-Z][\w&'.-]* ?){1,4})"
)
DOMAIN = re.compile(rb"\b(?:www\.)?([a-z0-9][a-z0-9-]{2,24})\.(?:com|ai|io|co|net|org|app|dev|cloud|jp|eu|de|fr|ch)\b")
OTHER_SITES = frozenset(
    [b"github", b"google", b"amazonaws", b"adobe", b"iab", b"apple", b"stripe", b"europa", b"example"]
)


@dataclass(slots=True)
class Group:
    """One party under all its names while signs are weighed: `acts` counts sentences in which it does something.

    `is_introduced`: named in brackets in the preamble; `is_defined`: or anywhere; `is_drafter`: its site is the paper's.
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
        usage = self.leaning / (1 + self.acts / 12)
        return self.prior + max(-8.0, min(8.0, usage)) + (3 if self.is_drafter else 0)


def _leaning_of(label: str) -> float:
    """ "Investment Adviser" leans like "Adviser", only less."""
    return LEANING.get(label) or 0.75 * LEANING.get(label.rpartition(" ")[2], 0)


def to_plain(body: str) -> bytes:
    """ASCII with a byte for each character: straight quotes, spaces for line breaks and Markdown marks, tags blanked."""
    if not body.isascii():
        for char, plain in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("‑", "-"), ("‐", "-"), ("\u00a0", " ")):
            body = body.replace(char, plain)
    plain = body.encode("ascii", "replace").translate(BLANKED)
    if b"</" in plain:
        plain = TAG.sub(lambda tag: b" " * len(tag[0]), plain)
    return plain


BLANKED = bytes.maketrans(b"\n\r\t*_\\", b"      ")
TAG = re.compile(rb"</?[a-z][^<>]{0,80}>")


def read_english_labels(body: str) -> Labels:
    plain = to_plain(body)
    acts, leaning, first = _deeds(plain)
    runs = _defined(plain)
    groups = _group(runs, acts, leaning, first)
    _name_by_site(plain, groups)
    role_of = _assign(groups, plain)
    common = {name for name in role_of if name in first and plain[first[name] - len(name) - 1 :][:1].islower()}
    return Labels(role_of | PRONOUNS, frozenset(common))


def _deeds(plain: bytes) -> tuple[dict[str, int], dict[str, float], dict[str, int]]:
    """Who does something, how often, and how far it is what vendors do; by name in lower case."""
    acts: dict[str, int] = defaultdict(int)
    leaning: dict[str, float] = defaultdict(float)
    first: dict[str, int] = {}
    match, size, position = DOES._regexp.Match, len(plain), 0
    while True:
        start, end = match(UNANCHORED, plain, position, size)[0]
        if start < 0:
            return acts, leaning, first
        position = end
        if plain[start - 1 : start] != b" ":
            continue
        name = _subject(plain[max(0, start - 60) : start].split())
        if not name:
            continue
        following = plain[start if plain[start:end] in _VERBS else end : end + 70].split()
        if plain[start:end] == b"is" and following[:1] not in ([b"engaged"], [b"willing"], [b"obligated"]):
            continue
        acts[name] += 1
        first.setdefault(name, start)
        for index, raw in enumerate(following[:7]):
            word = raw.rstrip(b",;:.").lower().decode()
            if word == "be" and index + 1 < len(following):
                leaning[name] += BE_DONE_TO.get(following[index + 1].rstrip(b",;:.").lower().decode(), 0)
                break
            if word in BETWEEN:
                continue
            weight = VENDOR_DOES.get(word, 0) - CUSTOMER_DOES.get(word, 0)
            leaning[name] += weight
            if word in ("pay", "reimburse", "remit", "compensate", "engages", "retains"):
                payee = _named(following[index + 1 : index + 5])
                if payee:
                    leaning[payee] += 3
            break


_VERBS = frozenset([b"grants", b"appoints", b"engages", b"retains", b"provides", b"warrants"])


def _subject(words: list[bytes]) -> str:
    """The name at the end of these words: "If the Bank of America" -> "bank of america"; "" where there is none."""
    name: list[str] = []
    for raw in reversed(words):
        word = raw.decode().lstrip("([\"'")
        if word.startswith("of") and name and len(word) == 2:
            name.append("of")
            continue
        head = word[:1]
        if not name and word.lower() in ("we", "you"):
            return word.lower()
        is_like_mphase = head.islower() and word[1:3] != word[1:3].lower()
        if (
            not name
            and head.islower()
            and word in LEANING
            and raw is words[-1]
            and words[-2:-1] in ([b"the"], [b"The"])
        ):
            return word
        if not (head.isupper() or head.isdigit() or is_like_mphase):
            break
        if (name or len(raw) < 2) and word[-1:] in ".,;:)" and word.lower() not in ("inc.", "corp.", "co."):
            break
        if not name and word[-1:] in ",;:.)":
            return ""
        name.append(word.strip("\"'").lower())
        if len(name) == 4 or raw[:1] in b'(["':
            break
    while name and (name[-1] in LEADING or name[-1] == "of"):
        name.pop()
    if not name or name[0] in NOT_PARTY or (name[0].isdigit() and (len(name) < 2 or name[1] in NOT_PARTY)):
        return ""
    if name[0] in ("a", "b") and name[1:] != ["party"]:
        return ""
    joined = " ".join(reversed(name))
    return joined.removesuffix("'s")


def _named(words: list[bytes]) -> str:
    """The name with which these words begin, after an article or "to"."""
    name: list[str] = []
    for raw in words:
        word = raw.decode().strip("\"'")
        if not name and word.lower() in ("to", "the"):
            continue
        if word[:1].isupper():
            name.append(word.lower().strip(",;:.)"))
            if word[-1:] in ",;:.)" or word.endswith("'s"):
                break
        elif not name and word in ("you", "us"):
            return {"you": "you", "us": "we"}[word]
        else:
            break
    joined = " ".join(name[:3]).removesuffix("'s")
    return "" if not name or name[-1] in NOT_PARTY else joined


def _defined(plain: bytes) -> list[tuple[int, bool, list[str]]]:
    """Names that the paper puts side by side as names of one party, with the place of each such run and
    whether it introduces a party in the preamble."""
    runs = []
    for run in RUN.finditer(plain):
        names = [quoted[1].decode().strip().lower() for quoted in QUOTES.finditer(run[0])]
        names = [re.sub(r" +", " ", name).removeprefix("the ") for name in names if name]
        before = plain[max(0, run.start() - 60) : run.start()]
        in_brackets = b"(" in before[-24:] and b")" not in before[before.rfind(b"(") :]
        after = plain[run.end() : run.end() + 24].lstrip(b" ,*)")
        if (
            not in_brackets
            and len(names) < 2
            and not after.startswith((b"means", b"refers", b"shall mean", b"has the meaning"))
        ):
            if not re.search(rb"(?:as|called|the|hereinafter) *$", before):
                continue
        if in_brackets:
            lead = before[: before.rfind(b"(")].rstrip(b" *").rsplit(b" ", 1)[-1].lower()
            if lead.decode("ascii", "replace").strip("\"'*") in PRONOUNS:
                names.append(lead.decode().strip("\"'*"))
        if names:
            runs.append((run.start(), in_brackets and run.start() < PREAMBLE, names))
    return runs


def _group(
    runs: list[tuple[int, bool, list[str]]], acts: dict[str, int], leaning: dict[str, float], first: dict[str, int]
) -> list[Group]:
    groups: dict[str, Group] = {}
    for place, introduces, names in runs:
        parties = [name for name in names if name in acts or name in LEANING]
        if not parties or any(name.split()[-1] in NOT_PARTY and name not in PRONOUNS for name in parties):
            continue
        known = {id(groups[name]): groups[name] for name in names if name in groups}
        group = next(iter(known.values()), None) or Group(set())
        for other in known.values():
            if other is not group:
                group.names |= other.names
                group.first = min(group.first, other.first)
        group.names |= {PRONOUN_HEAD.get(name, name) for name in names if len(name) > 1}
        group.is_defined = True
        group.is_introduced |= introduces
        group.first = min(group.first, place)
        for name in group.names:
            groups[name] = group
    for name, party, count in _without_headings(acts):
        head = PRONOUN_HEAD.get(party, party)
        if head not in groups:
            if head[-1].isdigit():
                continue  # "Exhibit 2 shall"; a party whose name ends so ("Network 1") has defined it.
            groups[head] = Group({head})
        groups[head].acts += count
        groups[head].leaning += leaning[name]
        groups[head].first = min(groups[head].first, first[name])
    return list({id(group): group for group in groups.values()}.values())


def _without_headings(acts: dict[str, int]) -> list[tuple[str, str, int]]:
    """A heading that runs into its sentence ("Insurance Acme shall") is no part of the name that follows it."""
    named = []
    for name, count in acts.items():
        words = name.split()
        shorter = (" ".join(words[i:]) for i in range(1, len(words)))
        named.append((name, next((tail for tail in shorter if acts.get(tail, 0) > count), name), count))
    return named


PRONOUN_HEAD = {"us": "we", "our": "we", "ours": "we", "your": "you", "yours": "you"}


def _name_by_site(plain: bytes, groups: list[Group]) -> None:
    """The paper's own web address speaks for its drafter, who is the vendor."""
    counts: dict[bytes, int] = defaultdict(int)
    for site in DOMAIN.finditer(plain, 0, 20_000):
        counts[site[1]] += 1
    own = [site for site in sorted(counts, key=lambda site: -counts[site]) if site not in OTHER_SITES]
    for site in own[:1] + [site for site in own[1:2] if counts[site] * 2 >= counts[own[0]]]:
        spaced = re.compile(rb"\b" + rb" ?".join(re.escape(bytes([c])) for c in site) + rb"\b(?!\.)", re.IGNORECASE)
        found = next((m for m in spaced.finditer(plain, 0, 12_000) if m[0][:1].isupper() or m[0][:1].isdigit()), None)
        if not found:
            continue
        name = found[0].decode().lower()
        group = next((group for group in groups if name in group.names), None)
        if group is None:
            group = Group({name}, first=found.start())
            groups.append(group)
        group.is_drafter = True


def _assign(groups: list[Group], plain: bytes) -> dict[str, Role]:
    """The two parties, and under which further names they go."""
    role_of: dict[str, Role] = {}
    main = _main_parties(groups)
    ranked = sorted(main, key=lambda g: (-g.score, g.first))
    for index, group in enumerate(ranked):
        is_vendor = index == 0 and (len(ranked) == 2 or group.score >= 0)
        role_of |= dict.fromkeys(group.names, "vendor" if is_vendor else "customer")
    are_settled = sum(g.is_introduced for g in main) == 2
    for group in groups:
        is_usual = abs(group.prior) >= STRONG and group.acts > 0
        if group not in main and not are_settled and (group.is_drafter or is_usual):
            role: Role = "vendor" if group.is_drafter or group.score > 0 else "customer"
            for name in group.names:
                role_of.setdefault(name, role)
    for between in BETWEEN_PARTIES.finditer(plain, 0, 0 if are_settled else 6_000):
        one, other = (_named(part.split()) for part in between.groups())
        for name, known in ((one, other), (other, one)):
            if name and name not in role_of and known in role_of and _is_name(name, plain):
                role_of[name] = "customer" if role_of[known] == "vendor" else "vendor"
    return role_of


def _main_parties(groups: list[Group]) -> list[Group]:
    """The two groups that the preamble introduces; else those with usual labels; else those who do the most."""
    top = max((group.acts for group in groups), default=0)
    by_acts = sorted(groups, key=lambda g: (-g.acts, g.first))
    enough = [g for g in by_acts if g.acts >= max(1, top / 12)]
    main = [g for g in by_acts if g.is_introduced and (g in enough or abs(g.prior) >= STRONG)][:2]
    usual = [g for g in enough if abs(g.prior) >= STRONG]
    others = [g for g in enough if g.acts >= top / 4 or g.is_defined or g.is_drafter]
    for group in usual + others:
        if len(main) < 2 and group not in main and not _is_same_side(main, group):
            main.append(group)
    return main


def _is_same_side(main: list[Group], group: Group) -> bool:
    """Two usual labels that lean alike ("Client" and "Customer") are names of one party, not of two."""
    sides = [1 if group.is_drafter and not group.prior else group.prior / STRONG for group in (*main, group)]
    return any(abs(side) >= 1 and abs(sides[-1]) >= 1 and side * sides[-1] > 0 for side in sides[:-1])


def _is_name(name: str, plain: bytes) -> bool:
    """A name, and no ordinary word that happens to begin with a capital: it comes back with one."""
    words = name.split()
    if words[0] in LEADING or words[-1] in NOT_PARTY or "affiliate" in words[-1]:
        return False
    return len(re.findall(rb"(?i:" + re.escape(name.encode()) + rb")", plain[:20_000])) > 2 and not re.search(
        rb"(?<![.:] )\b" + re.escape(name.encode()) + rb"\b", plain[:20_000]
    )


# Words after a label that make it the name of a thing: "Customer Data", "Provider systems".
THINGS = frozenset(
    "data content contents material materials information application applications account accounts system systems property"
    " properties indemnitee indemnitees group support portal service services site sites affiliate affiliates product products"
    " technology code network network's platform marks mark brand user users agreement terms personnel api apis intellectual ip"
    " confidential relationship relationships list lists base instructions input output inputs outputs software environment"
    " personal equipment facilities facility premises policies policy code".split()
)
# Words before a label that make it somebody else: "End Customer", "third-party provider".
OTHERS = frozenset(
    b"end authorized other third-party cloud internet identity payment sub existing joint potential prospective registered"
    b" upstream network resold hosting infrastructure access telecommunications network non insurance content data".split()
)
JOINERS = frozenset([b"and", b"or", b"nor", b"and/or", b"&", b"and the", b"or the", b"nor the", b"and/or the"])
DETERMINED = (
    r"(?:(?i:either|each|both|neither|any|no|one|such|all)(?: of)?(?: the)? (?:other )?|(?i:the|such|any|an|a)(?: other| respective|other)? |"
    r"(?i:the|a) (?i:non-)?(?i:defaulting|breaching|terminating|affected) )"
)
PARTY = rf"{DETERMINED}[Pp](?:art(?:y|ies)|ART(?:Y|IES))(?:'[sS]?)?|P(?:arties|ARTIES)(?:')?|(?:[Ee]ither|[Ee]ach|[Bb]oth|[Nn]either) of (?:us|them)\b|between us\b"


@lru_cache(maxsize=64)
def _finder(names: tuple[str, ...], common: frozenset[str]) -> re2._Regexp:
    """Labels as they may be written: with their capitals, or all in capitals, with or without "the" before them."""
    spelt = []
    # A Japanese paper of the same bundle has its own names for the parties; no English text holds them.
    written = [name for name in names if all(ord(letter) < 256 for letter in name)]
    for name in sorted(written, key=lambda name: (-len(name), name)):
        if name in PRONOUNS:
            spelt += [name, name.capitalize()] + ([name.upper()] if name != "us" else [])
        else:
            spelt.append(" +".join(_spelt(word, name in common) for word in name.split()))
    options = re2.Options()
    options.never_capture = True
    options.encoding = re2.Options.Encoding.LATIN1
    return re2.compile(
        rf"\b(?:{PARTY}|(?:(?:the|The|THE) )?(?:{'|'.join(spelt)})\b(?:'[sS]?)?)".encode("latin-1"), options
    )


def _spelt(word: str, is_common: bool) -> str:
    """A word of a name, its first letter a capital unless the paper writes it without, the rest in any case."""
    if word == "of":
        return "(?:of|OF)"
    first, rest = re.escape(word[0].upper()), word[1:]
    return (f"[{word[0]}{word[0].upper()}]" if is_common and word[0].isalpha() else first) + "".join(
        f"[{c}{c.upper()}]" if c.isalpha() else re.escape(c) for c in rest
    )


def find_english_mentions(labels: Labels, body: str) -> list[Mention]:
    plain = to_plain(body)
    match, size, position = _finder(tuple(labels.role_of), labels.common)._regexp.Match, len(plain), 0
    found: list[Mention] = []
    while True:
        start, end = match(UNANCHORED, plain, position, size)[0]
        if start < 0:
            return found
        position = end
        if plain[end - 1 : end] == b"'" and (plain[end - 2 : end - 1] not in b"sS" or plain[end : end + 1].isalnum()):
            end -= 1  # The apostrophe of "we've", or a closing quote.
        role = _role(plain, start, end, labels)
        if role is None:
            continue
        if found and role != "party" != found[-1][2] != role and plain[found[-1][1] : start].strip() in JOINERS:
            # "Customer and Provider", "neither you nor we": both of them.
            found[-1] = (found[-1][0], end, "party")
        else:
            found.append((start, end, role))


def _role(plain: bytes, start: int, end: int, labels: Labels) -> Role | None:
    """Whose mention this is, or None where the words around make it a name of something else."""
    written = plain[start:end].lower()
    if written.rsplit(b" ", 1)[-1].rstrip(b"'s") in (b"party", b"partie") or written.endswith((b" us", b" them")):
        before = plain[max(0, start - 16) : start].rstrip().rsplit(b" ", 1)[-1].lower()
        if written.startswith(b"part") and (
            before.endswith((b"ing", b"ed", b"third", b"third-", b"-")) or plain[start - 1 : start] == b"-"
        ):
            return None
        return "party"
    is_possessive = written.endswith((b"'s", b"'"))
    name = " ".join(written.removesuffix(b"'s").rstrip(b"'").decode().split())
    role = labels.role_of.get(name) or labels.role_of.get(name.removeprefix("the "))
    if role is None or plain[start - 1 : start] in (b"-", b".", b"/", b"@") or name in PRONOUNS:
        return role if name in PRONOUNS else None
    after = plain[end : end + 24]
    if after[:1] in (b"-", b"@") or (after[:1] == b"." and after[1:2].isalnum()):
        return None
    if not is_possessive and after[:1] == b" ":
        word = after[1:].split(b" ", 1)[0]
        if word[:1].isupper() and not plain[start:end].isupper() and after[:2] != b"  ":
            return None
        if word.rstrip(b",.;:)").lower().decode() in THINGS:
            return None
    before = plain[max(0, start - 20) : start].split()
    if before and before[-1].lower() in OTHERS and plain[start - 1 : start] == b" ":
        return None
    return role
