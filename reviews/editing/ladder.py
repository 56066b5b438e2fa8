"""Conditions of grading rules as rows of menus: what is looked at, how it is compared, with what.

The menus hold every condition that is a list of terms joined by “and”, where a term may have alternatives joined by
“or”. Any other condition is edited as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviews.conditions import KEYWORDS, ConditionError, Node, parse_condition

COMPARISONS = ("==", "!=", ">=", ">", "<=", "<")
OPERATORS = ("found", "not found", "read", "not read", *COMPARISONS)
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Term:
    """One row. `join` is "and", or "or" where it is an alternative to the row above; `value` is "" but for
    comparisons."""

    name: str
    operator: str = "found"
    value: str = ""
    join: str = "and"


def terms_of(source: str) -> tuple[Term, ...] | None:
    """The rows of a condition; None where the menus cannot say it."""
    try:
        root = parse_condition(source).root
    except ConditionError:
        return None
    terms: list[Term] = []
    for group in _flat(root, "and"):
        for number, leaf in enumerate(_flat(group, "or")):
            term = _term(leaf, "or" if number else "and")
            if term is None:
                return None
            terms.append(term)
    return tuple(terms)


def condition_of(terms: Sequence[Term]) -> str:
    """The condition of these rows, as it is written in a file; "" for none."""
    groups: list[list[str]] = []
    for term in terms:
        if term.join == "or" and groups:
            groups[-1].append(_written(term))
        else:
            groups.append([_written(term)])
    joined = [" or ".join(group) for group in groups]
    if len(joined) > 1:
        joined = [f"({text})" if len(group) > 1 else text for text, group in zip(joined, groups, strict=True)]
    return " and ".join(joined)


def _flat(node: Node | None, kind: str) -> list[Node]:
    if node is None:
        return []
    return _flat(node.left, kind) + _flat(node.right, kind) if node.kind == kind else [node]


def _term(node: Node, join: str) -> Term | None:
    is_negated = node.kind == "not"
    leaf = node.left if is_negated else node
    if leaf is None or leaf.kind not in ("fact", "has", "compare") or (is_negated and leaf.kind == "compare"):
        return None
    if leaf.kind == "compare":
        value = str(leaf.value).lower() if isinstance(leaf.value, bool) else str(leaf.value)
        return Term(leaf.name, leaf.op, value, join) if '"' not in value else None
    operator = "found" if leaf.kind == "fact" else "read"
    return Term(leaf.name, f"not {operator}" if is_negated else operator, "", join)


def _written(term: Term) -> str:
    name = f"has {term.name}" if term.operator.endswith("read") else term.name
    if term.operator in COMPARISONS:
        plain = NUMBER.fullmatch(term.value) or (
            WORD.fullmatch(term.value) and term.value not in KEYWORDS - {"true", "false"}
        )
        value = term.value if plain else '"' + term.value.replace('"', "") + '"'
        return f"{name} {term.operator} {value}"
    return f"not {name}" if term.operator.startswith("not ") else name
