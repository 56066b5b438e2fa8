"""Who is who: short papers of invented parties, in the ways in which contracts introduce and name them."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.values import Language, Paper, Text
from reviews.local.roles import Roles, mentions, resolve_roles


def paper(body: str, language: Language = "en") -> Paper:
    return Paper("paper", "master_terms", Text(body, (), language), ())


def named(body: str, language: Language = "en", *, roles: Roles | None = None) -> list[tuple[str, str]]:
    roles = roles or resolve_roles([paper(body, language)])
    return [(body[start:end], role) for start, end, role in mentions(roles, body, language)]


def sides(body: str, language: Language = "en") -> dict[str, set[str]]:
    """The names of each side, without articles and possessives, as they stand in the text."""
    found: dict[str, set[str]] = {"vendor": set(), "customer": set(), "party": set()}
    for words, role in named(body, language):
        if role != "owner":
            found[role].add(words.removeprefix("the ").removeprefix("The ").removesuffix("’s").removesuffix("'s"))
    return found


NEGOTIATED = """
This Master Services Agreement is entered into between {one} (“{vendor}”) and {two} (“{customer}”).
{vendor} will provide the Services. {customer} shall pay the fees. {vendor} may suspend access where {customer} is late.
{customer} may terminate on notice. Either party may assign this Agreement with the other party’s consent.
{vendor}’s liability is limited. Nothing limits {customer}’s duty to pay. {customer} and {vendor} agree to arbitrate.
"""


@pytest.mark.parametrize(
    ("one", "vendor", "two", "customer"),
    [
        ("Halden Cloud, Inc.", "Provider", "Brookline Foods Ltd", "Customer"),
        ("Halden Cloud, Inc.", "Halden", "Brookline Foods Ltd", "Brookline"),
        ("Orrery Systems GmbH", "Supplier", "the entity named below", "Client"),
        ("Nine Rivers Oy", "Nine Rivers", "the organization agreeing to these terms", "Customer"),
        ("Pell & Dorn LLC", "P&D", "City of Marrow", "City of Marrow"),
        ("Mondel AG", "Licensor", "Tarn S.A.", "Licensee"),
        ("vDesk Corp.", "vDesk", "Ashgrove plc", "Ashgrove"),
        ("Contoro Inc.", "Company", "Ferris Ltd.", "Subscriber"),
    ],
)
def test_parties_under_any_name(one: str, vendor: str, two: str, customer: str) -> None:
    body = NEGOTIATED.format(one=one, vendor=vendor, two=two, customer=customer)
    assert sides(body) == {
        "vendor": {vendor},
        "customer": {customer},
        "party": {"Either party", "other party", f"{customer} and {vendor}"},
    }


@pytest.mark.parametrize("order", ["{vendor} and {customer}", "{customer} and {vendor}"])
def test_deeds_decide_between_names_that_say_nothing(order: str) -> None:
    introduced = order.format(vendor="Aldine Works (“Aldine”)", customer="Bramford Group (“Bramford”)")
    body = f"""
This Agreement is made between {introduced}. Aldine shall manufacture and deliver the Goods. Bramford shall purchase the
Goods and shall pay Aldine within thirty days. Aldine will invoice Bramford monthly. Bramford must accept each delivery.
"""
    assert sides(body)["vendor"] == {"Aldine"}
    assert sides(body)["customer"] == {"Bramford"}


@pytest.mark.parametrize(
    ("vendor", "customer"),
    [
        ("Consultant", "Company"),
        ("Contractor", "Company"),
        ("Manufacturer", "Ostler"),
        ("Service Provider", "Recipient"),
    ],
)
def test_company_is_the_customer_of_a_contractor(vendor: str, customer: str) -> None:
    body = f"""
This Agreement is between Ostler Bros., Inc. (the “{customer}”) and R. Hale (“{vendor}”).
{vendor} shall perform the Services. The {customer} shall pay {vendor} a fee. {vendor} may not assign this Agreement.
"""
    assert sides(body)["vendor"] == {vendor}
    assert sides(body)["customer"] == {customer}


ONLINE = """
{title}

