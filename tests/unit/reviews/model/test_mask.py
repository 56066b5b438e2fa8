"""What is taken out before anything leaves, and put back into what comes in. The contracts are invented."""

# ruff: noqa: E501 (contracts have long lines)
from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.model.mask import Masked, mask_texts

MARKED = re.compile("⟦(.*?)⟧", re.S)
ENGLISH = """
This Agreement is made between Quillon GmbH, ⟦Lindenstraße 14, 10969 Berlin⟧, represented by its managing director ⟦Clara Weidmann⟧, and
Tarnbrook Ltd, ⟦27 Harbour Street, Bristol, BS1 4QA⟧, represented by ⟦Edward J. Pell⟧, and Osperia Inc., ⟦1200 Marlow Avenue, Suite 400,
Denton, TX 76201⟧, represented by ⟦Maria de Soto⟧.
Notices go to ⟦legal@quillon.example⟧ with a copy to ⟦edward.pell+contracts@tarnbrook.example.org⟧, by fax to ⟦+49 30 5550 1234⟧.
Contact: ⟦Hannah Brooks⟧, Tel: ⟦+44 117 496 0123⟧, Fax: ⟦(940) 555-0142⟧, mobile ⟦940-555-0177⟧.
Attn: ⟦Ravi Menon⟧, General Counsel, ⟦P.O. Box 4411, Denton, TX 76202⟧
Data Protection Officer: ⟦Ingrid Falk⟧, ⟦dpo@quillon.example⟧
Fees are paid to account number ⟦40817 2290 113⟧, sort code ⟦20-45-77⟧, IBAN ⟦DE89 3704 0044 0532 0130 00⟧, BIC ⟦QUILDEFFXXX⟧.
A card ending the trial, ⟦4539 1488 0343 6467⟧, is charged. Mr. ⟦Oliver Grant⟧ and Dr ⟦Amara Osei⟧ form the steering committee; ⟦Amara Osei⟧ chairs it.
Ms ⟦Teodora Ilieva⟧ may be reached at ⟦teodora@osperia.example⟧.
By: ⟦Clara Weidmann⟧
Name: ⟦Edward J. Pell⟧
/s/ ⟦Maria de Soto⟧
⟦Jonas Keller⟧, Chief Executive Officer
⟦Priya Nair⟧, Head of Procurement
Signed by: ⟦Samuel O’Hara⟧
Telephone: ⟦030 5550 9876⟧
The office is at ⟦8 Mill Lane⟧; deliveries go to ⟦55 Old Dock Road, Leeds⟧.
"""
JAPANESE = """
株式会社ミナセ電算（⟦東京都千代田区神田錦町三丁目14番2号⟧）代表取締役 ⟦山田太郎⟧（以下「甲」という。）と、
合同会社ツキシロ（⟦大阪府大阪市北区中之島2-3-18⟧）代表社員 ⟦佐藤花子⟧（以下「乙」という。）は、次のとおり契約を締結する。
通知先：⟦〒101-0054⟧ ⟦東京都千代田区神田錦町3-14-2 ミナセビル5階⟧
電話番号：⟦03-5555-0123⟧　ファックス：⟦03-5555-0124⟧　携帯電話：⟦090-5555-0188⟧
メール：⟦keiyaku@minase.example.jp⟧、⟦hanako.sato@tsukishiro.example⟧
担当者：⟦鈴木 一郎⟧　責任者名：⟦高橋美咲⟧
振込先：みなと銀行 神田支店 普通 ⟦1234567⟧ 口座名義：⟦ミナセデンサン⟧
口座番号：⟦7654321⟧（当座預金 ⟦0012345⟧）
個人情報の取扱いに関する窓口は、⟦田中健⟧氏とする。⟦渡辺 真理⟧様宛てに送付する。
〒⟦⟧⟦神奈川県横浜市西区みなとみらい2-2-1⟧
⟦福岡県福岡市博多区博多駅前１丁目５番１号⟧
⟦北海道札幌市中央区北一条西2-1⟧
⟦愛知県名古屋市中村区名駅4丁目7番1号⟧
代表取締役社長⟦中村一樹⟧
代表取締役　⟦小林 由美⟧　㊞
弁護士 ⟦伊藤誠⟧
氏名：⟦加藤 直人⟧
連絡担当者：⟦吉田恵子⟧（TEL ⟦06-5555-0199⟧）
支店長 ⟦松本 亮⟧
フリガナ：⟦ヤマダ タロウ⟧
メールアドレス ⟦taro_yamada@minase.example.co.jp⟧
国際電話：⟦+81 3 5555 0123⟧
"""
KEPT = """
1. Fees. Fees of USD 1,200,000 are due within thirty (30) days of 12 March 2026; see Section 4.2(a) and Article 28 of the GDPR.
The uptime is 99.95% in each calendar month. Regulation (EU) 2016/679 and the California Consumer Privacy Act of 2018 apply.
Orders above EUR 5,000.00 need 10 business days. Schedule 1-2, Annex III, ISO/IEC 27001:2022, SOC 2, version 3.1.4, 2026-03-12, 02-05-2026, DFARS 252.227-7014.
The Provider, the Customer and the Data Protection Officer shall agree. Chief Executive Officer, Secretary and Director sign.
第3条（料金）第2項　月額金1,200,000円（消費税別）を、請求書受領後30日以内に支払う。令和8年4月1日から12か月間とする。
個人情報の保護に関する法律（平成15年法律第57号）第28条及び民法第415条に従う。東京地方裁判所を第一審の専属的合意管轄裁判所とする。
代表取締役の変更があった場合、担当者は速やかに通知する。取締役会の決議、お客様の仕様、同様の事項、代表者印の押印。
稼働率は99.9％、返金は月額料金の10％とする。2026年3月12日、午前9時から午後5時まで（土曜、日曜及び祝日を除く。）
"""


