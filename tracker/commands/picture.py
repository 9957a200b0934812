"""The desk's claims and events as timeline items, and the timeline as a picture."""

from collections.abc import Iterable

from tracker.commands import redaction
from tracker.domain.actor import Actor
from tracker.domain.dates import FuzzyDate
from tracker.domain.event import Event
from tracker.domain.relation import Relation
from tracker.domain.review import VERDICTS
from tracker.store import Store, queries
from tracker.store.desk import Facts
from tracker.timeline import scale
from tracker.timeline.items import Item, Link, bounds_of, span
from tracker.timeline.scene import PRINT, Scene, build
from tracker.timeline.svg import approximate_width, svg

PLACES = {"said": "When it was said", "about": "What it is about", "published": "Published"}
LANES = {"claimant": "Claimant", "verdict": "Verdict", "source": "Source", "tag": "Tag"}
_EVENT = ("#6b7280", "#4b5563", "◇")


def date_of(facts: Facts, place: str) -> FuzzyDate:
    """The date a claim is placed by. A prediction stands where it falls due, not where it was uttered."""
    claim = facts.claim
    if "prediction" in claim.kinds and place != "published":
        for date in (claim.about, claim.due):
            if date.dated:
                return date
    return {"said": facts.said, "about": claim.about, "published": facts.published}[place]


def items(
    store: Store, claims: Iterable[Facts], *, place: str = "said", lanes: str = "claimant", events: bool = True,
    names: dict[int, str] | None = None, short: bool = False,
) -> list[Item]:  # fmt: skip
    """Timeline items in lane order. `names` replaces actors' names (pseudonyms in a dossier)."""
    actors = {actor.id: actor for actor in store.all(Actor)}
    shown = {actor.id: actor.name for actor in actors.values()} | (names or {})
    titles = queries.source_titles(store) if lanes == "source" else {}
    found: list[Item] = []
    for facts in claims:
        claim, verdict = facts.claim, VERDICTS[facts.claim.verdict]
        low, high, approximate = bounds_of(date_of(facts, place))
        lane, note = _lane(facts, lanes, shown, actors, titles)
        found.append(
            Item(
                id=claim.id, kind="claim", label=claim.statement, lane=lane, lane_note=note, low=low, high=high,
                approximate=approximate, fill=verdict.fill, ink=verdict.ink, glyph=verdict.glyph,
                hollow="prediction" in claim.kinds and claim.verdict == "unverified",
                short=claim.label if short else "",
            )
        )  # fmt: skip
    if events:
        fill, ink, glyph = _EVENT
        for event in store.all(Event):
            low, high, approximate = bounds_of(event.when)
            lane = shown[event.actor_id] if event.actor_id is not None and lanes == "claimant" else "Events"
            found.append(
                Item(event.id, "event", event.title, lane, "", low, high, approximate, fill, ink, glyph)
            )  # fmt: skip
    return found


def _lane(
    facts: Facts, lanes: str, shown: dict[int, str], actors: dict[int, Actor], titles: dict[int, str]
) -> tuple[str, str]:
    if lanes == "verdict":
        return VERDICTS[facts.claim.verdict].label, ""
    if lanes == "tag":
        return (facts.tags[0] if facts.tags else "No tag"), ""
    if lanes == "source":
        source_id = facts.first.source_id if facts.first else None
        return (titles.get(source_id, "No source") if source_id else "No source"), ""
    if facts.first and facts.first.actor_id is not None:
        actor = actors[facts.first.actor_id]
        return shown[actor.id], "protected source" if actor.protected else actor.description
    return (facts.first.described if facts.first and facts.first.described else "Nobody named"), ""


def links(store: Store) -> list[Link]:
    return [Link(relation.claim_id, relation.other_id, relation.kind) for relation in store.all(Relation)]


def scene_of(found: list[Item], relations: list[Link], *, width: float, today: int | None = None) -> Scene:
    """A printed scene of everything, fitted to a width in pixels."""
    first, last = span(found)
    fitted = scale.fit(first, last, width - PRINT.gutter)
    return build(found, relations, fitted, width, approximate_width, PRINT, today)


def picture(store: Store, claims: Iterable[Facts], *, place: str = "said", width: float = 900.0) -> str:
    """The timeline of some claims and all events as SVG; "" when nothing has a date.

    It leaves the newsroom: protected actors stand under their pseudonyms, and Leak is raised when one is named in a
    statement or title.
    """
    found = items(store, claims, place=place, names=redaction.pseudonyms(store))
    if not any(item.dated for item in found):
        return ""
    redaction.refuse_leaks(store, [(item.kind, f"{item.lane} {item.label}") for item in found if item.dated])
    return svg(scene_of(found, links(store), width=width), paper=True)
