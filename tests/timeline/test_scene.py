"""A scene: everything is in its place, nothing overlaps, uncertain dates are drawn as uncertain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.timeline.drawing import (
    PUBLISHED,
    WIDTH,
    Told,
    between,
    item,
    items_of,
    layout_of,
    of,
    only,
    reach,
    scene_of,
)
from tracker.domain.dates import parse_iso, read_date
from tracker.timeline.item import HOLLOW, THROUGH, LaneName, LaneRole, Link, bounds_of
from tracker.timeline.labels import MARKS, words_of
from tracker.timeline.scale import Scale
from tracker.timeline.scene import PAGE, Stop

words = st.sampled_from(
    ["2025-04-05", "2025-06", "2025年7月中旬", "circa 2013", "2025年年底", "since 2019", "before June 2025", "2020s",
     "Q3 2025", "2025-07-03/2025-07-20"]
)  # fmt: skip
item_lists = st.lists(st.tuples(words, st.sampled_from("ABC"), st.text("ab 楊", max_size=30)), max_size=25)


@given(item_lists)
def test_no_box_and_no_label_lies_on_another(rows: list[Told]) -> None:
    boxes = scene_of(items_of(rows)).boxes
    for n, box in enumerate(boxes):
        for other in boxes[:n]:
            if box.y == other.y:
                (left, right), (first, last) = reach(box), reach(other)
                assert right <= first or last <= left


@given(item_lists)
def test_every_dated_item_in_view_has_a_box_inside_its_lane(rows: list[Told]) -> None:
    items = items_of(rows)
    drawn = scene_of(items, between("2010-01-01", "2027-12-31"))
    assert {box.item.id for box in drawn.boxes} == set(items.ids.tolist())
    lanes = {band.lane: band for band in drawn.bands}
    for box in drawn.boxes:
        lane = lanes[box.item.lane]
        assert lane.y <= box.y
        assert box.y + box.height <= lane.y + lane.height
    assert sum(band.count for band in drawn.bands) == len(items)
    assert not drawn.densities


@given(item_lists)
def test_pointing_at_a_box_finds_its_item(rows: list[Told]) -> None:
    drawn = scene_of(items_of(rows))
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


@given(item_lists, st.lists(st.tuples(st.floats(0.5, 2.5), st.floats(0, WIDTH)), max_size=8))
def test_items_stay_in_their_rows_while_one_zooms_in(rows: list[Told], steps: list[tuple[float, float]]) -> None:
    items = items_of(rows)
    layout, scale = layout_of(items), between()
    layout.arrange(scale, WIDTH)
    rows_of = {box.item.id: box.y for box in layout.scene(scale, WIDTH).boxes}
    height = layout.lanes.height
    for factor, x in steps:
        scale = scale.zoomed(max(1.0, factor), x)
        for box in layout.scene(scale, WIDTH).boxes:
            assert rows_of.setdefault(box.item.id, box.y) == box.y
    assert layout.lanes.height == height


@given(item_lists, st.lists(st.floats(-400, 400), max_size=8))
def test_nothing_changes_rows_while_one_pans(rows: list[Told], drags: list[float]) -> None:
    layout, scale = layout_of(items_of(rows)), between()
    layout.arrange(scale, WIDTH)
    seen: dict[int, float] = {}
    for drag in drags:
        scale = scale.panned(drag)
        for box in layout.scene(scale, WIDTH).boxes:
            assert seen.setdefault(box.item.id, box.y) == box.y


@given(item_lists, st.lists(st.tuples(st.floats(0.2, 5), st.floats(0, WIDTH)), min_size=1, max_size=6))
def test_nothing_overlaps_at_any_zoom(rows: list[Told], steps: list[tuple[float, float]]) -> None:
    layout, scale = layout_of(items_of(rows)), between()
    layout.arrange(scale, WIDTH)
    for factor, x in steps:
        scale = scale.zoomed(factor, x)
        boxes = layout.scene(scale, WIDTH).boxes
        for n, box in enumerate(boxes):
            for other in boxes[:n]:
                if box.y == other.y:
                    (left, right), (first, last) = reach(box), reach(other)
                    assert right <= first or last <= left


def test_a_single_day_is_a_point() -> None:
    box = only("2025-04-05")
    assert box.dot
    assert box.middle[0] == pytest.approx(PAGE.gutter + between().x(parse_iso("2025-04-05") + 0.5))


def test_a_day_seen_from_near_is_a_bar_as_long_as_the_day() -> None:
    scale = Scale(float(parse_iso("2025-04-05")), 400.0)
    box = scene_of(of([item("2025-04-05")]), scale).boxes[0]
    assert not box.dot
    assert box.width == pytest.approx(400)


def test_some_day_within_runs_from_its_first_to_its_last_day() -> None:
    box, scale = only("2025-04"), between()
    assert (box.dot, box.through, box.stops()) == (False, False, [])
    assert box.x == pytest.approx(PAGE.gutter + scale.x(parse_iso("2025-04-01")))
    assert box.x + box.width == pytest.approx(PAGE.gutter + scale.x(parse_iso("2025-05-01")))


@pytest.mark.parametrize("words", ["2025-07-03/2025-07-20", "from 3 to 20 July 2025", "2019年至2021年"])
def test_what_lasted_is_told_from_some_day_within(words: str) -> None:
    assert bounds_of(read_date(words, PUBLISHED))[2] & THROUGH


@pytest.mark.parametrize("words", ["2025-07", "mid-July 2025", "2025年7月中旬", "Q3 2025", "between May and June 2025"])
def test_some_day_within_did_not_last(words: str) -> None:
    assert not bounds_of(read_date(words, PUBLISHED))[2] & THROUGH


@pytest.mark.parametrize("words", ["2025-04~", "2025-04?", "2025年年底", "circa 2025"])
def test_an_approximate_date_fades_on_both_sides(words: str) -> None:
    stops = only(words).stops()
    assert stops[0] == (0.0, 0.0)
    assert stops[-1] == (1.0, 0.0)
    assert max(alpha for _, alpha in stops) == 1.0


def test_an_open_end_fades_to_the_edge_of_the_view() -> None:
    box = only("since June 2025")
    assert box.x + box.width == pytest.approx(WIDTH)
    assert box.stops()[0] == (0.0, 1.0)
    assert box.stops()[-1] == (1.0, 0.0)


def test_an_open_end_stops_short_of_what_comes_after_it_in_its_row() -> None:
    layout = layout_of(items_of([("since June 2025", "A", "one"), ("2026-11-05", "A", "two")]))
    layout.arrange(between(), WIDTH)
    first, second = sorted(layout.scene(between(), WIDTH).boxes, key=lambda box: box.x)
    assert first.y == second.y
    assert first.x + first.width < second.x


def test_an_open_beginning_fades_from_the_edge_of_the_view() -> None:
    box = only("before June 2025")
    assert box.x == pytest.approx(PAGE.gutter)
    assert box.stops()[0] == (0.0, 0.0)
    assert box.stops()[-1] == (1.0, 1.0)


def test_what_has_no_date_stands_in_the_tray_and_not_in_the_picture() -> None:
    items = of([item("nonsense", 1), item("XXXX-01-04", 2), item("2025", 3)])
    assert [undated.id for undated, _ in items.undated] == [1, 2]
    assert [box.item.id for box in scene_of(items).boxes] == [3]


def test_a_prediction_is_hollow() -> None:
    assert only("2025-06", flags=HOLLOW).hollow
    assert not only("2025-06").hollow


@pytest.mark.parametrize(("flag", "mark"), list(MARKS.items()))
def test_a_label_carries_a_mark_for_each_thing_to_know(flag: int, mark: str) -> None:
    text, _ = words_of(item("2025", flags=flag), "The results were fudged", "", len, 200)
    assert text == f"◆{mark} The results were fudged"


def test_a_label_that_is_cut_keeps_its_marks_and_its_note() -> None:
    flags = next(iter(MARKS))
    text, width = words_of(item("2025", flags=flags), "word " * 40, "due March 2026", len, 60)
    assert text.startswith(f"◆{MARKS[flags]} word word")
    assert text.endswith("… · due March 2026")
    assert width <= 60


def test_a_relation_is_an_arc_between_two_boxes_and_none_to_what_is_undated() -> None:
    rows = [("2025-02-01", "A", "one"), ("2026-02-01", "B", "two"), ("", "A", "three")]
    links = [Link(0, 1, "contradicts"), Link(0, 2, "supports"), Link(9, 0, "repeats")]
    drawn = scene_of(items_of(rows, links))
    assert [(arc.first, arc.last) for arc in drawn.arcs] == [(0, 1)]
    start, _, _, end = drawn.arcs[0].points
    boxes = {box.item.id: box for box in drawn.boxes}
    assert start[0] == pytest.approx(boxes[0].middle[0])
    assert end[0] == pytest.approx(boxes[1].middle[0])


def test_a_label_the_view_would_cut_stands_inside_its_bar() -> None:
    rows = [("2025-01-05", "A", "one"), ("2025-02/2026-12", "A", "A label that would run over the edge")]
    drawn = scene_of(items_of(rows))
    box = next(box for box in drawn.boxes if box.item.id == 1)
    assert box.inside
    assert box.label_x + box.label_width <= WIDTH


def test_today_has_its_line() -> None:
    today = parse_iso("2026-01-01")
    assert scene_of(of([item("2025")]), today=today).today_x == pytest.approx(PAGE.gutter + between().x(today + 0.5))
    assert scene_of(of([item("2025")])).today_x is None


def test_the_selected_claim_shows_its_dates_in_time() -> None:
    stops = [Stop("published", *[parse_iso("2026-01-12")] * 2), Stop("said", *[parse_iso("2025-12-30")] * 2)]
    drawn = scene_of(of([item("2025-12-30", 1)]), selected=1, trail=stops)
    assert [name for *_, name in drawn.trail] == ["said", "published"]
    assert scene_of(of([item("2025-12-30", 1)]), selected=2, trail=stops).trail == ()


def test_the_role_of_an_actor_is_a_band_over_its_days() -> None:
    lanes = [
        LaneName("a", "LeCun", roles=(LaneRole("Chief scientist", parse_iso("2013-01-01"), parse_iso("2025-12-31")),))
    ]
    band = scene_of(of([item("2025-06-05")], lanes)).bands[0]
    (x, width, title, fades) = band.roles[0]
    assert (x, title, fades) == (PAGE.gutter, "Chief scientist", False)
    assert x + width == pytest.approx(PAGE.gutter + between().x(parse_iso("2026-01-01")))


def test_lanes_stand_under_the_headings_of_their_groups() -> None:
    lanes = [
        LaneName("a", "Ann", group="People"),
        LaneName("m", "Meta", group="Firms"),
        LaneName("b", "Bo", group="People"),
    ]
    items = of([item("2025-06-05", n, lane=n) for n in range(3)], lanes)
    layout = layout_of(items)
    layout.arrange(between(), WIDTH)
    assert [(band.name, band.heading, band.count) for band in layout.lanes.bands] == [
        ("People", True, 2), ("Ann", False, 1), ("Bo", False, 1), ("Firms", True, 1), ("Meta", False, 1),
    ]  # fmt: skip


def test_a_folded_heading_hides_its_lanes_and_a_folded_lane_shows_density() -> None:
    lanes = [LaneName("a", "Ann", group="People"), LaneName("m", "Meta", group="Firms")]
    items = of([item("2025-06-05", n, lane=n) for n in range(2)], lanes)
    layout = layout_of(items, collapsed={"group:People", "m"})
    layout.arrange(between(), WIDTH)
    drawn = layout.scene(between(), WIDTH)
    assert [band.key for band in drawn.bands] == ["group:People", "group:Firms", "m"]
    assert not drawn.boxes
    assert [density.lane for density in drawn.densities] == [1]


def test_a_lane_put_before_another_stays_there() -> None:
    items = items_of([("2025-06-05", lane, lane) for lane in "ABC"])
    layout = layout_of(items)
    layout.arrange(between(), WIDTH)
    assert layout.lanes.after_moving("C", "A") == ["C", "A", "B"]
    assert layout.lanes.after_moving("A", "") == ["B", "C", "A"]
    assert layout.lanes.after_stepping("B", -1) == ["B", "A", "C"]
    again = layout_of(items, order=["C", "A", "B"])
    again.arrange(between(), WIDTH)
    assert [band.key for band in again.lanes.bands] == ["C", "A", "B"]


def test_a_hidden_lane_is_not_computed() -> None:
    items = items_of([("2025-06-05", f"L{n}", str(n)) for n in range(60)])
    layout = layout_of(items)
    layout.arrange(between(), WIDTH)
    drawn = layout.scene(between(), WIDTH, top=300, height=400)
    assert 2 < len(drawn.bands) < 16
    assert {box.item.lane for box in drawn.boxes} <= {band.lane for band in drawn.bands}
