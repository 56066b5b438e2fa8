"""Rules for English: what addresses whoever reads the paper by machine. The text comes folded (`fold.py`).

A rule is written with `~` for the space between words, so that it can be tried on letters without spaces too. Some hold
only where the verb is an order: contracts say what a party shall ignore, not “ignore”.
"""

# ruff: noqa: E501 (a rule is one line of a pattern)
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import re2

FOREIGN = re.compile(r"[^\x00-\x7f]")
"""Signs of other scripts: one stands for each, so that bytes and characters count alike."""

LEAD = r"(?:^|[.!?:;\"'()\[\]{}<>*#|=_\x01-]\s*|\n\s*)"
ORDER = (
    r"(?:^|[.!?:;,\"'()\[\]{}<>*#|=_\x01-]\s*|\n\s*|\b(?:please|kindly|now|then|and|so|therefore|thus|hence|instead|immediately"
    r"|simply|just|always|first|hereby|directly|only|ok|okay|assistant|reviewer|model|ai"
    r"|you~(?:must|should|shall|will|are~to|have~to|need~to|may|can)(?:~(?:now|always|simply|therefore|then|also|instead))?"
    r"|(?:asked|instructed|requested|directed|told|ordered|advised|required|like~you|want~you|need~you|order~you|ask~you)~to"
    r")~)"
)
UNDO = (
    r"(?:ignore|disregard|forget|override|overrule|bypass|discard|set~aside|erase|drop|abandon|unlearn|delete|cancel"
    r"|do~not~(?:follow|obey|apply|use)|don'?t~(?:follow|obey|apply|use)|stop~(?:following|obeying|applying|using)"
    r"|pay~no~(?:attention|heed)~to|disobey|nullify|reset)"
)
EARLIER = (
    r"(?:all|any|every|each|the|your|these|those|of|other|whatever|which|previous|previously|prior|above|earlier|preceding"
    r"|foregoing|former|initial|original|existing|current|system|safety|default|given|about|as~well~as|and|or|built-?in|hidden"
    r"|old|past|standing|stated|internal|reviewing|review|grading|risk|entire|legal)"
)
ORDERS = (
    r"(?:instructions?|prompts?|directions?|directives?|guidelines?|guidance|commands?|orders?|programming|training"
    r"|checklists?|criteria|rubrics?|context|conversation|rules?|messages?|constraints?|policies|task|questions?|standards?)"
)
PAPER = (
    r"(?:this|the|the~present|our|these|following|attached|above|entire|whole|said|every|each|all|any)"
    r"(?:~(?:entire|whole|following|attached|present|above|of|the|our|vendor|supplier|saas|cloud|service|license|master|its"
    r"|their|other|single|checklist|review|risk|remaining))*"
    r"~(?:contracts?|agreements?|documents?|papers?|terms(?:~(?:of~(?:use|service)|and~conditions))?|clauses?|sections?"
    r"|provisions?|items?|findings?|questions?|categor(?:y|ies)|criteri(?:on|a)|text|file|entry|entries|points?|everything)"
)
GRADE_VERB = (
    r"(?:grade|rate|rank|classify|score|mark|assess|evaluate|label|judge|appraise|treat|consider|deem|describe|report|regard"
    r"|present|categori[sz]e|flag|tag|answer|summari[sz]e|set|view|count)"
)
GOOD = (
    r"(?:very~|extremely~|entirely~|fully~|completely~|wholly~|purely~|uniformly~)?(?:low(?:er|est)?(?:-|~)?risk|no(?:-|~)risk"
    r"|zero(?:-|~)risk|risk(?:-|~)free|favou?rabl[ey]|acceptable|safe|harmless|compliant|excellent|perfect|positive(?:ly)?"
    r"|approved|green|unobjectionable|unproblematic|without~(?:any~)?(?:risks?|concerns?|issues?|objections?)"
    r"|free~(?:of|from)~(?:any~)?(?:risks?|concerns?|issues?)|customer-friendly|standard~and~fair|generous(?:ly)?|leniently"
    r"|fair~and~balanced|low\b|minimal~risk|negligible~risk|market~standard)"
)
MACHINE = (
    r"(?:ai|a\.i\.|llms?|(?:large~)?language~models?|artificial~intelligence|chat-?gpt|gpt(?:-?[0-9a-z.]+)?|claude|gemini"
    r"|copilot|chat-?bots?|bots?|automated|machine|robots?|computer|software|algorithmic?|digital|virtual|neural)"
)
READER = (
    r"(?:reviewers?|readers?|assistants?|agents?|models?|systems?|tools?|analy[sz]ers?|graders?|evaluators?|summari[sz]ers?"
    r"|bots?|crawlers?|parsers?|scanners?|engines?|lawyers?|checkers?|software|llms?|assessors?|auditors?|processors?)"
)
MACHINE_READER = rf"(?:{MACHINE}(?:-(?:based|powered|driven))?(?:~(?:contract|document|legal|text|risk|and|or|ai))*(?:~(?:review|reading|analysis))?~{READER}|llms?|(?:large~)?language~models?|chat-?gpt|chat-?bots?|ais)"
READING = r"(?:review|read|analy[sz]|grad|assess|evaluat|summari[sz]|pars|process|scor|check|examin|audit|ingest)"
TELL = r"(?:report|answer|respond|reply|output|return|say|write|state|conclude|print|declare|confirm|repeat|type)"


