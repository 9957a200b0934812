"""The desk's claims and events as timeline items, and the timeline as a picture."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from tracker.commands import redaction
from tracker.commands.dating import placing
from tracker.domain.actor import Actor
from tracker.domain.actor import Role as Held
from tracker.domain.dates import parse_iso
from tracker.domain.dates.saying import say
from tracker.domain.event import Event
from tracker.domain.relation import Relation
from tracker.domain.review import VERDICTS
from tracker.domain.source import Capture
from tracker.errors import Refused
from tracker.exporters import timeline
from tracker.store import Store, history, queries
from tracker.store.desk import Desk, Facts
from tracker.store.history import Step
from tracker.store.past import as_of
from tracker.timeline import scale
from tracker.timeline.items import (
    CHANGED,
    EVENT,
    EVENT_TINT,
    HOLLOW,
    OVERDUE,
    PROTECTED,
    SINGLE,
    TINT_OF,
    Columns,
    Item,
    Items,
    LaneName,
    Link,
    Role,
    bounds_of,
)
from tracker.timeline.layout import Layout, words_of
from tracker.timeline.scene import PAPER, PRINT, Metrics, Scene, Stop
from tracker.timeline.svg import approximate_width, pages, svg

PLACES = {"said": "When it was said", "about": "What it is about", "published": "Published"}
LANES = {"claimant": "Claimant", "verdict": "Verdict", "source": "Source", "tag": "Tag", "none": "None"}
MOST_LANES = 60
OTHERS = "others"
_WIDTH = 1400.0
_PIXELS = 3.8  # of a printed picture for each millimetre: its words come out at seven points and a half
PAGES = {
    paper: tuple((side - 2 * timeline.MARGIN) * _PIXELS for side in size) for paper, size in timeline.PAPERS.items()
}
_GROUPS = {"person": "People", "organisation": "Organisations", "group": "Groups"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What placing claims takes besides the claims: read from the store once, then usable in any thread.

    `names` replaces actors' names (pseudonyms in a dossier), `short` labels claims by their numbers; lanes beyond
    `most_lanes` are put together as others.
    """

    naming: "_Naming"
    events: tuple[Event, ...]
    links: tuple[Link, ...]
    today: int
    place: str
    short: bool
    most_lanes: int

    @classmethod
    def read(
        cls, store: Store, *, today: int, place: str = "said", lanes: str = "claimant", events: bool = True,
        names: dict[int, str] | None = None, short: bool = False, most_lanes: int = MOST_LANES,
    ) -> "Plan":  # fmt: skip
        kept = tuple(store.all(Event)) if events else ()
        return cls(_Naming(store, lanes, names or {}), kept, _links(store), today, place, short, most_lanes)

    def item(self, facts: Facts, lane: int) -> Item:
        """One claim in a lane."""
        low, high, flags = bounds_of(placing(facts, self.place)[1])
        return Item(facts.id, lane, low, high, flags | _flags(facts, self.today), TINT_OF[facts.claim.verdict])

    def items(self, claims: Collection[Facts], *, lit: Collection[int] | None = None) -> Items:
        """The claims and all events, sorted; `lit` are the claims a search found where all are shown."""
        words = {facts.id: facts for facts in claims}
        titles = {event.id: event.title for event in self.events}
        placed = [(self.item(facts, 0), self.naming.lane(facts)) for facts in claims]
        for event in self.events:
            low, high, flags = bounds_of(event.when)
            item = Item(event.id, 0, low, high, flags | EVENT, EVENT_TINT)
            placed.append((item, self.naming.event_lane(event)))
        lanes, at = _lanes(placed, self.most_lanes)
        found = [item._replace(lane=at[lane.key]) for item, lane in placed]

        def label(item_id: int) -> tuple[str, str]:
            if item_id in titles:
                return titles[item_id], ""
            claim = words[item_id].claim
            return claim.label if self.short else claim.statement, _due(words[item_id], self.today)

        columns = Columns.of(found)
        shown = None if lit is None else {*lit, *titles}
        undated = tuple(item for item in found if item.low is None and item.high is None)
        return Items.sort(columns, lanes, links=self.links, lit=shown, undated=undated, label=label)


