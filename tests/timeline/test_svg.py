"""The scene as an SVG: the same shapes, text that stays text."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.timeline.drawing import PUBLISHED, Told, item, items_of, layout_of, of
from tracker.timeline.item import CHANGED, EVENT, EVENT_TINT, HOLLOW, OVERDUE, SINGLE, LaneName, LaneRole, Link
from tracker.timeline.items import Items
from tracker.timeline.scale import fit
from tracker.timeline.scene import PRINT, Scene
from tracker.timeline.svg import pages, svg

GOLDEN = Path(__file__).parent.parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"


def printed(items: Items, language: str = "en") -> Scene:
    first, last = items.whole
    scale = fit(first, last, 720 - PRINT.gutter - 70)
    layout = layout_of(items, PRINT)
    layout.arrange(scale, 720)
    return layout.scene(scale, 720, today=PUBLISHED, language=language)


def story() -> Items:
    """Items of every shape."""
    lanes = [
        LaneName("events", "Events"),
        LaneName("y", "楊立昆", group="People", roles=(LaneRole("Chief scientist", None, PUBLISHED - 12),)),
        LaneName("m", "Meta <&> Co", group="Organisations"),
        LaneName("n", "示範通訊", group="Organisations"),
    ]
    found = [
        item("2025-04-05", 1, flags=EVENT)._replace(tint=EVENT_TINT),
        item("近日", 2, lane=1, flags=SINGLE | CHANGED),
        item("2025年4月", 3, lane=2, verdict="unverified"),
        item("2026年春季", 4, lane=3, flags=HOLLOW, verdict="unverified"),
        item("2024年9月之前", 5, lane=3, verdict="unverified"),
        item("circa 2025", 6, lane=1, verdict="unverifiable"),
        item("2025-07-03/2025-07-20", 7, lane=2, verdict="confirmed"),
        item("since May 2025", 8, lane=2, verdict="corroborated"),
        item("2025-02", 9, lane=3, flags=HOLLOW | OVERDUE, verdict="unverified"),
        item("nonsense", 10, lane=1),
    ]
    labels = {1: "Llama 4 released", 2: "結果被動過手腳", 3: "No test sets were used", 4: "Avocado will be released",
              5: "Chain of thought", 6: "Launch date fixed", 7: "Audit in the house", 8: "A new head", 9: "Due long ago"}  # fmt: skip
    return of(found, lanes, labels, [Link(3, 2, "contradicts")])


@pytest.mark.parametrize(("name", "language"), [("timeline", "en"), ("timeline-zh", "zh")])
def test_the_picture_is_drawn_as_it_was(name: str, language: str) -> None:
    """After an intended change: delete the golden file, run again, check the new file, commit it."""
    drawn = svg(printed(story(), language), font_size=9.0, paper=True, title="A story")
    golden = GOLDEN / f"{name}.svg"
    if not golden.exists():
        golden.write_text(drawn, "utf-8")
    assert drawn == golden.read_text("utf-8")


def test_a_crowded_picture_is_drawn_as_it_was() -> None:
    rows: list[Told] = [(f"20{n % 25:02d}-{n % 12 + 1:02d}", "ABC"[n % 3], f"Claim {n}") for n in range(2400)]
    drawn = svg(printed(items_of(rows)), font_size=9.0, paper=True)
    golden = GOLDEN / "crowd.svg"
    if not golden.exists():
        golden.write_text(drawn, "utf-8")
    assert drawn == golden.read_text("utf-8")


def test_the_picture_shows_how_certain_a_date_is() -> None:
    tree = ET.fromstring(svg(printed(story())))
    rects = [e for e in tree.iter(f"{SVG}rect") if e.get("rx")]
    assert len([e for e in rects if e.get("stroke-dasharray")]) == 2
    assert len([e for e in rects if (e.get("fill") or "").startswith("url(#fade")]) == 4
    assert len([e for e in tree.iter(f"{SVG}path") if "C" in (e.get("d") or "")]) == 1
    texts = ["".join(e.itertext()) for e in tree.iter(f"{SVG}text")]
    assert texts[texts.index("結果被動過手腳") - 1] == "◆⚑≠"
    assert texts[texts.index("Due long ago") - 1] == "○◷"


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_stays_text_in_the_picture(label: str, lane: str) -> None:
    def skeleton(label: str, lane: str) -> list[str]:
        items = of([item("2025-04-05", 0)], [LaneName(lane, lane)], {0: label})
        layout = layout_of(items, replace(PRINT, longest_label=1e9))
        scale = fit(*items.whole, 600)
        layout.arrange(scale, 720)
        drawn = svg(layout.scene(scale, 720), title=lane)
        return [
            element.tag
            for element in ET.fromstring(drawn.encode("utf-8", "replace")).iter()
            if "title" not in element.tag
        ]

    assert skeleton(label, lane) == skeleton("x", "x")


@given(st.integers(1, 20), st.floats(80, 900))
def test_pages_hold_everything_once_and_cut_between_lanes(lanes: int, height: float) -> None:
    drawn = printed(items_of([("2025-04-05", f"L{n}", str(n)) for n in range(lanes)]))
    parts = pages(drawn, height)
    assert parts[0][0] == PRINT.header
    assert parts[-1][1] == drawn.height
    assert all(before[1] == after[0] for before, after in pairwise(parts))
    assert all(last - first <= height - PRINT.header for first, last in parts)
    tops = {band.y for band in drawn.bands}
    assert all(first in tops or first == PRINT.header for first, _ in parts)
    names = []
    for part in parts:
        tree = ET.fromstring(svg(drawn, part=part, foot=("A story",)))
        names += [e.text for e in tree.iter(f"{SVG}text") if (e.text or "").startswith("L")]
        clip = next(e for e in tree.iter(f"{SVG}clipPath") if e.get("id") == "part")[0]
        bottom = float(clip.get("y") or 0) + float(clip.get("height") or 0)
        foot = next(e for e in tree.iter(f"{SVG}text") if e.text == "A story")
        assert bottom < float(foot.get("y") or 0) + 1
    assert set(names) == {f"L{n}" for n in range(lanes)}
