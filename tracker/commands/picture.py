"""The timeline as a picture for release outside the newsroom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.commands import confidential, redaction
from tracker.commands.placing import TimelineBuilder
from tracker.domain.dates import iso
from tracker.domain.query import Query
from tracker.errors import Refused
from tracker.exporters import formats, timeline
from tracker.exporters.timeline import Drawing
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex, Selection
from tracker.store.past import as_of
from tracker.timeline import scale
from tracker.timeline.item import EVENT, Item
from tracker.timeline.items import Items
from tracker.timeline.labels import MARK_WORDS, MARKS, words_of
from tracker.timeline.layout import Layout
from tracker.timeline.scene import PAPER, PRINT, Metrics, Scene
from tracker.timeline.svg import FOOT_LINE, approximate_width, pages, svg

_WIDTH = 1400.0
_PIXELS = 3.8  # of a printed picture for each millimetre: its text is printed at 7.5 points
PAGES = {
    paper: tuple((side - 2 * timeline.MARGIN) * _PIXELS for side in size) for paper, size in timeline.PAPERS.items()
}


def scene_of(
    items: Items, *, width: float, today: int | None = None, metrics: Metrics = PRINT,
    days: tuple[float, float] | None = None, language: str = "en", font_size: float = 10.0,
    order: Sequence[str] = (),
) -> Scene:  # fmt: skip
    """A printed scene of everything (or of some days), fitted to a width in pixels."""
    first, last = days or items.whole
    fitted = scale.fit(first, last, width - metrics.gutter - (0.0 if days else metrics.longest_label * 0.8))

    def measure(text: str) -> float:
        return approximate_width(text, font_size)

    def label(item: Item) -> tuple[str, float]:
        words, note = items.label(item.id)
        return words_of(item, words, note, measure, metrics.longest_label)

    layout = Layout(items, label, metrics, order=order)
    layout.arrange(fitted, width)
    return layout.scene(fitted, width, today=today, language=language)


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """What an exported picture shows: which date places a claim, what the lanes are and in which order, which days
    (None: all), the step after which the case is shown (None: now), and the profile (`design.PROFILES`).
    """

    place: str = "said"
    lanes: str = "claimant"
    days: tuple[float, float] | None = None
    language: str = "en"
    paper: str = "a4"
    zoom: int = 2
    order: tuple[str, ...] = ()
    step: int | None = None
    profile: str = "legal"


def picture(store: Store, query: Query, choice: PictureOptions, form: str, *, today: int) -> bytes:
    """The timeline of the claims that match a query and of all events, as a file of a format (a key of `formats.PICTURES`).

    A person who is protected today appears under a pseudonym, also in a case as of an earlier step. Raises Leak when one is
    named in a statement or title, Refused when nothing has a date.
    """
    picture_format = formats.named(formats.PICTURES, form)
    then = store if choice.step is None else as_of(store, choice.step)
    claims = ClaimIndex(then, today).select(query)
    names = redaction.pseudonyms(store)
    held_back = confidential.confidential_sources(store, choice.profile)
    plan = TimelineBuilder.read(
        then, today=today, place=choice.place, lanes=choice.lanes, names=names, held_back=held_back,
        without=names if choice.profile != "internal" else (),
    )  # fmt: skip
    items = plan.with_words(claims.ids.tolist()).items(claims)
    if not len(items):
        raise Refused("None of these claims has a date, so there is no timeline to draw.")
    title = f"{store.case.name}: timeline"
    redaction.require_no_leaks(store, [("name of the case", title), *_texts(items)])
    paged = form == "pdf"
    width, height = PAGES[choice.paper] if paged else (_WIDTH, 0.0)
    scene = scene_of(
        items, width=width, today=today, metrics=PAPER, days=choice.days, language=choice.language, order=choice.order
    )  # fmt: skip
    foot = _foot(store.case.name, claims, items, choice, today)
    if paged:
        cut = pages(scene, height - FOOT_LINE * len(foot))
        drawn = tuple(svg(scene, title=title, part=part, foot=foot) for part in cut)
    else:
        drawn = (svg(scene, paper=True, title=title, foot=foot),)
    return picture_format.write(Drawing(drawn, title, choice.paper, choice.zoom))


def _foot(case: str, claims: Selection, items: Items, choice: PictureOptions, today: int) -> tuple[str, ...]:
    """The lines below a picture: case, day, what it leaves out, what its signs mean."""
    parts = [case, iso(today)]
    if choice.step is not None:
        parts.append(f"as of step {choice.step}")
    if choice.days is not None:
        parts.append(f"only {iso(int(choice.days[0] // 1))} … {iso(int(choice.days[1] // 1) - 1)}")
    parts.append(f"{len(claims)} of {len(claims.claim_index)} claims, {int(((items.flags & EVENT) > 0).sum())} events")
    if items.undated_count:
        parts.append(f"{items.undated_count} without a date not shown")
    verdicts = "   ".join(f"{verdict.glyph} {verdict.label}" for verdict in claims.claim_index.store.verdicts.values())
    marks = "   ".join(f"{mark} {MARK_WORDS[flag]}" for flag, mark in MARKS.items())
    return " · ".join(parts), f"{verdicts}   {marks}"


def _texts(items: Items) -> Iterable[tuple[str, str]]:
    for lane in items.lanes:
        yield "lane", f"{lane.name} {lane.note} {' '.join(role.title for role in lane.roles)}"
    for item_id in items.ids.tolist():
        yield "claim or event", items.label(item_id)[0]
