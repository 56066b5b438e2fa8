"""Where a Japanese text names its parties."""

from __future__ import annotations

import re
from functools import lru_cache

from .values import Labels, Mention

PARTY = (
    r"(?:両|各|全|双方|他方|一方|相手方?|契約|本契約の?|いずれかの?|いずれか一方の?|いずれの)?(?:の)?当事者"
    r"(?:双方|の双方|の一方|のいずれか|のいずれも|間)?|相手方|両者|両社|双方|いずれか一方|"
    r"[甲乙](?:及び|および|又は|または|と|若しくは|、)[甲乙](?:の双方|双方|のいずれか|のいずれも)?|甲乙(?:双方|両者|間)?"
)
JOINERS = frozenset(
    ["及び", "および", "又は", "または", "と", "若しくは", "もしくは", "並びに", "ならびに", "、", "・"]
)
# A label in a longer word is somebody else's, or a thing's: エンドユーザー, 再委託者, 契約者情報, GitHub API.
NOT_BEFORE = re.compile(r"(?:エンド\s?|再|元|(?<!その)他の?|管理|第三|末端|一般|被|[ァ-ヶー])$")
NOT_AFTER = re.compile(
    r"データ|情報|専用|向け|用の?サイト|\.?\s?[A-Za-z]|ー|"
    r"\s?(?:コンテンツ|アカウント|アプリケーション|マニュアル|ポリシー|製品|登録|サイト|環境|サポート|数|企業|規約|サーバー?|サービス)"
)


def find_japanese_mentions(labels: Labels, body: str) -> list[Mention]:
    found: list[Mention] = []
    for match in _finder(tuple(labels.role_of)).finditer(body):
        start, end = match.span()
        if match["party"]:
            found.append((start, end, "party"))
            continue
        if NOT_BEFORE.search(body, max(0, start - 5), start) or NOT_AFTER.match(body, end):
            continue
        role = labels.role_of[match[0]]
        if found and role != found[-1][2] != "party" and body[found[-1][1] : start].strip() in JOINERS:
            # 契約者及び当社: both of them.
            found[-1] = (found[-1][0], end, "party")
        else:
            found.append((start, end, role))
    return found


@lru_cache(maxsize=64)
def _finder(names: tuple[str, ...]) -> re.Pattern[str]:
    labels = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(f"(?P<party>{PARTY})" + (f"|(?:{labels})" if labels else ""))
