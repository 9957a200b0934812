"""Columns of items: found by search, moved in place, counted by their bounds."""

from dataclasses import fields
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.timeline.drawing import between, item, layout_of, of
from tracker.domain.dates import parse_iso
from tracker.timeline import changing, density
from tracker.timeline.item import DIM, SEGMENTS, Item, LaneName, Link
from tracker.timeline.items import Columns, Items, known_ends
from tracker.timeline.scale import Scale, fit

LANES = [LaneName(key, key) for key in "abc"]
day = st.integers(-3000, 3000)


@st.composite
def dated(draw: Any) -> Item:
    low, length = draw(day), draw(st.sampled_from([0, 0, 0, 9, 30, 365, 2000]))
    open_end = draw(st.sampled_from(["", "", "low", "high"]))
    return Item(
        0, draw(st.integers(0, 2)), None if open_end == "low" else low, None if open_end == "high" else low + length,
        0, draw(st.integers(0, 7)),
    )  # fmt: skip


def numbered(found: list[Item]) -> list[Item]:
    return [item._replace(id=n) for n, item in enumerate(found)]


many = st.lists(dated(), max_size=60).map(numbered)


def known(item: Item) -> tuple[int, int]:
    low = item.low if item.low is not None else item.high
    high = item.high if item.high is not None else item.low
    return low or 0, high or 0


def sums_agree(items: Items) -> None:
    """Check that all precomputed columns match the plain columns."""
    start, end = known_ends(items.low, items.high)
    keys = items.segment.astype(np.int64) * items.width + start - items.base
    assert (items.keys == keys).all()
    assert (np.diff(items.keys) >= 0).all()
    ends = items.segment.astype(np.int64) * items.width + end - items.base
    assert (items.reach == np.maximum.accumulate(ends)).all()
    assert (items.ends == np.sort(ends)).all()
    for lane in range(len(items.lanes)):
        expected = density.by_search(_again(items), lane, -6000.0, 97.0, 130)
        assert np.allclose(density.by_search(items, lane, -6000.0, 97.0, 130), expected, atol=1e-4)
    assert (np.diff(items.pointers) == np.bincount(items.lane, minlength=len(items.lanes))).all()


def _again(items: Items) -> Items:
    """The same items sorted again, over the same days."""
    return of([items.item(at) for at in range(len(items))], items.lanes)


@given(many)
def test_sorting_loses_nothing(found: list[Item]) -> None:
    items = of(found, LANES)
    sums_agree(items)
    sorted_items = {items.item(at).id: items.item(at) for at in range(len(items))}
    assert {n: (item.lane, item.low, item.high, item.tint) for n, item in sorted_items.items()} == {
        item.id: (item.lane, item.low, item.high, item.tint) for item in found
    }
    assert items.items(np.arange(len(items))) == [items.item(at) for at in range(len(items))]


@given(many, day, st.integers(0, 3000), st.sets(st.integers(0, 2), min_size=1))
def test_a_search_finds_all_that_touches_the_days(found: list[Item], first: int, days: int, lanes: set[int]) -> None:
    items = of(found, LANES)
    lane_indices = np.array(sorted(lanes), np.intp)
    at, sizes = items.between(lane_indices, first, first + days)
    seen = {items.item(int(n)).id for n in at}
    wanted = {o.id for o in found if o.lane in lanes and known(o)[1] >= first and known(o)[0] <= first + days}
    assert wanted <= seen
    slack = {o.id for o in found if o.lane in lanes and known(o)[1] >= first - 2 and known(o)[0] <= first + days + 2}
    assert seen <= slack
    assert sizes.sum() == len(at)
    counts = items.count_between(lane_indices, first, first + days)
    for lane, count in zip(lane_indices.tolist(), counts.tolist(), strict=True):
        assert count == sum(o.lane == lane and o.id in wanted for o in found)


