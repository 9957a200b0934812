"""Verdicts and the review flow. Buttons, commands and checks are built from the two tables here."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.evidence import Evidence
from tracker.domain.records import Record
from tracker.errors import Refused


@dataclass(frozen=True, slots=True)
class Mark:
    """Colour and glyph, always shown together, so that the colour alone is never needed. `ink` is the text colour on
    `wash`; the `dark_*` pair serves a dark window.
    """

    name: str
    glyph: str
    fill: str
    ink: str
    wash: str
    dark_ink: str
    dark_wash: str


# Checked for contrast (WCAG 2.2: 4.5) and to be distinguishable for the colour-blind; verdicts use only these.
MARKS = {
    mark.name: mark
    for mark in (
        Mark("grey", "○", "#7b8087", "#4d5258", "#ecedee", "#c3c7cc", "#3a3d41"),
        Mark("blue", "●", "#2b7bba", "#135a93", "#e0effb", "#8cc4f1", "#1d3850"),
        Mark("green", "✔", "#1e824c", "#0f6636", "#dcf3e4", "#7fd6a0", "#1b3f2a"),
        Mark("orange", "◆", "#c4410c", "#9c3208", "#fdeae2", "#f5a27c", "#4a2718"),
        Mark("amber", "◐", "#b27600", "#7d5300", "#fbf0d5", "#eac170", "#453512"),
        Mark("red", "✖", "#b02318", "#93190f", "#fbe3e1", "#f39b94", "#4a201d"),
        Mark("violet", "⊘", "#6f4aab", "#573494", "#eee8f9", "#bfa5ee", "#352752"),
        Mark("teal", "▲", "#0b7f86", "#07595e", "#d9f2f3", "#6fd3d9", "#14393c"),
        Mark("pink", "■", "#b83280", "#8f2463", "#fbe4f0", "#f0a0cb", "#4a1f38"),
    )
}
UNKNOWN = 255  # the code of a verdict that the case's set lacks
_FIRST_FREE = 64  # the first code for verdicts that a case adds; those below are Claimline's
START = "unverified"  # the verdict of a new claim; a part of every set


@dataclass(frozen=True, kw_only=True)
class Verdict(Record):
    """One verdict of a case. `key` is stored in claims, `label` is shown, `mark` its colour and glyph. `rating`
    is ClaimReview's, 1 (false) to 5 (true), 0 for none. `code` represents it in packed columns and never changes.
    """

    key: str
    label: str
    mark: str
    rating: int = 0
    code: int = UNKNOWN
    position: int = 0

    @property
    def look(self) -> Mark:
        return MARKS.get(self.mark, MARKS["grey"])

    @property
    def glyph(self) -> str:
        return self.look.glyph

    @property
    def fill(self) -> str:
        return self.look.fill

    @property
    def ink(self) -> str:
        return self.look.ink


def spelled(words: str) -> str:
    """A verdict's key or label, or words typed for one, in the form in which they are compared: lower case, blanks for - and _."""
    return " ".join(words.replace("-", " ").replace("_", " ").casefold().split())


class Verdicts(dict[str, Verdict]):
    """The verdicts of a case by their key, in their order. One that is missing is shown by its key, without a colour."""

    def __missing__(self, key: str) -> Verdict:
        return Verdict(id=0, key=key, label=key, mark="grey", position=UNKNOWN)

    def matching(self, words: str, fold: Callable[[str], str] = str) -> list[Verdict]:
        """The verdicts with a key or label equal to some words, or else beginning with them; `fold` removes differences of script."""
        searched = spelled(fold(words))
        if not searched:
            return []
        names = [(verdict, [spelled(fold(name)) for name in (verdict.key, verdict.label)]) for verdict in self.values()]
        exactly = [verdict for verdict, spellings in names if searched in spellings]
        return exactly or [
            verdict for verdict, spellings in names if any(name.startswith(searched) for name in spellings)
        ]

    def called(self, words: str) -> Verdict | None:
        """The verdict of that key or label."""
        searched = spelled(words)
        return next(
            (verdict for verdict in self.values() if searched in (spelled(verdict.key), spelled(verdict.label))), None
        )

    def named(self, words: str) -> Verdict:
        """The verdict of that key or label; raises Refused."""
        if verdict := self.called(words):
            return verdict
        raise Refused(f"There is no verdict “{words}”. The verdicts are {', '.join(self)}.")


