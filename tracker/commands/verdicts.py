"""The set of verdicts of a case: replacing it by another set, and mapping the verdicts of its claims."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tracker.domain.claim import Claim
from tracker.domain.ids import new_id
from tracker.domain.review import MARKS, SETS, START, UNKNOWN, VERDICTS, Verdict, Verdicts, coded
from tracker.errors import Refused
from tracker.store import Store
from tracker.store.queries import verdicts_in_use


def suggested(store: Store, wanted: Iterable[Verdict]) -> dict[str, str]:
    """For each verdict in use that another set lacks, the verdict of that set with the same name or rating; "" for none,
    and for one rated half true, which every newsroom uses differently.
    """
    chosen = list(wanted)
    keys = {verdict.key for verdict in chosen}
    suggestions = {}
    for key in verdicts_in_use(store):
        if key not in keys:
            old = store.verdicts[key]
            same = (
                new.key
                for new in chosen
                if new.label == old.label or (old.rating not in (0, 3) and new.rating == old.rating)
            )
            suggestions[key] = next(same, "")
    return suggestions


def change_set(store: Store, wanted: Iterable[Verdict], becomes: Mapping[str, str] | None = None) -> int:
    """Replace the set of verdicts and map the verdict of each claim by `becomes` (old key to new), all in one step; returns how
    many claims changed. Signed-off claims are shown as changed since, because they were signed with another verdict.

    Raises Refused where a verdict in use is in neither, or for an invalid set (`review.coded`).
    """
    chosen = Verdicts((verdict.key, verdict) for verdict in coded(wanted, store.verdicts))
    becomes = dict(becomes or {})
    for old, new in becomes.items():
        if new not in chosen:
            raise Refused(f"“{old}” cannot become “{new}”: the new set has {', '.join(chosen)}.")
    counts = verdicts_in_use(store)
    homeless = [key for key in counts if key not in chosen and key not in becomes]
    if homeless:
        listed = ", ".join(f"“{store.verdicts[key].label}” ({counts[key]})" for key in homeless)
        raise Refused(f"Choose what these verdicts become in the new set: {listed}. Nothing was changed.")
    moving = [claim for old in becomes if old in counts for claim in store.all(Claim, verdict=old)]
    current = {verdict.key: verdict for verdict in store.all(Verdict)}
    own = list(chosen.values()) != list(VERDICTS.values())
    with store.step("Change the verdicts of the case"):
        for key, verdict in current.items():
            if not own or key not in chosen:
                store.remove(verdict)
        for verdict in chosen.values() if own else ():
            old_row = current.get(verdict.key)
            if old_row is not None:
                store.put(replace(verdict, id=old_row.id, version=old_row.version))
            else:
                store.put(replace(verdict, id=new_id(), version=0))
        for claim in moving:
            store.put(replace(claim, verdict=becomes[claim.verdict]))
    return len(moving)


def settle(store: Store) -> None:
    """Inside a step, after verdicts were merged from another copy: make one set in which every verdict in use has a position,
    a code of its own and, as long as there are enough, a mark of its own.
    """
    current = sorted(store.all(Verdict), key=lambda verdict: (verdict.position, verdict.id))
    if not current:
        return
    shipped = {key: verdict for others in SETS.values() for key, verdict in others.items()} | VERDICTS
    for key in (START, *sorted(verdicts_in_use(store))):
        if key not in {verdict.key for verdict in current}:
            usual = shipped.get(key, Verdict(id=0, key=key, label=key, mark="grey"))
            current.append(replace(usual, id=new_id(), version=0))
    marks, codes = set[str](), set[int]()
    own = {verdict.key: verdict.code for verdict in VERDICTS.values()}
    for at, verdict in enumerate(current):
        mark = (
            verdict.mark
            if verdict.mark not in marks
            else next((name for name in MARKS if name not in marks), verdict.mark)
        )
        code = own.get(verdict.key, verdict.code)
        if code in codes or (verdict.key not in own and code in own.values()):
            code = next(free for free in range(UNKNOWN) if free not in codes and free not in own.values())
        marks.add(mark)
        codes.add(code)
        store.put(replace(verdict, mark=mark, code=code, position=at))