@dataclass(frozen=True, slots=True)
class Rule:
    """`is_order`: counts only where nothing before it in the sentence makes it a duty or a ban of a party."""

    how: str
    pattern: str
    is_order: bool = False
    is_compact: bool = False


RULES: tuple[Rule, ...] = (
    Rule(
        "override",
        rf"{ORDER}{UNDO}~(?:{EARLIER}~)*(?:previous|prior|above|earlier|preceding|foregoing|initial|original|system"
        rf"|your|existing|safety|default|old|past|former|built-?in|internal)~(?:{EARLIER}~)*(?:\w+~)?{ORDERS}\b",
        True,
        True,
    ),
    Rule(
        "override",
        rf"{ORDER}{UNDO}~(?:{EARLIER}~)*(?:checklist|rubric|system~prompt|grading~(?:rules?|criteria|scale)"
        r"|instructions?~(?:above|before|given|you~(?:were|have|got|received)|from~(?:your|the~(?:system|user|operator|developer))"
        r"|that~(?:you|came|were|precede)|so~far))",
        True,
        True,
    ),
    Rule(
        "override",
        rf"{ORDER}(?:{UNDO})~(?:everything|anything|all|whatever|what)(?:~that)?"
        r"~(?:(?:was~|is~|has~been~|were~|you~(?:were|have~been)~)?(?:said|told|written|stated|instructed|above|before|given|you~(?:know|were))"
        r"|came~before|precedes)",
        True,
        True,
    ),
    Rule(
        "override",
        r"\b(?:previous|prior|above|earlier|system|original|your)~(?:instructions?|prompts?|guidelines|rules)"
        r"~(?:are|is|have~been|has~been)~(?:hereby~)?(?:now~)?(?:void|cancell?ed|revoked|null|obsolete|overridden|lifted|suspended|superseded)"
        r"[^.]{0,40}\b(?:you|grade|rate|answer|instead|follow)\b",
        False,
        True,
    ),
    Rule(
        "verdict",
        rf"{ORDER}{GRADE_VERB}~(?:\w+~)?{PAPER}[^.!?\n]{{0,60}}?~(?:as|to~be|is|are|to|with|:|at|=|,)~?(?:an?~|being~|of~)?[\"']?{GOOD}",
        True,
        True,
    ),
    Rule(
        "verdict",
        rf"{ORDER}{GRADE_VERB}~(?:it|them|all|everything|us)~(?:\w+~)?(?:as|to~be|to|with|at)?~?(?:an?~)?[\"']?{GOOD}",
        True,
        True,
    ),
    Rule(
        "verdict",
        rf"{ORDER}(?:give|assign|award|grant|allocate)~(?:\w+~)?{PAPER}~(?:only~)?(?:an?|the|its|your|our)~[^.!?\n]{{0,40}}?"
        r"(?:scores?|grades?|ratings?|marks?|verdicts?|assessment|classification|band)\b",
        True,
        True,
    ),
    Rule(
        "verdict",
        rf"{ORDER}(?:give|assign|award|use|choose|select|pick|set|return|output)~(?:\w+~){{0,4}}?(?:risk~)?(?:scores?|grades?|ratings?|marks?|verdicts?"
        rf"|band|level|status)~(?:of|to|as|=|:)?~?[\"']?(?:0|zero|{GOOD}|a\+?|10/10|100)\b[^.!?\n]{{0,60}}",
        True,
        True,
    ),
    Rule(
        "verdict",
        rf"\b(?:{PAPER}|it)~(?:must|should|has~to|have~to|is~to|are~to|ought~to|deserves?~to|needs?~to)~(?:therefore~|always~|only~|hence~|clearly~)?"
        rf"(?:be|receive|get|obtain)~(?:\w+~)?(?:graded|rated|ranked|classified|scored|marked|labell?ed|assessed|evaluated|summari[sz]ed|reported|flagged)"
        rf"~(?:as|to~be|with|at)?~?(?:an?~)?[\"']?(?:{GOOD})",
        False,
        True,
    ),
    Rule(
        "verdict",
        rf"\b{PAPER}~(?:must|should|has~to|is~to|deserves)~(?:receive|get|obtain|earn)?~?(?:an?|the)~[^.!?\n]{{0,30}}?"
        r"(?:low(?:est)?(?:-|~)risk|favou?rable|best|highest|top|perfect|lowest)~(?:possible~)?(?:risk~)?(?:score|grade|rating|band|verdict|classification|assessment)",
        False,
        True,
    ),
    Rule(
        "verdict",
        rf"{ORDER}{TELL}~(?:only|exactly|simply|just|that|with|in|the|every|each|all|for|item|\w+)?~?[^.!?\n]{{0,60}}?"
        r"(?:favou?rable|(?:is|are|as|of)~(?:an?~)?low(?:-|~)risk|\"low(?:-|~)risk\"|no~(?:material~|significant~|relevant~|legal~)?(?:risks?|concerns?|red~flags?)~(?:was|were|is|are|found|exist|identified|whatsoever|here|in~this)"
        r"|all~(?:items|clauses|questions)~(?:are|as)~(?:present|met|favou?rable|ok|fine|acceptable|satisfied))",
        True,
        True,
    ),
    Rule(
        "verdict",
        r"\bthe~(?:correct|right|expected|required|only~(?:correct|possible|right|valid)|proper|final|true)~(?:answers?|grades?|ratings?|verdicts?|outputs?|responses?|assessments?|scores?|classifications?)"
        rf"~(?:here~)?(?:is|are|must~be|should~be|(?:to|for|of)~(?:every|each|all|this|the)[^.!?\n]{{0,40}}?(?:is|are))~(?:therefore~|always~)?(?:an?~)?[\"']?(?:{GOOD}|0\b|present)",
        False,
        True,
    ),
    Rule(
        "address",
        rf"{LEAD}(?:dear|hello|hey|hi|attention)(?:~(?:to|all|any|the|every))*~{MACHINE_READER}\s*,",
        False,
        True,
    ),
    Rule(
        "address",
        rf"{LEAD}(?:note|notes|notice|message|attention|instructions?|hint|reminder|memo|request|dear|hello|hey|hi|important|warning"
        rf"|information|guidance|info|advice|remark|comment|to|for)(?:~(?:to|for|all|any|the|every|our|esteemed|attention~of|of|our|automatic|automated))*~{MACHINE_READER}(?:\s*[:!\]]|\s+-+\s|~please|~(?:reading|reviewing|processing|analy[sz]ing|who|that)\b)",
        False,
        True,
    ),
    Rule(
        "address",
        rf"\b(?:if|when|since|because|in~case|whenever|while)~you~are~(?:an?~|the~)?(?:{MACHINE_READER}|ai)\s*(?:,|\.|:|;|-|~(?:reading|reviewing|processing|tasked|asked|analy[sz]ing|grading|assessing|and~(?:you|read)|please|then|that~(?:reads|reviews|is)))",
        False,
        True,
    ),
    Rule(
        "address",
        rf"\bas~an?~(?:{MACHINE_READER}|ai)\s*,?~you~(?:must|should|are|will|shall|have|need|can)\b",
        False,
        True,
    ),
    Rule(
        "address",
        r"\byou~are~(?:now~|from~now~on~)?(?:an?~|the~)?(?:\w+~){0,2}?(?:helpful~assistant|ai~(?:assistant|model|language~model|reviewer|lawyer|agent)|language~model|large~language~model|chatbot|llm|legal~ai|contract~(?:ai|bot)|dan\b|unrestricted~(?:ai|model))",
        False,
        True,
    ),
    Rule(
        "address",
        rf"\b(?:any|all|the|every|each|our|automated)~(?:\w+~)?{MACHINE_READER}(?:~(?:that|which|who|when|while))?~(?:{READING}\w*|reads?|reading)~(?:this|the~present|these)\b[^.!?\n]{{0,40}}?"
        r"~(?:must|should|shall|will|is|are|may)~(?:\w+~)?(?:not~)?(?:to~)?(?:be~)?(?:report|answer|grade|rate|conclude|ignore|treat|return|respond|output|classify|say|state|score|skip|consider|mark|find|omit|give|assess|instructed|required|requested|asked|directed|disregard|assign|describe|evaluate)",
        False,
        True,
    ),
    Rule(
        "address",
        r"\b(?:ai|automated|llm|machine)(?:-(?:based|powered))?~(?:contract~|legal~|document~)?(?:reviewers?|readers?|graders?|evaluators?|assistants?|summari[sz]ers?|models?)~(?:must|should|shall|are~(?:asked|instructed|requested|kindly|required|advised)|is~(?:asked|instructed|requested|kindly|required|advised))"
        r"[^.!?\n]{0,30}?\b(?:ignore|disregard|rate|grade|score|skip|report~no|classify|not~(?:report|flag|mention)|give|assign|treat~this|answer|mark)\b",
        True,
        True,
    ),
    Rule(
        "address",
        rf"(?:^|[.!?:;,\"'()\[\]{{}}<>*#|=_-]\s*|\n\s*)(?:when|while|before|after|in)~{READING}\w*~(?:this|the~present|these)~(?:contract|agreement|document|text|paper|terms|file|clause|section)s?\s*,?~(?:please~|always~|you~(?:must|should|are~to)~|kindly~)?"
        rf"(?:report|state|answer|omit|ignore|skip|grade|rate|score|mark|output|respond|return|conclude|disregard|classify|do~not~(?:report|mention|flag|quote|list|raise|include)|never~(?:report|mention|flag|quote|list)|say|give~it|assign)\b",
        False,
        True,
    ),
    Rule(
        "conceal",
        rf"{ORDER}(?:do~not|don'?t|never|avoid|refrain~from)~(?:\w+~)?(?:mention|report|flag|reveal|disclose|quote|highlight|tell|list|show|include|raise|cite|point~out|mentioning|flagging|reporting|quoting|repeat|comment~on)"
        r"~[^.!?\n]{0,80}?(?:(?:in|to)~(?:your|the)~(?:report|summary|answers?|reviews?|output|response|analysis|findings?|user|reviewer|reader|human|lawyers?|operator|customer'?s~lawyers?)|(?:this|these)~(?:instructions?|message|note|prompt|directive|sentence))",
        True,
        True,
    ),
    Rule(
        "conceal",
        rf"{ORDER}(?:do~not|don'?t|never)~(?:flag|report|raise|mention|list|highlight|point~out)~(?:any~|this~|these~|the~|it~)?(?:\w+~)?(?:risks?|concerns?|red~flags|weaknesses|findings?|clause|section|clauses)\b(?:~(?:as|in|to|for|of|below|above|here|about)\b|\s*[.!,;])",
        True,
        True,
    ),
    Rule(
        "conceal",
        rf"{ORDER}(?:skip|stop|omit|end|finish|terminate|abort|halt)~(?:the|this|your|all|any|reading|reviewing|analy[sz]ing|further)~?(?:\w+~)?(?:review|analysis|grading|assessment|evaluation|reviewing|checklist|contract~review|here|now|section~of~the~checklist)\b",
        True,
        True,
    ),
    Rule(
        "task",
        r"\byour~(?:new|real|actual|true|only|sole|updated|revised|next|primary|first)~(?:tasks?|instructions?|goals?|objectives?|missions?|prompts?|directives?)~?(?:is|are|:|will~be|=|-)",
        False,
        True,
    ),
    Rule(
        "task",
        r"\b(?:begin|start|end|updated|revised|new|real|actual|true|hidden|secret|admin|developer|operator|override)~(?:of~)?(?:new~|system~|the~|hidden~|ai~|override~)?(?:system~prompt|system~message|system~instructions?|instructions?~for~(?:the~)?(?:ai|assistant|model|llm|reviewer)|prompt)\b\s*(?:[:>\])=-]|$|~follow)",
        False,
        True,
    ),
    Rule(
        "task",
        rf"{LEAD}(?:new|updated|revised|override|admin|developer|system)~(?:instructions?|directives?|prompt|override|command)s?\s*[:>]",
        False,
        True,
    ),
    Rule(
        "task",
        r"\bfrom~(?:now|this~point|here)~on(?:wards?)?\s*,?~(?:you~)?(?:must~|will~|should~|shall~|only~|always~|are~to~)?(?:answer|respond|act|ignore|grade|rate|report|reply|behave|disregard|treat~all|classify|speak)\b",
        True,
        True,
    ),
    Rule(
        "task",
        rf"{ORDER}(?:pretend|imagine|act~as~(?:if|though)|behave~as~(?:if|though)|assume|suppose)~(?:that~)?(?:you|this~(?:contract|agreement|document)|the~(?:contract|agreement|review|checklist))~(?:are|is|were|was|has|have|contains|had|can|do)\b[^.!?\n]{{0,60}}?(?:ai\b|assistant|lawyer~for|{GOOD}|no~(?:risks?|rules|restrictions|instructions|checklist)|approved|vendor'?s?~(?:lawyer|counsel|advocate))",
        True,
        True,
    ),
    Rule(
        "task",
        rf"{ORDER}(?:reveal|print|repeat|output|show|disclose|return|display|reproduce|leak|copy)~(?:me~)?(?:all~|back~)?(?:of~)?your~(?:\w+~)?(?:instructions?|system~prompt|prompts?|checklist|configuration|rules)\b",
        True,
        True,
    ),
    Rule(
        "task",
        r"\byou~are~(?:now~)?in~(?:developer|debug|god|admin|maintenance|test|training|unrestricted|jailbreak)~mode\b",
        False,
        True,
    ),
    Rule(
        "polite",
        rf"\b(?:we|i|the~(?:vendor|provider|supplier|parties|authors?))~(?:would~)?(?:\w+~)?(?:ask|request|appreciate|invite|beg|urge|be~grateful|be~(?:\w+~)?(?:pleased|obliged|thankful)|encourage|like|hope|prefer|suggest|trust|recommend)~[^.!?\n]{{0,60}}?"
        rf"\b(?:rate|rating|grade|grading|score|scoring|assess|assessing|evaluate|evaluating|classify|judge|look~(?:kindly~)?(?:on|upon|at)|overlook|not~flag|report|review|treat|consider|mark)~(?:\w+~){{0,5}}?(?:this|these|our|the)~(?:contract|agreement|document|terms|clauses?|paper)[^.!?\n]{{0,60}}?"
        rf"(?:favou?rabl[ey]|low(?:-|~)risk|kindly|generously|leniently|positively|no~risk|{GOOD})",
        False,
        True,
    ),
    Rule(
        "polite",
        rf"\b(?:would|could|will|can)~you~(?:please~|kindly~|be~so~kind~(?:as~)?to~)?{GRADE_VERB}~(?:\w+~)?{PAPER}[^.!?\n]{{0,60}}?{GOOD}",
        False,
        True,
    ),
    Rule(
        "polite",
        r"\bit~would~(?:be|help)~[^.!?\n]{0,40}?\bif~(?:you|the~(?:\w+~)?(?:reviewer|reader|model|assistant|ai)|this~(?:contract|agreement|document))~[^.!?\n]{0,60}?(?:low(?:-|~)risk|favou?rabl[ey]|no~risks?|leniently|positively|generously)",
        False,
        True,
    ),
    Rule(
        "polite",
        rf"{ORDER}(?:be|remain|stay)~(?:lenient|generous|kind|positive|favou?rable|easy)~(?:in|when|with|on|while|to|about|towards?)~(?:your|{READING}\w*|the~(?:grade|grading|review|score)|this|grading)",
        True,
        True,
    ),
    Rule(
        "role",
        r"<\s*\|\s*/?(?:im_start|im_end|system|user|assistant|endoftext|eot_id|begin_of_text|start_header_id|end_header_id|end|eom_id|endofprompt|sep|fim_\w+|channel|message|start|return)\s*\|\s*>",
    ),
    Rule(
        "role",
        r"\[/?inst\]|<<\s*/?sys\s*>>|<(?:start|end)_of_turn>|<\s*/?(?:system|assistant|instructions?|system_prompt|human|tool_call|function_call|contract_text|untrusted|user_input|developer)\s*>|\[(?:system|assistant|developer)(?: (?:message|prompt|note))?\]",
    ),
    Rule(
        "role", r"(?:^|\n)\s*#{1,6}\s*(?:instructions?|system(?: prompt| message)?|response|assistant|human|user)\s*:"
    ),
    Rule(
        "role",
        r"(?:^|\n|[\"'\]}>.]\s)\s*[\"'\[*]{0,3}(?:system|assistant|developer|ai|model|user|human|chatgpt|reviewer)(?: (?:message|prompt|note|override|instruction))?[\"'\]*]{0,3}\s*:\s*(?:you (?:are|must|should|will)\b|ignore\b|sure[,.!]|of course[,.!]|understood|certainly[,.!]|okay[,.!]|new instruction|the (?:contract|agreement|document|review) (?:is|has|was|must)[^.\n]{0,60}(?:risk|favou?rable|approved|safe|complete)|grade\b|rate\b|all (?:items|clauses)|\{|i (?:have|will|am)|from now|disregard|forget|as instructed|set (?:the )?(?:grade|score|risk)|(?:please )?(?:grade|rate|score|answer|respond|report)\b)",
    ),
    Rule(
        "fence",
        r"(?:</\s*(?:contract|document|agreement|text|data|context|paper|quote|user_data|input)\s*>|[<\[{=*#-]{2,}\s*(?:/|end)\s*(?:of\s+)?(?:the\s+)?(?:contract|document|agreement|text|data|input|context|untrusted|paper)s?(?: (?:text|data|content|here))?\s*[>\]}=*#-]{2,})",
    ),
    Rule(
        "fence",
        r"\bend of (?:the )?(?:contract|document|agreement|input|data|user (?:data|input)|paper|contract text|text)\b[\s\])>.*=#:-]{0,12}(?:now |please )?(?:system|assistant|new (?:task|instructions?)|instructions?\s*(?:for|to|:)|the (?:ai|assistant|model|reviewer|reader) (?:must|should|will)|you (?:must|should|are|may|can) (?:now|an?|ignore|grade|rate|answer|report)|your (?:task|answer|instructions?)|ignore|grade|rate (?:this|the)|answer (?:every|all|each)|begin (?:system|new))",
    ),
    Rule(
        "answer",
        r"[\"'](?:grade|verdict|rating|risk|risk_?level|assessment|band|overall|overall_?risk|overall_?grade)[\"']\s*:\s*[\"']?(?:favou?rable|low|none|no risk|acceptable|safe|approved|0\b|minimal|low[ _-]risk)",
    ),
    Rule(
        "answer",
        r"[\"'](?:findings?|claims?|answers?|items?|results?|review|grades)[\"']\s*:\s*[\[{]\s*[\[{]?\s*[\"'](?:item|id|status|grade|verdict|clause|category|answer)[\"']\s*:",
    ),
    Rule("answer", r"[\"'](?:status|score|risk_?score)[\"']\s*:\s*(?:[\"']present[\"']|0(?:\.0)?\s*[,}])"),
)
GUARD = re.compile(
    r"\b(?:shall|must|may|will|can|could|would|should|agrees?|undertakes?)\s+(?:not|never|neither|only)\b|\bcannot\b|\bnot\s+to\b|\bdo(?:es)?\s+not\s*:"
    r"|\bprohibit|\bforbid|\brefrain|\battempt|\bcaus(?:e|es|ing)\s|\binduc|\btrick|\bmanipulat|\binject|\bcircumvent|\bjailbreak"
    r"|\bsuch\s+as\b|\bfor\s+example\b|\be\.g\.|\bmeans\b|\b(?:customer|client|user|licensee|subscriber|part(?:y|ies)|provider|supplier"
    r"|vendor|company|processor|controller|recipient|licensor|contractor|employees?|personnel|we|they|he|she)\s+(?:shall|may|must|will|can|agrees?)\b"
    r"|\b(?:right|entitled|permitted|authori[sz]ed|allowed|obliged)\s+to\b"
)
REACH = 500


