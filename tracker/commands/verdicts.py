"""The set of verdicts of a case: which there are, and what becomes of claims when it is changed for another."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tracker.domain.claim import Claim
from tracker.domain.ids import new_id
from tracker.domain.review import VERDICTS, Verdict, Verdicts, coded
from tracker.errors import Refused
from tracker.store import Store, queries


def in_use(store: Store) -> Counter[str]:
    """How many claims hold each verdict, by its key."""
    return queries.verdicts_in_use(store)


def suggested(store: Store, wanted: Iterable[Verdict]) -> dict[str, str]:
    """For each verdict in use that another set lacks, the one of that set with the same name or rating; "" for none."""
    chosen = list(wanted)
    keys = {verdict.key for verdict in chosen}
    found = {}
    for key in in_use(store):
        if key not in keys:
            old = store.verdicts[key]
            same = (new.key for new in chosen if new.label == old.label or (old.rating and new.rating == old.rating))
            found[key] = next(same, "")
    return found


def change_set(store: Store, wanted: Iterable[Verdict], becomes: Mapping[str, str] | None = None) -> int:
    """Take another set of verdicts and give each claim the one its old verdict `becomes` (old key to new), all in one
    step; how many claims changed theirs. What was signed off shows as changed since, for it was signed with another word.

    Raises Refused where a verdict in use is in neither, or for a set that is none (`review.coded`).
    """
    chosen = Verdicts((verdict.key, verdict) for verdict in coded(wanted, store.verdicts))
    becomes = dict(becomes or {})
    for old, new in becomes.items():
        if new not in chosen:
            raise Refused(f"“{old}” cannot become “{new}”: the new set has {', '.join(chosen)}.")
    counts = in_use(store)
    homeless = [key for key in counts if key not in chosen and key not in becomes]
    if homeless:
        told = ", ".join(f"“{store.verdicts[key].label}” ({counts[key]})" for key in homeless)
        raise Refused(f"Say what these verdicts become in the new set: {told}. Nothing was changed.")
    moving = [claim for old in becomes if old in counts for claim in store.all(Claim, verdict=old)]
    kept = {verdict.key: verdict for verdict in store.all(Verdict)}
    own = list(chosen.values()) != list(VERDICTS.values())
    with store.step("Change the verdicts of the case"):
        for key, verdict in kept.items():
            if not own or key not in chosen:
                store.remove(verdict)
        for verdict in chosen.values() if own else ():
            old_row = kept.get(verdict.key)
            if old_row is not None:
                store.put(replace(verdict, id=old_row.id, version=old_row.version))
            else:
                store.put(replace(verdict, id=new_id(), version=0))
        for claim in moving:
            store.put(replace(claim, verdict=becomes[claim.verdict]))
    return len(moving)
