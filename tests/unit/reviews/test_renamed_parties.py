"""A contract says the same whatever its parties are called: the samples under other names give the same findings."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from contracts.read import read_here
from contracts.segment import segment_text
from contracts.values import Kind, Paper
from reviews.checklist import DEFAULT, load_folder
from reviews.grade import grade_answers
from reviews.local.find import find_answers
from reviews.values import Value
from reviews.verify import verify_evidence

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
PAPERS: dict[str, list[tuple[str, Kind]]] = {
    "fennelgate-dunmarrow": [
        ("services-agreement.md", "master_terms"),
        ("service-levels.md", "sla"),
        ("source/order-form.md", "order_form"),
    ],
    "quillfern-ai": [
        ("source/platform-terms.md", "master_terms"),
        ("source/service-level-agreement.html", "sla"),
        ("data-processing-addendum.html", "dpa"),
    ],
    "aikago-cloud-ja": [
        ("source/master.txt", "master_terms"),
        ("source/service-level-schedule.md", "sla"),
        ("source/personal-data-memorandum.txt", "dpa"),
    ],
    "tsuzuriha-ai-ja": [("source/terms-of-service.md", "master_terms")],
}
CHECKLIST = load_folder(DEFAULT)
Names = tuple[tuple[str, str], ...]
Said = dict[str, tuple[str, str | None, dict[str, Value]]]


def rename(text: str, names: Names) -> str:
    """All at once, so that two names may change places; longer ones first."""
    new = dict(names)
    either = "|".join(sorted(map(re.escape, new), key=len, reverse=True))
    return re.sub(either, lambda found: new[found[0]], text)


@cache
def findings(sample: str, names: Names = ()) -> Said:
    papers = []
    for file, kind in PAPERS[sample]:
        text = (SAMPLES / sample / file).read_text(encoding="utf-8")
        read = read_here((rename(text, names) if names else text).encode(), file)
        papers.append(Paper(file, kind, read, tuple(segment_text(read))))
    found = grade_answers(CHECKLIST, verify_evidence(find_answers(CHECKLIST, papers), papers), papers)
    # A court or a place may be told by a party's name; what is measured may not.
    return {
        one.item: (one.status, one.grade, {k: v for k, v in one.values.items() if not isinstance(v, str)})
        for one in found
    }


@pytest.mark.parametrize(
    ("sample", "names"),
    [
        ("fennelgate-dunmarrow", (("Fennelgate", "Oatcombe"), ("Dunmarrow", "Pellwick"))),
        ("fennelgate-dunmarrow", (("Supplier", "Licensor"), ("Customer", "Licensee"))),
        ("fennelgate-dunmarrow", (("Supplier", "Service Provider"), ("Customer", "Subscriber"))),
        ("fennelgate-dunmarrow", (("Supplier", "Vendor"), ("Customer", "Client"))),
        ("fennelgate-dunmarrow", (("Supplier", "Company"),)),
        ("fennelgate-dunmarrow", (("Customer", "Company"),)),
        ("fennelgate-dunmarrow", (("Supplier", "Oatcombe"), ("Customer", "Pellwick"))),
        ("quillfern-ai", (("Quillfern", "Brackenhollow"),)),
        ("quillfern-ai", (("Customer", "Merchant"),)),
        ("quillfern-ai", (("Customer", "Subscriber"),)),
        ("aikago-cloud-ja", (("甲", "乙"), ("乙", "甲"))),
        ("aikago-cloud-ja", (("甲", "委託者"), ("乙", "受託者"))),
        ("aikago-cloud-ja", (("甲", "発注者"), ("乙", "受注者"))),
        ("aikago-cloud-ja", (("甲", "利用者"), ("乙", "提供者"))),
        ("tsuzuriha-ai-ja", (("当社", "弊社"), ("契約者", "お客様"))),
        ("tsuzuriha-ai-ja", (("契約者", "ユーザー"),)),
        ("tsuzuriha-ai-ja", (("契約者", "会員"),)),
        ("tsuzuriha-ai-ja", (("契約者", "加入者"),)),
        ("tsuzuriha-ai-ja", (("契約者", "申込者"),)),
    ],
    ids=lambda value: value if isinstance(value, str) else ",".join(new for _, new in value),
)
def test_other_names_change_no_finding(sample: str, names: Names) -> None:
    assert findings(sample, names) == findings(sample)
