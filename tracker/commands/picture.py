"""The timeline as a picture that leaves the newsroom."""

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
_PIXELS = 3.8  # of a printed picture for each millimetre: its words come out at seven points and a half
PAGES = {
    paper: tuple((side - 2 * timeline.MARGIN) * _PIXELS for side in size) for paper, size in timeline.PAPERS.items()
}


def scene_of(
    found: Items, *, width: float, today: int | None = None, metrics: Metrics = PRINT,
    days: tuple[float, float] | None = None, language: str = "en", font_size: float = 10.0,
    order: Sequence[str] = (),
) -> Scene:  # fmt: skip
    """A printed scene of everything (or of some days), fitted to a width in pixels."""
    first, last = days or found.whole
    fitted = scale.fit(first, last, width - metrics.gutter - (0.0 if days else metrics.longest_label * 0.8))

    def measure(text: str) -> float:
        return approximate_width(text, font_size)

    def label(item: Item) -> tuple[str, float]:
        words, note = found.label(item.id)
        return words_of(item, words, note, measure, metrics.longest_label)

    layout = Layout(found, label, metrics, order=order)
    layout.arrange(fitted, width)
    return layout.scene(fitted, width, today=today, language=language)


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """What an exported picture shows: which date places a claim, what the lanes are and in which order, which days
    (None: all), the step after which the case is shown (None: as it is), and for whom (`design.PROFILES`).
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
    """The timeline of the claims a query finds and of all events, as a file of a format (a key of `formats.PICTURES`).

    It leaves the newsroom: a person who is protected today appears under a pseudonym, also in a case as of an earlier step, and Leak
    is raised when one is named in a statement or title. Refused when nothing has a date.
    """
    wanted = formats.named(formats.PICTURES, form)
    then = store if choice.step is None else as_of(store, choice.step)
    found = ClaimIndex(then, today).select(query)
    names = redaction.pseudonyms(store)
    held_back = confidential.confidential_sources(store, choice.profile) if choice.lanes == "source" else ()
    plan = TimelineBuilder.read(
        then, today=today, place=choice.place, lanes=choice.lanes, names=names, held_back=held_back
    )  # fmt: skip
    shown = plan.with_words(found.ids.tolist()).items(found)
    if not len(shown):
        raise Refused("None of these claims has a date, so there is no timeline to draw.")
    title = f"{store.case.name}: timeline"
    redaction.require_no_leaks(store, [("name of the case", title), *_texts(shown)])
    paged = form == "pdf"
    width, height = PAGES[choice.paper] if paged else (_WIDTH, 0.0)
    scene = scene_of(
        shown, width=width, today=today, metrics=PAPER, days=choice.days, language=choice.language, order=choice.order
    )  # fmt: skip
    foot = _foot(store.case.name, found, shown, choice, today)
    if paged:
        cut = pages(scene, height - FOOT_LINE * len(foot))
        drawn = tuple(svg(scene, title=title, part=part, foot=foot) for part in cut)
    else:
        drawn = (svg(scene, paper=True, title=title, foot=foot),)
    return wanted.write(Drawing(drawn, title, choice.paper, choice.zoom))


def _foot(case: str, found: Selection, shown: Items, choice: PictureOptions, today: int) -> tuple[str, ...]:
    """What a picture that stands alone has to say of itself: case, day, what it leaves out, what its signs mean."""
    said = [case, iso(today)]
    if choice.step is not None:
        said.append(f"as of step {choice.step}")
    if choice.days is not None:
        said.append(f"only {iso(int(choice.days[0] // 1))} … {iso(int(choice.days[1] // 1) - 1)}")
    said.append(f"{len(found)} of {len(found.claim_index)} claims, {int(((shown.flags & EVENT) > 0).sum())} events")
    if shown.undated_count:
        said.append(f"{shown.undated_count} without a date not shown")
    verdicts = "   ".join(f"{verdict.glyph} {verdict.label}" for verdict in found.claim_index.store.verdicts.values())
    marks = "   ".join(f"{mark} {MARK_WORDS[flag]}" for flag, mark in MARKS.items())
    return " · ".join(said), f"{verdicts}   {marks}"


def _texts(found: Items) -> Iterable[tuple[str, str]]:
    for lane in found.lanes:
        yield "lane", f"{lane.name} {lane.note} {' '.join(role.title for role in lane.roles)}"
    for item_id in found.ids.tolist():
        yield "claim or event", found.label(item_id)[0]