@given(many.filter(bool), st.data())
def test_an_edited_item_is_put_in_its_place_without_sorting(found: list[Item], data: st.DataObject) -> None:
    links = [Link(item.id, other.id, "supports") for item, other in pairwise(found)]
    items = of(found, LANES, links=links)
    for _ in range(3):
        changed = data.draw(dated())._replace(id=data.draw(st.sampled_from(found)).id)
        if changing.replace(items, changed) is None:
            assert not items.base < known(changed)[0] <= known(changed)[1] < items.base + items.width - 1
            continue
        sums_agree(items)
        assert [(int(items.ids[a]), int(items.ids[b])) for a, b in zip(items.first, items.last, strict=True)] == [
            (link.first, link.last) for link in items.links
        ]
        at = items.find(changed.id)
        assert items.item(at)[:4] == changed[:4]
        assert items.item(at).tint == changed.tint


@given(many, st.data())
def test_a_laid_outfollows_an_edit(found: list[Item], data: st.DataObject) -> None:
    if not found:
        return
    items = of(found, LANES)
    layout, scale = layout_of(items), fit(-3500, 5500, 900)
    layout.arrange(scale, 1000)
    layout.scene(scale, 1000)
    changed = data.draw(dated())._replace(id=data.draw(st.sampled_from(found)).id)
    layout.replace(changed)
    shown = {box.item.id: box.item._replace(lane=0) for box in layout.scene(scale, 1000).boxes}
    again = layout_of(_again(items))
    again.arrange(scale, 1000)
    fresh = {box.item.id: box.item._replace(lane=0) for box in again.scene(scale, 1000).boxes}
    assert all(fresh[item_id] == item for item_id, item in shown.items())


def test_an_item_that_is_not_there_is_not_found() -> None:
    items = of([item("2025", 5)])
    assert (items.find(5), items.find(6), items.find(None)) == (0, -1, -1)
    assert changing.replace(items, item("2025", 6)) is None


@given(many, st.floats(-3000, 3000), st.floats(0.05, 200), st.integers(1, 12))
def test_density_is_the_number_to_be_expected_in_each_column(
    found: list[Item], first: float, step: float, count: int
) -> None:
    items = of(found, LANES)
    for lane in range(3):
        counted = density.by_search(items, lane, first, step, count)
        for column in range(count):
            left, right = first + column * step, first + (column + 1) * step
            expected = sum(
                max(0.0, min(right, known(o)[1] + 1) - max(left, known(o)[0])) / (known(o)[1] + 1 - known(o)[0])
                for o in found
                if o.lane == lane
            )
            assert abs(float(counted[:, column].sum()) - expected) < 1e-5


@given(many, st.floats(9, 200))
def test_both_ways_to_count_density_hold_each_item_once(found: list[Item], step: float) -> None:
    items = of(found, LANES)
    count = int(20_000 / step) + 2
    for lane in range(3):
        at = np.flatnonzero(items.lane == lane)
        for counted in (
            density.one_by_one(items, at, -10_000.0, step, count), density.by_search(items, lane, -10_000.0, step, count)
        ):  # fmt: skip
            by_colour = np.bincount(items.tint[at], minlength=SEGMENTS)[:SEGMENTS]
            assert np.allclose(counted.sum(axis=1), by_colour, atol=1e-4)


@given(many, st.integers(1, 40))
def test_the_overview_counts_everything_once(found: list[Item], count: int) -> None:
    items = of(found, LANES)
    sums = density.sums(items)
    assert int(sums.counts.sum()) == len(items)
    assert int(density.coarser(sums.counts, count).sum()) == len(items)


@given(many, st.integers(1, 300))
def test_columns_of_density_are_stacked_and_never_higher_than_full(found: list[Item], most: int) -> None:
    items = of(found, LANES)
    tops = density.heights(density.one_by_one(items, np.arange(len(items)), -3000.0, 100.0, 60), most)
    assert ((tops >= 0) & (tops <= 1)).all()
    assert (np.diff(tops, axis=0) >= 0).all()


def test_what_a_search_left_out_is_dimmed_and_not_moved() -> None:
    found = [item("2025-06-05", 0), item("2025-06-06", 1)]
    items = Items.sort(Columns.of(found), [LaneName("a", "A")], lit={0})
    assert {items.item(n).id: int(items.segment[n]) % SEGMENTS == DIM for n in range(2)} == {0: False, 1: True}
    boxes = {box.item.id: box for box in _scene(items)}
    assert (boxes[0].dim, boxes[1].dim) == (False, True)


