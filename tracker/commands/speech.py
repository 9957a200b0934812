"""Sentences of an article with a statement that can be checked, found by rules, offline.

A rule never decides what is a claim; it gives a reason for each sentence, and a person logs the claim or skips it.
"""

import re
from dataclasses import dataclass

from tracker.domain.dates import find_dates
from tracker.domain.pattern import Pattern
from tracker.domain.sentences import sentences

SHORTEST, LONGEST = 6, 600  # characters of a sentence that is examined
_SAID_ZH = (
    "指出|表示|證實|证实|否認|否认|透露|直言|坦言|坦承|承認|承认|宣布|宣佈|宣稱|宣称|聲稱|声称|爆料|強調|强调|認為|认为|披露|曝光|指控|質疑|质疑|"
    "回應|回应|警告|預測|预测|批評|批评|痛批|告訴|告诉|寫道|写道|發文|发文|直指|吐槽|抱怨|承諾|承诺|說明|说明|提到|透漏|反駁|反驳|澄清|聲明|声明|主張|主张|"
    "(?<![小傳演學解遊传演学解游])[說说](?![明服法話话])|(?<![名號号簡简人])[稱称](?![為为號号讚赞呼])"
)
_SAID_EN = (
    r"said|says|saying|claim(?:s|ed)?|den(?:y|ies|ied)|admit(?:s|ted)?|stat(?:es|ed)|announced?|insist(?:s|ed)|argu(?:es|ed)|"
    r"acknowledg(?:es|ed)|confirm(?:s|ed)|alleg(?:es|ed)|wrote|writes|tweeted|posted|warn(?:s|ed)|predict(?:s|ed)|estimates?d?|"
    r"reveal(?:s|ed)|disclosed?|accus(?:es|ed)|promis(?:es|ed)|told|testified|conceded|maintain(?:s|ed)|declar(?:es|ed)|"
    r"suggest(?:s|ed)|complain(?:s|ed)|rejected|dismissed"
)
_RULES = (
    ("reporting verb", Pattern(_SAID_ZH)),
    ("reporting verb", Pattern(rf"\b(?:{_SAID_EN})\b", re.IGNORECASE)),
    ("attributed to someone", Pattern(r"\baccording to\b|[據据](?!說|说|傳|传|悉)[^，。,]{2,20}(?:[，,]|爆料|透露|報導|报道|指出)|根據|根据", re.IGNORECASE)),
    ("quotation marks", Pattern(r"[“「『\"][^”」』\"]{6,}[”」』\"]")),
    ("rumour", Pattern(r"傳聞|传闻|據傳|据传|據悉|据悉|被曝|傳出|传出|被傳|被传|傳言|传言|\brumou?r|\breportedly\b|\ballegedly\b|people familiar|sources say", re.IGNORECASE)),
    ("prediction", Pattern(r"預計|预计|預期|预期|有望|即將|即将|計劃在|计划在|\bexpected to\b|\bplans? to\b|\bwill (?!be seen)\w+|\bis set to\b", re.IGNORECASE)),
    ("amount", Pattern(r"(?:US?\$|€|£|¥|NT\$)\s?\d|\d[\d,.]*\s*(?:億|亿|萬|万|%|％|per ?cent|billion|million|euros?|dollars?|美元|元|人|倍|times)", re.IGNORECASE)),
)  # fmt: skip
_WEAK = {"amount", "quotation marks", "prediction"}  # reasons that need a date, a name or another reason
_ASKING = Pattern(r"[?？]\s*[”」』\"]?$")
_HEADING = Pattern(r"[|｜]|^(?:photo|image|圖|图|文|作者|編輯|编辑|記者|记者)[^。.]{0,30}$|^https?://", re.IGNORECASE)
_PRONOUN = Pattern(r"^[“「\"'\s]*(?:他|她|對方|对方|he|she|they)(?:們|们)?\b|^(?:他|她)", re.IGNORECASE)
_LATIN = r"[A-Z][\w.'’-]+(?:\s+(?:(?:de|van|von|al|bin)\s+)?[A-Z][\w.'’-]+){0,3}"
_BEFORE = Pattern(rf"({_LATIN}),?(?:\s+[a-z][^.,]{{0,40}}?)?\s+(?:{_SAID_EN})\b")
_AFTER = Pattern(rf"(?:\b(?:said|says|told|wrote)|\b[Aa]ccording to)\s+({_LATIN})")
_NO_NAME = frozenset(
    "The A An It This That These Those But And In On At For He She They We I When While After Before As".split()
)
_ROLES = Pattern(
    r"前員工|前员工|前技術員工|前技术员工|知情人士|發言人|发言人|官員|官员|網友|网友|內部人士|内部人士|消息人士|業內人士|业内人士|工程師們|"
    r"\b(?:a |the |an )?(?:former (?:employees?|staff|officials?)|spokes(?:person|man|woman)|officials?|people familiar with the matter|"
    r"company|ministry|police|critics|analysts|employees)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Speech:
    """A sentence at characters start…end and why it was found; `speaker` is the speaker as named in the text ("": none)."""

    start: int
    end: int
    why: tuple[str, ...]
    speaker: str


def speech_in(text: str, known: tuple[str, ...] = ()) -> list[Speech]:
    """The sentences that may contain a claim, in reading order. `known` are names to be recognised as they are written."""
    speeches: list[Speech] = []
    names = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True)))) if known else None
    last = ""
    for start, end in sentences(text):
        words = text[start:end]
        if not SHORTEST <= len(words) <= LONGEST or _HEADING.search(words):
            continue
        speaker = last if last and _PRONOUN.search(words) else _speaker(words, names)
        why = [rule for rule, pattern in _RULES if pattern.search(words)]
        if not why and names is not None and names.match(words) and find_dates(words, None):
            why = ["name with a date"]
        reasons = tuple(dict.fromkeys(why))
        if reasons and not _ASKING.search(words) and _strong(words, reasons, speaker):
            speeches.append(Speech(start, end, reasons, speaker))
        last = speaker or last
    return speeches


def is_reported(words: str) -> bool:
    """Whether a sentence gives the words of somebody: then they are not the outlet's own, even where nobody is named."""
    return any(pattern.search(words) for _, pattern in _RULES[:5])


def unnamed_speaker(words: str) -> str:
    """Who speaks in a sentence that names nobody, in its own words (前員工, a former official); "" where it does not say."""
    role = _ROLES.search(words)
    return role[0].strip() if role else ""


def _strong(words: str, why: tuple[str, ...], speaker: str) -> bool:
    """Whether the reasons are sufficient: a weak one needs another, a name or a date beside it."""
    if set(why) - _WEAK or len(why) > 1:
        return True
    return bool(speaker) or bool(find_dates(words, None))


def _speaker(words: str, names: re.Pattern[str] | None) -> str:
    """The last known name before the first verb of saying, else the first known one; else a name by its position, or a role."""
    if names is not None and (mentions := list(names.finditer(words))):
        verb = next((m.start() for _, rule in _RULES[:2] if (m := rule.search(words))), len(words))
        return next((match[0] for match in reversed(mentions) if match.end() <= verb), mentions[0][0])
    for pattern in (_AFTER, _BEFORE):
        if (match := pattern.search(words)) and match[1].split()[0] not in _NO_NAME:
            return match[1]
    match = _ROLES.search(words)
    return match[0].strip() if match else ""
