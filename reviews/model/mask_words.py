"""Words by which `mask.py` tells people: titles before and after names, frequent family names, what is no name."""

# ruff: noqa: E501 (lists of words)
from __future__ import annotations

TITLES = (
    r"Chief [A-Z][a-z]+(?: [A-Z][a-z]+)? Officer|C[EFTOIM]O|CISO|President|Vice President|Director|Managing Director"
    r"|General Counsel|Secretary|Treasurer|Partner|Chairman|Chairwoman|Chair|Head of [A-Z][a-z]+|Founder|Co-Founder"
    r"|General Manager|Manager|Attorney(?:-at-Law)?|Counsel|Esq\.?|Procurement Manager|Data Protection Officer"
)
TITLES_JA = (
    r"代表取締役(?:社長|会長|副社長)?|専務取締役|常務取締役|取締役|代表執行役(?:社長)?|執行役員|代表社員|代表者(?:氏名)?|代表理事|理事長"
    r"|社長|会長|部長|課長|本部長|室長|担当者?(?:名|氏名)?|責任者(?:名|氏名)?|管理者(?:名)?|氏名|署名|記名|弁護士|連絡担当者|支店長|所長|監査役"
)
SURNAMES = (
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡邉 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 斉藤 齋藤 清水 山崎 森 池田 橋本 阿部"
    " 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 太田 西村 藤井 金子 岡本 藤原 三浦 中野 中川 原田"
    " 松田 竹内 小野 田村 中山 和田 石田 上田 森田 柴田 酒井 工藤 横山 宮崎 宮本 内田 高木 安藤 谷口 大野 丸山 今井 高田 藤本 武田 村田"
    " 上野 杉山 増田 平野 大塚 千葉 久保 松井 小島 岩崎 桜井 野口 松尾 野村 木下 菊地 佐野 大西 杉本 新井 浜田 菅原 市川 水野 小松 島田"
).replace(" ", "|")
NO_NAME_WORDS = (
    "The This That These Agreement Contract Customer Provider Supplier Vendor Company Client Licensor Licensee Party Parties"
    " Services Service Data Protection Officer Privacy Legal Department Team Notice Notices Schedule Annex Exhibit Section"
    " Article Title Date Name Signature Authorized Authorised Signatory Representative Inc Ltd LLC GmbH Corp Corporation"
    " Limited Group Board Directors Vice President Chief Executive Managing Director General Counsel Secretary Support"
    " Security Address Email Phone Terms Conditions Order Form Effective Term Controller Processor Commission Court Law Act"
    " Each All Any Such Other Information Technology Business Days January February March April May June July August"
    " September October November December Bank Street University Purchaser Buyer Seller Manager Attn Attention"
    " 取締役 取締役会 会社 株式会社 変更 選任 及び 又は 担当 部署 氏名 住所 署名 記名 押印 捺印 記名押印 以下 本件 本人 印鑑 甲 乙 丙"
)
NO_NAMES = frozenset(NO_NAME_WORDS.split())