def _flags(facts: Facts, today: int) -> int:
    claim, flags = facts.claim, 0
    if "prediction" in claim.kinds and claim.verdict == "unverified":
        flags |= HOLLOW
        if claim.due.latest is not None and claim.due.latest < today:
            flags |= OVERDUE
    for holds, flag in ((facts.protected, PROTECTED), (facts.origins.count == 1, SINGLE), (facts.changed, CHANGED)):
        flags |= flag if holds else 0
    return flags


def _due(facts: Facts, today: int) -> str:
    """When a prediction falls due, in words."""
    claim = facts.claim
    if "prediction" not in claim.kinds or claim.verdict != "unverified" or not claim.due.dated:
        return ""
    late = claim.due.latest is not None and claim.due.latest < today
    return f"{'overdue since' if late else 'due'} {say(claim.due)}"


class _Naming:
    """Which lane a claim or event belongs to."""

    def __init__(self, store: Store, lanes: str, names: dict[int, str]) -> None:
        self._by = lanes
        self._actors = {actor.id: actor for actor in store.all(Actor)}
        self._shown = {actor.id: actor.name for actor in self._actors.values()} | names
        self._hidden = names
        self._sources = {line.id: line for line in queries.source_lines(store)} if lanes == "source" else {}
        self._roles: dict[int, list[Role]] = {}
        if lanes == "claimant":
            for held in store.all(Held):
                low, high, _ = bounds_of(held.held)
                approximate = held.held.approximate
                self._roles.setdefault(held.actor_id, []).append(Role(held.title, low, high, approximate))

    def lane(self, facts: Facts) -> LaneName:
        first = facts.first
        if self._by == "none":
            return LaneName("all", "All")
        if self._by == "verdict":
            verdict = VERDICTS[facts.claim.verdict]
            return LaneName(f"verdict:{verdict.key}", verdict.label)
        if self._by == "tag":
            return LaneName(f"tag:{facts.tags[0]}", facts.tags[0]) if facts.tags else LaneName("tag:", "No tag")
        if self._by == "source":
            line = self._sources.get(first.source_id) if first and first.source_id else None
            if line is None:
                return LaneName("source:", "No source", "", "No publisher")
            return LaneName(f"source:{line.id}", line.title, line.publisher, line.publisher or "No publisher")
        if first and first.actor_id is not None:
            return self._actor(self._actors[first.actor_id])
        described = first.described if first and first.described else ""
        return LaneName(f"described:{described}", described or "Nobody named", "", "Not identified")

    def event_lane(self, event: Event) -> LaneName:
        if event.actor_id is not None and self._by == "claimant":
            return self._actor(self._actors[event.actor_id])
        return LaneName("all", "All") if self._by == "none" else LaneName("events", "Events")

    def _actor(self, actor: Actor) -> LaneName:
        note = "protected source" if actor.protected else actor.description
        roles = () if actor.id in self._hidden else tuple(self._roles.get(actor.id, ()))
        return LaneName(f"actor:{actor.id}", self._shown[actor.id], note, _GROUPS[actor.kind], roles)


def _lanes(placed: list[tuple[Item, LaneName]], most: int) -> tuple[list[LaneName], dict[str, int]]:
    """The lanes in the order they first appear, the long tail as one; and where each key went."""
    counts = Counter(lane.key for item, lane in placed if item.low is not None or item.high is not None)
    names = {lane.key: lane for _, lane in placed}
    kept = set(counts)
    if len(counts) > most + 1:
        kept = {key for key, _ in counts.most_common(most)}
    lanes = [name for key, name in names.items() if key in kept]
    at = {name.key: number for number, name in enumerate(lanes)}
    tail = len(counts) - len(kept)
    if tail:
        lanes.append(LaneName(OTHERS, f"{tail} others", "one or few items each", "Others"))
    return lanes, {key: at.get(key, len(at) if tail else 0) for key in names}


@dataclass(frozen=True, slots=True)
class Past:
    """The case as it stood after a step, as a timeline shows it."""

    step: Step
    items: Items
    claims: dict[int, Facts]


