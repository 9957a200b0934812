"""Items in words and scenes of them, for the tests of the timeline."""

from collections.abc import Sequence
from typing import Any

from tracker.domain.dates import parse_iso, read_date
from tracker.domain.review import MARKS, VERDICTS
from tracker.timeline.item import Item, LaneName, Link, bounds_of
from tracker.timeline.items import Columns, Items
from tracker.timeline.labels import words_of
from tracker.timeline.layout import Layout
from tracker.timeline.scale import Scale, fit
from tracker.timeline.scene import PAGE, Box, Metrics, Scene, Stop
from tracker.timeline.svg import approximate_width

PUBLISHED = parse_iso("2026-01-12")
WIDTH = 1000.0
Told = tuple[str, str, str]  # when, lane, label


def item(when: str, number: int = 1, *, lane: int = 0, flags: int = 0, verdict: str = "disputed") -> Item:
    low, high, known = bounds_of(read_date(when, PUBLISHED))
    return Item(number, lane, low, high, known | flags, list(MARKS).index(VERDICTS[verdict].mark))


def items_of(items: Sequence[Told], links: Sequence[Link] = (), **flags: int) -> Items:
    """Items numbered from 0 in lanes named in the order they come; `flags` maps labels to bits."""
    names = list(dict.fromkeys(lane for _, lane, _ in items))
    labels = {number: label for number, (*_, label) in enumerate(items)}
    dated = [
        item(when, number, lane=names.index(lane), flags=flags.get(label, 0))
        for number, (when, lane, label) in enumerate(items)
    ]
    return of(dated, [LaneName(name, name) for name in names], labels, links)


def of(
    items: Sequence[Item],
    lanes: Sequence[LaneName] = (LaneName("a", "A"),),
    labels: Any = None,
    links: Sequence[Link] = (),
) -> Items:
    words = labels or {}
    undated = tuple((item, lanes[item.lane].name) for item in items if item.low is None and item.high is None)
    return Items.sort(
        Columns.of(items),
        lanes,
        links=links,
        undated=undated,
        label=lambda item_id: (words.get(item_id, f"Claim {item_id}"), ""),
    )


def layout_of(items: Items, metrics: Metrics = PAGE, **more: Any) -> Layout:
    def label(item: Item) -> tuple[str, float]:
        words, note = items.label(item.id)
        return words_of(item, words, note, approximate_width, metrics.longest_label)

    return Layout(items, label, metrics, **more)


def between(first: str = "2025-01-01", last: str = "2026-12-31", gutter: float = PAGE.gutter) -> Scale:
    return fit(parse_iso(first), parse_iso(last), WIDTH - gutter)


def scene_of(
    items: Items, scale: Scale | None = None, *, metrics: Metrics = PAGE,
    today: int | None = None, selected: int | None = None, trail: Sequence[Stop] = (),
) -> Scene:  # fmt: skip
    shown = scale or between(gutter=metrics.gutter)
    layout = layout_of(items, metrics)
    layout.arrange(shown, WIDTH)
    return layout.scene(shown, WIDTH, today=today, selected=selected, trail=trail)


def only(when: str, **more: Any) -> Box:
    """The box of a single item."""
    return scene_of(of([item(when, **more)])).boxes[0]


def reach(box: Box) -> tuple[float, float]:
    """Left and right end of a box with its label."""
    if not box.label:
        return box.x, box.x + box.width
    return min(box.x, box.label_x), max(box.x + box.width, box.label_x + box.label_width)