These terms are a contract between you and {company} ({alias}). We provide the Service at https://www.{site}/terms.
You must pay all fees. We may change our prices at any time. Your account is yours alone; {name} may suspend it.
If you do not agree with us, you may cancel. Contact help@{site}.
"""


@pytest.mark.parametrize(
    ("alias", "name", "vendor"),
    [
        ("“Fernhollow”, “we”, “us” or “our”", "Fernhollow", {"Fernhollow"}),
        ("**“Fernhollow”**, **“we”** or **“us”**", "Fernhollow", {"Fernhollow"}),
        ("the “Company”", "The Company", {"Company"}),
        ("hereinafter referred to as “Fernhollow” or “we”", "Fernhollow", {"Fernhollow"}),
    ],
)
def test_terms_in_the_first_person(alias: str, name: str, vendor: set[str]) -> None:
    body = ONLINE.format(
        title="Terms of Service", company="Fernhollow Ltd", alias=alias, name=name, site="fernhollow.com"
    )
    found = sides(body)
    assert found["vendor"] >= vendor | {"We", "our", "us"}
    assert found["customer"] >= {"You", "Your", "you", "yours"}
    assert not found["customer"] & vendor


def test_name_behind_the_web_address_is_the_vendor() -> None:
    body = """
Terms of use. You agree to these terms with Quill Harbor. See https://quillharbor.com/terms and https://quillharbor.com/aup.
We provide the Service. We may change it. You must pay. You will not resell it. Quill Harbor may close idle accounts.
"""
    assert sides(body)["vendor"] == {"We", "Quill Harbor"}


def test_aliases_of_the_customer() -> None:
    body = """
This is an agreement between you (“Customer” or “User”) and Tidemark AG ("Tidemark"). Tidemark will provide
the Services. Customer shall pay. A User may invite others. Tidemark may change the fees. Customer may not assign.
"""
    assert sides(body) == {"vendor": {"Tidemark"}, "customer": {"you", "Customer", "User"}, "party": set()}


def test_labels_without_definition() -> None:
    body = "Provider will give Customer 30 days’ notice. Customer may object. Provider shall answer. Customer will pay."
    assert sides(body) == {"vendor": {"Provider"}, "customer": {"Customer"}, "party": set()}


@pytest.mark.parametrize(
    ("body", "vendor", "customer"),
    [
        (
            "Brightloom Service Level Agreement\n\nBrightloom's commitment is 99.9%. Customer is eligible for credits,"
            " applied by Brightloom on Customer’s request. Claims go to Brightloom's portal.",
            {"Brightloom"},
            {"Customer"},
        ),
        (
            "Availability is 99.5%. Supplier is not responsible for faults of Client. The Supplier's log decides. The"
            " Client is entitled to credits.",
            {"Supplier"},
            {"Client"},
        ),
    ],
)
def test_short_paper_without_deeds(body: str, vendor: set[str], customer: set[str]) -> None:
    found = sides(body)
    assert (found["vendor"], found["customer"]) == (vendor, customer)


def test_labels_in_small_letters() -> None:
    body = "the supplier shall repair it. If the customer shall be late, the supplier may stop. The supplier may sue."
    assert sides(body) == {"vendor": {"supplier"}, "customer": {"customer"}, "party": set()}


def test_customers_of_a_reseller_are_third_parties() -> None:
    body = """
