"""A small checklist and papers made of plain text, for tests of the local reader."""

from __future__ import annotations

from textwrap import indent

from contracts.read import read_here
from contracts.segment import segment_text
from contracts.values import Kind, Paper
from reviews.checklist import Checklist, load_checklist
from reviews.grade import grade_answers
from reviews.local.find import find_answers
from reviews.values import Finding
from reviews.verify import verify_evidence

HEAD = """\
name: {en: "Small", ja: "小"}
categories: [{id: exit, en: "Exit", ja: "終了"}]
words:
  price: {en: [fee, fees, price*], ja: [料金, 価格]}
papers:
  sla: {en: ["service level agreement"], ja: [サービスレベル契約]}
ignore:
  heading: {en: ["beta services"], ja: [ベータ版]}
items:
"""
ITEM = """\
- id: exit.one
  category: exit
  weight: 3
  title: {en: T, ja: T}
  question: {en: Q, ja: Q}
  why: {en: W, ja: W}
  values:
    - {name: days, type: duration, unit: days}
    - {name: rate, type: percent, unit: percent}
    - {name: law, type: text}
    - {name: mode, type: enum, options: [yes, no]}
    - {name: floor, type: percent, unit: percent, reported: false}
  grades:
    favourable: {en: F, ja: F}
    acceptable: {en: A, ja: A}
    risky: {en: R, ja: R}
    critical: {en: C, ja: C}
  silence: {grade: risky, because: {en: Silent, ja: 定めなし}}
  applies_to: [master_terms]
  sources: []
  fallback: {en: F, ja: F}
"""


def small_source(find: str, rules: str = "rules:\n  - {grade: acceptable}\n") -> str:
    return HEAD + indent(ITEM + indent(f"find:\n{indent(find, '  ')}\n{rules}", "  "), "  ")


def small(find: str, rules: str = "rules:\n  - {grade: acceptable}\n") -> Checklist:
    return load_checklist(small_source(find, rules), "small.yaml")


def paper(body: str, kind: Kind = "master_terms", name: str = "terms.md") -> Paper:
    text = read_here(body.encode(), name)
    return Paper(name, kind, text, tuple(segment_text(text)))


def review(checklist: Checklist, *papers: Paper) -> Finding:
    return grade_answers(checklist, verify_evidence(find_answers(checklist, papers), papers), papers)[0]
