"""A scene: everything in its place, nothing on top of another, drawn as certain as it is known."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import parse_iso, read_date
from tracker.timeline.density import bars
from tracker.timeline.items import Item, Link, bounds_of, span
from tracker.timeline.lanes import pack
from tracker.timeline.scale import fit
from tracker.timeline.scene import PAGE, PRINT, Box, Scene, build
from tracker.timeline.svg import approximate_width, svg

PUBLISHED = parse_iso("2026-01-12")
GOLDEN = Path(__file__).parent.parent / "golden" / "timeline.svg"
SVG = "{http://www.w3.org/2000/svg}"


def item(words: str, label: str = "A claim", lane: str = "LeCun", *, number: int = 1, **fields: object) -> Item:
    low, high, approximate = bounds_of(read_date(words, PUBLISHED))
    made = Item(number, "claim", label, lane, "", low, high, approximate, "#c4410c", "#9c3208", "◆")
    return replace(made, **fields)  # type: ignore[arg-type]


def scene(
    *items: Item, width: float = 1000, first: str = "2025-01-01", last: str = "2026-12-31", **more: object
) -> Scene:
    scale = fit(parse_iso(first), parse_iso(last), width - PAGE.gutter)
    links = more.pop("links", [])
    return build(items, links, scale, width, approximate_width, **more)  # type: ignore[arg-type]


def only(words: str, **fields: Any) -> Box:
    return scene(item(words, **fields)).boxes[0]


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 300)), max_size=60), st.floats(0, 20))
def test_things_that_would_touch_get_rows_of_their_own(sizes: list[tuple[float, float]], gap: float) -> None:
    extents = sorted((left, left + width) for left, width in sizes)
    rows = pack(extents, gap)
    for i, (left, right) in enumerate(extents):
        for j in range(i):
            if rows[i] == rows[j]:
                assert extents[j][1] + gap <= left or right + gap <= extents[j][0]
    assert sorted(set(rows)) == list(range(len(set(rows))))


words = st.sampled_from(
    [
        "2025-04-05",
        "2025-04",
        "2025",
        "近日",
        "circa 2013",
        "2025年年底",
        "since 2019",
        "before June 2025",
        "2020s",
        "Q3 2025",
    ]
)
many = st.lists(st.tuples(words, st.sampled_from("ABC"), st.text("ab 楊", max_size=30)), max_size=25)


def made(rows: list[tuple[str, str, str]]) -> list[Item]:
    return [item(when, label, lane, number=number) for number, (when, lane, label) in enumerate(rows)]


def reach(box: Box) -> tuple[float, float]:
    """Left and right end of a box with its label."""
    if not box.label:
        return box.x, box.x + box.width
    return min(box.x, box.label_x), max(box.x + box.width, box.label_x + approximate_width(box.label))


@given(many)
def test_no_box_and_no_label_lies_on_another(rows: list[tuple[str, str, str]]) -> None:
    boxes = scene(*made(rows)).boxes
    for i, one in enumerate(boxes):
        for other in boxes[:i]:
            if one.y == other.y and one.item.lane == other.item.lane:
                (left, right), (first, last) = reach(one), reach(other)
                assert right <= first or last <= left


@given(many)
def test_every_dated_item_has_a_box_inside_its_lane(rows: list[tuple[str, str, str]]) -> None:
    items = made(rows)
    drawn = scene(*items)
    assert {box.item.id for box in drawn.boxes} == {i.id for i in items if i.dated}
    lanes = {lane.name: lane for lane in drawn.lanes}
    for box in drawn.boxes:
        lane = lanes[box.item.lane]
        assert lane.y <= box.y
        assert box.y + box.height <= lane.y + lane.height
    assert sum(lane.count for lane in drawn.lanes) == len(drawn.boxes)
    assert list(lanes) == list(dict.fromkeys(i.lane for i in items if i.dated))


@given(many)
def test_pointing_at_a_box_finds_its_item(rows: list[tuple[str, str, str]]) -> None:
    drawn = scene(*made(rows))
    for box in drawn.boxes:
        hit = drawn.hit(*box.middle)
        assert hit is not None
        assert hit.id == box.item.id
        assert drawn.box_of(box.item.id) == box
        if box.label:
            beside = drawn.hit(box.label_x + 1, box.middle[1])
            assert beside is not None
            assert beside.id == box.item.id
    assert drawn.hit(-50, -50) is None
    assert drawn.hit(500, drawn.height + 100) is None


def test_a_single_day_is_a_point() -> None:
    box = only("2025-04-05")
    assert box.dot
    assert box.middle[0] == pytest.approx(PAGE.gutter + scene().scale.x(parse_iso("2025-04-05") + 0.5))


def test_a_range_runs_from_its_first_to_its_last_day() -> None:
    box, scale = only("2025-04"), scene().scale
    assert (box.dot, box.fade_left, box.fade_right) == (False, 0, 0)
    assert box.x == pytest.approx(PAGE.gutter + scale.x(parse_iso("2025-04-01")))
    assert box.x + box.width == pytest.approx(PAGE.gutter + scale.x(parse_iso("2025-05-01")))


@pytest.mark.parametrize("words", ["2025-04~", "2025-04?", "2025年年底", "circa 2025"])
def test_an_approximate_date_fades_on_both_sides(words: str) -> None:
    box = only(words)
    assert box.fade_left > 0
    assert box.fade_right > 0


def test_a_date_open_at_its_end_fades_to_the_right_and_no_further_than_the_edge() -> None:
    box = only("since June 2025")
    assert (box.fade_left, box.fade_right) == (0, box.width)
    assert only("since November 2026").x + only("since November 2026").width == pytest.approx(1000)


def test_a_date_open_at_its_beginning_fades_to_the_left() -> None:
    box = only("before June 2025")
    assert (box.fade_left > 0, box.fade_right) == (True, 0)


def test_what_has_no_date_stands_in_the_tray_and_not_in_the_picture() -> None:
    drawn = scene(item("nonsense", number=1), item("XXXX-01-04", number=2), item("2025", number=3))
    assert [i.id for i in drawn.undated] == [1, 2]
    assert [box.item.id for box in drawn.boxes] == [3]


def test_a_relation_is_an_arc_between_two_boxes_and_none_to_what_is_undated() -> None:
    one, two, three = item("2025-02-01", number=1), item("2026-02-01", lane="Meta", number=2), item("", number=3)
    drawn = scene(one, two, three, links=[Link(1, 2, "contradicts"), Link(1, 3, "supports"), Link(9, 1, "repeats")])
    assert [(arc.first, arc.last) for arc in drawn.arcs] == [(1, 2)]
    start, _, _, end = drawn.arcs[0].points
    assert start[0] == pytest.approx(drawn.boxes[0].middle[0])
    assert end[0] == pytest.approx(drawn.boxes[1].middle[0])


def test_today_has_its_line() -> None:
    assert scene(today=parse_iso("2026-01-01")).today_x == pytest.approx(
        PAGE.gutter + scene().scale.x(parse_iso("2026-01-01") + 0.5)
    )
    assert scene().today_x is None


def test_a_long_label_is_cut_to_its_room() -> None:
    box = only("2025-04-05", label="楊立昆承認結果被動過手腳" * 20)
    assert box.label.endswith("…")
    assert approximate_width(box.label) <= PAGE.longest_label


def test_the_span_holds_everything_dated_with_some_air() -> None:
    first, last = span([item("2025-04-05"), item("since 2026"), item("nonsense")])
    assert first < parse_iso("2025-04-05")
    assert last > parse_iso("2026-01-01")
    assert span([]) == span([item("nonsense")]) == (0.0, 0.0)


@given(many, st.integers(1, 40))
def test_the_overview_counts_everything_once(rows: list[tuple[str, str, str]], count: int) -> None:
    items = made(rows)
    first, last = span(items)
    assert sum(bars(items, first, last, count)) == sum(i.dated for i in items)


def picture() -> str:
    items = [
        item("2025-04-05", "Llama 4 released", "Events", number=1, kind="event", glyph="◇"),
        item("近日", "結果被動過手腳", "楊立昆", number=2),
        item("2025年4月", "No test sets were used", "Meta <&> Co", number=3, fill="#7b8087", glyph="○"),
        item("2026年春季", "Avocado will be released", "示範通訊", number=4, hollow=True),
        item("2024年9月之前", "Chain of thought", "示範通訊", number=5),
        item("circa 2025", "Launch date fixed", "Source A", number=6),
        item("nonsense", "Nowhere", number=7),
    ]
    first, last = span(items)
    scale = fit(first, last, 720 - PRINT.gutter)
    links = [Link(3, 2, "contradicts")]
    return svg(build(items, links, scale, 720, approximate_width, PRINT, PUBLISHED), font_size=9.0, paper=True)


def test_the_picture_is_drawn_as_it_was() -> None:
    """After a change that is meant: delete tests/golden/timeline.svg, run again, look at it, keep it."""
    if not GOLDEN.exists():
        GOLDEN.write_text(picture(), "utf-8")
    assert picture() == GOLDEN.read_text("utf-8")


def test_the_picture_shows_how_certain_a_date_is() -> None:
    tree = ET.fromstring(picture())
    rects = [e for e in tree.iter(f"{SVG}rect") if e.get("rx")]
    hollow = [e for e in rects if e.get("stroke-dasharray")]
    fading = [e for e in rects if (e.get("fill") or "").startswith("url(#fade")]
    assert (len(hollow), len(fading)) == (1, 3)
    assert len([e for e in tree.iter(f"{SVG}path") if "C" in (e.get("d") or "")]) == 1


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_stays_text_in_the_picture(label: str, lane: str) -> None:
    def skeleton(label: str, lane: str) -> list[str]:
        drawn = svg(scene(item("2025-04-05", label, lane), metrics=replace(PRINT, longest_label=1e9)))
        return [element.tag for element in ET.fromstring(drawn.encode("utf-8", "replace")).iter()]

    assert skeleton(label, lane) == skeleton("x", "x")