def _set(*rows: tuple[int, str, str, str, int]) -> Verdicts:
    """A set of (code, key, label, mark, rating), in the order it is shown."""
    return Verdicts(
        (key, Verdict(id=0, key=key, label=label, mark=mark, rating=rating, code=code, position=at))
        for at, (code, key, label, mark, rating) in enumerate(rows)
    )


def _set_elsewhere(*rows: tuple[str, str, str, int]) -> Verdicts:
    """A set of (key, label, mark, rating); a case that uses it assigns the codes (`coded`)."""
    return _set(*((START_CODE if row[0] == START else UNKNOWN, *row) for row in rows))


START_CODE = 0
# These codes are stored in every case: a new verdict gets an unused one, wherever it is shown.
VERDICTS = _set(
    (START_CODE, START, "Unverified", "grey", 0), (1, "corroborated", "Corroborated", "blue", 4),
    (2, "confirmed", "Confirmed", "green", 5), (3, "disputed", "Disputed", "orange", 3),
    (4, "misleading", "Misleading", "amber", 2), (5, "false", "False", "red", 1),
    (6, "unverifiable", "Unverifiable", "violet", 0),
)  # fmt: skip
# Sets used by other newsrooms, with their own labels: AVeriTeC (2023), the Taiwan FactCheck Center, Cofacts 真的假的.
SETS = {
    "claimline": VERDICTS,
    "averitec": _set_elsewhere(
        (START, "Not judged yet", "grey", 0), ("supported", "Supported", "green", 5), ("refuted", "Refuted", "red", 1),
        ("not-enough-evidence", "Not Enough Evidence", "violet", 0),
        ("conflicting-evidence", "Conflicting Evidence/Cherrypicking", "amber", 3),
    ),
    "tfc": _set_elsewhere(
        (START, "尚未查核", "grey", 0), ("false", "錯誤", "red", 1), ("partly-false", "部分錯誤", "amber", 2),
        ("insufficient-evidence", "證據不足", "violet", 0), ("correct", "正確", "green", 5), ("clarified", "事實釐清", "blue", 3),
    ),
    "cofacts": _set_elsewhere(
        (START, "尚未回應", "grey", 0), ("rumour", "含有不實訊息", "red", 1), ("not-rumour", "含有正確訊息", "green", 5),
        ("opinionated", "含有個人意見", "violet", 0), ("out-of-scope", "不在查證範圍", "blue", 0),
    ),
}  # fmt: skip


def coded(verdicts: Iterable[Verdict], current: Verdicts) -> list[Verdict]:
    """A set in its order, each with its code: a key of the current set keeps its code, others get free ones.

    Raises Refused for a set without the start verdict, with a key, label or mark twice, or with too many for the marks.
    """
    chosen = list(verdicts)
    if START not in {verdict.key for verdict in chosen}:
        raise Refused(f"Every set needs “{START}”, the verdict of a new claim.")
    for part in ("key", "label", "mark"):
        values = [getattr(verdict, part).casefold() for verdict in chosen]
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise Refused(f"Two verdicts have the same {part}: {twice}.")
    for verdict in chosen:
        if not verdict.label.strip() or not verdict.key.strip():
            raise Refused("Every verdict needs a name.")
        if verdict.mark not in MARKS:
            raise Refused(f"There is no mark “{verdict.mark}”. The marks are {', '.join(MARKS)}.")
        if verdict.rating not in range(6):
            raise Refused("A rating is 1 (false) to 5 (true), or 0 for none.")
    used_codes = {verdict.code for verdict in current.values()}
    free = (code for code in range(_FIRST_FREE, UNKNOWN) if code not in used_codes)
    codes = {key: verdict.code for key, verdict in VERDICTS.items() if verdict.code not in used_codes}
    codes |= {key: verdict.code for key, verdict in current.items()}
    return [
        replace(verdict, code=codes[verdict.key] if verdict.key in codes else next(free), position=at)
        for at, verdict in enumerate(chosen)
    ]


