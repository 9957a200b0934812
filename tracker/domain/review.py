"""Verdicts and the review flow. Buttons, commands and checks are made from the two tables here."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.evidence import Evidence
from tracker.errors import Refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """Colour, glyph and word always go together, so that no one of them has to be seen. `ink` is the text colour on
    `wash`; the `dark_*` pair serves a dark window.
    """

    key: str
    label: str
    glyph: str
    fill: str
    ink: str
    wash: str
    dark_ink: str
    dark_wash: str


VERDICTS = {
    v.key: v
    for v in (
        Verdict("unverified", "Unverified", "○", "#7b8087", "#4d5258", "#ecedee", "#c3c7cc", "#3a3d41"),
        Verdict("corroborated", "Corroborated", "●", "#2b7bba", "#135a93", "#e0effb", "#8cc4f1", "#1d3850"),
        Verdict("confirmed", "Confirmed", "✔", "#1e824c", "#0f6636", "#dcf3e4", "#7fd6a0", "#1b3f2a"),
        Verdict("disputed", "Disputed", "◆", "#c4410c", "#9c3208", "#fdeae2", "#f5a27c", "#4a2718"),
        Verdict("misleading", "Misleading", "◐", "#b27600", "#7d5300", "#fbf0d5", "#eac170", "#453512"),
        Verdict("false", "False", "✖", "#b02318", "#93190f", "#fbe3e1", "#f39b94", "#4a201d"),
        Verdict("unverifiable", "Unverifiable", "⊘", "#6f4aab", "#573494", "#eee8f9", "#bfa5ee", "#352752"),
    )
}

STATES = {"draft": "·", "in review": "◐", "sent back": "↩", "signed off": "✓"}


@dataclass(frozen=True, slots=True)
class Move:
    """One step of the review flow. `asks` is what the person is asked to write; it is required where `must` is set."""

    name: str
    sources: tuple[str, ...]
    target: str
    asks: str
    must: bool = False


MOVES = (
    Move("Submit for review", ("draft", "sent back"), "in review", "Anything the editor should know"),
    Move("Sign off", ("draft", "in review", "sent back"), "signed off", "Why this verdict holds"),
    Move("Send back", ("in review", "signed off"), "sent back", "What is missing or wrong", must=True),
    Move("Withdraw", ("in review", "sent back"), "draft", "Why it is withdrawn"),
    Move("Reopen", ("signed off",), "in review", "Why it is opened again"),
)


def moves_from(state: str) -> list[Move]:
    return [move for move in MOVES if state in move.sources]


def move_to(claim: Claim, target: str, reason: str) -> Move:
    """The move that leads to a state; raises Refused in words where the flow has none or it lacks its reason."""
    if target not in STATES:
        raise Refused(f"There is no review state “{target}”. The states are {', '.join(STATES)}.")
    for move in MOVES:
        if move.target == target and claim.review in move.sources:
            if move.must and not reason.strip():
                raise Refused(f"{move.name} needs a reason: {move.asks.lower()}.")
            return move
    raise Refused(f"{claim.label} is “{claim.review}” and cannot go to “{target}” from there.")


def content_hash(
    claim: Claim, attributions: Iterable[Attribution], evidence: Iterable[Evidence], hops: Iterable[Hop]
) -> str:
    """SHA-256 (hex) of what a sign-off vouches for: statement, kinds, dates, number, verdict, attributions with their
    relays, evidence with its quotes.
    """
    dates = [[date.words, date.edtf] for date in (claim.about, claim.due, claim.as_of)]
    signed: list[Any] = [claim.statement, claim.kinds, dates, claim.value, claim.unit, claim.verdict]
    signed.append(
        sorted(
            [a.id, a.actor_id, a.described, a.source_id, a.said.words, a.said.edtf, a.mode, a.record, a.quote]
            for a in attributions
        )
    )
    signed.append(sorted([e.id, e.source_id, e.stance, e.shows, e.credibility, e.anchor_id] for e in evidence))
    signed.append(sorted([h.id, h.attribution_id, h.position, h.actor_id, h.source_id, h.described] for h in hops))
    return hashlib.sha256(json.dumps(signed, ensure_ascii=False).encode()).hexdigest()
