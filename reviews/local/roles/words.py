"""English words that tell parties apart: usual labels, what each side does, and capitals that name no party."""

from __future__ import annotations

from .values import Role

# fmt: off
LEANING = {
    "we": 12, "us": 12, "our": 12, "ours": 12,
    "provider": 9, "service provider": 9, "services provider": 9, "supplier": 9, "licensor": 9, "vendor": 9,
    "seller": 9,
    "contractor": 9, "consultant": 9, "manufacturer": 9, "lessor": 9, "executive": 9, "employee": 9,
    "processor": 7, "data processor": 7, "host": 7, "media company": 6, "endorser": 6, "producer": 5,
    "administrator": 4, "adviser": 4, "advisor": 4, "carrier": 4, "manager": 3, "operator": 3, "agent": 2,
    "developer": 2,
    "trust": -2, "fund": -3, "distributor": -3, "reseller": -3, "member": -4, "end user": -4, "advertiser": -5,
    "recipient": -6, "merchant": -6, "borrower": -6, "user": -7, "controller": -7, "data controller": -7,
    "customer": -9, "client": -9, "licensee": -9, "subscriber": -9, "buyer": -9, "purchaser": -9, "lessee": -9,
    "service recipient": -9,
    "you": -12, "your": -12, "yours": -12,
}
"""How far a label alone speaks for a vendor (above zero) or for a customer (below)."""
STRONG = 7
"""From here on, a label is one that usually means a vendor, or a customer."""
PRONOUNS: dict[str, Role] = {
    "we": "vendor", "us": "vendor", "our": "vendor", "ours": "vendor",
    "you": "customer", "your": "customer", "yours": "customer",
}
NOMINATIVE = {"us": "we", "our": "we", "ours": "we", "your": "you", "yours": "you"}

DEEDS = {
    "invoice": 4,
    "supply": 3, "host": 3, "manufacture": 3, "ship": 3, "repair": 3, "render": 3, "license": 3, "grants": 3,
    "bill": 3, "charge": 3, "appoints": 3,
    "provide": 2, "deliver": 2, "perform": 2, "install": 2, "sell": 2, "grant": 2, "correct": 2, "replace": 2,
    "credit": 2,
    "maintain": 1, "develop": 1, "support": 1, "train": 1, "design": 1, "operate": 1, "process": 1, "suspend": 1,
    "furnish": 1, "warrants": 1,
    "use": -1, "access": -1, "engage": -1, "accept": -1, "appoint": -1, "market": -1, "distribute": -1,
    "order": -2, "reimburse": -2,
    "purchase": -3, "buy": -3, "compensate": -3, "engages": -3, "retains": -3,
    "pay": -4, "remit": -4,
}
"""How far who shall do this is a vendor; below zero a customer."""
SUFFERED = {"paid": 4, "reimbursed": 2, "compensated": 3, "engaged": 2, "charged": -3, "billed": -3, "invoiced": -4}
"""The same for those to whom it shall be done: "shall be paid"."""
REWARDING = frozenset(["pay", "reimburse", "remit", "compensate", "engages", "retains"])
"""Whoever this is done to is a vendor."""
BEFORE_VERB = frozenset([
    "not", "also", "promptly", "only", "at", "all", "times", "have", "has", "the", "right", "to", "hereby", "then",
    "immediately", "further", "in", "its", "use", "best", "commercially", "reasonable", "efforts", "agrees", "agree",
    "and", "warrants", "represents", "own", "cost", "expense", "sole",
])
"""What may stand between an auxiliary and its verb."""

