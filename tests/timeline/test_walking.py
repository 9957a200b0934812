"""Walking through items: each once, in the order they begin, whatever is folded away."""

from hypothesis import given
from hypothesis import strategies as st

from tests.timeline.drawing import item, of
from tracker.timeline import walking
from tracker.timeline.item import Item, LaneName
from tracker.timeline.items import Columns, Items, known_ends

bounds = st.one_of(
    st.tuples(st.integers(0, 40), st.integers(0, 9)).map(lambda days: (days[0], days[0] + days[1])),
    st.integers(0, 40).map(lambda day: (day, None)),
    st.integers(0, 40).map(lambda day: (None, day)),
)


def sorted_items(found: list[tuple[tuple[int | None, int | None], int]]) -> Items:
    items = [Item(n, lane, low, high) for n, ((low, high), lane) in enumerate(found, 1)]
    return Items.sort(Columns.of(items), [LaneName(key, key) for key in "abc"])


@given(
    st.lists(st.tuples(bounds, st.integers(0, 2)), min_size=1, max_size=25),
    st.lists(st.booleans(), min_size=3, max_size=3),
)
def test_every_shown_item_is_visited_once_and_back_again(
    found: list[tuple[tuple[int | None, int | None], int]], shown: list[bool]
) -> None:  # fmt: skip
    items = sorted_items(found)
    days = walking.starts(items, shown)
    visible = [at for at in range(len(items)) if shown[items.lane[at]]]
    first, last = walking.outermost(days, -1), walking.outermost(days, 1)
    if not visible:
        assert (first, last) == (-1, -1)
        return
    there = [first]
    while (at := walking.beside(days, there[-1], int(days[there[-1]]), 1)) != there[-1]:
        there.append(at)
    assert sorted(there) == visible
    assert [int(days[at]) for at in there] == sorted(int(days[at]) for at in visible)
    assert there[-1] == last
    back = [last]
    while (at := walking.beside(days, back[-1], int(days[back[-1]]), -1)) != back[-1]:
        back.append(at)
    assert back == there[::-1]


def test_nothing_can_be_walked_to_where_there_is_nothing() -> None:
    days = walking.starts(of([]), [])
    assert walking.outermost(days, 1) == -1


def test_an_item_that_is_open_at_its_beginning_stands_at_its_end() -> None:
    items = of([item("before 2025-03-01")])
    assert walking.starts(items, [True])[0] == known_ends(items.low, items.high)[0][0]
