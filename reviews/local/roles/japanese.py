"""The parties of a Japanese paper: read from definitions, from who does what, and from usual labels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

from .values import Labels, Mention, Role

VENDORS = (
    "当社 弊社 当サイト 当店 当法人 弊サイト 私たち わたしたち 本サービス提供者 サービス提供者 サービス提供事業者 サービス事業者 提供者 提供元 受託者 受注者 受託会社 受任者"
    " ベンダ ベンダー サプライヤー ライセンサー 許諾者 請負人 乙方 運営者 運営会社 サービス提供会社 提供会社 供給者 売主"
).split()
CUSTOMERS = (
    "お客様 お客さま 貴社 あなた 利用者 契約者 利用契約者 サービス利用者 利用会社 利用企業 ユーザー ユーザ 登録ユーザー 登録ユーザ 会員 加入者 委託者 発注者"
    " 注文者 申込者 委任者 ライセンシー 被許諾者 利用法人 契約企業 契約法人 顧客企業 買主 登録者 購読者"
).split()
LETTERS = ("甲", "乙", "丙", "丁")
# Defined, these are parties; else they are somebody else.
ONLY_DEFINED = (
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
    "ホスト",
    "運営",
    "利用組織",
    "契約組織",
)

DEFINED = re.compile(
    r"[「『\"“](?P<name>[^「」『』\"“”\n]{1,20})[」』\"”](?P<more>(?:\s?(?:、|又は|または|もしくは|若しくは|及び|および)?\s?[「『\"“][^「」『』\"“”\n]{1,20}[」』\"”])*)\s?(?:と(?:いう|いいます|総称|称|する|します|呼)|とは|　)"
)
OTHER_NAMES = re.compile(r"[「『\"“]([^「」『』\"“”\n]{1,20})[」』\"”]")
SUBJECT_NAME = re.compile(
    r"(?<![A-Za-zァ-ヶー一-龠&.])((?:[A-Z][A-Za-z0-9&.]*(?: [A-Z][A-Za-z0-9&.]*){0,2})|[ァ-ヶー]{2,12})\s?(?:は|が)"
)
NOT_PARTY = re.compile(
    r"(?:API|SLA|DPA|EULA|URL|AI|Marketplace|サービス|サーバー?|データ|アカウント|システム|プログラム|コンテンツ|ソフトウェア|ライセンス|パスワード|ポリシー|プラン|モデル|メール|サポート|リスティング|トークン|ユーザー|Actions|ID|GDPR)$"
)
PAYS = re.compile(
    r"支払[うわいっ]|支払い|の利用を申し?込|委託する|利用することができ|利用料金を|発注し|注文し|購入し|検収|の承諾を得て|利用にあたり|対価を.{0,12}支払"
)
PROVIDES = re.compile(
    r"提供し|提供す|請求[しす]|請求書|受託し|受託す|納入|納品|許諾[しす]|保守|運用し|報告[しす]|停止する|停止し|変更することができ|変更できる|を通知し|開発し|返金|返還|再委託"
)
PARTY = (
    r"(?:両|各|全|双方|他方|一方|相手方?|契約|本契約の?|いずれかの?|いずれか一方の?|いずれの)?(?:の)?当事者(?:双方|の双方|の一方|のいずれか|のいずれも|間)?|"
    r"相手方|両者|両社|双方|いずれか一方|(?:甲|乙)(?:及び|および|又は|または|と|若しくは|、)(?:甲|乙)(?:の双方|双方|のいずれか|のいずれも)?|甲乙(?:双方|両者|間)?"
)
JOINERS = frozenset(
    ["及び", "および", "又は", "または", "と", "若しくは", "もしくは", "並びに", "ならびに", "、", "・"]
)
# Characters before or after a label that make it a part of another word.
NOT_BEFORE = re.compile(r"(?:エンド\s?|再|元|他の|管理|第三|他|末端|一般|被)$")
NOT_AFTER = re.compile(
    r"データ|情報|\s?(?:コンテンツ|アカウント|アプリケーション|ID|マニュアル|ポリシー|製品|登録|サイト|環境|サポート|数|企業|規約|Marketplace|API|Copilot|Actions|サービス)|用の?サイト|[A-Za-z]"
)


def read_japanese_labels(body: str) -> Labels:
    defined = _defined(body)
    role_of: dict[str, Role] = {}
    _by_usual_labels(body, defined, role_of)
    unsure = [name for names in defined for name in names if name not in role_of]
    unsure += [letter for letter in LETTERS if letter not in role_of and letter not in unsure and f"{letter}は" in body]
    subjects = Counter(match[1] for match in SUBJECT_NAME.finditer(body))
    unsure += [
        name
        for name, count in subjects.most_common(4)
        if count >= 4 and name not in role_of and not NOT_PARTY.search(name)
    ]
    _by_alias(defined, role_of)
    _by_deeds(body, [name for name in dict.fromkeys(unsure) if name not in role_of], role_of)
    _by_alias(defined, role_of)
    return Labels(role_of)


def _defined(body: str) -> list[list[str]]:
    """Names that the paper defines for parties, those of one party together."""
    runs = []
    for match in DEFINED.finditer(body):
        names = [match["name"].strip(), *(name.strip() for name in OTHER_NAMES.findall(match["more"]))]
        known = [
            name for name in names if name in VENDORS or name in CUSTOMERS or name in LETTERS or name in ONLY_DEFINED
        ]
        is_company = re.search(
            r"(?:会社|法人|大学|組合|銀行|Inc\.?|LLC|Ltd\.?|Corporation|機構|財団)[^（(。]{0,20}[（(](?:以下)?[、]?$",
            body[max(0, match.start() - 60) : match.start()],
        )
        if known or (is_company and len(names[0]) <= 12 and not names[0].startswith("本")):
            runs.append(names)
    return runs


def _by_usual_labels(body: str, defined: list[list[str]], role_of: dict[str, Role]) -> None:
    flat = {name for names in defined for name in names}
    for labels, role in ((VENDORS, "vendor"), (CUSTOMERS, "customer")):
        own = [label for label in labels if label in flat]
        if not own:
            # Nobody is defined: whoever is spoken of as acting.
            acting = Counter(
                {label: len(re.findall(f"(?<![再元ド]){label}[はがにのを]", body)) for label in labels if label in body}
            )
            top = max(acting.values(), default=0)
            own = [label for label, count in acting.items() if count >= max(1, top * 0.2)]
            if any(letter in flat for letter in LETTERS):
                own = [label for label in own if label in ("当社", "弊社", "お客様", "貴社")]
        role_of.update(dict.fromkeys(own, role))  # type: ignore[arg-type]
    for label in ("当社", "弊社"):
        if label in body:
            role_of.setdefault(label, "vendor")
    for label in ("お客様", "お客さま"):
        if label in body:
            role_of.setdefault(label, "customer")


def _by_alias(defined: list[list[str]], role_of: dict[str, Role]) -> None:
    for names in defined:
        role = next((role_of[name] for name in names if name in role_of), None)
        if role:
            for name in names:
                role_of.setdefault(name, role)


def _by_deeds(body: str, names: list[str], role_of: dict[str, Role]) -> None:
    """甲 and 乙, and names: who pays and who provides. Of two that look alike, the second is the vendor, as is usual."""
    if not names:
        return
    score: dict[str, float] = defaultdict(float)
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    for match in re.finditer(rf"({either})[はがの](?=([^。]{{0,60}}))", body):
        deed = re.split(rf"(?:{either})[はが]", match[2])[0]
        score[match[1]] += len(PROVIDES.findall(deed)) - 1.5 * len(PAYS.findall(deed))
    for match in re.finditer(rf"({either})に(?:対し|対して)?[^。はが]{{0,24}}?(支払|委託|提供|許諾)", body):
        score[match[1]] += {"支払": 2, "委託": 2, "提供": -1, "許諾": -1}[match[2]]
    have_vendor, have_customer = "vendor" in role_of.values(), "customer" in role_of.values()
    if have_vendor and have_customer:
        for name in names:
            if name[0].isascii() and name in body[:400]:
                role_of[name] = "vendor"
        return
    if have_customer or have_vendor:
        role_of[max(names, key=lambda name: body.count(name))] = "vendor" if have_customer else "customer"
        return
    ranked = sorted(names[:2], key=lambda name: score[name])
    if len(ranked) == 2 and score[ranked[0]] == score[ranked[1]]:
        ranked = names[:2]
    if len(ranked) == 1:
        role_of[ranked[0]] = "vendor"
    else:
        role_of[ranked[0]], role_of[ranked[1]] = "customer", "vendor"


@lru_cache(maxsize=64)
def _finder(names: tuple[str, ...]) -> re.Pattern[str]:
    labels = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(f"(?P<party>{PARTY})" + (f"|(?:{labels})" if labels else ""))


def find_japanese_mentions(labels: Labels, body: str) -> list[Mention]:
    found: list[Mention] = []
    for match in _finder(tuple(labels.role_of)).finditer(body):
        start, end = match.span()
        if match["party"]:
            found.append((start, end, "party"))
            continue
        if NOT_BEFORE.search(body, max(0, start - 5), start) or NOT_AFTER.match(body, end):
            continue
        if body[end : end + 1] == "ー" or (body[start - 1 : start] == "ー" and match[0][0] == "ユ"):
            continue
        role = labels.role_of[match[0]]
        if found and role != found[-1][2] != "party" and body[found[-1][1] : start].strip() in JOINERS:
            found[-1] = (found[-1][0], end, "party")
        else:
            found.append((start, end, role))
    return found