LEADING = frozenset([
    "the", "each", "such", "this", "that", "if", "when", "where", "unless", "any", "a", "an", "in", "no", "all",
    "for", "as", "upon", "neither", "either", "both", "and", "or", "but", "while", "however", "said", "every", "by",
    "to", "with", "until", "once", "after", "before", "because", "since", "of", "whether", "other", "nor", "only",
    "additionally", "therefore", "furthermore", "moreover", "further", "accordingly", "is", "are", "thereafter",
])
"""Words that begin a sentence with a capital and are no part of the name that follows."""
NOT_PARTY = frozenset([
    "accept", "account", "accounts", "activities", "addendum", "ads", "affiliate's", "affiliates", "agree",
    "agreement", "agreements", "allowance", "amendment", "amount", "amounts", "and", "annex", "anyone", "api",
    "apis", "app", "appendix", "application", "applications", "apps", "arbitration", "arbitrator", "arbitrators",
    "article", "audit", "audits", "authorities", "authority", "availability", "beta", "billing", "board", "breach",
    "change", "changes", "charge", "charges", "claim", "claims", "clause", "clauses", "clients", "clips",
    "commission", "commitment", "commitments", "committee", "company's", "confirmation", "consideration",
    "consumers", "content", "contractors", "contractual", "costs", "court", "credentials", "credit", "credits",
    "customers", "damages", "data", "date", "deliverable", "deliverables", "device", "devices", "directors",
    "discloser", "discount", "discounts", "dispute", "disputes", "documentation", "dpa", "each", "effective",
    "effectiveness", "employees", "equipment", "event", "events", "exhibit", "expert", "feature", "features",
    "fee", "fees", "force", "form", "forms", "goods", "group", "he", "i", "improvement", "improvements",
    "increase", "increases", "indemnification", "individual", "information", "input", "inputs", "instalments",
    "insurance", "interest", "investigator", "invoice", "invoices", "ip", "it", "kit", "kits", "law", "laws",
    "liability", "licence", "license", "licensees", "licenses", "logo", "majeure", "mark", "marks", "material",
    "materials", "measures", "mediator", "members", "merger", "method", "methods", "model", "models", "msa",
    "names", "neither", "network", "nothing", "notice", "notices", "obligations", "officer", "officers", "or",
    "order", "orders", "output", "outputs", "overage", "overages", "parties", "party", "payment", "payments",
    "percentage", "period", "person", "personnel", "persons", "plan", "plans", "platform", "policies", "policy",
    "price", "prices", "pricing", "product", "products", "program", "project", "projects", "property", "rate",
    "rates", "remuneration", "renewal", "renewals", "report", "reports", "repository",
    "representative", "representatives", "results", "revenue", "revenues", "rights", "sccs", "schedule", "section",
    "sections", "security", "service", "services", "share", "shares", "she", "site", "sites", "sla", "software",
    "solution", "solutions", "sow", "specification", "specifications", "statement", "students", "subjects",
    "subprocessor", "subprocessors", "subscribers", "subscription", "subscriptions", "sums", "suppliers", "system",
    "systems", "tariff", "tariffs", "taxes", "technology", "term", "termination", "terms", "territories",
    "territory", "test", "that", "theatres", "there", "these", "they", "this", "those", "tokens", "trademarks",
    "tribunal", "unit", "units", "uplift", "uptime", "usage", "use", "users", "video", "we", "website", "websites",
    "what", "which", "who", "work", "year", "you",
])
"""Nouns that end a name which is not a party's, however much it "shall" do."""

THINGS = frozenset([
    "account", "accounts", "affiliate", "affiliates", "agreement", "api", "apis", "application", "applications",
    "base", "brand", "code", "confidential", "content", "contents", "data", "environment", "equipment", "facilities",
    "facility", "group", "indemnitee", "indemnitees", "information", "input", "inputs", "instructions",
    "intellectual", "ip", "list", "lists", "mark", "marks", "material", "materials", "network", "output", "outputs",
    "personal", "personnel", "platform", "policies", "policy", "portal", "premises", "product", "products",
    "properties", "property", "relationship", "relationships", "service", "services", "site", "sites", "software",
    "support", "system", "systems", "technology", "terms", "user", "users",
])
"""Nouns after a label that make it the name of a thing: "Customer data", "Provider systems"."""
OTHERS = frozenset([
    b"access", b"authorized", b"cloud", b"content", b"data", b"end", b"existing", b"hosting", b"identity",
    b"infrastructure", b"insurance", b"internet", b"joint", b"network", b"non", b"other", b"payment", b"potential",
    b"prospective", b"registered", b"resold", b"sub", b"telecommunications", b"third-party", b"upstream",
])
"""Words before a label that make it somebody else: "End Customer", "third-party provider"."""
# fmt: on