def split(marked: str) -> tuple[str, list[str]]:
    return MARKED.sub(r"\1", marked), [words for words in MARKED.findall(marked) if words]


@pytest.mark.parametrize("marked", [ENGLISH, JAPANESE])
def test_details_of_people_do_not_leave(marked: str):
    text, details = split(marked)
    masked = mask_texts([text])
    left = [words for words in details if words in masked.texts[0]]
    assert (left, len(details) >= 30) == ([], True)
    assert masked.restore(masked.texts[0]) == text


def test_what_contracts_are_about_stays():
    assert mask_texts([KEPT]) == Masked((KEPT,), {})


def test_the_same_words_have_the_same_placeholder_in_every_text():
    masked = mask_texts(["Name: Clara Weidmann", "Clara Weidmann signs; mail her at clara@quillon.example."])
    assert masked.texts == ("Name: [PERSON_1]", "[PERSON_1] signs; mail her at [EMAIL_1].")
    assert masked.counts == {"person": 1, "email": 1}
    assert masked.restore("“[PERSON_1] signs” [PERSON_9]") == "“Clara Weidmann signs” [PERSON_9]"


def test_the_customer_may_be_masked_and_the_vendor_stays():
    masked = mask_texts(["Quillon GmbH supplies Tarnbrook Ltd."], customer=["Tarnbrook Ltd"])
    assert masked.texts == ("Quillon GmbH supplies [CUSTOMER_1].",)


def test_a_placeholder_that_the_contract_holds_itself_is_not_taken():
    text = "[PERSON_1] is a blank. Name: Clara Weidmann"
    masked = mask_texts([text])
    assert masked.texts == ("[PERSON_1] is a blank. Name: [PERSON_2]",)
    assert masked.restore(masked.texts[0]) == text


PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "Name: Clara Weidmann",
            "a@b.example",
            "+49 30 5550 1234",
            "[PERSON_1]",
            "[EMAIL_",
            "_1]",
            "代表取締役 山田太郎",
            "〒101-0054",
            "\n",
            " ",
        ]
    ),
)


@given(st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=4))
def test_what_is_masked_comes_back_as_it_was(texts: list[str]):
    masked = mask_texts(texts)
    assert [masked.restore(text) for text in masked.texts] == texts
    assert mask_texts(texts) == masked


@pytest.mark.parametrize(
    "piece", ["a", "A", "1", "1-", "Aa ", "山", "+1 ", "東京都", "a.", "1 Aa ", "@", "Mr. ", "DE12 "]
)
def test_long_runs_cost_little(piece: str):
    start = time.perf_counter()
    mask_texts([piece * (100_000 // len(piece))])
    assert time.perf_counter() - start < 5