DRAFT, IN_REVIEW, SENT_BACK, SIGNED_OFF = "draft", "in review", "sent back", "signed off"
_STATES = ((0, DRAFT, "·"), (1, IN_REVIEW, "◐"), (2, SENT_BACK, "↩"), (3, SIGNED_OFF, "✓"))
STATES = {key: glyph for _, key, glyph in _STATES}
STATE_CODES = {key: code for code, key, _ in _STATES}  # stored in every case


@dataclass(frozen=True, slots=True)
class Move:
    """One step of the review flow. `asks` is the question for the reason, which is required where `must` is set."""

    name: str
    sources: tuple[str, ...]
    target: str
    asks: str
    must: bool = False


MOVES = (
    Move("Submit for review", (DRAFT, SENT_BACK), IN_REVIEW, "Anything the editor should know"),
    Move("Sign off", (DRAFT, IN_REVIEW, SENT_BACK), SIGNED_OFF, "Why this verdict holds"),
    Move("Send back", (IN_REVIEW, SIGNED_OFF), SENT_BACK, "What is missing or wrong", must=True),
    Move("Withdraw", (IN_REVIEW, SENT_BACK), DRAFT, "Why it is withdrawn"),
    Move("Reopen", (SIGNED_OFF,), IN_REVIEW, "Why it is opened again"),
)


def moves_from(state: str) -> list[Move]:
    return [move for move in MOVES if state in move.sources]


def move_to(claim: Claim, target: str, reason: str) -> Move:
    """The move that leads to a state; raises Refused where the flow has none or its required reason is missing."""
    if target not in STATES:
        raise Refused(f"There is no review state “{target}”. The states are {', '.join(STATES)}.")
    for move in MOVES:
        if move.target == target and claim.review in move.sources:
            if move.must and not reason.strip():
                raise Refused(f"{move.name} needs a reason: {move.asks.lower()}.")
            return move
    raise Refused(f"{claim.label} is “{claim.review}” and cannot go to “{target}” from there.")


def content_hash(
    claim: Claim, attributions: Iterable[Attribution], evidence: Iterable[Evidence], hops: Iterable[Hop],
    verdicts: Verdicts = VERDICTS,
) -> str:  # fmt: skip
    """SHA-256 (hex) of what a sign-off covers: statement, kinds, dates, number, verdict, attributions with their
    relays, evidence with its quotes. A verdict that the case labels differently is included with its label.
    """
    label = verdicts[claim.verdict].label
    judged = claim.verdict if label == VERDICTS[claim.verdict].label else [claim.verdict, label]
    dates = [[date.words, date.edtf] for date in (claim.about, claim.due, claim.as_of)]
    signed: list[Any] = [claim.statement, claim.kinds, dates, claim.value, claim.unit, judged]
    signed.append(
        sorted(
            [a.id, a.actor_id, a.described, a.source_id, a.said.words, a.said.edtf, a.mode, a.record, a.quote]
            for a in attributions
        )
    )
    signed.append(sorted([e.id, e.source_id, e.stance, e.shows, e.credibility, e.anchor_id] for e in evidence))
    signed.append(sorted([h.id, h.attribution_id, h.position, h.actor_id, h.source_id, h.described] for h in hops))
    return hashlib.sha256(json.dumps(signed, ensure_ascii=False).encode()).hexdigest()