Agreement between Sable Software Inc. (“Sable”) and Northway Trading (the “Reseller”). Sable grants Reseller a license.
Reseller shall pay Sable the license fees. Sable shall provide updates. Reseller may sublicense to a Customer.
"Customer" means any customer of Reseller. Each Customer shall sign a license. Reseller shall market the product.
"""
    assert sides(body)["vendor"] == {"Sable"}
    assert sides(body)["customer"] == {"Reseller"}


def test_possessives_and_capitals_are_mentions() -> None:
    body = "PROVIDER SHALL NOT BE LIABLE TO CUSTOMER. Customer’s data is Customer's own. Provider's staff may help."
    roles = resolve_roles([paper("Provider will help. Customer shall pay.")])
    assert named(body, roles=roles) == [
        ("PROVIDER", "vendor"),
        ("CUSTOMER", "customer"),
        ("Customer’s", "customer"),
        ("Customer's", "customer"),
        ("Provider's", "vendor"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Customer Data is encrypted",
        "CUSTOMER CONTENT IS DELETED",
        "Customer data and Customer content are kept apart",
        "Verdance Cloud is a product",
        "the Verdance API and Verdance Marketplace",
        "an End Customer or a third-party Provider",
        "non-Customer accounts",
        "see verdance.com",
        "a customer of ours",
    ],
)
def test_compounds_are_not_the_party(body: str) -> None:
    introduction = (
        "Verdance Inc. (“Verdance”) and the buyer (“Customer”). Verdance will host. Customer shall pay. Provider may."
    )
    roles = resolve_roles([paper(introduction)])
    assert named(introduction, roles=roles)
    assert [one for one in named(body, roles=roles) if one[0] != "ours"] == []


@pytest.mark.parametrize("label", ["Licensee", "Merchant", "Company", "Pellwick"])
def test_what_is_named_after_the_customer_is_the_customers(label: str) -> None:
    body = (
        f"Oatcombe Ltd (“Supplier”) and Pellwick plc (“{label}”). Supplier shall host the platform. {label} shall pay. "
        f"{label} Data is kept for ten days. {label} Portal and {label} Group are names."
    )
    found = [one for one in named(body) if one[1] == "owner"]
    assert found == [(label, "owner")]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Either party may terminate", ["Either party"]),
        ("Each of the parties shall", ["Each of the parties"]),
        ("Neither Party will be liable to the other Party", ["Neither Party", "the other Party"]),
        ("both parties agree", ["both parties"]),
        ("The Parties’ obligations", ["The Parties’"]),
        ("if one party breaches", ["one party"]),
        ("the non-breaching party may", ["the non-breaching party"]),
        ("EITHER PARTY’S LIABILITY", ["EITHER PARTY’S"]),
        ("Customer and Provider shall", ["Customer and Provider"]),
        ("Provider or Customer may", ["Provider or Customer"]),
        ("neither Customer nor the Provider may", ["Customer nor the Provider"]),
        ("Either side may leave; the other side keeps its rights", ["Either side", "the other side"]),
        ("either one of us may end it", ["either one of us"]),
        ("between you and us", ["you and us"]),
    ],
)
def test_both_parties(body: str, words: list[str]) -> None:
    roles = resolve_roles([paper("Provider will help. Customer shall pay.")])
    assert named(body, roles=roles) == [(word, "party") for word in words]


@pytest.mark.parametrize(
    "body",
    [
        "a third party may",
        "third-party software",
        "the Receiving Party shall",
        "any Indemnified Party",
        "third parties",
        "The Charges shall be paid. The Charges may increase.",
        "any changes to the Charges will be effective",
        "The Rates shall apply. The Discounts will end.",
    ],
)
def test_what_is_not_the_parties(body: str) -> None:
    assert named(body) == []


def test_country_is_not_us() -> None:
    assert named("We store data in the US. Contact us.") == [("We", "vendor"), ("us", "vendor")]


@pytest.mark.parametrize("word", ["we’ve", "we'll"])
def test_contraction_ends_before_its_apostrophe(word: str) -> None:
    assert named(f"Where {word} told you") == [("we", "vendor"), ("you", "customer")]


def test_party_a_and_party_b() -> None:
    body = """
Party A: Lin Yu Software Co., Ltd. Party B: Harbour Press. Party A grants Party B a license. Party B shall pay Party A.
Party A shall deliver the content. Party B may not assign. Either party may terminate.
"""
    found = sides(body)
    assert (found["vendor"], found["customer"]) == ({"Party A"}, {"Party B"})


def test_labels_in_tags_and_links() -> None:
    body = 'Each <span class="x">Customer</span> must pay. <b>Provider</b> will help; see [Provider’s page](https://a.example).'
    assert named(body) == [("Customer", "customer"), ("Provider", "vendor"), ("Provider’s", "vendor")]


def test_another_paper_of_the_bundle_lends_its_names() -> None:
    terms = "Luma Labs (“Luma”) and you (“Customer”). Luma will host. Customer shall pay. Luma may invoice."
    sla = "Luma’s uptime is 99.9%. Credits go to Customer."
    roles = resolve_roles([paper(terms), paper(sla)])
    assert named(sla, roles=roles) == [("Luma’s", "vendor"), ("Customer", "customer")]


def test_letters_are_each_papers_own() -> None:
    first = "甲は、乙に利用料金を支払う。乙は、甲にサービスを提供する。"
    second = "乙は、甲に委託料を支払う。甲は、乙に業務を提供する。"
    roles = resolve_roles([paper(first, "ja"), paper(second, "ja")])
    assert named(first, "ja", roles=roles)[0] == ("甲", "customer")
    assert named(second, "ja", roles=roles)[0] == ("乙", "customer")


def test_text_of_no_paper_gets_the_names_of_all() -> None:
    roles = resolve_roles([paper("Provider will help. Customer shall pay."), paper("当社は、契約者に提供する。", "ja")])
    assert named("Provider may", roles=roles) == [("Provider", "vendor")]
    assert named("当社は契約者に", "ja", roles=roles) == [("当社", "vendor"), ("契約者", "customer")]


@pytest.mark.parametrize(
    ("customer", "vendor"),
    [("甲", "乙"), ("乙", "甲"), ("委託者", "受託者"), ("発注者", "受注者"), ("ユーザ", "ベンダ"), ("丘川", "ミネラ")],
)
def test_japanese_parties_of_a_negotiated_contract(customer: str, vendor: str) -> None:
    body = f"""