def _scene(items: Items) -> tuple[Any, ...]:
    layout = layout_of(items)
    layout.arrange(between(), 1000)
    return layout.scene(between(), 1000).boxes


def test_the_span_holds_everything_dated_with_some_air() -> None:
    first, last = of([item("2025-04-05", 0), item("since 2026", 1), item("nonsense", 2)]).whole
    assert first < parse_iso("2025-04-05")
    assert last > parse_iso("2026-01-01")
    assert of([]).whole == of([item("nonsense")]).whole == (0.0, 0.0)


def test_the_busy_span_leaves_outliers_to_the_overview() -> None:
    first, last = of([item(f"2025-06-{n:02d}", n) for n in range(1, 29)] + [item("1850", 99)]).busy
    assert parse_iso("2025-01-01") < first < last < parse_iso("2026-01-01")


def test_a_column_belongs_to_each_item() -> None:
    lengths = {len(getattr(Columns.of([item("2025")]), field.name)) for field in fields(Columns)}
    assert lengths == {1}


def crowd(n: int) -> Items:
    chance = np.random.default_rng(3)
    low = chance.integers(730_000, 740_000, n).astype(np.int32)
    zero = np.zeros(n, np.int32)
    columns = Columns(
        np.arange(n, dtype=np.int64), low, low, zero.astype(np.uint16), (low % 7).astype(np.uint8), zero
    )  # fmt: skip
    return Items.sort(columns, [LaneName("a", "A")], label=lambda n: (f"Claim {n}", ""))


def test_too_many_to_draw_become_density_and_zooming_in_brings_out_each() -> None:
    items = crowd(30_000)
    layout, scale = layout_of(items), fit(730_000, 740_000, 850)
    layout.arrange(scale, 1000)
    height = layout.lanes.height
    far = layout.scene(scale, 1000)
    assert not far.boxes
    assert float(far.densities[0].counts.sum()) >= 30_000 * 0.9
    cluster = far.cluster(500, far.densities[0].y + far.densities[0].height - 1)
    assert cluster is not None
    assert int(items.count_between(np.array([cluster.lane]), cluster.first, cluster.last)[0]) > 20
    seen = []
    while scale.px_per_day < 400:
        scale = scale.zoomed(1.3, 400)
        seen.append(len(layout.scene(scale, 1000).boxes))
    near = layout.scene(scale, 1000)
    assert near.boxes
    assert layout.lanes.height == height
    first, last = scale.start, scale.day(850)
    inside = int(items.count_between(np.array([0]), first, last)[0])
    clouds = sum(float(density.counts.sum()) for density in near.densities)
    assert len(near.boxes) + clouds >= min(inside, 1)


def test_the_selected_item_is_drawn_even_in_a_crowd() -> None:
    items = crowd(30_000)
    layout, scale = layout_of(items), Scale(734_900.0, 4.0)
    layout.arrange(scale, 1000)
    item_id = int(items.ids[np.argmin(np.abs(items.low - 735_000))])
    drawn = layout.scene(scale, 1000, selected=item_id)
    assert [box.item.id for box in drawn.boxes] == [item_id]
    assert drawn.boxes[0].label


def test_density_fades_out_behind_what_comes_out_of_it() -> None:
    items = crowd(4_000)
    layout, scale = layout_of(items), fit(730_000, 740_000, 850)
    layout.arrange(scale, 1000)
    seen: list[float] = []
    while scale.px_per_day < 40:
        scale = scale.zoomed(1.08, 400)
        drawn = layout.scene(scale, 1000)
        opacities = [density.opacity for density in drawn.densities if density.height > 20]
        seen.append(max(opacities, default=0.0))
        assert not drawn.boxes or seen[-1] <= 0.4
        assert drawn.cluster(500, layout.lanes.height - 40) is None or not drawn.boxes
    assert seen[0] == 1.0
    assert seen[-1] == 0.0
    assert any(0.0 < opacity < 0.4 for opacity in seen)
