"""Frames of the timeline: seven zooms from all of time to a day, each panned, zoomed and scrolled, everything drawn.

The floor of a frame is the same frame with nothing but the visible boxes filled, without words, axis or arcs; that of
sorting is one bare argsort. `rss_mb` is the memory added by the items and their drawing.
"""

import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tracker import app
from tracker.domain.dates import day_number
from tracker.gui import theme
from tracker.gui.timeline.overview import Overview
from tracker.gui.timeline.view import TimelineView
from tracker.timeline import density
from tracker.timeline.item import APPROXIMATE, NO_HIGH, NO_LOW, TINTS, LaneName, Link
from tracker.timeline.items import Columns, Items

WIDTH, HEIGHT, OVERVIEW = 1600, 900, 58
T = TypeVar("T")
ZOOMS = (9000.0, 2500.0, 730.0, 180.0, 45.0, 10.0, 1.0)  # days in view
FRAMES = 20  # of each gesture at each zoom
_WORDS = (
    "水庫水位 預算 市長 審計報告 結果被動過手腳 reservoir budget mayor audit report contract the minister said".split()
)


def columns(n: int, seed: int = 7) -> tuple[Columns, list[LaneName]]:
    """Mixed dates over twenty years; a few claimants have many claims, most have few."""
    chance = np.random.default_rng(seed)
    lanes = max(5, min(60, n // 40))
    weights = 1 / np.arange(1, lanes + 1) ** 0.8
    lane = chance.choice(lanes, n, p=weights / weights.sum()).astype(np.int32)
    first, last = day_number(2005, 1, 1), day_number(2026, 1, 1)
    low = chance.integers(first, last, n).astype(np.int32)
    length = chance.choice([0, 30, 364, 9, 120], n, p=[0.55, 0.2, 0.08, 0.12, 0.05]).astype(np.int32)
    high = low + length
    low[chance.random(n) < 0.02] = NO_LOW
    open_end = (chance.random(n) < 0.03) & (low != NO_LOW)
    high[open_end] = NO_HIGH
    flags = np.where(chance.random(n) < 0.12, APPROXIMATE, 0).astype(np.uint16)
    tint = chance.choice(len(TINTS), n).astype(np.uint8)
    names = [LaneName(f"actor:{i}", f"Claimant {i}", "", "People" if i % 3 else "Organisations") for i in range(lanes)]
    return Columns(np.arange(1, n + 1, dtype=np.int64), low, high, flags, tint, lane), names


def words(item_id: int) -> tuple[str, str]:
    return " ".join(_WORDS[(item_id * k) % len(_WORDS)] for k in (1, 3, 7, 11)) + f" {item_id}", ""


def resident() -> int:
    """Resident memory in MB, 0 where the system does not report it."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 // 2**20
    except OSError:
        return 0


class _Bare(QWidget):
    """The visible boxes alone."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__()
        self.setFixedSize(view.size())
        self._view = view
        self._colours = [QColor(tint.fill) for tint in TINTS]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        for box in self._view.scene().boxes:
            painter.fillRect(QRectF(box.x, box.y, box.width, box.height), self._colours[box.item.tint])


def frames(view: TimelineView, draw: Callable[[], None]) -> list[float]:
    """Milliseconds of each frame of the whole tour."""
    took: list[float] = []
    middle = float(day_number(2016, 6, 1))
    for days in ZOOMS:
        view.show_days(middle - days / 2, middle + days / 2)
        draw()
        gestures: list[Callable[[int], None]] = [
            lambda n: view.pan(-47.0 if n < FRAMES // 2 else 43.0),
            lambda n: view.zoom(1.06 if n < FRAMES // 2 else 1 / 1.06, 700.0),
            lambda n: view.scroll_by(60.0 if n < FRAMES // 2 else -60.0),
        ]
        for gesture in gestures:
            for n in range(FRAMES):
                start = time.perf_counter()
                gesture(n)
                draw()
                took.append((time.perf_counter() - start) * 1000)
    return took


def bench_timeline(n: int) -> list[dict[str, Any]]:
    """The tour, the sorting off the main thread, the first picture, and one edited item, each with its floor."""
    application = app.application()
    theme.apply(application, theme.LIGHT)
    window = QWidget()
    window.resize(WIDTH, HEIGHT)
    view = TimelineView(theme.LIGHT, window)
    view.resize(WIDTH, HEIGHT - OVERVIEW)
    overview = Overview(theme.LIGHT, window, OVERVIEW)
    overview.setGeometry(0, HEIGHT - OVERVIEW, WIDTH, OVERVIEW)
    view.moved.connect(lambda: overview.show_view(view.days()))
    window.show()

    def draw() -> None:
        window.repaint()
        application.processEvents()

    draw()
    item_columns, names = columns(n)
    links = [Link(i * 13 + 1, i * 29 + 1, "contradicts" if i % 2 else "supports") for i in range(min(n // 30, 2000))]
    before = resident()
    sorted_in, (items, sums) = _timed(lambda: _sorted(item_columns, names, links))
    keys = np.random.default_rng(1).integers(0, 1 << 60, n)
    bare_sort, _ = _timed(lambda: np.argsort(keys))

    def show() -> None:
        view.show_items(items, day_number(2026, 1, 12))
        overview.show_sums(sums, view.days())
        draw()

    first, _ = _timed(show)
    view.select(int(items.ids[n // 2]))
    took = frames(view, draw)
    memory = resident() - before
    edits = [_timed(partial(_edit, view, at, draw))[0] for at in range(0, n, max(1, n // 20))]
    bare = _Bare(view)
    bare.show()
    window.hide()

    def draw_bare() -> None:
        bare.repaint()
        application.processEvents()

    floors = frames(view, draw_bare)
    floor = statistics.median(floors)
    window.deleteLater()
    bare.deleteLater()
    application.processEvents()
    good = sum(t <= 16.7 for t in took) / len(took)
    lines = [
        _line("timeline frame", n, took, floor, memory),
        _line("timeline sort", n, [sorted_in], bare_sort, memory),
        _line("timeline first picture", n, [first], floor, memory),
        _line("timeline edit", n, edits, floor, memory),
    ]
    print(f"{'':<28} {len(took)} frames, {good:.1%} within 16.7 ms, worst {max(took):.1f} ms; {memory} MB for all")
    return lines


def _sorted(item_columns: Columns, names: list[LaneName], links: list[Link]) -> tuple[Items, density.Sums]:
    items = Items.sort(item_columns, names, links=links, label=words)
    return items, density.sums(items)


def _edit(view: TimelineView, at: int, draw: Callable[[], None]) -> None:
    item = view.items.item(at)
    view.show_changed(item._replace(tint=(item.tint + 1) % 7))
    draw()


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    value = work()
    return (time.perf_counter() - start) * 1000, value


def _line(name: str, n: int, took: list[float], floor: float, memory: int) -> dict[str, Any]:
    ordered = sorted(took)
    median, p95 = statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name:<28} n={n:<8} {median:>10.2f} ms   floor {floor:>9.2f} ms   ratio {median / floor:>7.2f}   p95 {p95:.1f}"
    )
    return {
        "name": name, "n": n, "median_ms": round(median, 3), "p95_ms": round(p95, 3), "floor_ms": round(floor, 3),
        "ratio": round(median / floor, 2), "rss_mb": memory,
    }  # fmt: skip