丘川製作所株式会社（以下「{customer}」という。）とミネラ情報株式会社（以下「{vendor}」という。）とは、次のとおり契約する。
第一条　{vendor}は、{customer}に対し本サービスを提供する。{customer}は、利用料金を{vendor}に支払う。
第二条　{vendor}は、{customer}の承諾なく再委託しない。{customer}及び{vendor}は、秘密を保持する。相手方の同意を要する。
"""
    assert sides(body, "ja") == {
        "vendor": {vendor},
        "customer": {customer},
        "party": {f"{customer}及び{vendor}", "相手方"},
    }


@pytest.mark.parametrize(
    ("vendor", "customer"),
    [("当社", "契約者"), ("当社", "お客様"), ("弊社", "会員"), ("当社", "利用契約者"), ("運営者", "登録ユーザー")],
)
def test_japanese_terms_of_use(vendor: str, customer: str) -> None:
    body = f"""
この規約は、株式会社ツグミ（以下「{vendor}」といいます。）が提供する本サービスの利用条件を定めます。
「{customer}」とは、本規約に同意して申し込んだ者をいいます。{vendor}は、料金を変更できます。{customer}は、支払います。
{customer}情報は{vendor}が管理します。{vendor}と{customer}は協議します。
"""
    found = sides(body, "ja")
    assert (found["vendor"], found["customer"]) == ({vendor}, {customer})
    assert found["party"] == {f"{vendor}と{customer}"}


def test_japanese_letters_in_the_vendors_own_form() -> None:
    body = (
        "甲は乙に対し、本ソフトウェアを利用する権利を許諾し、乙は、その対価を甲に支払う。乙は、再許諾してはならない。"
    )
    assert sides(body, "ja") == {"vendor": {"甲"}, "customer": {"乙"}, "party": set()}


def test_japanese_companies_under_their_own_names() -> None:
    body = """
株式会社ミナト（以下、単に「ミナト」という。）と東西製薬株式会社（以下「東西」という。）は、次のとおり合意する。
ミナトは、東西に対し保守業務を提供する。東西は、委託料をミナトに支払う。
"""
    assert sides(body, "ja") == {"vendor": {"ミナト"}, "customer": {"東西"}, "party": set()}


def test_japanese_names_that_stand_in_brackets_alone() -> None:
    body = """
この規約は、株式会社ヒバリ計算所（以下「ヒバリ社」）が提供する本サービスを用いる法人（以下「開発者」）に適用される。
開発者は、利用料を支払う。ヒバリ社は、本サービスを提供し、開発者に通知する。電力の供給者の都合による停止は除く。
"""
    assert sides(body, "ja") == {"vendor": {"ヒバリ社"}, "customer": {"開発者"}, "party": set()}


def test_japanese_names_in_bold() -> None:
    body = """
本条件は、Brambling Ireland Limited（以下「**ブランブリング**」）と署名した法人（以下「**顧客**」）との契約である。
顧客は、料金を支払う。ブランブリングは、本サービスを提供し、顧客に通知する。許可ユーザーは、本サービスを使用する。
"""
    assert sides(body, "ja") == {"vendor": {"ブランブリング"}, "customer": {"顧客"}, "party": set()}


def test_japanese_labels_without_definition() -> None:
    body = "当サイトは、予告なく変更できます。利用者は、同意します。ユーザーは、自己の責任で利用します。"
    assert sides(body, "ja") == {"vendor": {"当サイト"}, "customer": {"利用者", "ユーザー"}, "party": set()}


def test_drafter_by_name_beside_its_partner() -> None:
    body = """