def past(path: Path, step: int, query: str, *, today: int, place: str, lanes: str) -> Past:
    """The claims a query found after that step. Opens the file anew, so it can run in any thread."""
    store = Store.open(path, author="", read_only=True)
    try:
        then = as_of(store, step)
        try:
            found = {facts.id: facts for facts in Desk(then, today).select(query)}
            items = Plan.read(then, today=today, place=place, lanes=lanes).items(found.values())
            made = history.get(store.db, step)
            if made is None:
                raise Refused(f"The case has no step {step}.")
            return Past(made, items, found)
        finally:
            then.close()
    finally:
        store.close()


def _links(store: Store) -> tuple[Link, ...]:
    return tuple(Link(relation.claim_id, relation.other_id, relation.kind) for relation in store.all(Relation))


def stops(store: Store, facts: Facts) -> list[Stop]:
    """All the dates of a claim: about, said, due, published, captured, reviewed."""
    claim = facts.claim
    found = [
        Stop(name, date.earliest, date.latest)
        for name, date in (
            ("about", claim.about), ("said", facts.said), ("due", claim.due), ("published", facts.published)
        )
        if date.dated
    ]  # fmt: skip
    source = facts.first.source_id if facts.first else None
    captured = [capture.captured[:10] for capture in store.all(Capture, source_id=source)] if source else []
    days = [("captured", day) for day in captured[:1]] + [("signed off", claim.signed_at[:10])]
    return found + [Stop(name, parse_iso(day), parse_iso(day)) for name, day in days if day]


def scene_of(
    found: Items, *, width: float, today: int | None = None, metrics: Metrics = PRINT,
    days: tuple[float, float] | None = None, language: str = "en", font_size: float = 10.0,
) -> Scene:  # fmt: skip
    """A printed scene of everything (or of some days), fitted to a width in pixels."""
    first, last = days or found.whole
    fitted = scale.fit(first, last, width - metrics.gutter - (0.0 if days else metrics.longest_label * 0.6))

    def measure(text: str) -> float:
        return approximate_width(text, font_size)

    def label(item: Item) -> tuple[str, float]:
        words, note = found.label(item.id)
        return words_of(item, words, note, measure, metrics.longest_label)

    layout = Layout(found, label, metrics)
    layout.arrange(fitted, width)
    return layout.scene(fitted, width, today=today, language=language)


@dataclass(frozen=True, slots=True)
class Choice:
    """What an exported picture shows: which date places a claim, what the lanes are, which days (None: all)."""

    place: str = "said"
    lanes: str = "claimant"
    days: tuple[float, float] | None = None
    language: str = "en"
    paper: str = "a4"
    zoom: int = 2


FORMS = (".svg", ".png", ".pdf")


def picture(store: Store, claims: Collection[Facts], choice: Choice, form: str, *, today: int) -> bytes:
    """The timeline of some claims and all events as a file of one of FORMS.

    It leaves the newsroom: protected actors stand under their pseudonyms, and Leak is raised when one is named in a
    statement or title. Refused when nothing has a date.
    """
    names = redaction.pseudonyms(store)
    found = Plan.read(store, today=today, place=choice.place, lanes=choice.lanes, names=names).items(claims)
    if not len(found):
        raise Refused("None of these claims has a date, so there is no timeline to draw.")
    redaction.refuse_leaks(store, _texts(found))
    width, height = PAGES[choice.paper] if form == ".pdf" else (_WIDTH, 0.0)
    scene = scene_of(
        found, width=width, today=today, metrics=PAPER, days=choice.days, language=choice.language
    )  # fmt: skip
    title = f"{store.case.name}: timeline"
    if form == ".pdf":
        return timeline.pdf([svg(scene, title=title, part=part) for part in pages(scene, height)], choice.paper, title)
    drawn = svg(scene, paper=True, title=title)
    return timeline.png(drawn, choice.zoom) if form == ".png" else drawn.encode()


def _texts(found: Items) -> Iterable[tuple[str, str]]:
    label: Callable[[int], tuple[str, str]] = found.label
    for lane in found.lanes:
        yield "lane", f"{lane.name} {lane.note} {' '.join(role.title for role in lane.roles)}"
    for item_id in found.ids.tolist():
        yield "claim or event", label(item_id)[0]
