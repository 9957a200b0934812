"""One change to several claims at once, in one step that one undo reverts."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.commands.cases import put_tags
from tracker.domain.case import Tag
from tracker.domain.claim import Claim, ClaimTag
from tracker.domain.review import move_to
from tracker.errors import Refused
from tracker.store import Store


def set_verdict(store: Store, ids: Sequence[int], verdict: str, reason: str = "") -> int:
    """Give claims a verdict; returns how many had another before.

    Raises: Refused for an unknown verdict.
    """
    verdict = store.verdicts.named(verdict).key
    chosen = [claim for claim in store.among(Claim, "id", sorted(ids)) if claim.verdict != verdict]
    with store.step(f"Set verdict of {_count(chosen)}", reason):
        for claim in chosen:
            store.put(replace(claim, verdict=verdict))
    return len(chosen)


def set_review(store: Store, ids: Sequence[int], state: str, reason: str = "") -> int:
    """Move claims along the review flow; returns how many moved. Raises Refused, and moves none, when one
    of them may not. Several claims cannot be signed off at once: an editor signs what she has read.
    """
    if state == "signed off":
        raise Refused("Claims are signed off one by one: open each and read it.")
    chosen = [claim for claim in store.among(Claim, "id", sorted(ids)) if claim.review != state]
    for claim in chosen:
        move_to(claim, state, reason)
    with store.step(f"Move {_count(chosen)} to {state}", reason):
        for claim in chosen:
            store.put(replace(claim, review=state, signed_hash="", signed_by="", signed_at=""))
    return len(chosen)


def add_tags(store: Store, ids: Sequence[int], names: Sequence[str]) -> None:
    """Add tags to claims."""
    with store.step(f"Tag {_count(ids)}"):
        for claim_id in ids:
            present = [store.get(Tag, link.tag_id).name for link in store.all(ClaimTag, claim_id=claim_id)]
            put_tags(store, claim_id, [*present, *names])


def _count(claims: Sequence[object]) -> str:
    return f"{len(claims)} {'claim' if len(claims) == 1 else 'claims'}"
