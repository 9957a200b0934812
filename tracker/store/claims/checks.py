"""Desk checks: open issues of a case, found by rules over the columns of the claims."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tracker.domain.review import START_CODE
from tracker.store.claims import packed
from tracker.store.claims.columns import Columns, Mask
from tracker.store.claims.packed import NO_LOW


@dataclass(frozen=True, slots=True)
class Check:
    """A desk check: an open issue, found by rule. `fix_action` names the action (`gui.actions`) that closes it; a `slow`
    one compares all records with each other (`find_similarities`) and is counted only after that was done.
    """

    key: str
    glyph: str
    label: str
    meaning: str
    fix_action: str
    matches: Callable[[Columns], Mask]
    slow: bool = False


def _flag(flag: int) -> Callable[[Columns], Mask]:
    def matches(claims: Columns) -> Mask:
        return claims.flagged(flag)

    return matches


def _predictions(claims: Columns) -> Mask:
    mask: Mask = (claims["kinds"] & packed.KIND_BITS["prediction"]) > 0
    return mask


def _due(claims: Columns) -> Mask:
    over: Mask = (claims["due_high"] < claims.today) & (claims["due_high"] > NO_LOW)
    unjudged: Mask = claims["verdict"] == START_CODE
    return _predictions(claims) & unjudged & over


def _too_early(claims: Columns) -> Mask:
    early: Mask = claims["said_high"] < claims["about_low"]
    return early & claims.dated("said") & claims.dated("about") & ~_predictions(claims)


def _suspected(what: str) -> Callable[[Columns], Mask]:
    """The claims of pairs that look alike."""

    def matches(claims: Columns) -> Mask:
        return claims.suspicious_claims(what)

    return matches


CHECKS = (
    Check("single-origin", "⚑", "Single origin", "All supporting sources derive from one origin.",
          "link-evidence", lambda claims: np.equal(claims["origins"], 1)),
    Check("no-evidence", "∅", "No evidence", "Nothing supports or refutes it yet.",
          "link-evidence", lambda claims: (claims["supports"] == 0) & (claims["refutes"] == 0)),
    Check("no-attribution", "?", "No claimant", "No attribution says who made the claim.",
          "add-attribution", lambda claims: ~claims.flagged(packed.ATTRIBUTED)),
    Check("prediction-due", "◷", "Predictions due", "The predicted date has passed and there is no verdict.",
          "set-verdict", _due),
    Check("awaiting-reply", "✆", "Awaiting reply", "A reply was requested and has not arrived.",
          "open-reply", _flag(packed.WAITING)),
    Check("reply-overdue", "‼", "Reply overdue", "The deadline for an answer has passed.",
          "open-reply", lambda claims: claims["deadline"] < claims.today),
    Check("link-only", "⚠", "Link not archived", "One of its sources is saved as a link only.",
          "open-words", _flag(packed.LINK_ONLY)),
    Check("lost-anchor", "¶", "Quote not found", "A quote is no longer found, or found twice, in the source's text.",
          "open-words", _flag(packed.LOST)),
    Check("altered-capture", "✂", "Preserved original altered", "The preserved copy of a source is not what was captured.",
          "check-case", _suspected("altered"), slow=True),
    Check("changed", "≠", "Changed since sign-off", "It was edited after an editor signed it off.",
          "sign-off", _flag(packed.CHANGED)),
    Check("older-source", "⇤", "Source older than event", "A supporting source was published before the event.",
          "claim-details", _flag(packed.OLDER_SOURCE)),
    Check("undated", "□", "Undated", "It has neither a date said nor a date of the event.",
          "set-dates", lambda claims: ~(claims.dated("said") | claims.dated("about"))),
    Check("own-hand", "✍", "Signed off by its author", "The author of the claim also signed it off.",
          "send-back", _flag(packed.OWN_HAND)),
    Check("said-too-early", "⇥", "Said before it happened", "It was said before the event it is about, and is not marked as a prediction.",
          "set-dates", _too_early),
    Check("dates-apart", "⇄", "Dates disagree", "It was said after its source was published, is due before it was said, or the same words have two dates.",
          "set-dates", _flag(packed.APART)),
    Check("two-readings", "⁇", "Ambiguous date", "Choose the order of day and month, or the year.",
          "set-dates", _flag(packed.AMBIGUOUS)),
    Check("unread-date", "…", "Date not understood", "A date could not be read, or can be read in two ways.",
          "set-dates", _flag(packed.UNREAD)),
    Check("near-duplicate", "≈", "Possible duplicate", "Another claim is nearly identical, with the same numbers.",
          "merge-claims", _suspected("claims"), slow=True),
    Check("look-alike", "≅", "Similar names", "The claimant's name is very similar to another name in the case.",
          "merge-people", _suspected("actors"), slow=True),
    Check("protected-name", "⊗", "Protected name in the text", "Its free text contains the name of a protected source.",
          "claim-details", _suspected("naming"), slow=True),
)  # fmt: skip
CHECK = {check.key: check for check in CHECKS}
