"""The text of the card over the timeline for a claim, an event, or a cluster of items: a title and lines."""

import numpy as np

from tracker.commands import dating
from tracker.domain.dates import iso
from tracker.domain.dates.saying import say, say_with_words
from tracker.domain.event import Event
from tracker.i18n import tr, trn
from tracker.store import Store
from tracker.store.claims.facts import Facts
from tracker.timeline.item import Item
from tracker.timeline.items import Items
from tracker.timeline.scene import Cluster, Stop

_NAMED = 6  # items of a cluster that its card names
_LONGEST = 60  # letters of such a name


def claim_lines(store: Store, facts: Facts, item: Item, place: str, today: int) -> list[str]:
    """Lines on a claim: verdict and claimant, date and its bounds, evidence, warnings, other dates.

    A line without content is empty.
    """
    name, date = dating.placement_date(facts, place)
    verdict = store.verdicts[facts.claim.verdict]
    claimant = facts.claimants[0] if facts.claimants else tr("nobody named")
    other_dates = [f"{tr(stop.name)} {_days(stop)}" for stop in dating.dates_of(store, facts) if stop.name != name]
    return [
        f"{verdict.glyph} {verdict.label} · {claimant}", f"{tr(name)} {say_with_words(date)}", *_bounds(item),
        "" if name == "due" else _due(facts, today), _support(facts), _notes(facts), " · ".join(other_dates),
    ]  # fmt: skip


def event_lines(event: Event, item: Item) -> list[str]:
    """When it happened, as written, and its bounds."""
    return [say_with_words(event.when), *_bounds(item)]


def crowd_card(items: Items, cluster: Cluster) -> tuple[str, list[str]]:
    """How many items may be in some days of a lane, and some of them by name."""
    lane, last_day = np.array([cluster.lane]), max(cluster.first, cluster.last - 1e-6)
    count = int(items.count_between(lane, cluster.first, last_day)[0])
    positions, _ = items.between(lane, cluster.first, last_day)
    some = [items.label(int(items.ids[at]))[0] for at in positions[:_NAMED]]
    names = [f"· {text if len(text) < _LONGEST else text[: _LONGEST - 3] + '…'}" for text in some]
    more = [tr("… and {n} more", n=count - len(some))] if count > len(some) else []
    first, last = iso(int(cluster.first // 1)), iso(int(max(cluster.first, cluster.last - 1) // 1))
    days = first if first == last else f"{first} … {last}"
    words = trn("{n} item may fall here", "{n} items may fall here", count)
    return f"{words} · {items.lanes[cluster.lane].name}", [days, *names, *more, tr("Double-click to look closer")]


def _due(facts: Facts, today: int) -> str:
    if not facts.claim.due.dated:
        return ""
    words = tr("overdue since") if dating.is_overdue(facts, today) else tr("due")
    return f"{words} {say(facts.claim.due)}"


def _support(facts: Facts) -> str:
    origin = tr("single origin") if facts.origins.count == 1 else ""
    link_only = tr("link only") if facts.link_only else ""
    return _joined(tr("{a} supports · {b} refutes", a=facts.supports, b=facts.refutes), origin, link_only)


def _notes(facts: Facts) -> str:
    protected = tr("protected source") if facts.protected else ""
    return _joined(protected, tr("changed since sign-off") if facts.changed else "")


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _days(stop: Stop) -> str:
    """A date in a few letters."""
    low = iso(stop.low) if stop.low is not None else "…"
    high = iso(stop.high) if stop.high is not None else "…"
    return low if low == high else f"{low}–{high}"


def _bounds(item: Item) -> list[str]:
    low = iso(item.low) if item.low is not None else tr("open")
    high = iso(item.high) if item.high is not None else tr("open")
    return [] if low == high else [tr("earliest {low} · latest {high}", low=low, high=high)]
