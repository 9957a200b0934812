"""Claims and events as timeline items: their dates, lanes and labels."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tracker.commands.lane_names import LaneNames
from tracker.domain.dates.saying import say
from tracker.domain.event import Event
from tracker.domain.review import MARKS as VERDICT_MARKS
from tracker.exporters.words import ENGLISH, Words
from tracker.store import Store, queries
from tracker.store.claims import packed
from tracker.store.claims.index import Selection
from tracker.store.claims.packed import KIND_BITS
from tracker.timeline.item import (
    APPROXIMATE,
    CHANGED,
    EVENT,
    EVENT_TINT,
    HOLLOW,
    NO_HIGH,
    NO_LOW,
    OVERDUE,
    PROTECTED,
    SINGLE,
    THROUGH,
    Item,
    LaneName,
    Link,
    bounds_of,
)
from tracker.timeline.items import Columns, Items

PLACES = {"said": "Date said", "about": "What it is about", "published": "Published"}
LANES = {"claimant": "Claimant", "verdict": "Verdict", "source": "Source", "tag": "Tag", "none": "None"}
MOST_LANES = 60
_MOST_UNDATED = 500  # shown in the tray, which counts them all
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class TimelineBuilder:
    """Everything needed to place claims besides the claims: read from the store once, then usable in any thread.

    `names` replaces actors' names (pseudonyms in a dossier), `short` labels claims by their numbers; lanes beyond
    MOST_LANES are combined as others.
    """

    store: Store
    naming: LaneNames
    events: tuple[Event, ...]
    links: tuple[Link, ...]
    today: int
    place: str
    short: bool
    titles: dict[int, str]
    tints: NDArray[np.uint8]  # of a verdict, by its code
    w: Words
    words: dict[int, queries.Statement] = field(default_factory=dict)

    @classmethod
    def read(
        cls, store: Store, *, today: int, place: str = "said", lanes: str = "claimant", events: bool = True,
        names: dict[int, str] | None = None, held_back: Collection[int] = (), without: Collection[int] = (), short: bool = False, w: Words = ENGLISH,
    ) -> "TimelineBuilder":  # fmt: skip
        """Read from a case: `names` are the pseudonyms of actors by id, `held_back` the ids of sources whose titles and
        events are not shown, `without` the ids of actors whose events are not shown.
        """
        case_events = tuple(
            event
            for event in (store.all(Event) if events else ())
            if event.actor_id not in without and event.source_id not in held_back
        )
        naming, titles = (
            LaneNames(store, lanes, names or {}, held_back, w),
            {event.id: event.title for event in case_events},
        )
        tints = np.zeros(256, np.uint8)
        for verdict in store.verdicts.values():
            tints[verdict.code] = list(VERDICT_MARKS).index(verdict.look.name)
        return cls(store, naming, case_events, _links(store), today, place, short, titles, tints, w)

    def item(self, claim: Selection, lane: int) -> Item:
        """A selection of one claim as an item in a lane."""
        low, high, flags = (int(values[0]) for values in self._bounds(claim))
        return Item(
            int(claim.ids[0]), lane, None if low == NO_LOW else low, None if high == NO_HIGH else high, flags,
            int(self.tints[claim.column["verdict"][claim.at[0]]]),
        )  # fmt: skip

    def items(self, claims: Selection, *, lit: Selection | None = None) -> Items:
        """The claims and all events, sorted; `lit` are the claims to highlight where all are shown.

        Runs over whole columns, in any thread: only the words of labels are read from the store, later.
        """
        claims = claims.ordered()
        low, high, flags = self._bounds(claims)
        keys, codes = self.naming.keys(claims)
        lanes, lane = self._lanes(keys, codes, low <= high)
        ids, verdicts = claims.ids, self.tints[claims.column["verdict"][claims.at]]
        events = Columns.of(self._events(lanes))
        dated = low <= high
        columns = Columns(
            np.concatenate([ids[dated], events.ids]),
            np.concatenate([low[dated], events.low]).astype(np.int32),
            np.concatenate([high[dated], events.high]).astype(np.int32),
            np.concatenate([flags[dated], events.flags]).astype(np.uint16),
            np.concatenate([verdicts[dated], events.tint]).astype(np.uint8),
            np.concatenate([lane[dated], events.lane]).astype(np.int32),
        )
        undated = tuple(
            (Item(claim_id, 0, None, None, 0, tint), keys[key].name)
            for claim_id, key, tint in zip(
                ids[~dated][:_MOST_UNDATED].tolist(), codes[~dated].tolist(), verdicts[~dated].tolist(), strict=False
            )
        )
        undated += tuple(
            (Item(event.id, 0, None, None, EVENT, EVENT_TINT), self.naming.event_lane(event).name)
            for event in self.events
            if not event.when.dated
        )
        lit_ids = None if lit is None else [*lit.ids.tolist(), *events.ids.tolist()]
        more = max(0, int((~dated).sum()) - _MOST_UNDATED)
        return Items.sort(
            columns, lanes, links=self.links, lit=lit_ids, undated=undated, undated_count=len(undated) + more,
            label=self.label,
        )  # fmt: skip

    def _bounds(self, claims: Selection) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """(low, high, flags) of claims by the date that places them; the bounds of undated ones are reversed."""
        c, at = claims.column, claims.at
        dates = {end: c[f"{self.place}_{end}"][at].copy() for end in ("low", "high", "flags")}
        prediction = (c["kinds"][at] & KIND_BITS["prediction"]) > 0
        if self.place != "published":
            for date in ("due", "about"):  # a prediction is placed where it is due, not where it was said
                moved = prediction & (c[f"{date}_low"][at] != NO_HIGH)
                for end, values in dates.items():
                    values[moved] = c[f"{date}_{end}"][at][moved]
        claim_flags = c["flags"][at]
        flags = np.zeros(len(at), np.int32)
        open_prediction = prediction & (c["verdict"][at] == 0)
        for mask, flag in (
            ((dates["flags"] & packed.APPROXIMATE) > 0, APPROXIMATE),
            ((dates["flags"] & packed.THROUGH) > 0, THROUGH),
            (open_prediction, HOLLOW),
            (open_prediction & (c["due_high"][at] < self.today) & (c["due_high"][at] > NO_LOW), OVERDUE),
            ((claim_flags & packed.PROTECTED) > 0, PROTECTED),
            (c["origins"][at] == 1, SINGLE),
            ((claim_flags & packed.CHANGED) > 0, CHANGED),
        ):
            flags[mask] |= flag
        return dates["low"], dates["high"], flags

    def _lanes(
        self, keys: list[LaneName], codes: NDArray[np.intp], dated: NDArray[np.bool_]
    ) -> tuple[list[LaneName], NDArray[np.intp]]:
        """The lanes in the order they first appear, the smallest ones combined as one; and the lane of each claim."""
        counts = np.bincount(codes[dated], minlength=len(keys))
        numbers = {name.key: n for n, name in enumerate(keys)}
        placed = {
            lane.key: lane for event in self.events if event.when.dated and (lane := self.naming.event_lane(event))
        }
        for key in placed.keys() & numbers.keys():
            counts[numbers[key]] += 1  # a lane with only events is shown too
        order = np.flatnonzero(counts)
        if len(order) > MOST_LANES + 1:
            order = np.sort(np.argsort(-counts, kind="stable")[:MOST_LANES])
        tail = int(np.count_nonzero(counts)) - len(order)
        lanes = [keys[n] for n in order]
        lane_keys = {lane.key for lane in lanes}
        lanes += [lane for key, lane in placed.items() if key not in lane_keys]
        to = np.full(len(keys), len(lanes) if tail else 0)
        to[order] = np.arange(len(order))
        if tail:
            lanes.append(LaneName(OTHERS, self.w("{n} others", n=tail), self.w("few items each"), self.w("Others")))
        return lanes, to[codes] if len(codes) else codes

    def _events(self, lanes: list[LaneName]) -> list[Item]:
        at = {lane.key: number for number, lane in enumerate(lanes)}
        items = []
        for event in self.events:
            low, high, flags = bounds_of(event.when)
            lane = at.get(self.naming.event_lane(event).key, len(lanes) - 1)
            items.append(Item(event.id, lane, low, high, flags | EVENT, EVENT_TINT))
        return items

    def with_words(self, ids: Collection[int]) -> "TimelineBuilder":
        """The same builder with the words of some claims read now; the others are read when they are shown."""
        self.words.update((statement.id, statement) for statement in queries.statements(self.store, ids))
        return self

    def label(self, item_id: int) -> tuple[str, str]:
        """Words and note of an item."""
        title = self.titles.get(item_id)
        if title is not None:
            return title, ""
        statement = self.words.get(item_id)
        if statement is None:
            statement = next(queries.statements(self.store, [item_id]), None)
            if statement is None:
                return "", ""
        return (f"C-{statement.number:03d}" if self.short else statement.text), self._due(statement)

    def _due(self, claim: queries.Statement) -> str:
        """When a prediction is due, in words."""
        if not claim.due.dated:
            return ""
        late = claim.due.latest is not None and claim.due.latest < self.today
        return self.w("overdue since {date}" if late else "due {date}", date=say(claim.due, self.w.lang))


def _links(store: Store) -> tuple[Link, ...]:
    return tuple(Link(*relation) for relation in queries.relations(store))
