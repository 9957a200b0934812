"""Desk checks: holes in a story, found by rule over the columns of the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tracker.store import facts as packing
from tracker.store.facts import NO_LOW

if TYPE_CHECKING:
    from tracker.store.desk import Desk

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Check:
    """A desk check: a hole in the story, found by rule. `mend` names the action (`gui.actions`) that closes it; a `slow`
    one compares everything with everything (`suspects`) and is counted only once that was done.
    """

    key: str
    glyph: str
    label: str
    meaning: str
    mend: str
    holds: Callable[["Desk"], Mask]
    slow: bool = False


def _flag(bit: int) -> Callable[["Desk"], Mask]:
    def holds(desk: "Desk") -> Mask:
        mask: Mask = (desk.column["flags"] & bit) > 0
        return mask

    return holds


def _due(desk: "Desk") -> Mask:
    c = desk.column
    prediction: Mask = (c["kinds"] & packing.KIND_BITS["prediction"]) > 0
    over: Mask = (c["due_high"] < desk.today) & (c["due_high"] > NO_LOW)
    return prediction & np.equal(c["verdict"], 0) & over


def _too_early(desk: "Desk") -> Mask:
    c = desk.column
    prediction: Mask = (c["kinds"] & packing.KIND_BITS["prediction"]) > 0
    early: Mask = c["said_high"] < c["about_low"]
    return early & desk.dated("said") & desk.dated("about") & ~prediction


def _suspected(field: str) -> Callable[["Desk"], Mask]:
    """The claims of pairs that look alike."""

    def holds(desk: "Desk") -> Mask:
        return desk.suspected(field)

    return holds


CHECKS = (
    Check("single-origin", "⚑", "Single origin", "Everything that supports it goes back to one origin.",
          "link-evidence", lambda desk: np.equal(desk.column["origins"], 1)),
    Check("no-evidence", "∅", "No evidence", "Nothing supports or refutes it yet.",
          "link-evidence", lambda desk: (desk.column["supports"] == 0) & (desk.column["refutes"] == 0)),
    Check("no-attribution", "?", "Nobody said it", "No attribution says who made the claim.",
          "add-attribution", lambda desk: (desk.column["flags"] & packing.ATTRIBUTED) == 0),
    Check("prediction-due", "◷", "Predictions due", "The time it spoke of is over and it has no verdict.",
          "set-verdict", _due),
    Check("awaiting-reply", "✆", "Awaiting reply", "Somebody was asked and has not answered.",
          "open-reply", _flag(packing.WAITING)),
    Check("reply-overdue", "‼", "Reply overdue", "The deadline for an answer has passed.",
          "open-reply", lambda desk: desk.column["deadline"] < desk.today),
    Check("link-only", "⚠", "Link not archived", "One of its sources is kept as a link only.",
          "open-words", _flag(packing.LINK_ONLY)),
    Check("lost-anchor", "¶", "Words not found", "Words it quotes are no longer found, or found twice, in the source's text.",
          "open-words", _flag(packing.LOST)),
    Check("altered-capture", "✂", "Preserved bytes altered", "The preserved copy of a source is not what was captured.",
          "check-case", _suspected("altered"), slow=True),
    Check("changed", "≠", "Changed since sign-off", "It was edited after an editor signed it off.",
          "sign-off", _flag(packing.CHANGED)),
    Check("older-source", "⇤", "Source older than event", "A supporting source was published before the thing happened.",
          "claim-details", _flag(packing.OLDER_SOURCE)),
    Check("undated", "□", "Undated", "Neither when it was said nor what it is about has a date.",
          "set-dates", lambda desk: ~(desk.dated("said") | desk.dated("about"))),
    Check("own-hand", "✍", "Signed off by its author", "Who wrote it down signed it off as well.",
          "send-back", _flag(packing.OWN_HAND)),
    Check("said-too-early", "⇥", "Said before it happened", "It was said before the thing it speaks of, and is no prediction.",
          "set-dates", _too_early),
    Check("dates-apart", "⇄", "Dates disagree", "It was said after its source was published, is due before it was said, or the same words have two dates.",
          "set-dates", _flag(packing.APART)),
    Check("two-readings", "⁇", "Date can be read two ways", "Day and month, or the year, have to be chosen.",
          "set-dates", _flag(packing.AMBIGUOUS)),
    Check("unread-date", "…", "Date not read", "A date was written in words that have no meaning yet, or two.",
          "set-dates", _flag(packing.UNREAD)),
    Check("near-duplicate", "≈", "Said twice", "Another claim says nearly the same, with the same numbers.",
          "merge-claims", _suspected("claims"), slow=True),
    Check("look-alike", "≅", "People look alike", "Who said it has nearly the name of somebody else in the case.",
          "merge-people", _suspected("actors"), slow=True),
    Check("protected-name", "⊗", "Protected name in the text", "A name of a protected source stands in its free text.",
          "claim-details", _suspected("naming"), slow=True),
)  # fmt: skip
CHECK = {check.key: check for check in CHECKS}