Larkspur 出店者契約。「出店者」または「お客様」とは、商品を掲載する者のことです。Larkspur は、掲載を拒否できます。
Larkspur は、手数料を定めます。Larkspur は、通知します。Larkspur は、契約を解除できます。お客様は、同意します。
出店者は、支払います。Larkspur API は変更されます。エンドユーザーは対象外です。
"""
    assert sides(body, "ja") == {"vendor": {"Larkspur"}, "customer": {"出店者", "お客様"}, "party": set()}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("甲及び乙は、協議する", ["甲及び乙"]),
        ("甲又は乙が違反したとき", ["甲又は乙"]),
        ("甲乙双方が", ["甲乙双方"]),
        ("両当事者は", ["両当事者"]),
        ("各当事者は、相手方に通知する", ["各当事者", "相手方"]),
        ("いずれの当事者からも", ["いずれの当事者"]),
        ("他方当事者の承諾", ["他方当事者"]),
    ],
)
def test_both_japanese_parties(body: str, words: list[str]) -> None:
    assert named(body, "ja") == [(word, "party") for word in words]


@pytest.mark.parametrize(
    "body", ["契約者情報", "再委託者", "エンドユーザー", "エンド ユーザー", "契約者専用サイト", "他の契約者"]
)
def test_japanese_compounds_are_not_the_party(body: str) -> None:
    terms = "「契約者」とは申込者をいう。契約者は支払う。委託者とユーザーは別である。ユーザーは使う。委託者は使う。"
    roles = resolve_roles([paper(terms, "ja")])
    assert named("契約者は", "ja", roles=roles)
    assert named(body, "ja", roles=roles) == []


def test_empty_papers() -> None:
    for language in ("en", "ja"):
        assert named("", language) == []  # type: ignore[arg-type]


# fmt: off
PIECES = st.sampled_from([
    "Customer", "Provider", "“Acme”", "(“we”)", "shall", "pay", "will", "the", "party", "Either", "you", "’s", "and",
    "Data", ".", "\\n", "*", "<b>", "甲", "乙", "当社", "「契約者」", "とは", "は、", "支払う。", "及び", "GitHub", "http://a.com",
])
# fmt: on


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from(["en", "ja"]))
def test_mentions_are_in_order_and_within_the_text(pieces: list[str], language: Language) -> None:
    body = " ".join(pieces) if language == "en" else "".join(pieces)
    place = 0
    for start, end, role in mentions(resolve_roles([paper(body, language)]), body, language):
        assert place <= start < end <= len(body)
        assert role in ("vendor", "customer", "party")
        place = end


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Outputs belong to Customer.", {"customer": {"Customer"}}),
        ("The Supplier’s liability is limited.", {"vendor": {"Supplier"}}),
        (
            "An audit is conducted by Subscriber at the premises of Vendor.",
            {"vendor": {"Vendor"}, "customer": {"Subscriber"}},
        ),
        (
            "Audits by Controller or an auditor are supported by Processor.",
            {"vendor": {"Processor"}, "customer": {"Controller"}},
        ),
        ("Losses suffered by Licensor or the Service Provider.", {"vendor": {"Licensor", "Service Provider"}}),
    ],
)
def test_usual_labels_count_where_nothing_defines_them(body: str, expected: dict[str, set[str]]) -> None:
    assert sides(body) == {"vendor": set(), "customer": set(), "party": set()} | expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("提供者による保証はない。", {"vendor": {"提供者"}}),
        ("契約者からの請求は、弊社へ送る。", {"vendor": {"弊社"}, "customer": {"契約者"}}),
        ("乙が甲に提供するもの。", {"vendor": {"乙"}, "customer": {"甲"}}),
        ("甲の費用とする。", {"customer": {"甲"}}),
        (
            "株式会社甲野（以下「甲」、「お客様」、「契約者」、「利用者」、「会員」又は「委託者」という。）の委託者。会員に。",
            {"customer": {"甲", "お客様", "契約者", "利用者", "会員", "委託者"}},
        ),
    ],
)
def test_usual_japanese_labels_count_where_nothing_defines_them(body: str, expected: dict[str, set[str]]) -> None:
    assert sides(body, "ja") == {"vendor": set(), "customer": set(), "party": set()} | expected


def test_a_name_that_never_ends_costs_little():
    started = perf_counter()
    named("The thing costs.\n\n" + "A-" * 20_000)
    assert perf_counter() - started < 2


def test_things_defined_beside_a_pronoun_are_no_party() -> None:
    body = (
        'Halden Labs ("Halden", "we" or "us") offers applications and other services provided by us (the "Service"). '
        'What is uploaded by you (the "Content") stays yours. You may use the Service. Halden may change the Service. '
        "You shall pay the fees. Halden shall keep the Content safe."
    )
    found = sides(body)
    assert "Halden" in found["vendor"]
    assert not {"Service", "Content"} & (found["vendor"] | found["customer"])


def test_recipient_of_what_a_discloser_tells_is_either_side() -> None:
    body = (
        'These terms bind the company that you represent ("Customer"). "Brightwell" means Brightwell Inc. '
        'Information shared by one party ("Discloser") with the other ("Recipient") is confidential. '
        "Recipient shall protect it. Recipient shall not disclose it. Brightwell shall provide the services. "
        "Customer shall pay the fees. Brightwell may suspend the services."
    )
    found = sides(body)
    assert "Recipient" not in found["vendor"] | found["customer"]
    assert "Brightwell" in found["vendor"]
