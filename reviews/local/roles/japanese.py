"""The two parties of a Japanese paper: read from definitions, from usual labels, and from who pays and who provides."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from .values import Labels, Role

# fmt: off
USUAL: dict[Role, tuple[str, ...]] = {
    "vendor": (
        "当社", "弊社", "当サイト", "当店", "当法人", "弊サイト", "私たち", "わたしたち", "サービス提供者",
        "サービス提供事業者", "サービス事業者", "サービス提供会社", "本サービス提供者", "提供者", "提供会社",
        "提供元", "供給者", "受託者", "受託会社", "受注者", "受任者", "請負人", "ベンダ", "ベンダー", "サプライヤー",
        "ライセンサー", "許諾者", "運営者", "運営会社", "売主",
    ),
    "customer": (
        "お客様", "お客さま", "貴社", "あなた", "利用者", "契約者", "利用契約者", "サービス利用者", "利用会社",
        "利用企業", "利用法人", "ユーザー", "ユーザ", "登録ユーザー", "登録ユーザ", "会員", "加入者", "委託者",
        "発注者", "注文者", "申込者", "委任者", "ライセンシー", "被許諾者", "契約企業", "契約法人", "顧客企業",
        "買主", "登録者", "購読者",
    ),
}
# fmt: on
ALWAYS: dict[str, Role] = {"当社": "vendor", "弊社": "vendor", "お客様": "customer", "お客さま": "customer"}
LETTERS = ("甲", "乙", "丙", "丁")
IF_DEFINED = frozenset(
    [
        "顧客",
        "事業者",
        "開発者",
        "パートナー",
        "代理店",
        "加盟店",
        "出店者",
        "購入者",
        "参加者",
        "サイト",
        "クライアント",
    ]
)
"""Labels of a party where the paper defines them so; else words for others."""

QUOTED = r"[「『\"“]([^「」『』\"“”\n]{1,20})[」』\"”]"
DEFINED = re.compile(
    rf"{QUOTED}((?:\s?(?:(?:、|又は|または|もしくは|若しくは|及び|および)\s?)?{QUOTED}){{0,8}})"
    r"\s?(?:と(?:いう|いいます|総称|称|する|します|呼)|とは|　|[）)])"
)
QUOTED_NAME = re.compile(QUOTED)
COMPANY_BEFORE = re.compile(
    r"(?:会社|法人|大学|組合|銀行|機構|財団|Inc\.?|LLC|L\.?P\.?|Ltd\.?|Limited|GmbH|AG|S\.?A\.?S?\.?|B\.?V\.?|Corporation)[^（(。]{0,20}[（(](?:以下)?[、,]?(?:単に|総称して|併せて)?$"
)
ACTING = re.compile(
    r"(?<![A-Za-zァ-ヶー一-龠&.])((?:[A-Z][A-Za-z0-9&.]*(?: [A-Z][A-Za-z0-9&.]*){0,2})|[ァ-ヶー]{2,12})\s?(?:は|が)"
)
NO_NAME = re.compile(
    r"(?:API|SLA|DPA|EULA|URL|AI|ID|GDPR|Marketplace|Actions|サービス|サーバー?|データ|アカウント|システム|プログラム|"
    r"コンテンツ|ソフトウェア|ライセンス|パスワード|ポリシー|プラン|モデル|メール|サポート|リスティング|トークン|ユーザー)$"
)
PAYS = re.compile(
    r"支払[うわいっ]|支払い|の利用を申し?込|委託する|利用することができ|利用料金を|発注し|注文し|購入し|検収|利用にあたり"
)
PROVIDES = re.compile(
    r"提供し|提供す|請求[しす]|請求書|受託し|受託す|納入|納品|許諾[しす]|保守|運用し|報告[しす]|停止する|停止し|"
    r"変更することができ|変更できる|を通知し|開発し|返金|返還|再委託"
)
RECEIVED = {"支払": 2.0, "委託": 2.0, "提供": -1.0, "許諾": -1.0}
"""How far a vendor is whom this is done to."""


def read_japanese_labels(body: str) -> Labels:
    definitions = _read_definitions(body)
    role_of = _by_usual_labels(body, definitions)
    _add_aliases(definitions, role_of)
    unsure = [name for names in definitions for name in names]
    unsure += [letter for letter in LETTERS if re.search(f"{letter}[はがにのをへと]", body)]
    acting = Counter(match[1] for match in ACTING.finditer(body))
    unsure += [name for name, count in acting.most_common(4) if count >= 4 and not NO_NAME.search(name)]
    role_of |= _by_deeds(body, [name for name in dict.fromkeys(unsure) if name not in role_of], set(role_of.values()))
    _add_aliases(definitions, role_of)
    return Labels(role_of)


def _read_definitions(body: str) -> list[list[str]]:
    """Names that the paper defines for parties, those of one party together."""
    found = []
    for match in DEFINED.finditer(body):
        # Markdown sets labels in bold within their brackets: 「**顧客**」.
        names = [name.strip(" *＊") for name in (match[1], *QUOTED_NAME.findall(match[2]))]
        is_label = any(name in (*USUAL["vendor"], *USUAL["customer"], *LETTERS) or name in IF_DEFINED for name in names)
        is_company = COMPANY_BEFORE.search(body[max(0, match.start() - 60) : match.start()])
        if is_label or (is_company and len(names[0]) <= 12 and not names[0].startswith("本")):
            found.append(names)
    return found


def _by_usual_labels(body: str, definitions: list[list[str]]) -> dict[str, Role]:
    """Of the usual labels those that are defined; else those that act, unless both have other names."""
    role_of: dict[str, Role] = {}
    defined = {name for names in definitions for name in names}
    has_others = len(definitions) > 1 and defined.isdisjoint(USUAL["vendor"]) and defined.isdisjoint(USUAL["customer"])
    has_names = has_others or not defined.isdisjoint(LETTERS)
    for role, labels in USUAL.items():
        own: Iterable[str] = [label for label in labels if label in defined]
        if not own and not has_names:
            acts = {
                label: len(re.findall(f"(?<![再元ド]){label}[はがにのをへともかよ、又及]", body))
                for label in labels
                if label in body
            }
            top = max(acts.values(), default=0)
            own = [label for label, count in acts.items() if count >= max(1, top * 0.3)]
        role_of |= dict.fromkeys(own, role)
    return {label: role for label, role in ALWAYS.items() if label in body} | role_of


def _add_aliases(definitions: list[list[str]], role_of: dict[str, Role]) -> None:
    for names in definitions:
        role = next((role_of[name] for name in names if name in role_of), None)
        if role:
            for name in names:
                role_of.setdefault(name, role)


def _by_deeds(body: str, names: list[str], settled: set[Role]) -> dict[str, Role]:
    """甲 and 乙, and names of companies: who pays and who provides. Of two that look alike the second is the vendor."""
    if not names:
        return {}
    if len(settled) == 2:
        # Both labels are known, so a name in the title is the drafter's.
        return {name: "vendor" for name in names if name[0].isascii() and name in body[:400]}
    if settled:
        most_named = max(names, key=body.count)
        return {most_named: "vendor" if "customer" in settled else "customer"}
    score = _score_deeds(body, names)
    one, *others = names[:2]
    if not others:
        # A sentence or two about 甲 alone: whoever is named first in a contract mostly buys.
        return {one: "customer" if one == "甲" and score[one] <= 0 else "vendor"}
    is_first = score[one] > score[others[0]]
    return {one: "vendor" if is_first else "customer", others[0]: "customer" if is_first else "vendor"}


def _score_deeds(body: str, names: list[str]) -> dict[str, float]:
    score: dict[str, float] = defaultdict(float)
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    for match in re.finditer(rf"({either})[はがの](?=([^。]{{0,60}}))", body):
        deed = re.split(rf"(?:{either})[はが]", match[2])[0]
        score[match[1]] += len(PROVIDES.findall(deed)) - 1.5 * len(PAYS.findall(deed))
    for match in re.finditer(rf"({either})に(?:対し|対して)?[^。はが]{{0,24}}?({'|'.join(RECEIVED)})", body):
        score[match[1]] += RECEIVED[match[2]]
    return score