def compile_rule(pattern: str, space: str) -> re2._Regexp:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    return re2.compile(pattern.replace("~", space).encode("ascii"), options)


def compact(pattern: str) -> str:
    """The rule for letters that nothing parts, among which an order cannot be told by what stands before it."""
    for old, new in (
        (LEAD, ""),
        (ORDER, ""),
        (r"\b", ""),
        (r"\s*", ""),
        ("[^.!?\\n]", "[a-z0-9]"),
        (r"(?:\w+~)", r"(?:[a-z]{1,12})"),
    ):
        pattern = pattern.replace(old, new)
    return pattern


SPOKEN = [(rule, compile_rule(rule.pattern, r"[\s]+")) for rule in RULES]


JOINED = [(rule, compile_rule(compact(rule.pattern), "")) for rule in RULES if rule.is_compact]


def find_compact(letters: str) -> str | None:
    """The rule that finds something in letters without spaces, None where none does."""
    data = FOREIGN.sub("\x01", letters).encode("ascii")
    return next((rule.how for rule, pattern in JOINED if pattern.search(data)), None)


def find(plain: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and rule of what is found in a folded text."""
    text = FOREIGN.sub("\x01", plain)
    data = text.encode("ascii")
    for rule, pattern in SPOKEN:
        for found in pattern.finditer(data):
            if not (rule.is_order and is_of_a_party(text, found.start())):
                yield found.start(), found.end(), rule.how


def is_of_a_party(text: str, at: int) -> bool:
    """True where the words before, back to the end of the last sentence, speak of what somebody may or may not do."""
    before = text[max(0, at - REACH) : at + 1]
    sentence = max(before.rfind(". "), before.rfind("! "), before.rfind("? "), before.rfind(".\n")) + 1
    return GUARD.search(before, sentence) is not None
