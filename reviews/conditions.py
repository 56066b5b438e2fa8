"""Conditions of grading rules, such as `any_time and not notice_days >= 30`: parsed here, never eval'ed.

A name is a fact (true where it was found) or a value compared with a number or a word. A comparison with a value that
was not read is false, whatever the comparison; `has NAME` asks whether it was read.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from reviews.said import Said, SaidError
from reviews.said import said as _
from reviews.values import Value

TOKEN = re.compile(
    r"\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<quoted>\"[^\"]*\"|'[^']*')"
    r"|(?P<op>==|!=|<=|>=|<|>)|(?P<paren>[()]))"
)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
KEYWORDS = {"and", "or", "not", "has", "true", "false"}
MAX_TOKENS = 200


class ConditionError(SaidError):
    """A condition that cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Node:
    """One step of a condition: `kind` and what it works on."""

    kind: str
    left: Node | None = None
    right: Node | None = None
    name: str = ""
    op: str = ""
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    source: str
    root: Node

    def holds(self, facts: Collection[str], values: Mapping[str, Value]) -> bool:
        return _holds(self.root, facts, values)

    def leaves(self) -> list[Node]:
        """Every fact, comparison and `has` in it, from left to right."""
        return _leaves(self.root)

    def names(self) -> frozenset[str]:
        return frozenset(leaf.name for leaf in self.leaves())

    def support(self, facts: Collection[str], values: Mapping[str, Value]) -> list[str]:
        """Names of what was found that the condition names without a `not`, from left to right."""
        found = []
        for leaf, is_negated in _signed(self.root, False):
            if not is_negated and leaf.name not in found and _holds(leaf, facts, values):
                found.append(leaf.name)
        return found


def parse_condition(source: str) -> Condition:
    """Raises ConditionError."""
    tokens: list[tuple[str, str]] = []
    at = 0
    text = source.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ConditionError(
                _(
                    "cannot read “%(what)s” in the condition “%(source)s”",
                    what=text[at : at + 20].strip(),
                    source=source,
                )
            )
        tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
        at = match.end()
    if not tokens:
        raise ConditionError(_("the condition is empty"))
    if len(tokens) > MAX_TOKENS:
        raise ConditionError(_("the condition is too long"))
    parser = _Parser(tokens, source)
    root = parser.either()
    if parser.at < len(tokens):
        raise ConditionError(
            _("“%(what)s” is not expected in the condition “%(source)s”", what=tokens[parser.at][1], source=source)
        )
    return Condition(source, root)


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], source: str) -> None:
        self.tokens, self.source, self.at = tokens, source, 0

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.at += 1
        return token

    def fail(self, wanted: Said) -> ConditionError:
        return ConditionError(
            _("%(wanted)s is missing in the condition “%(source)s”", wanted=wanted, source=self.source)
        )

    def either(self) -> Node:
        node = self.both()
        while self.peek() == ("name", "or"):
            self.take()
            node = Node("or", node, self.both())
        return node

    def both(self) -> Node:
        node = self.one()
        while self.peek() == ("name", "and"):
            self.take()
            node = Node("and", node, self.one())
        return node

    def one(self) -> Node:
        kind, text = self.take()
        if (kind, text) == ("name", "not"):
            return Node("not", self.one())
        if (kind, text) == ("paren", "("):
            node = self.either()
            if self.take() != ("paren", ")"):
                raise self.fail(_("a closing bracket"))
            return node
        if (kind, text) == ("name", "has"):
            kind, text = self.take()
            if kind != "name" or text in KEYWORDS:
                raise self.fail(_("the name of a value after “has”"))
            return Node("has", name=text)
        if kind != "name" or text in KEYWORDS:
            raise self.fail(_("the name of a fact or value"))
        if self.peek()[0] != "op":
            return Node("fact", name=text)
        op = self.take()[1]
        return Node("compare", name=text, op=op, value=self.literal())

    def literal(self) -> Value:
        kind, text = self.take()
        if kind == "number":
            return float(text) if "." in text else int(text)
        if kind == "quoted":
            return text[1:-1]
        if kind == "name" and text in ("true", "false"):
            return text == "true"
        if kind == "name" and text not in KEYWORDS:
            return text
        raise self.fail(_("a number or a word to compare with"))


def _holds(node: Node, facts: Collection[str], values: Mapping[str, Value]) -> bool:
    if node.kind == "fact":
        return node.name in facts or values.get(node.name) is True
    if node.kind == "has":
        return node.name in values
    if node.kind == "compare":
        if node.name not in values:
            return False
        try:
            return COMPARE[node.op](values[node.name], node.value)
        except TypeError:
            return False
    if node.kind == "not":
        return not _holds(node.left, facts, values)  # type: ignore[arg-type]
    first = _holds(node.left, facts, values)  # type: ignore[arg-type]
    if node.kind == "and":
        return first and _holds(node.right, facts, values)  # type: ignore[arg-type]
    return first or _holds(node.right, facts, values)  # type: ignore[arg-type]


def _signed(node: Node, is_negated: bool) -> list[tuple[Node, bool]]:
    if node.kind in ("and", "or"):
        return _signed(node.left, is_negated) + _signed(node.right, is_negated)  # type: ignore[arg-type]
    if node.kind == "not":
        return _signed(node.left, not is_negated)  # type: ignore[arg-type]
    return [(node, is_negated)]


def _leaves(node: Node) -> list[Node]:
    return [leaf for leaf, _negated in _signed(node, False)]
